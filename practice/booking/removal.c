#include "practice/booking/removal_private.h"

#include "base/digest.h"
#include "base/str.h"
#include "practice/session/completion.h"
#include "practice/session/completion_rules.h"
#include "practice/audit_record.h"
#include "practice/booking/review_fields.h"
#include "practice/checks.h"
#include "practice/notice/watch.h"
#include "practice/session/session.h"
#include "practice/booking/title_words_private.h"
#include "practice/refusal.h"
#include "store/people.h"
#include "store/transaction.h"

#include <string.h>

/* How many days the text of a batch names. */
#define DAYS_NAMED 10

const char *practice_removal_title(struct arena *arena, const char *title)
{
	const char *key = practice_title_key(arena, title);

	return digest_tag(arena, key, strlen(key));
}

/* Each run of words that leaves out few of them; all of them first. */
void practice_removal_titles(struct arena *arena, const char *title,
			     struct removal_titles *titles)
{
	struct slice rest = slice_of(title);

	titles->count = 0;
	for (int before = 0; rest.at && before <= REMOVAL_WORDS; before++) {
		struct slice core = rest;

		for (int about = before; core.len && about <= REMOVAL_WORDS;
		     about++) {
			titles->keys[titles->count++] = practice_removal_title(
				arena, slice_dup(arena, core));
			while (core.len && core.at[core.len - 1] != ' ')
				core.len--;
			core = slice_trim(core);
		}
		(void)slice_cut(&rest, ' ');
	}
}

bool practice_removal_titled(const struct removal *removal,
			     const struct removal_titles *titles, bool *words)
{
	for (size_t i = 0; i < titles->count; i++) {
		*words = i > 0;
		if (str_equal(titles->keys[i], removal->title))
			return true;
	}
	return false;
}

static bool waits(const struct review *review)
{
	return review->state == REVIEW_WAITING;
}

/* Distinct days of removals that come by start, the last one by "and". */
static const char *days_text(struct arena *arena, const struct cal_zone *zone,
			     const struct removal *list, size_t count)
{
	struct day *days = arena_array(arena, count, sizeof(*days));
	size_t found = 0, named;
	struct buf buf;

	for (size_t i = 0; i < count; i++) {
		struct day day = cal_zone_day(zone, list[i].starts);

		if (found == 0 || days[found - 1].n != day.n)
			days[found++] = day;
	}
	named = found > DAYS_NAMED ? DAYS_NAMED : found;
	buf_init(&buf, arena);
	for (size_t i = 0; i < named; i++) {
		const char *before = i == 0 ? "" : ", ";

		if (i > 0 && i + 1 == found)
			before = " and ";
		buf_printf(&buf, "%s%s", before, day_text(arena, days[i]));
	}
	buf_more(&buf, found - named);
	if (found > named)
		buf_puts(&buf, " days");
	return buf.at;
}

static enum err batch_text(struct reader *reader, const struct review *review,
			   const struct removal *list, size_t count,
			   const char **text)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	const struct cal_zone *zone;
	struct person person;
	const char *device = "";
	enum err err = store_person_load(reader, review->person, &person);

	if (!err)
		err = practice_zone_load(reader, &zone);
	if (err)
		return err;
	if (list[0].device)
		device = arena_printf(arena, " '%s'", list[0].device);
	*text = arena_printf(arena,
			     "%s's device%s removed %zu session%s within "
			     "minutes: of %s.",
			     person.name, device, count, count == 1 ? "" : "s",
			     days_text(arena, zone, list, count));
	return OK;
}

/* Nobody has to look at what is there again. */
static enum err settle_empty(struct transaction *tx, struct review *review)
{
	struct review_known known = { .review = *review };
	enum err err;

	known.review.state = REVIEW_UNDONE;
	review->text =
		arena_printf(store_tx_operation(tx)->arena,
			     "%s What it removed was put back.", review->text);
	err = store_review_change(tx, review);
	if (!err)
		err = store_review_state(tx, review->id, REVIEW_UNDONE);
	if (err)
		return err;
	return record_add_picked(tx, "review.settle", "review", review->id,
				 "kind,state", review_rows, &known);
}

/* The item speaks of what is in its batch now. */
static enum err batch_update(struct transaction *tx, int64_t id)
{
	struct reader *reader = store_tx_reader(tx);
	struct review review;
	struct removal *list;
	size_t count;
	enum err err = store_review_find(reader, id, &review);

	if (err || !waits(&review))
		return err;
	err = store_removal_of_review(reader, id, &list, &count);
	if (err)
		return err;
	if (count == 0)
		return settle_empty(tx, &review);
	review.session = list[0].session;
	err = batch_text(reader, &review, list, count, &review.text);
	return err ? err : store_review_change(tx, &review);
}

/* The batch of these removals by one device that still waits, or 0. */
static enum err batch_of(struct reader *reader, const struct removal *list,
			 size_t count, int64_t *batch)
{
	struct review review;
	enum err err = OK;

	*batch = 0;
	for (size_t i = 0; !err && !*batch && i < count; i++) {
		if (!list[i].review)
			continue;
		err = store_review_find(reader, list[i].review, &review);
		if (!err && waits(&review))
			*batch = review.id;
	}
	return err;
}

static size_t count_loose(const struct removal *list, size_t count)
{
	size_t loose = 0;

	for (size_t i = 0; i < count; i++)
		loose += list[i].review == 0;
	return loose;
}

static enum err batch_new(struct transaction *tx, const struct removal *last,
			  int64_t *batch)
{
	struct review review = { .kind = "deletes",
				 .session = last->session,
				 .person = last->person,
				 .text = "" };
	enum err err = store_review_add(tx, &review);

	if (!err)
		*batch = review.id;
	return err;
}

/* The actor's own by this device in the window, newest first. */
static enum err list_recent(struct transaction *tx, const char *device,
			    struct removal **list, size_t *count)
{
	struct operation *op = store_tx_operation(tx);
	struct instant after = { op->now.s - PRACTICE_REMOVAL_WINDOW };
	size_t kept = 0;
	enum err err = store_removal_recent(
		store_tx_reader(tx), op->actor.person, after, list, count);

	for (size_t i = 0; !err && i < *count; i++) {
		if (str_equal((*list)[i].device, device))
			(*list)[kept++] = (*list)[i];
	}
	*count = kept;
	return err;
}

static enum err hold_many(struct transaction *tx, const struct removal *last)
{
	struct removal *list;
	size_t count;
	int64_t batch = 0;
	enum err err = list_recent(tx, last->device, &list, &count);

	if (!err)
		err = batch_of(store_tx_reader(tx), list, count, &batch);
	if (!err && !batch && count_loose(list, count) >= PRACTICE_REMOVAL_MANY)
		err = batch_new(tx, last, &batch);
	if (err || !batch)
		return err;
	for (size_t i = 0; !err && i < count; i++) {
		if (list[i].review)
			continue;
		err = store_removal_hold(tx, list[i].id, batch);
		if (!err)
			err = practice_notices_hold(tx, list[i].session, batch);
	}
	return err ? err : batch_update(tx, batch);
}

enum err practice_removal_note(struct transaction *tx, struct removal *made)
{
	struct operation *op = store_tx_operation(tx);
	struct reader *reader = store_tx_reader(tx);
	struct removal earlier = { .review = 0 };
	struct session session;
	enum err err = store_session_find(reader, made->session, &session);

	if (err)
		return err;
	err = store_removal_find(reader, session.id, &earlier);
	if (err && err != ERR_NOT_FOUND)
		return err;
	made->person = op->actor.person;
	made->device = op->actor.device;
	made->revision = session.revision;
	made->completion = session.completion;
	made->review = 0;
	err = store_removal_put(tx, made);
	if (!err)
		err = hold_many(tx, made);
	if (!err && earlier.review)
		err = batch_update(tx, earlier.review);
	return err;
}

static struct save opening(int64_t session)
{
	return (struct save){ .session = session,
			      .type = "open",
			      .takes_back = true };
}

/* What is on an invoice in the meantime is an admin's to re-open. */
static enum err may_reopen(struct reader *reader, const struct session *session,
			   bool *may)
{
	struct operation *op = store_reader_operation(reader);
	struct save save = opening(session->id);
	struct completion completion;
	enum err err =
		store_completion_find(reader, session->completion, &completion);

	if (!err)
		err = practice_reopen_may(reader, &save, &completion);
	*may = !err;
	if (refusal_of(op, err) != REFUSAL_SESSION_SAVED)
		return err;
	operation_recover(op);
	return OK;
}

enum err practice_removal_stands(struct reader *reader,
				 const struct removal *removal,
				 struct session *session, bool *stands)
{
	enum err err = store_session_find(reader, removal->session, session);

	*stands = !err && session->revision == removal->revision;
	if (!*stands || !removal->completion)
		return err;
	return may_reopen(reader, session, stands);
}

enum err practice_removal_undo(struct transaction *tx,
			       const struct session *session)
{
	struct save save = opening(session->id);

	if (session->removed.s != INSTANT_MAX.s)
		return practice_session_put_back(tx, session);
	if (session->state != SESSION_SAVED)
		return OK;
	return practice_session_save_tx(tx, &save, NULL);
}

enum err practice_removal_leave(struct transaction *tx,
				const struct removal *removal)
{
	enum err err = store_removal_drop(tx, removal->id);

	if (err || !removal->review)
		return err;
	return batch_update(tx, removal->review);
}

static enum err note_undone(struct transaction *tx, const struct review *review,
			    size_t back, size_t left)
{
	struct review told = *review;
	struct buf buf;

	buf_init(&buf, store_tx_operation(tx)->arena);
	buf_printf(&buf, "%s Undone: %zu open again", told.text, back);
	if (left)
		buf_printf(&buf,
			   ", %zu left as they are, since they had changed",
			   left);
	buf_putc(&buf, '.');
	told.text = buf.at;
	return store_review_change(tx, &told);
}

static void add_id(struct ids *ids, int64_t id)
{
	ids->at[ids->count++] = id;
}

enum err practice_removals_undo(struct transaction *tx,
				const struct review *review, struct ids *back,
				struct ids *left)
{
	struct operation *op = store_tx_operation(tx);
	struct reader *reader = store_tx_reader(tx);
	struct removal *list;
	size_t count;
	enum err err =
		store_removal_of_review(reader, review->id, &list, &count);

	if (err)
		return err;
	*back = (struct ids){ arena_array(op->arena, count, sizeof(int64_t)),
			      0 };
	*left = (struct ids){ arena_array(op->arena, count, sizeof(int64_t)),
			      0 };
	for (size_t i = 0; !err && i < count; i++) {
		struct session session;
		bool stands;

		if (!operation_goes_on(op, i))
			break;
		err = practice_removal_stands(reader, &list[i], &session,
					      &stands);
		if (!err && stands)
			err = practice_removal_undo(tx, &session);
		if (!err)
			add_id(stands ? back : left, list[i].session);
	}
	return err ? err : note_undone(tx, review, back->count, left->count);
}
