#include "practice/notice/message.h"

#include "base/markup.h"
#include "practice/checks.h"
#include "practice/names.h"
#include "practice/notice/event.h"
#include "practice/notice/sms.h"
#include "practice/notice/template.h"
#include "practice/wall_time.h"
#include "store/invoice.h"
#include "store/people.h"
#include "store/run.h"
#include "store/session.h"

#define EXAMPLE_NAME "Ada"
#define EXAMPLE_UID "example"
#define DAY 86400
#define HOUR 3600

/* What a message is made of. */
struct making {
	struct reader *reader;
	struct operation *op;
	struct notice_message *message;
	struct template_names names;
	const char *uid;
};

static const char *day_words(struct arena *arena, struct day day)
{
	struct wall wall = day_wall(day);

	return arena_printf(arena, "%s %d %s %d",
			    weekday_names[day_weekday(day)], wall.day,
			    month_names[wall.month - 1], (int)wall.year);
}

static const char *date_words(const struct making *making,
			      struct instant instant)
{
	const struct practice *practice = &making->message->practice;

	return day_words(making->op->arena, practice_day(practice, instant));
}

static const char *time_words(const struct making *making,
			      struct instant instant)
{
	struct wall wall =
		practice_instant_wall(making->message->practice.zone, instant);

	return arena_printf(making->op->arena, "%02d:%02d", wall.hour,
			    wall.minute);
}

/* Where to ask: it must never be nowhere. */
static const char *phone_of(const struct practice *practice)
{
	if (!str_empty(practice->phone))
		return practice->phone;
	return str_empty(practice->email) ? practice->name : practice->email;
}

static void put_times(struct making *making)
{
	const struct outbox *row = &making->message->row;
	struct template_names *names = &making->names;

	if (row->span.end.s <= row->span.start.s)
		return;
	names->date = date_words(making, row->span.start);
	names->time = time_words(making, row->span.start);
	names->end_time = time_words(making, row->span.end);
	names->old_date = names->date;
	names->old_time = names->time;
	if (row->was.s != INSTANT_MIN.s) {
		names->old_date = date_words(making, row->was);
		names->old_time = time_words(making, row->was);
	}
}

static void put_practice(struct making *making)
{
	const struct practice *practice = &making->message->practice;
	struct template_names *names = &making->names;

	names->practice = practice->name;
	names->phone = phone_of(practice);
	if (!str_empty(practice->public_url))
		names->page = arena_printf(making->op->arena, "%s/review",
					   practice->public_url);
}

static const char *data_text(const struct making *making, const char *name)
{
	json_t *data = json_read(making->op->arena, making->message->row.data);

	return json_string_value(json_object_get(data, name));
}

static enum err put_invoice(struct making *making)
{
	struct invoice invoice;
	enum err err;

	if (!making->message->row.invoice)
		return OK;
	err = store_invoice_find(making->reader, making->message->row.invoice,
				 &invoice);
	if (!err)
		making->names.number = invoice.number;
	return err;
}

static enum err put_message(struct making *making)
{
	struct run run;
	enum err err;

	if (!making->message->row.run)
		return OK;
	err = store_run_find(making->reader, making->message->row.run, &run);
	if (!err)
		making->names.message = run.message;
	return err;
}

static enum err put_people(struct making *making)
{
	const struct outbox *row = &making->message->row;
	struct session session;
	struct person person;
	enum err err = store_person_load(making->reader, row->person, &person);

	if (err)
		return err;
	making->names.first_name =
		practice_first_name(making->op->arena, person.name);
	if (!row->session)
		return OK;
	err = store_session_find(making->reader, row->session, &session);
	if (!err)
		making->uid = session.uid;
	return err;
}

static void put_data(struct making *making)
{
	struct day from, to;
	const char *number = data_text(making, "number");
	const char *first = data_text(making, "from");
	const char *last = data_text(making, "to");

	if (number)
		making->names.number = number;
	if (first && last && day_parse(first, &from) && day_parse(last, &to)) {
		making->names.old_date = day_words(making->op->arena, from);
		making->names.date = day_words(making->op->arena, to);
	}
}

/* A message that is not there leaves no hole. */
static const char *without_holes(char *text)
{
	size_t len = 0, ends = 0;

	for (const char *at = text; *at; at++) {
		ends = *at == '\n' ? ends + 1 : 0;
		if (ends <= 2)
			text[len++] = *at;
	}
	text[len] = '\0';
	return text;
}

static void put_markup(struct buf *buf, const char *text)
{
	struct slice rest = slice_of(text);

	while (rest.at) {
		markup_text(buf, slice_dup(buf->arena, slice_cut(&rest, '\n')));
		if (!rest.at)
			break;
		if (*rest.at == '\n') {
			(void)slice_cut(&rest, '\n');
			buf_puts(buf, "</p>\n<p>");
		} else {
			buf_puts(buf, "<br>\n");
		}
	}
}

static const char *page_of(struct arena *arena, const char *text,
			   const char *stop)
{
	struct buf buf;

	buf_init(&buf, arena);
	buf_puts(&buf, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>"
		       "<meta charset=\"utf-8\"></head>\n<body>\n<p>");
	put_markup(&buf, text);
	buf_puts(&buf, "</p>\n");
	if (stop) {
		buf_puts(&buf, "<p><small><a href=\"");
		put_markup(&buf, stop);
		buf_puts(&buf, "\">No more mail like this</a></small></p>\n");
	}
	buf_puts(&buf, "</body>\n</html>\n");
	return buf.at;
}

static const char *public_page(const struct making *making, const char *what)
{
	const struct notice_message *message = making->message;

	if (str_empty(message->practice.public_url) ||
	    str_empty(message->row.key))
		return NULL;
	return arena_printf(making->op->arena, "%s/notices/%s/%s",
			    message->practice.public_url, what,
			    message->row.key);
}

static void fill(struct making *making, const struct notice_texts *texts)
{
	struct notice_message *message = making->message;
	struct arena *arena = making->op->arena;
	char *text = practice_template_fill(arena, texts->text, &making->names);

	message->subject =
		practice_template_fill(arena, texts->subject, &making->names);
	text = (char *)(uintptr_t)without_holes(text);
	message->stop = public_page(making, "stop");
	message->status = public_page(making, "status");
	message->html = page_of(arena, text, message->stop);
	message->text = message->stop
				? arena_printf(arena,
					       "%s\n\n-- \nNo more mail like "
					       "this: %s\n",
					       text, message->stop)
				: arena_printf(arena, "%s\n", text);
	message->sms = sms_fit(arena, practice_template_fill(arena, texts->sms,
							     &making->names));
	message->parts = sms_parts(message->sms);
	message->method = practice_notice_method(message->row.kind);
	message->ics = practice_notice_event(making->op, &message->practice,
					     &message->row, making->uid);
}

static enum err put_all(struct making *making)
{
	enum err err = put_people(making);

	if (!err)
		err = put_message(making);
	if (!err)
		err = put_invoice(making);
	if (err)
		return err;
	put_times(making);
	put_practice(making);
	put_data(making);
	return OK;
}

enum err practice_notice_message(struct reader *reader,
				 const struct outbox *row,
				 struct notice_message *message)
{
	struct notice_message made = { .row = *row };
	struct making making = { .reader = reader,
				 .op = store_reader_operation(reader),
				 .message = &made };
	struct notice_texts texts;
	enum err err = store_practice_load(reader, &made.practice);

	if (!err)
		err = put_all(&making);
	if (err)
		return err;
	texts = practice_notice_texts(making.op->arena, &made.practice,
				      row->kind);
	fill(&making, &texts);
	*message = made;
	return OK;
}

/* What the texts would be, each judged as if it were to be kept. */
static enum err preview_texts(struct making *making,
			      const struct preview_ask *ask,
			      struct notice_texts *texts)
{
	struct operation *op = making->op;
	struct notice_texts own = { ask->subject, ask->text, ask->sms };
	enum err err = OK;

	*texts = practice_notice_texts(op->arena, &making->message->practice,
				       ask->kind);
	if (practice_notice_text_check(op, "subject", "subject", &own.subject))
		err = ERR_INVALID;
	if (practice_notice_text_check(op, "text", "text", &own.text))
		err = ERR_INVALID;
	if (practice_notice_text_check(op, "sms", "sms", &own.sms))
		err = ERR_INVALID;
	if (own.subject)
		texts->subject = own.subject;
	if (own.text)
		texts->text = own.text;
	if (own.sms)
		texts->sms = own.sms;
	return err;
}

/* Tomorrow afternoon, an hour earlier before it was moved. */
static void put_example(struct making *making)
{
	struct outbox *row = &making->message->row;
	int64_t start =
		making->op->now.s - making->op->now.s % DAY + DAY + 20 * HOUR;

	row->span = (struct span){ { start }, { start + HOUR } };
	row->revision = 1;
	making->uid = EXAMPLE_UID;
	making->names.first_name = EXAMPLE_NAME;
	making->names.number = "1001";
}

static enum err put_session(struct making *making,
			    const struct preview_ask *ask)
{
	struct outbox *row = &making->message->row;
	struct session session;
	enum err err =
		store_session_find(making->reader, ask->session, &session);

	if (err == ERR_NOT_FOUND)
		return fail_field(making->op, "session", "unknown",
				  "There is no session '%lld'.",
				  (long long)ask->session);
	if (err)
		return err;
	row->span = session.span;
	row->revision = session.revision;
	making->uid = session.uid;
	return OK;
}

static enum err put_client(struct making *making, int64_t id)
{
	struct person person;
	enum err err = store_person_load(making->reader, id, &person);

	if (err)
		return err;
	making->names.first_name =
		practice_first_name(making->op->arena, person.name);
	making->message->row.person = id;
	if (person.email)
		making->message->row.address = person.email;
	return OK;
}

enum err practice_notice_preview(struct reader *reader,
				 const struct preview_ask *ask,
				 struct notice_message *message)
{
	struct notice_message made = { .row = { .kind = ask->kind,
						.address = "ada@example.org",
						.was = INSTANT_MIN,
						.was_end = INSTANT_MIN } };
	struct making making = { .reader = reader,
				 .op = store_reader_operation(reader),
				 .message = &made };
	struct notice_texts texts;
	enum err err = practice_need_office(making.op, 0);

	if (!err)
		err = store_practice_load(reader, &made.practice);
	if (!err)
		err = preview_texts(&making, ask, &texts);
	if (err)
		return err;
	put_example(&making);
	if (ask->session)
		err = put_session(&making, ask);
	if (!err && ask->client)
		err = put_client(&making, ask->client);
	if (err)
		return err;
	if (ask->kind == NOTICE_RESCHEDULED)
		made.row.was.s = made.row.span.start.s - HOUR;
	put_times(&making);
	put_practice(&making);
	making.names.message = "";
	fill(&making, &texts);
	*message = made;
	return OK;
}
