#include "practice/booking/echo.h"

#include "base/str.h"
#include "ical/parse.h"
#include "practice/calendar/view_member.h"
#include "store/transaction.h"

/* Lines that a program shows. Where it leaves out an optional one it shows
 * nothing of it, which need not be served anew. */
static const struct {
	const char *name;
	bool optional;
} shown[] = {
	{ "SUMMARY", false },     { "LOCATION", false },
	{ "DESCRIPTION", false }, { "DTSTART", true },
	{ "DTEND", true },        { "DUE", true },
	{ "STATUS", true },       { "CATEGORIES", true },
	{ "RRULE", false },       { "RDATE", false },
	{ "COMPLETED", true },    { "PERCENT-COMPLETE", true },
};

/* The event or task of an object; NULL: none. */
static const struct cal_component *shown_of(struct operation *op,
					    struct slice bytes)
{
	struct cal_component *calendar;

	if (cal_parse(op, bytes.at, bytes.len, &calendar)) {
		operation_recover(op);
		return NULL;
	}
	for (size_t i = 0; i < calendar->child_count; i++) {
		const struct cal_component *child = calendar->children[i];

		if (slice_is(child->name, "VEVENT") ||
		    slice_is(child->name, "VTODO"))
			return child;
	}
	return NULL;
}

static struct slice value_of(const struct cal_component *component,
			     const char *name)
{
	const struct cal_line *line = cal_line_find(component, name);

	return line ? line->value : (struct slice){ NULL, 0 };
}

bool practice_echo_differs(struct operation *op, struct slice sent,
			   struct slice stored)
{
	const struct cal_component *a = shown_of(op, sent);
	const struct cal_component *b = shown_of(op, stored);

	if (!a || !b)
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(shown); i++) {
		struct slice value = value_of(a, shown[i].name);

		if (value.at == NULL && shown[i].optional)
			continue;
		if (!slice_equal(value, value_of(b, shown[i].name)))
			return true;
	}
	return false;
}

static enum err read_work(struct transaction *tx, void *context)
{
	const struct member *read = context;
	struct member member;
	enum err err =
		store_member_load(store_tx_reader(tx), read->id, &member);

	if (err || !str_equal(member.echo, "") ||
	    !str_equal(member.etag, read->etag))
		return err;
	err = view_member_again(tx, &member);
	return err ? err : store_member_echo(tx, member.id, read->etag);
}

enum err practice_echo_read(struct operation *op, struct store *store,
			    const struct member *member)
{
	if (!str_equal(member->echo, ""))
		return OK;
	return store_write(op, store, read_work, (void *)member);
}
