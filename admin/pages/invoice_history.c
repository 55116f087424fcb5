#include "admin/pages/invoice_history.h"

#include "admin/pages/audit_words.h"
#include "admin/pages/invoice_part.h"
#include "admin/pages/part.h"
#include "admin/pages/people_list.h"
#include "admin/pages/show.h"
#include "store/audit.h"
#include "store/outbox.h"

#include <stdlib.h>

#define SHOWN 50

struct event {
	struct instant at;
	const char *text, *by; /* by "": nobody is named */
	size_t place;          /* of one moment the first stands first */
};

struct events {
	struct event *at;
	size_t count;
};

static void add(struct events *events, struct instant at, const char *text,
		const char *by)
{
	events->at[events->count] =
		(struct event){ at, text, by, events->count };
	events->count++;
}

static const char *deed_of(struct page *page, const struct audit *audit,
			   const struct invoice_known *known)
{
	struct arena *arena = page->op->arena;
	const json_t *after = json_read(arena, audit->after);
	long long lines = json_integer_value(json_object_get(after, "lines"));

	if (str_equal(audit->action, "invoice.draft"))
		return arena_printf(arena, "Draft made of %s",
				    show_counted(page, lines, "line", "lines"));
	if (str_equal(audit->action, "invoice.issue"))
		return arena_printf(arena, "Issued as %s",
				    known->invoice.number
					    ? known->invoice.number
					    : "an invoice");
	if (str_equal(audit->action, "invoice.void"))
		return "Void";
	return show_sentence(arena, audit_words_deed(audit->action));
}

static enum err add_deeds(struct page *page, const struct invoice_known *known,
			  const struct audit *list, size_t count,
			  struct events *events)
{
	enum err err = OK;

	for (size_t i = 0; !err && i < count; i++) {
		const char *name;

		err = people_list_doer(page, list[i].who, &name);
		if (!err)
			add(events, list[i].at, deed_of(page, &list[i], known),
			    name);
	}
	return err;
}

static const char *sent_words(struct page *page, const struct outbox *row)
{
	struct arena *arena = page->op->arena;

	switch (row->state) {
	case OUTBOX_SENT:
		return arena_printf(arena, "Sent to %s by e-mail",
				    row->address);
	case OUTBOX_QUEUED:
	case OUTBOX_LEASED:
	case OUTBOX_RETRYING:
	case OUTBOX_UNKNOWN:
		return arena_printf(arena, "Waits to be sent to %s%s%s",
				    row->address, row->reason ? ": " : "",
				    row->reason ? row->reason : "");
	case OUTBOX_DEAD:
		return arena_printf(arena, "Could not be sent to %s%s%s",
				    row->address, row->reason ? ": " : "",
				    row->reason ? row->reason : "");
	case OUTBOX_DROPPED:
	case OUTBOX_UNDONE:
		return arena_printf(arena, "Not sent to %s: taken back",
				    row->address);
	}
	return "";
}

static const char *paid_words(struct page *page, const struct allocation *paid)
{
	struct arena *arena = page->op->arena;
	const char *amount = show_money(page, paid->amount);

	if (paid->credit)
		return arena_printf(arena, "Credit of %s was put against it",
				    amount);
	return arena_printf(arena, "Payment %s%s%s", amount,
			    str_empty(paid->method) ? "" : ", ",
			    paid->method ? paid->method : "");
}

static int newest_first(const void *a, const void *b)
{
	const struct event *left = a, *right = b;

	if (left->at.s != right->at.s)
		return left->at.s < right->at.s ? 1 : -1;
	return (left->place > right->place) - (left->place < right->place);
}

static void put_events(struct page *page, const struct events *events)
{
	struct html *html = &page->html;

	card_begin(page, "History", NULL);
	html_add(html, "<ol class=\"history\">");
	for (size_t i = 0; i < events->count && i < SHOWN; i++) {
		const struct event *event = &events->at[i];

		html_add(html, "<li><p>%s</p><p class=\"hint\">%s%s%s</p></li>",
			 event->text, show_instant(page, event->at),
			 *event->by ? " · " : "", event->by);
	}
	html_add(html, "</ol>\n");
	card_end(page);
}

enum err invoice_history_put(struct page *page,
			     const struct invoice_known *known)
{
	struct events events = { .count = 0 };
	int64_t id = known->invoice.id;
	size_t deed_count, sent_count;
	struct audit *deeds;
	struct outbox *sent;
	enum err err = store_audit_list(page->reader, "invoice", id, 0, SHOWN,
					&deeds, &deed_count);

	if (!err)
		err = store_outbox_of_invoice(page->reader, id, &sent,
					      &sent_count);
	if (err)
		return err;
	events.at = arena_array(page->op->arena,
				deed_count + sent_count + known->payment_count,
				sizeof(*events.at));
	/* Of one moment what came later stands first. */
	for (size_t i = known->payment_count; i-- > 0;)
		add(&events, known->payments[i].made,
		    paid_words(page, &known->payments[i]), "");
	for (size_t i = sent_count; i-- > 0;)
		add(&events,
		    sent[i].state == OUTBOX_SENT ? sent[i].changed
						 : sent[i].queued,
		    sent_words(page, &sent[i]), "");
	err = add_deeds(page, known, deeds, deed_count, &events);
	if (err)
		return err;
	if (events.count)
		qsort(events.at, events.count, sizeof(*events.at),
		      newest_first);
	put_events(page, &events);
	return OK;
}
