#include "ical/value_check_private.h"

#include "ical/time.h"

#include <string.h>

/* A number, and where it may lie. */
static const struct {
	const char *name;
	int64_t least, most;
} numbers[] = {
	{ "PRIORITY", 0, 9 },           /* RFC 5545 3.8.1.9 */
	{ "PERCENT-COMPLETE", 0, 100 }, /* 3.8.1.8 */
	{ "SEQUENCE", 0, INT32_MAX },   /* 3.8.7.4 */
};

/* Closed lists of words. STATUS has those of all kinds: programs complete
 * events, and cancel tasks that they call needs-action. */
static const struct {
	const char *name;
	const char *const *words;
} words[] = {
	{ "TRANSP", (const char *const[]){ "OPAQUE", "TRANSPARENT", NULL } },
	{ "STATUS",
	  (const char *const[]){ "TENTATIVE", "CONFIRMED", "CANCELLED",
				 "NEEDS-ACTION", "COMPLETED", "IN-PROCESS",
				 "DRAFT", "FINAL", NULL } },
};

/* What must say its VALUE, and as what (RFC 7986 5.10, 5.11, RFC 9073 6.6,
 * RFC 9253 8.2). */
static const struct {
	const char *name;
	const char *const *values;
} typed[] = {
	{ "IMAGE", (const char *const[]){ "URI", "BINARY", NULL } },
	{ "CONFERENCE", (const char *const[]){ "URI", NULL } },
	{ "STRUCTURED-DATA",
	  (const char *const[]){ "TEXT", "BINARY", "URI", NULL } },
};

/* What a part of a component must have (RFC 9073 7). */
static const struct {
	const char *part, *name;
} needed[] = {
	{ "PARTICIPANT", "UID" },
	{ "PARTICIPANT", "PARTICIPANT-TYPE" },
	{ "VLOCATION", "UID" },
	{ "VRESOURCE", "UID" },
};

static bool is_one_of(struct slice value, const char *const *list)
{
	for (; *list; list++)
		if (slice_is(value, *list))
			return true;
	return false;
}

static enum err number_check(struct operation *op, const struct cal_line *line)
{
	char *text = slice_dup(op->arena, slice_trim(line->value));
	int64_t number;

	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++) {
		if (!slice_is(line->name, numbers[i].name))
			continue;
		if (str_to_int64(text, &number) && number >= numbers[i].least &&
		    number <= numbers[i].most)
			return OK;
		return fail(op, ERR_CALENDAR_DATA,
			    "it is a number from %lld to %lld, not '%.40s'",
			    (long long)numbers[i].least,
			    (long long)numbers[i].most, text);
	}
	return OK;
}

static enum err word_check(struct operation *op, const struct cal_line *line)
{
	struct slice value = slice_trim(line->value);

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (!slice_is(line->name, words[i].name) ||
		    is_one_of(value, words[i].words))
			continue;
		return fail(op, ERR_CALENDAR_DATA,
			    "it has no such value as '%.*s'",
			    (int)(value.len < 40 ? value.len : 40), value.at);
	}
	return OK;
}

static enum err type_check(struct operation *op, const struct cal_line *line)
{
	const struct cal_param *value = cal_param_find(line, "VALUE");

	for (size_t i = 0; i < ARRAY_SIZE(typed); i++) {
		if (!slice_is(line->name, typed[i].name) ||
		    (value && is_one_of(value->value, typed[i].values)))
			continue;
		return fail(op, ERR_CALENDAR_DATA,
			    "it must say its VALUE, such as VALUE=%s",
			    typed[i].values[0]);
	}
	return OK;
}

/* RFC 5545 3.8.1.6: degrees. */
static bool is_degrees(struct arena *arena, struct slice text)
{
	const char *at = slice_dup(arena, text);
	size_t digits;

	at += *at == '-' || *at == '+';
	digits = strspn(at, "0123456789");
	if (digits == 0 || digits > 3)
		return false;
	at += digits;
	if (*at == '.')
		at += 1 + strspn(at + 1, "0123456789");
	return *at == '\0';
}

static enum err place_check(struct operation *op, const struct cal_line *line)
{
	struct slice rest = slice_trim(line->value);
	struct slice latitude = slice_cut(&rest, ';');

	if (!slice_is(line->name, "GEO") ||
	    (rest.at && is_degrees(op->arena, latitude) &&
	     is_degrees(op->arena, rest)))
		return OK;
	return fail(op, ERR_CALENDAR_DATA,
		    "it is two numbers of degrees, such as 45.5;-73.6");
}

/* RFC 7986 5.7: how often to look again; never backwards. */
static enum err interval_check(struct operation *op,
			       const struct cal_line *line)
{
	struct cal_duration duration;

	if (!slice_is(line->name, "REFRESH-INTERVAL"))
		return OK;
	if (cal_duration_read(slice_trim(line->value), &duration) &&
	    (duration.days > 0 || duration.seconds > 0))
		return OK;
	return fail(op, ERR_CALENDAR_DATA,
		    "it is a positive duration, such as PT1H");
}

static enum err line_check(struct operation *op, const struct cal_line *line)
{
	static enum err (*const checks[])(struct operation * op,
					  const struct cal_line *line) = {
		number_check, word_check,     type_check,
		place_check,  interval_check,
	};
	enum err err = OK;

	for (size_t i = 0; i < ARRAY_SIZE(checks) && !err; i++)
		err = checks[i](op, line);
	return err;
}

static enum err part_check(struct operation *op,
			   const struct cal_component *part)
{
	for (size_t i = 0; i < ARRAY_SIZE(needed); i++) {
		if (!slice_is(part->name, needed[i].part) ||
		    cal_line_find(part, needed[i].name))
			continue;
		(void)fail(op, ERR_CALENDAR_DATA, "%s is missing",
			   needed[i].name);
		return cal_fail_at(op, part, NULL);
	}
	return cal_values_check(op, part);
}

/* Depth is bounded by cal_parse. What is in an alarm is let pass: it harms
 * nobody (ical/object.h). */
enum err cal_values_check(struct operation *op,
			  const struct cal_component *component)
{
	enum err err = OK;

	for (size_t i = 0; i < component->line_count; i++) {
		err = line_check(op, &component->lines[i]);
		if (err)
			return cal_fail_at(op, component, &component->lines[i]);
	}
	/* Those of the calendar are judged by themselves. */
	if (!component->parent)
		return OK;
	for (size_t i = 0; i < component->child_count && !err; i++)
		if (!slice_is(component->children[i]->name, "VALARM"))
			err = part_check(op, component->children[i]);
	return err;
}
