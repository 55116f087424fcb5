#include "practice/transfer/import_apply_private.h"
#include "practice/calendar/facts_list.h"

#include "ical/text.h"
#include "practice/access.h"
#include "practice/booking/wish.h"
#include "practice/refusal.h"
#include "practice/session/session.h"
#include "practice/transfer/import_closures_private.h"
#include "practice/transfer/import_merge_private.h"
#include "practice/transfer/import_told_private.h"

#include <string.h>

void import_note(struct ics_work *work, struct arena *arena, size_t line,
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

void import_remarks_note(struct ics_work *work, struct arena *arena,
			 const struct ics_wish *wish)
{
	for (size_t i = 0; i < wish->remarks->count; i++)
		import_note(work, arena, wish->line, wish->remarks->at[i]);
}

void import_untouched(struct ics_work *work, struct arena *arena,
		      const struct ics_wish *wish, struct instant start,
		      const char *why)
{
	work->counts.refused++;
	import_note(work, arena, wish->line,
		    arena_printf(arena, "The one of %s %s.",
				 import_when(arena, work->names, start), why));
}

void import_gone_note(struct ics_work *work, struct arena *arena,
		      struct instant start, const char *what)
{
	import_note(work, arena, work->wishes->line,
		    arena_printf(arena,
				 "The one of %s is not in the file any more%s.",
				 import_when(arena, work->names, start), what));
}

static void draft_note(struct ics_work *work, struct arena *arena,
		       const struct ics_wish *wish,
		       const struct session *session)
{
	const struct session_terms *terms = &session->terms;
	struct buf buf;

	if (session->state != SESSION_DRAFT)
		return;
	if (terms->clients.count && terms->practitioners.count &&
	    terms->service) {
		import_note(work, arena, wish->line,
			    "It went in as a draft, for it takes a whole day, "
			    "and such an event bills nothing.");
		return;
	}
	buf_init(&buf, arena);
	buf_puts(&buf, "It went in as a draft, for nothing in it tells");
	if (!terms->clients.count)
		buf_puts(&buf, " a client,");
	if (!terms->practitioners.count)
		buf_puts(&buf, " a practitioner,");
	if (!terms->service)
		buf_puts(&buf, " a service,");
	buf.at[buf.len - 1] = '.';
	import_note(work, arena, wish->line, buf.at);
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
		err = practice_session_save_tx(tx, &save, NULL);
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
	enum err err;

	if (work->older) {
		work->counts.unchanged++;
		import_note(work, arena, wish->line, IMPORT_OLDER);
		return OK;
	}
	err = practice_session_add_tx(tx, &session);

	if (!err && wish->ended && session.state == SESSION_OPEN)
		err = session_end(tx, wish, session.id);
	if (err)
		return err;
	work->counts.added++;
	import_remarks_note(work, arena, wish);
	draft_note(work, arena, wish, &session);
	return import_told_keep(tx, work, wish, session.uid,
				import_merge_words(arena, &wish->session));
}

static void kept_note(struct ics_work *work, struct arena *arena,
		      const struct ics_wish *wish, const struct session *here,
		      const struct import_merge *merge)
{
	if (merge->kept)
		import_note(
			work, arena, wish->line,
			arena_printf(arena,
				     "The one of %s was changed here since%s "
				     "(%s); what is here was left as it is.",
				     import_when(arena, work->names,
						 here->span.start),
				     merge->conflict ? ", and in the file too"
						     : "",
				     import_merge_names(arena, merge->kept)));
	if (merge->unwritten)
		import_note(work, arena, wish->line,
			    "The words of this event are others now; the "
			    "private note here was left as it is.");
}

/* A file that comes again saves nothing, but does not pass that over. */
static void ending_note(struct ics_work *work, struct arena *arena,
			const struct ics_wish *wish, const struct session *here)
{
	if (wish->ended && here->state == SESSION_OPEN)
		import_note(
			work, arena, wish->line,
			arena_printf(arena,
				     "The one of %s ended as '%s' in the file "
				     "and is open here; it was left open.",
				     import_when(arena, work->names,
						 here->span.start),
				     cal_text_of(arena, wish->ended,
						 "X-PRACTICE-STATUS")));
}

static enum err session_merge(struct transaction *tx, struct ics_work *work,
			      const struct ics_wish *wish,
			      struct session *session,
			      const struct import_merge *merge)
{
	struct arena *arena = store_tx_operation(tx)->arena;
	struct session_terms terms = wish->session.terms;

	terms.practitioners = merge->practitioners;
	practice_terms_lay(&session->terms, &terms, merge->take);
	if (merge->take & PART_TIME) {
		session->span = wish->session.span;
		session->zone = wish->session.zone;
	}
	work->counts.changed++;
	import_remarks_note(work, arena, wish);
	return practice_session_change_tx(tx, session);
}

static enum err session_judge(struct transaction *tx, struct ics_work *work,
			      const struct ics_wish *wish,
			      struct session *session)
{
	struct arena *arena = store_tx_operation(tx)->arena;
	const struct imported *row = import_told_row(work, session->uid);
	struct import_telling telling = { &wish->session, wish->own,
					  work->names->practitioner != 0, !row,
					  NULL };
	struct import_merge merge;
	const char *told;
	enum err err = import_told_find(tx, work, wish, session, &told);

	if (err)
		return err;
	merge = import_merge_judge(arena, session, &telling, told);
	if (merge.conflict) {
		err = import_told_first(tx, session, &telling.made);
		if (err)
			return err;
		merge = import_merge_judge(arena, session, &telling, told);
	}
	if ((merge.take || merge.conflict) && import_is_older(wish, row)) {
		merge.take &= telling.joins ? PART_PRACTITIONERS : 0;
		if (!merge.take) {
			work->counts.unchanged++;
			import_note(work, arena, wish->line, IMPORT_OLDER);
			return OK;
		}
	}
	if (merge.take && session->state == SESSION_SAVED) {
		import_untouched(
			work, arena, wish, wish->session.span.start,
			"is saved here and is not the same in the file; it "
			"was left as it is");
		return OK;
	}
	kept_note(work, arena, wish, session, &merge);
	ending_note(work, arena, wish, session);
	if (merge.take)
		err = session_merge(tx, work, wish, session, &merge);
	else if (merge.conflict)
		work->counts.refused++;
	else
		work->counts.unchanged++;
	return err ? err
		   : import_told_keep(tx, work, wish, session->uid, merge.told);
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
		import_untouched(work, op->arena, wish, session.span.start,
				 "was removed here and stays so");
		return OK;
	}
	return session_judge(tx, work, wish, &session);
}

/* Is it also in the calendar of somebody whose this file is not? */
static bool is_shared(const struct ics_work *work,
		      const struct session *session)
{
	const struct ids *who = &session->terms.practitioners;
	int64_t whose = work->names->practitioner;

	return whose && ids_has(who, whose) && who->count > 1;
}

/* *why: what holds a date that its event has no more, or NULL. */
static enum err why_stays(struct transaction *tx, const struct ics_work *work,
			  const struct imported *row,
			  const struct session *session, const char **why)
{
	struct arena *arena = store_tx_operation(tx)->arena;
	const char *first;
	enum err err = import_told_first(tx, session, &first);

	*why = NULL;
	if (err)
		return err;
	if (session->state == SESSION_SAVED)
		*why = "; it is saved here and stays";
	else if (is_shared(work, session))
		*why = "; others take it too, and it stays";
	else if (!import_merge_untouched(arena, session, row->told, first))
		*why = "; it was changed here and stays";
	return OK;
}

static enum err session_gone(struct transaction *tx, struct ics_work *work,
			     const struct imported *row,
			     const struct session *session)
{
	struct arena *arena = store_tx_operation(tx)->arena;
	const char *why;
	enum err err;

	if (session->removed.s != INSTANT_MAX.s)
		return OK;
	err = why_stays(tx, work, row, session, &why);
	if (err)
		return err;
	if (why) {
		work->counts.refused++;
		import_gone_note(work, arena, session->span.start, why);
		return OK;
	}
	work->counts.changed++;
	import_gone_note(work, arena, session->span.start,
			 ", and was removed here too");
	return practice_session_remove_tx(tx, session->id);
}

static bool is_gone(const struct ics_wishes *wishes, const struct imported *row)
{
	struct import_version before = import_told_version(row);
	struct instant when = row->recurrence;
	bool covered = when.s >= wishes->covered.start.s &&
		       when.s < wishes->covered.end.s;

	for (size_t i = 0; i < wishes->cancelled_count; i++)
		covered = covered || wishes->cancelled[i].s == when.s;
	if (!covered || import_version_compare(&wishes->version, &before) < 0)
		return false;
	for (size_t i = 0; i < wishes->held_count; i++) {
		if (str_equal(wishes->held[i], row->uid))
			return false;
	}
	for (size_t i = 0; i < wishes->count; i++) {
		const struct ics_wish *wish = &wishes->items[i];

		if (str_equal(wish->is_closure ? wish->closure.uid
					       : wish->session.uid,
			      row->uid))
			return false;
	}
	return true;
}

/* A date that the event has no more goes, if nobody had to do with it here. */
static enum err gone_apply(struct transaction *tx, struct ics_work *work)
{
	enum err err = OK;

	for (size_t i = 0; i < work->row_count && !err; i++) {
		const struct imported *row = &work->rows[i];
		struct session session;

		if (!is_gone(work->wishes, row))
			continue;
		err = store_session_find_uid(store_tx_reader(tx), row->uid,
					     &session);
		if (err == ERR_NOT_FOUND) {
			operation_recover(store_tx_operation(tx));
			err = import_closure_gone(tx, work, row);
		} else if (!err) {
			err = session_gone(tx, work, row, &session);
		}
	}
	return err;
}

/* All of it is older, where each part of it that came was newer. */
static bool all_older(const struct ics_work *work)
{
	for (size_t i = 0; i < work->row_count; i++) {
		struct import_version before =
			import_told_version(&work->rows[i]);

		if (import_version_compare(&work->wishes->version, &before) >=
		    0)
			return false;
	}
	return work->row_count > 0;
}

enum err import_wishes_apply(struct transaction *tx, void *context)
{
	struct ics_work *work = context;
	const struct ics_wishes *wishes = work->wishes;
	enum err err;

	work->counts = (struct import_report){ 0 };
	work->note_count = 0;
	err = store_imported_list(store_tx_reader(tx), wishes->source,
				  &work->rows, &work->row_count);
	if (err)
		return err;
	work->older = all_older(work);
	for (size_t i = 0; i < wishes->count && !err; i++) {
		const struct ics_wish *wish = &wishes->items[i];

		err = wish->is_closure ? import_closure_apply(tx, work, wish)
				       : session_apply(tx, work, wish);
	}
	return err ? err : gone_apply(tx, work);
}
