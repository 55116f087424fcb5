#include "practice/notice/remind.h"

#include "base/json.h"
#include "practice/notice/hours.h"
#include "practice/notice/tell.h"
#include "store/actor.h"
#include "store/review.h"
#include "store/session_list.h"
#include "store/transaction.h"

#define HOUR 3600
#define REVIEW_REST 600  /* seconds in which a batch grows */
#define REVIEW_MOST 1000 /* that are counted */
#define DIGESTS_MOST 100 /* of one person that wait */

#define DAY_HOURS 24 /* by which a night may bring a reminder forward */

/* Of "24,2" the hours of the reminder that is due last, and since when. */
struct ahead {
	int64_t hours; /* 0: none is due */
	struct instant since;
};

/* When a reminder of so many hours is due. Where that is at night and the
 * morning comes too late, in the last hour of the evening before. */
static struct instant lead(const struct practice *practice,
			   struct instant starts, int64_t hours)
{
	struct instant due = { starts.s - hours * HOUR };

	if (practice_notice_hour(practice, due).s < starts.s)
		return due;
	due = practice_notice_hours_end(practice, due);
	due.s -= HOUR;
	return due;
}

/* The next number of the list; false behind the last. Words are passed over. */
static bool next_hours(struct arena *arena, struct slice *rest, int64_t *hours)
{
	while (rest->at) {
		struct slice word = slice_trim(slice_cut(rest, ','));

		if (str_to_int64(slice_dup(arena, word), hours))
			return true;
	}
	return false;
}

static struct slice hours_of(const struct practice *practice)
{
	const char *text = practice->reminder_hours;

	return slice_of(str_empty(text) ? NULL : text);
}

static struct ahead read_due(struct operation *op,
			     const struct practice *practice,
			     struct instant starts)
{
	struct slice rest = hours_of(practice);
	struct ahead ahead = { 0, INSTANT_MIN };
	int64_t hours;

	while (next_hours(op->arena, &rest, &hours)) {
		struct instant since = lead(practice, starts, hours);

		if (since.s <= op->now.s &&
		    (!ahead.hours || hours < ahead.hours))
			ahead = (struct ahead){ hours, since };
	}
	return ahead;
}

static int64_t most_hours(struct arena *arena, const struct practice *practice)
{
	struct slice rest = hours_of(practice);
	int64_t hours, most = 0;

	while (next_hours(arena, &rest, &hours)) {
		if (hours > most)
			most = hours;
	}
	return most;
}

/* Of this time, whatever else of the session was changed since. One that was
 * withdrawn, as the session moved and came back, told nobody. */
static bool is_told(const struct outbox *list, size_t count,
		    const struct session *session, int64_t hours)
{
	for (size_t i = 0; i < count; i++) {
		if (list[i].kind == NOTICE_REMINDER && list[i].ahead == hours &&
		    list[i].state != OUTBOX_UNDONE &&
		    list[i].span.start.s == session->span.start.s)
			return true;
	}
	return false;
}

static enum err remind(struct transaction *tx, const struct practice *practice,
		       const struct session *session)
{
	struct operation *op = store_tx_operation(tx);
	struct ahead ahead = read_due(op, practice, session->span.start);
	struct telling telling;
	struct outbox *list;
	size_t count;
	enum err err;

	/* Whoever made it so late knows of it; and what would come after the
	 * start reminds of nothing. */
	if (!ahead.hours || session->created.s > ahead.since.s ||
	    practice_notice_hour(practice, op->now).s >= session->span.start.s)
		return OK;
	err = store_outbox_of_session(store_tx_reader(tx), session->id, &list,
				      &count);
	if (err || is_told(list, count, session, ahead.hours))
		return err;
	err = practice_telling(store_tx_reader(tx), NOTICE_REMINDER, session,
			       &telling);
	telling.wait = 0;
	telling.ahead = (int)ahead.hours;
	return err ? err : practice_tell_clients(tx, &telling);
}

static enum err remind_work(struct transaction *tx, void *context)
{
	struct operation *op = store_tx_operation(tx);
	struct session_filter filter = { .open = true };
	struct practice practice;
	struct session *list;
	size_t count = 0;
	int64_t most;
	enum err err = store_practice_load(store_tx_reader(tx), &practice);

	(void)context;
	if (err)
		return err;
	most = most_hours(op->arena, &practice);
	if (!most)
		return OK;
	most += DAY_HOURS;
	filter.span = (struct span){ op->now, { op->now.s + most * HOUR + 1 } };
	err = store_session_list(store_tx_reader(tx), &filter, &list, &count);
	for (size_t i = 0; !err && i < count; i++) {
		if (list[i].span.start.s > op->now.s)
			err = remind(tx, &practice, &list[i]);
	}
	return err;
}

/* What was heard of last, and what there is by now. */
struct digest_work {
	struct practice practice;
	int64_t newest;
	size_t count;
};

static enum err tell_staff(struct transaction *tx,
			   const struct digest_work *work,
			   const struct recipient *recipient)
{
	struct operation *op = store_tx_operation(tx);
	json_t *data = json_new(op->arena);
	struct outbox row = { .person = recipient->person,
			      .address = recipient->address,
			      .channel = recipient->channel,
			      .kind = NOTICE_REVIEW,
			      .revision = work->newest,
			      .was = INSTANT_MIN,
			      .was_end = INSTANT_MIN,
			      .next = practice_notice_hour(&work->practice,
							   op->now) };
	enum err err;

	json_put_text(data, "number",
		      arena_printf(op->arena, "%zu %s", work->count,
				   work->count == 1 ? "thing" : "things"));
	row.data = json_text(op->arena, data);
	row.stops.s = row.next.s + NOTICE_TRIED;
	err = store_outbox_add(tx, &row);
	return err == ERR_EXISTS ? OK : err;
}

/* One digest waits at most, and none where nothing waits for a review. */
static enum err withdraw(struct transaction *tx, const struct digest_work *work,
			 const struct person *person)
{
	struct outbox_filter filter = { .person = person->id,
					.states = 1U << OUTBOX_QUEUED |
						  1U << OUTBOX_RETRYING,
					.limit = DIGESTS_MOST };
	struct outbox *list;
	size_t count;
	enum err err =
		store_outbox_list(store_tx_reader(tx), &filter, &list, &count);

	for (size_t i = 0; !err && i < count; i++) {
		if (list[i].kind != NOTICE_REVIEW ||
		    (work->count && list[i].revision >= work->newest))
			continue;
		err = practice_untell(tx, &list[i],
				      work->count
					      ? "A later one tells of this too."
					      : "Nothing waits any more.");
	}
	return err;
}

static enum err tell_one(struct transaction *tx, const struct digest_work *work,
			 const struct person *person)
{
	struct reader *reader = store_tx_reader(tx);
	struct recipient *list = NULL;
	size_t count = 0;
	int64_t last = 0;
	enum err err = withdraw(tx, work, person);

	if (!err)
		err = store_outbox_last(reader, person->id, NOTICE_REVIEW,
					&last);
	if (!err && last < work->newest)
		err = practice_recipients(reader, &work->practice, person,
					  &list, &count);
	for (size_t i = 0; !err && i < count; i++) {
		if (!list[i].problem)
			err = tell_staff(tx, work, &list[i]);
	}
	return err;
}

static enum err digest_work(struct transaction *tx, void *context)
{
	struct reader *reader = store_tx_reader(tx);
	struct digest_work work = { .newest = 0 };
	struct review *waiting = NULL;
	struct person *people;
	size_t people_count = 0;
	enum err err = store_practice_load(reader, &work.practice);

	(void)context;
	if (!err)
		err = store_review_list(reader, REVIEW_WAITING, 0, REVIEW_MOST,
					&waiting, &work.count);
	if (err)
		return err;
	if (work.count &&
	    waiting[0].at.s + REVIEW_REST > store_tx_operation(tx)->now.s)
		return OK;
	if (work.count)
		work.newest = waiting[0].id;
	err = store_person_list(reader, ROLE_ADMIN | ROLE_STAFF, &people,
				&people_count);
	for (size_t i = 0; !err && i < people_count; i++) {
		if (people[i].active)
			err = tell_one(tx, &work, &people[i]);
	}
	return err;
}

enum err practice_notices_tick(struct operation *op, struct store *store)
{
	enum err err = store_write(op, store, remind_work, NULL);

	return err ? err : store_write(op, store, digest_work, NULL);
}
