#include "practice/transfer/import_ics.h"

#include "ical/text.h"
#include "practice/access.h"
#include "practice/session/closure.h"
#include "practice/transfer/import_run_private.h"
#include "practice/transfer/import_series_private.h"
#include "practice/session/session.h"
#include "practice/session/terms.h"
#include "practice/booking/wish.h"
#include "practice/refusal.h"
#include "store/transaction.h"

#include <stdlib.h>
#include <string.h>

struct note {
	size_t line;
	const char *text;
};

/* The transaction of one UID: what it is given, and what it answers. */
struct ics_work {
	const struct names *names;
	const struct ics_wishes *wishes;
	struct import_report counts; /* without lines */
	struct note *notes;
	size_t note_count, note_room;
};

struct group {
	const struct ics_event *const *events;
	size_t count;
};

/* Sentences are of the arena that the whole work has. */
static void note(struct ics_work *work, struct arena *arena, size_t line,
		 const char *text)
{
	for (size_t i = 0; i < work->note_count; i++) {
		if (work->notes[i].line == line &&
		    str_equal(work->notes[i].text, text))
			return;
	}
	work->notes = arena_grow(arena, work->notes, work->note_count,
				 &work->note_room, sizeof(*work->notes));
	work->notes[work->note_count++] = (struct note){ line, text };
}

static void draft_note(struct ics_work *work, struct arena *arena,
		       const struct ics_wish *wish,
		       const struct session *session)
{
	struct buf buf;

	if (session->state != SESSION_DRAFT)
		return;
	buf_init(&buf, arena);
	buf_puts(&buf, "It went in as a draft, for nothing in it tells");
	if (!session->terms.clients.count)
		buf_puts(&buf, " a client,");
	if (!session->terms.practitioners.count)
		buf_puts(&buf, " a practitioner,");
	if (!session->terms.service)
		buf_puts(&buf, " a service,");
	buf.at[buf.len - 1] = '.';
	note(work, arena, wish->line, buf.at);
}

static void remarks_note(struct ics_work *work, struct arena *arena,
			 const struct ics_wish *wish)
{
	for (size_t i = 0; i < wish->remarks->count; i++)
		note(work, arena, wish->line, wish->remarks->at[i]);
}

static enum err ending_read(struct transaction *tx, const struct ics_wish *wish,
			    int64_t session, struct wish *ending)
{
	static const struct viewer office = {
		.kind = VIEW_OFFICE,
		.person = { .roles = ROLE_ADMIN, .calendar_money = true },
	};
	struct session_facts facts;
	struct wish_context context = { store_tx_reader(tx), &facts, &office,
					NULL };
	enum err err =
		practice_facts_load(store_tx_reader(tx), session, &facts);

	return err ? err : practice_wish_ending(&context, wish->ended, ending);
}

/* A practice's own export: it ended as it did there, at the prices here. */
static enum err session_end(struct transaction *tx, const struct ics_wish *wish,
			    int64_t id)
{
	struct operation *op = store_tx_operation(tx);
	struct wish ending = { .status = NULL };
	struct session saved;
	struct save save;
	enum refusal refusal;
	enum err err = ending_read(tx, wish, id, &ending);

	if (!err && ending.status) {
		save = (struct save){
			.session = id,
			.type = ending.status,
			.clients = ending.clients_saved,
			.client_count = ending.client_count,
			.wages = ending.wages,
			.wage_count = ending.wage_count,
			.reason = ending.reason,
		};
		err = practice_session_save_tx(tx, &save, &saved);
	}
	refusal = refusal_of(op, err);
	if (refusal != REFUSAL_UNKNOWN_STATUS &&
	    refusal != REFUSAL_OVERRIDE_DENIED)
		return err;
	operation_recover(op);
	import_status_remark(wish->remarks, cal_text_of(op->arena, wish->ended,
							"X-PRACTICE-STATUS"));
	return OK;
}

static enum err session_add(struct transaction *tx, struct ics_work *work,
			    const struct ics_wish *wish)
{
	struct arena *arena = store_tx_operation(tx)->arena;
	struct session session = wish->session;
	enum err err = practice_session_add_tx(tx, &session);

	if (!err && wish->ended && session.state == SESSION_OPEN)
		err = session_end(tx, wish, session.id);
	if (err)
		return err;
	work->counts.added++;
	remarks_note(work, arena, wish);
	draft_note(work, arena, wish, &session);
	return OK;
}

/* Where the file differs in what it tells. People in another order are the
 * same people. What another program's event has besides is in the private
 * note: it does not take the place of what the office wrote there. */
static unsigned parts_told(const struct session_terms *terms,
			   const struct ics_wish *wish)
{
	const struct session_terms *told = &wish->session.terms;
	unsigned parts =
		practice_terms_told(told) & practice_terms_differ(terms, told);

	if (ids_same(&told->practitioners, &terms->practitioners))
		parts &= ~(unsigned)PART_PRACTITIONERS;
	if (ids_same(&told->clients, &terms->clients))
		parts &= ~(unsigned)PART_CLIENTS;
	if (!wish->own)
		parts &= ~(unsigned)PART_PRIVATE_NOTE;
	return parts;
}

/* What the file does not tell stays as somebody may have entered it here. */
static bool session_merge(struct session *session, const struct ics_wish *wish)
{
	const struct session *told = &wish->session;
	unsigned parts = parts_told(&session->terms, wish);

	if (session->span.start.s != told->span.start.s ||
	    session->span.end.s != told->span.end.s)
		parts |= PART_TIME;
	if (!parts)
		return false;
	if (!session->terms.private_note)
		parts |= PART_PRIVATE_NOTE;
	practice_terms_lay(&session->terms, &told->terms, parts);
	if (parts & PART_TIME) {
		session->span = told->span;
		session->zone = told->zone;
	}
	return true;
}

static void untouched(struct ics_work *work, struct arena *arena,
		      const struct ics_wish *wish, struct instant start,
		      const char *why)
{
	work->counts.refused++;
	note(work, arena, wish->line,
	     arena_printf(arena, "The one of %s %s.",
			  import_when(arena, work->names, start), why));
}

static enum err session_apply(struct transaction *tx, struct ics_work *work,
			      const struct ics_wish *wish)
{
	struct operation *op = store_tx_operation(tx);
	struct session session;
	enum err err = store_session_find_uid(store_tx_reader(tx),
					      wish->session.uid, &session);

	if (err == ERR_NOT_FOUND) {
		operation_recover(op);
		return session_add(tx, work, wish);
	}
	if (err)
		return err;
	if (session.removed.s != INSTANT_MAX.s) {
		untouched(work, op->arena, wish, session.span.start,
			  "was removed here and stays so");
		return OK;
	}
	if (!session_merge(&session, wish)) {
		work->counts.unchanged++;
		return OK;
	}
	if (session.state == SESSION_SAVED) {
		untouched(work, op->arena, wish, wish->session.span.start,
			  "is saved here and is not the same in the file; it "
			  "was left as it is");
		return OK;
	}
	work->counts.changed++;
	remarks_note(work, op->arena, wish);
	return practice_session_change_tx(tx, &session);
}

static bool closure_merge(struct closure *closure, const struct closure *wish)
{
	bool same = closure->all_day == wish->all_day &&
		    str_equal(closure->title, wish->title);

	if (same && wish->all_day)
		same = closure->from.n == wish->from.n &&
		       closure->to.n == wish->to.n;
	else if (same)
		same = closure->span.start.s == wish->span.start.s &&
		       closure->span.end.s == wish->span.end.s;
	if (same)
		return false;
	closure->title = wish->title;
	closure->all_day = wish->all_day;
	closure->from = wish->from;
	closure->to = wish->to;
	closure->span = wish->span;
	closure->zone = wish->zone;
	return true;
}

static enum err closure_apply(struct transaction *tx, struct ics_work *work,
			      const struct ics_wish *wish)
{
	struct operation *op = store_tx_operation(tx);
	struct closure closure;
	enum err err = store_closure_find_uid(store_tx_reader(tx),
					      wish->closure.uid, &closure);

	if (err == ERR_NOT_FOUND) {
		operation_recover(op);
		work->counts.added++;
		remarks_note(work, op->arena, wish);
		closure = wish->closure;
		return practice_closure_add_tx(tx, &closure);
	}
	if (err)
		return err;
	if (closure.removed.s != INSTANT_MAX.s) {
		untouched(work, op->arena, wish, closure.span.start,
			  "was removed here and stays so");
		return OK;
	}
	if (!closure_merge(&closure, &wish->closure)) {
		work->counts.unchanged++;
		return OK;
	}
	work->counts.changed++;
	return practice_closure_change_tx(tx, &closure);
}

static enum err wishes_apply(struct transaction *tx, void *context)
{
	struct ics_work *work = context;
	const struct ics_wishes *wishes = work->wishes;
	enum err err = OK;

	work->counts = (struct import_report){ 0 };
	work->note_count = 0;
	for (size_t i = 0; i < wishes->count && !err; i++) {
		const struct ics_wish *wish = &wishes->items[i];

		err = wish->is_closure ? closure_apply(tx, work, wish)
				       : session_apply(tx, work, wish);
	}
	return err;
}

static void work_report(struct import *import, const struct ics_work *work)
{
	struct import_report *report = import->report;

	report->added += work->counts.added;
	report->changed += work->counts.changed;
	report->unchanged += work->counts.unchanged;
	report->refused += work->counts.refused;
	if (work->wishes->remark && work->counts.added)
		import_tell(import, work->wishes->line, "%s",
			    work->wishes->remark);
	for (size_t i = 0; i < work->note_count; i++)
		import_tell(import, work->notes[i].line, "%s",
			    work->notes[i].text);
}

static enum err group_import(struct import *import, const struct names *names,
			     const struct group *group)
{
	struct ics_wishes wishes;
	struct ics_work work = { .names = names, .wishes = &wishes };
	enum err err;

	import_next(import);
	err = import_series_read(import, names, group->events, group->count,
				 &wishes);
	if (!err && wishes.count)
		err = store_write(&import->one, import->store, wishes_apply,
				  &work);
	if (err && import_is_fatal(err))
		return import_fail(import, err);
	if (err)
		import_refuse(import, wishes.line, "%s",
			      import_reasons(import));
	else
		work_report(import, &work);
	return OK;
}

static int by_uid(const void *a, const void *b)
{
	const struct ics_event *left = *(const struct ics_event *const *)a;
	const struct ics_event *right = *(const struct ics_event *const *)b;
	int order = strcmp(left->uid, right->uid);

	return order ? order : (left > right) - (left < right);
}

static int by_place(const void *a, const void *b)
{
	const struct group *left = a;
	const struct group *right = b;

	return (left->events[0] > right->events[0]) -
	       (left->events[0] < right->events[0]);
}

/* Events of one UID belong together wherever they stand; the first one says
 * when it is the group's turn. */
static size_t groups_make(struct arena *arena, const struct ics_file *file,
			  struct group **groups)
{
	const struct ics_event **events =
		arena_array(arena, file->count, sizeof(*events));
	size_t count = 0;

	*groups = arena_array(arena, file->count, sizeof(**groups));
	for (size_t i = 0; i < file->count; i++)
		events[i] = &file->events[i];
	if (file->count)
		qsort(events, file->count, sizeof(*events), by_uid);
	for (size_t i = 0; i < file->count; i++) {
		if (i == 0 || !str_equal(events[i]->uid, events[i - 1]->uid))
			(*groups)[count++].events = &events[i];
		(*groups)[count - 1].count++;
	}
	if (count)
		qsort(*groups, count, sizeof(**groups), by_place);
	return count;
}

static enum err events_import(struct import *import, struct slice ics)
{
	struct ics_file file = { 0 };
	struct names names;
	struct group *groups;
	size_t count;
	enum err err = import_names_load(import, import->options->practitioner,
					 &names);

	if (err)
		return err;
	import_split(import, ics, names.zone, &file);
	count = groups_make(import->op->arena, &file, &groups);
	for (size_t i = 0; i < count && !err; i++)
		err = group_import(import, &names, &groups[i]);
	return err;
}

enum err practice_import_ics(struct operation *op, struct store *store,
			     const char *file,
			     const struct import_options *options,
			     struct slice ics, struct import_report *report)
{
	struct import import;
	enum err err;

	import_begin(&import, op, store, file, report);
	import.options = options;
	err = events_import(&import, ics);
	import_end(&import);
	return err;
}
