#include "tests/unit/practice/notice_fixture.h"

#include "practice/notice/remind.h"
#include "practice/notice/send.h"
#include "practice/notice/settle.h"
#include "store/review.h"
#include "store/transaction.h"

/* Reminders of what comes, and the office's digest of what waits for it. */

#define HOUR 3600

static void hours_are(struct clinic *clinic, const char *hours)
{
	char *sql = arena_printf(clinic->op->arena,
				 "UPDATE practice SET reminder_hours = '%s'",
				 hours);

	assert_int_equal(place_sql(clinic->place, sql), 0);
}

static void ticks(struct clinic *clinic, const char *now)
{
	clinic_as(clinic, 0);
	clinic_at(clinic, now);
	assert_ok(clinic, practice_notices_tick(clinic->op, clinic->store));
}

static size_t reminders(struct clinic *clinic, int64_t session)
{
	return notice_count(clinic, session, NOTICE_REMINDER, OUTBOX_QUEUED);
}

static void s45_of_several_hours_the_last_one_that_is_due_is_told(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);

	hours_are(clinic, "2,48,24,soon");
	clinic_at(clinic, NOTICE_NOW);
	/* It was made less than two days before. */
	ticks(clinic, "2026-06-08T15:00:00Z");
	assert_int_equal(reminders(clinic, session.id), 0);
	ticks(clinic, "2026-06-09T13:30:00Z");
	assert_int_equal(notice_row(clinic, session.id).ahead, 24);
	ticks(clinic, NOTICE_DAY "T11:30:00Z");
	assert_int_equal(reminders(clinic, session.id), 2);
	ticks(clinic, NOTICE_DAY "T11:45:00Z");
	assert_int_equal(reminders(clinic, session.id), 2);
}

static void s45_where_no_hours_are_set_nobody_is_reminded(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);

	hours_are(clinic, "");
	ticks(clinic, NOTICE_DAY "T11:30:00Z");
	assert_int_equal(reminders(clinic, session.id), 0);
}

static void s45_what_has_begun_or_is_far_off_reminds_of_nothing(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);
	struct session later = clinic_session(clinic, NOTICE_DAY "T22:00:00Z",
					      50, clinic->fixed, 1);

	hours_are(clinic, "2");
	ticks(clinic, NOTICE_DAY "T13:10:00Z");
	assert_int_equal(reminders(clinic, session.id), 0);
	assert_int_equal(reminders(clinic, later.id), 0);
}

static void s45_what_would_come_after_the_start_is_not_sent(void **s)
{
	struct clinic *clinic = *s;
	/* 6:30 in Toronto; notices go from 7:00 on. */
	struct session session = clinic_session(clinic, NOTICE_DAY "T10:30:00Z",
						50, clinic->fixed, 1);

	hours_are(clinic, "2");
	ticks(clinic, NOTICE_DAY "T09:00:00Z");
	assert_int_equal(reminders(clinic, session.id), 0);
}

static void s45_what_is_due_at_night_for_the_early_morning_goes_before(void **s)
{
	struct clinic *clinic = *s;
	/* 6:30 in Toronto; notices go from 7:00 to 21:00. */
	struct session session = clinic_session(clinic, NOTICE_DAY "T10:30:00Z",
						50, clinic->fixed, 1);

	hours_are(clinic, "2");
	ticks(clinic, "2026-06-09T23:59:00Z");
	assert_int_equal(reminders(clinic, session.id), 0);
	ticks(clinic, NOTICE_DAY "T00:00:00Z");
	assert_int_equal(notice_row(clinic, session.id).next.s,
			 clinic_instant(NOTICE_DAY "T00:00:00Z").s);
	ticks(clinic, NOTICE_DAY "T00:30:00Z");
	assert_int_equal(reminders(clinic, session.id), 1);
}

static void s45_a_session_that_moved_and_came_back_is_reminded_of(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);

	hours_are(clinic, "24");
	ticks(clinic, "2026-06-09T13:30:00Z");
	clinic_as(clinic, clinic->staff);
	notice_move(clinic, session.id, HOUR, HOUR);
	notice_move(clinic, session.id, -HOUR, -HOUR);
	assert_int_equal(reminders(clinic, session.id), 0);
	ticks(clinic, "2026-06-09T13:40:00Z");
	assert_int_equal(reminders(clinic, session.id), 1);
}

static void s45_a_session_that_moved_is_reminded_of_anew(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);

	hours_are(clinic, "24");
	ticks(clinic, "2026-06-09T13:30:00Z");
	assert_int_equal(reminders(clinic, session.id), 1);
	clinic_as(clinic, clinic->staff);
	notice_move(clinic, session.id, HOUR, HOUR);
	/* The old one is not true any more. */
	assert_int_equal(reminders(clinic, session.id), 0);
	ticks(clinic, "2026-06-09T14:30:00Z");
	assert_int_equal(reminders(clinic, session.id), 1);
	assert_int_equal(notice_count(clinic, session.id, NOTICE_RESCHEDULED,
				      OUTBOX_QUEUED),
			 1);
}

static enum err add_review(struct transaction *tx, void *context)
{
	struct review review = { .kind = "refused", .text = "Look at this." };

	(void)context;
	return store_review_add(tx, &review);
}

static void office_is_told(struct clinic *clinic, const char *login,
			   const char *email)
{
	char *sql = arena_printf(clinic->op->arena,
				 "UPDATE person SET notice = 1, email = %s%s%s"
				 "  WHERE login = '%s'",
				 email ? "'" : "", email ? email : "NULL",
				 email ? "'" : "", login);

	assert_int_equal(place_sql(clinic->place, sql), 0);
}

static struct outbox *digests(struct clinic *clinic, int64_t person,
			      size_t *count)
{
	struct outbox_filter filter = { .person = person, .limit = 10 };
	struct outbox *list;

	assert_int_equal(store_outbox_list(place_read(clinic->place), &filter,
					   &list, count),
			 OK);
	return list;
}

static void the_office_hears_once_of_what_waits(void **s)
{
	struct clinic *clinic = *s;
	struct outbox *list;
	size_t count;

	office_is_told(clinic, "sam", "sam@example.org");
	office_is_told(clinic, "olga", NULL);
	place_write(clinic->place, add_review, NULL, OK);
	/* A batch may still grow. */
	ticks(clinic, "2026-06-08T12:05:00Z");
	digests(clinic, clinic->staff, &count);
	assert_int_equal(count, 0);
	place_write(clinic->place, add_review, NULL, OK);
	ticks(clinic, "2026-06-08T14:20:00Z");
	ticks(clinic, "2026-06-08T14:40:00Z");
	list = digests(clinic, clinic->staff, &count);
	assert_int_equal(count, 1);
	assert_string_equal(list[0].data, "{\"number\":\"2 things\"}");
	/* Who cannot be reached is no notice that waits for the office. */
	digests(clinic, clinic->admin, &count);
	assert_int_equal(count, 0);
}

static void who_is_not_active_hears_nothing(void **s)
{
	struct clinic *clinic = *s;
	size_t count;

	office_is_told(clinic, "sam", "sam@example.org");
	place_sql(clinic->place,
		  "UPDATE person SET active = 0 WHERE login = 'sam'");
	place_write(clinic->place, add_review, NULL, OK);
	ticks(clinic, "2026-06-08T14:20:00Z");
	digests(clinic, clinic->staff, &count);
	assert_int_equal(count, 0);
}

static void a_digest_goes_at_the_practices_hours_and_again_if_asked(void **s)
{
	struct clinic *clinic = *s;
	struct outbox row, *list;
	size_t count;

	office_is_told(clinic, "sam", "sam@example.org");
	place_write(clinic->place, add_review, NULL, OK);
	ticks(clinic, "2026-06-09T05:00:00Z");
	row = digests(clinic, clinic->staff, &count)[0];
	assert_int_equal(row.next.s, clinic_instant("2026-06-09T11:00:00Z").s);
	/* Retried at night, it waits for the morning once more. */
	clinic_as(clinic, clinic->staff);
	assert_ok(clinic, practice_outbox_retry(clinic->op, clinic->store,
						row.id, &row));
	assert_ok(clinic, practice_notices_lease(clinic->op, clinic->store, 3,
						 10, &list, &count));
	assert_int_equal(count, 0);
	row = digests(clinic, clinic->staff, &count)[0];
	assert_int_equal(row.state, OUTBOX_QUEUED);
	assert_int_equal(row.next.s, clinic_instant("2026-06-09T11:00:00Z").s);
	clinic_at(clinic, "2026-06-09T11:00:00Z");
	assert_ok(clinic, practice_notices_lease(clinic->op, clinic->store, 3,
						 10, &list, &count));
	assert_int_equal(count, 1);
}

static size_t waiting(struct clinic *clinic, const char **data)
{
	size_t count, waits = 0;
	struct outbox *list = digests(clinic, clinic->staff, &count);

	for (size_t i = 0; i < count; i++) {
		if (!store_outbox_waits(&list[i]))
			continue;
		waits++;
		*data = list[i].data;
	}
	return waits;
}

static void what_came_in_a_night_is_one_digest(void **s)
{
	struct clinic *clinic = *s;
	const char *data = NULL;

	office_is_told(clinic, "sam", "sam@example.org");
	place_write(clinic->place, add_review, NULL, OK);
	ticks(clinic, "2026-06-09T03:00:00Z");
	assert_int_equal(waiting(clinic, &data), 1);
	assert_string_equal(data, "{\"number\":\"1 thing\"}");
	place_write(clinic->place, add_review, NULL, OK);
	ticks(clinic, "2026-06-09T04:00:00Z");
	assert_int_equal(waiting(clinic, &data), 1);
	assert_string_equal(data, "{\"number\":\"2 things\"}");
	/* And none where all was looked at meanwhile. */
	place_sql(clinic->place, "UPDATE review SET state = 'accepted'");
	ticks(clinic, "2026-06-09T05:00:00Z");
	assert_int_equal(waiting(clinic, &data), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_NOTICES(
			s45_of_several_hours_the_last_one_that_is_due_is_told),
		WITH_NOTICES(s45_where_no_hours_are_set_nobody_is_reminded),
		WITH_NOTICES(
			s45_what_has_begun_or_is_far_off_reminds_of_nothing),
		WITH_NOTICES(s45_what_would_come_after_the_start_is_not_sent),
		WITH_NOTICES(
			s45_what_is_due_at_night_for_the_early_morning_goes_before),
		WITH_NOTICES(s45_a_session_that_moved_is_reminded_of_anew),
		WITH_NOTICES(
			s45_a_session_that_moved_and_came_back_is_reminded_of),
		WITH_NOTICES(the_office_hears_once_of_what_waits),
		WITH_NOTICES(who_is_not_active_hears_nothing),
		WITH_NOTICES(
			a_digest_goes_at_the_practices_hours_and_again_if_asked),
		WITH_NOTICES(what_came_in_a_night_is_one_digest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
