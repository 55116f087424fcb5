#include "tests/unit/practice/faults.h"
#include "tests/unit/practice/notice_fixture.h"
#include "tests/unit/practice/whole_edit.h"

#include "practice/notice/mime.h"
#include "practice/notice/run.h"
#include "practice/notice/send.h"
#include "practice/notice/settle.h"
#include "practice/notice/stop.h"

/* What people, gateways and mail servers do with a notice in the outbox. */

static void lease(struct clinic *clinic)
{
	assert_int_equal(notice_leased(clinic, "2026-06-08T14:03:00Z"), 1);
}

static struct outbox sent(struct clinic *clinic)
{
	struct outbox row = notice_queued(clinic);

	lease(clinic);
	notice_settle(clinic, row.id, ATTEMPT_SENT);
	return notice_row(clinic, row.session);
}

static enum err retry(struct clinic *clinic, int64_t id, struct outbox *row)
{
	return practice_outbox_retry(clinic->op, clinic->store, id, row);
}

static void change_ada(struct clinic *clinic, const char *email,
		       enum notice notice)
{
	struct person ada;

	assert_int_equal(store_person_load(place_read(clinic->place),
					   clinic->clients[0], &ada),
			 OK);
	ada.email = email;
	ada.notice = notice;
	ada.revision = 0;
	assert_ok(clinic, whole_person_change(clinic->op, clinic->store, &ada));
}

static void s44_what_is_sent_or_being_sent_is_not_tried_again(void **s)
{
	struct clinic *clinic = *s;
	struct outbox row = notice_queued(clinic), other;

	assert_failed(clinic, retry(clinic, 999, &other), ERR_NOT_FOUND);
	lease(clinic);
	assert_failed(clinic, retry(clinic, row.id, &other), ERR_CONFLICT);
	notice_settle(clinic, row.id, ATTEMPT_SENT);
	assert_failed(clinic, retry(clinic, row.id, &other), ERR_CONFLICT);
	assert_string_equal(notice_row(clinic, row.session).token, "gw-1");
	clinic_as(clinic, clinic->maria);
	assert_failed(clinic, retry(clinic, row.id, &other), ERR_FORBIDDEN);
}

static void s44_another_try_goes_to_the_address_that_holds_by_then(void **s)
{
	struct clinic *clinic = *s;
	struct outbox row = notice_queued(clinic);

	change_ada(clinic, "ada@new.example.org", NOTICE_EMAIL);
	assert_ok(clinic, retry(clinic, row.id, &row));
	assert_string_equal(row.address, "ada@new.example.org");
	assert_ok(clinic, retry(clinic, row.id, &row));
	assert_string_equal(row.address, "ada@new.example.org");
	change_ada(clinic, NULL, NOTICE_EMAIL);
	assert_failed(clinic, retry(clinic, row.id, &row), ERR_CONFLICT);
	assert_non_null(
		strstr(clinic->op->failure.message, "no e-mail address"));
	operation_recover(clinic->op);
	change_ada(clinic, "ada@example.org", NOTICE_TEXT);
	assert_failed(clinic, retry(clinic, row.id, &row), ERR_CONFLICT);
}

static void s44_what_is_not_true_any_more_is_not_tried_again(void **s)
{
	struct clinic *clinic = *s;
	struct outbox row = notice_queued(clinic);

	clinic_as(clinic, clinic->admin);
	assert_ok(clinic, clinic_save(clinic, row.session, "open"));
	assert_int_equal(notice_row(clinic, row.session).state, OUTBOX_UNDONE);
	assert_failed(clinic, retry(clinic, row.id, &row), ERR_CONFLICT);
	assert_non_null(strstr(clinic->op->failure.message, "not true"));
}

static void s44_what_may_have_been_sent_is_asked_about(void **s)
{
	struct clinic *clinic = *s;
	struct outbox row = notice_queued(clinic);

	lease(clinic);
	notice_settle(clinic, row.id, ATTEMPT_UNKNOWN);
	assert_int_equal(notice_row(clinic, row.session).state, OUTBOX_UNKNOWN);
	assert_ok(clinic,
		  practice_notice_reported(clinic->op, clinic->store, row.key,
					   false, "no such phone"));
	row = notice_row(clinic, row.session);
	assert_int_equal(row.state, OUTBOX_DEAD);
	assert_string_equal(row.reason, "no such phone");
	/* It is settled: what is said later changes nothing. */
	assert_ok(clinic, practice_notice_reported(clinic->op, clinic->store,
						   row.key, true, NULL));
	assert_int_equal(notice_row(clinic, row.session).state, OUTBOX_DEAD);
	assert_failed(clinic,
		      practice_notice_reported(clinic->op, clinic->store,
					       "nothing", true, NULL),
		      ERR_NOT_FOUND);
}

static void s44_an_attempt_that_was_broken_off_is_no_try(void **s)
{
	struct clinic *clinic = *s;
	struct outbox row = notice_queued(clinic);

	lease(clinic);
	assert_int_equal(notice_row(clinic, row.session).tries, 1);
	notice_settle(clinic, row.id, ATTEMPT_STOPPED);
	assert_int_equal(notice_row(clinic, row.session).tries, 0);
	lease(clinic);
	assert_ok(clinic,
		  practice_notices_settle(clinic->op, clinic->store, NULL, 0));
}

static void s44_what_is_over_before_it_goes_is_given_up(void **s)
{
	struct clinic *clinic = *s;
	struct outbox row = notice_queued(clinic), *list;
	size_t count;

	clinic_at(clinic, "2026-06-10T14:00:00Z");
	assert_ok(clinic, practice_notices_lease(clinic->op, clinic->store, 3,
						 10, &list, &count));
	assert_int_equal(count, 0);
	row = notice_row(clinic, row.session);
	assert_int_equal(row.state, OUTBOX_DEAD);
	assert_non_null(strstr(row.reason, "was over"));
}

static enum err bounce_of(struct clinic *clinic, const char *id,
			  const char *address, bool failed)
{
	struct bounce bounce = { .address = address,
				 .status = "5.1.1",
				 .id = id,
				 .failed = failed };
	struct outbox row;

	return practice_bounce(clinic->op, clinic->store, &bounce, &row);
}

static void mail_that_came_back_marks_its_address(void **s)
{
	struct clinic *clinic = *s;
	struct outbox row = sent(clinic);
	const char *id = practice_notice_id(clinic->op->arena, &row,
					    "office@willow.example");

	assert_ok(clinic, bounce_of(clinic, id, "ada@example.org", false));
	assert_int_equal(notice_row(clinic, row.session).state, OUTBOX_SENT);
	assert_ok(clinic, bounce_of(clinic, id, "ada@example.org", true));
	row = notice_row(clinic, row.session);
	assert_int_equal(row.state, OUTBOX_DEAD);
	assert_string_equal(row.reason, "It came back: 5.1.1");
	/* Until somebody corrects it nothing else goes there. */
	assert_failed(clinic, retry(clinic, row.id, &row), ERR_CONFLICT);
	assert_non_null(strstr(clinic->op->failure.message, "came back"));
}

struct returned {
	struct clinic *clinic;
	const char *id;
};

static enum err comes_back(void *context)
{
	struct returned *returned = context;
	struct clinic *clinic = returned->clinic;
	struct bounce bounce = { .address = "ada@example.org",
				 .status = "5.1.1",
				 .reason = "no such box",
				 .id = returned->id,
				 .failed = true };
	struct outbox row;
	enum err err;

	faults_fill(row);
	err = practice_bounce(clinic->op, clinic->store, &bounce, &row);
	return faults_kept(err, row);
}

static void no_mail_half_comes_back(void **s)
{
	static const struct faults_case one = { "a bounce", comes_back, false,
						false };
	struct clinic *clinic = *s;
	struct outbox row = sent(clinic);
	struct returned returned = { clinic, NULL };
	struct notice_stop stop;

	returned.id = practice_notice_id(clinic->op->arena, &row,
					 "office@willow.example");
	faults_sweep(clinic->place, clinic->op, &one, &returned);
	assert_int_equal(notice_row(clinic, row.session).state, OUTBOX_DEAD);
	assert_int_equal(store_stop_find(place_read(clinic->place),
					 NOTICE_BY_EMAIL, "ada@example.org",
					 &stop),
			 OK);
	assert_int_equal(stop.cause, STOP_BOUNCED);
	assert_string_equal(stop.reason, "no such box");
}

static void nobody_else_can_say_that_mail_came_back(void **s)
{
	struct clinic *clinic = *s;
	struct outbox row = sent(clinic);
	const char *own = practice_notice_id(clinic->op->arena, &row,
					     "office@willow.example");
	const char *const wrong[] = { "notice-1@x", "notice-x.abc@x",
				      "notice-999.abc@x", "notice-1.abc@x" };

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		assert_failed(
			clinic,
			bounce_of(clinic, wrong[i], "ada@example.org", true),
			ERR_NOT_FOUND);
	assert_failed(clinic, bounce_of(clinic, own, "eva@example.org", true),
		      ERR_NOT_FOUND);
	assert_int_equal(notice_row(clinic, row.session).state, OUTBOX_SENT);
}

static void stopping_takes_one_channel_from_whose_address_it_is(void **s)
{
	struct clinic *clinic = *s;
	struct outbox row = notice_queued(clinic);
	struct contact both[] = {
		{ .name = "Eva Brown",
		  .email = "eva@example.org",
		  .notice = NOTICE_EMAIL },
		{ .name = "Uwe Brown",
		  .email = "ada@example.org",
		  .phone = "+1 416 555 0123",
		  .notice = NOTICE_BOTH },
	};
	struct contact *list;
	size_t count;

	assert_ok(clinic, practice_contacts_set(clinic->op, clinic->store,
						clinic->clients[0], both, 2));
	assert_failed(clinic,
		      practice_stop(clinic->op, clinic->store, "short", &row),
		      ERR_NOT_FOUND);
	assert_ok(clinic,
		  practice_stop(clinic->op, clinic->store, row.key, &row));
	assert_int_equal(store_contact_list(place_read(clinic->place),
					    clinic->clients[0], &list, &count),
			 OK);
	assert_int_equal(count, 2);
	assert_int_equal(list[0].notice, NOTICE_EMAIL);
	assert_int_equal(list[1].notice, NOTICE_TEXT);
}

static struct outbox text_of(struct clinic *clinic, int64_t session)
{
	struct outbox *list;
	size_t count;

	assert_int_equal(store_outbox_of_session(place_read(clinic->place),
						 session, &list, &count),
			 OK);
	assert_int_equal(count, 2);
	return list[list[0].channel == NOTICE_BY_TEXT ? 0 : 1];
}

static void a_text_that_a_crash_left_is_asked_about_and_stopped_alone(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);
	struct run_ask ask = { .plan = { .from = NOTICE_DAY }, .notify = true };
	struct outbox row, *list;
	struct person ada;
	size_t count;
	int64_t run;

	assert_int_equal(store_person_load(place_read(clinic->place),
					   clinic->clients[0], &ada),
			 OK);
	ada.phone = "+1 416 555 0123";
	ada.notice = NOTICE_BOTH;
	ada.revision = 0;
	assert_ok(clinic, whole_person_change(clinic->op, clinic->store, &ada));
	ask.hash = notice_plan(clinic).hash;
	assert_ok(clinic,
		  practice_run_apply(clinic->op, clinic->store, &ask, &run));
	row = text_of(clinic, session.id);
	assert_string_equal(row.address, "+14165550123");
	clinic_at(clinic, "2026-06-08T14:03:00Z");
	assert_ok(clinic, practice_notices_lease(clinic->op, clinic->store, 3,
						 10, &list, &count));
	assert_int_equal(count, 2);
	assert_ok(clinic, practice_notices_reclaim(clinic->op, clinic->store));
	assert_int_equal(text_of(clinic, session.id).state, OUTBOX_UNKNOWN);
	assert_ok(clinic,
		  practice_stop(clinic->op, clinic->store, row.key, &row));
	assert_int_equal(
		store_person_load(place_read(clinic->place), ada.id, &ada), OK);
	assert_int_equal(ada.notice, NOTICE_EMAIL);
}

/* Ada's mother is told by e-mail too. */
static void add_mother(struct clinic *clinic)
{
	struct contact eva = { .name = "Eva Brown",
			       .email = "eva@example.org",
			       .notice = NOTICE_EMAIL };

	assert_ok(clinic, practice_contacts_set(clinic->op, clinic->store,
						clinic->clients[0], &eva, 1));
}

static void s44_another_try_takes_nobodys_place(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);
	struct run_ask ask = { .plan = { .from = NOTICE_DAY }, .notify = true };
	struct outbox row, *list;
	size_t count;
	int64_t run;

	/* One of another kind, to the mother's address, is no obstacle. */
	add_mother(clinic);
	notice_move(clinic, session.id, 3600, 3600);
	ask.hash = notice_plan(clinic).hash;
	assert_ok(clinic,
		  practice_run_apply(clinic->op, clinic->store, &ask, &run));
	list = notice_rows(clinic, session.id, &count);
	assert_int_equal(count, 4);
	row = list[2];
	assert_int_equal(row.kind, NOTICE_CLOSURE);
	assert_string_equal(row.address, "ada@example.org");
	change_ada(clinic, "ada@example.org", NOTICE_NONE);
	/* The mother is told this herself. */
	assert_failed(clinic, retry(clinic, row.id, &row), ERR_CONFLICT);
	assert_non_null(strstr(clinic->op->failure.message, "Nobody is told"));
	operation_recover(clinic->op);
	place_sql(clinic->place, "DELETE FROM outbox WHERE id = 4");
	assert_ok(clinic, retry(clinic, row.id, &row));
	assert_string_equal(row.address, "eva@example.org");
}

static void s44_a_text_is_tried_again_by_text(void **s)
{
	struct clinic *clinic = *s;
	struct outbox row = notice_queued(clinic);

	place_sql(clinic->place,
		  "UPDATE person SET phone = '+1 416 555 0123', notice = 3"
		  "  WHERE code = 'C042'");
	place_sql(clinic->place,
		  "UPDATE outbox SET channel = 1, address = '+14165550100'");
	assert_ok(clinic, retry(clinic, row.id, &row));
	assert_string_equal(row.address, "+14165550123");
}

static void s44_what_stands_at_the_gateway_or_was_dropped_may_go_again(void **s)
{
	struct clinic *clinic = *s;
	struct outbox row = notice_queued(clinic);

	lease(clinic);
	notice_settle(clinic, row.id, ATTEMPT_UNKNOWN);
	assert_ok(clinic, retry(clinic, row.id, &row));
	assert_ok(clinic, practice_outbox_drop(clinic->op, clinic->store,
					       row.id, &row));
	assert_failed(
		clinic,
		practice_outbox_drop(clinic->op, clinic->store, 999, &row),
		ERR_NOT_FOUND);
	assert_ok(clinic, retry(clinic, row.id, &row));
	assert_int_equal(row.state, OUTBOX_QUEUED);
}

static void mail_that_came_back_says_what_its_server_said(void **s)
{
	struct clinic *clinic = *s;
	struct outbox row = sent(clinic);
	struct bounce bounce = {
		.address = "ada@example.org",
		.status = "5.1.1",
		.reason = "no such box",
		.id = practice_notice_id(clinic->op->arena, &row,
					 "office@willow.example"),
		.failed = true,
	};

	assert_ok(clinic,
		  practice_bounce(clinic->op, clinic->store, &bounce, &row));
	assert_string_equal(row.reason, "It came back: no such box");
	/* A text message does not come back by mail. */
	place_sql(clinic->place, "UPDATE outbox SET channel = 1");
	assert_failed(clinic,
		      practice_bounce(clinic->op, clinic->store, &bounce, &row),
		      ERR_NOT_FOUND);
}

static void stopping_twice_is_stopping(void **s)
{
	struct clinic *clinic = *s;
	struct outbox row = notice_queued(clinic);
	struct person ada;

	/* The address is another's by now: nobody's preference changes. */
	change_ada(clinic, "ada@new.example.org", NOTICE_EMAIL);
	assert_ok(clinic,
		  practice_stop(clinic->op, clinic->store, row.key, &row));
	assert_int_equal(store_person_load(place_read(clinic->place),
					   clinic->clients[0], &ada),
			 OK);
	assert_int_equal(ada.notice, NOTICE_EMAIL);
	change_ada(clinic, "ada@example.org", NOTICE_EMAIL);
	for (int i = 0; i < 2; i++) {
		assert_ok(clinic, practice_stop(clinic->op, clinic->store,
						row.key, &row));
		assert_int_equal(store_person_load(place_read(clinic->place),
						   clinic->clients[0], &ada),
				 OK);
		assert_int_equal(ada.notice, NOTICE_NONE);
	}
}

static void a_text_stops_texts_alone(void **s)
{
	struct clinic *clinic = *s;
	struct outbox row = notice_queued(clinic);
	struct contact list[] = {
		{ .name = "Eva Brown",
		  .email = "eva@example.org",
		  .notice = NOTICE_EMAIL },
		{ .name = "Uwe Brown",
		  .phone = "+1 416 555 0123",
		  .notice = NOTICE_TEXT },
	};
	struct contact *now;
	size_t count;

	assert_ok(clinic, practice_contacts_set(clinic->op, clinic->store,
						clinic->clients[0], list, 2));
	place_sql(clinic->place,
		  "UPDATE outbox SET channel = 1, address = '+14165550123'");
	assert_ok(clinic,
		  practice_stop(clinic->op, clinic->store, row.key, &row));
	assert_int_equal(store_contact_list(place_read(clinic->place),
					    clinic->clients[0], &now, &count),
			 OK);
	assert_int_equal(now[0].notice, NOTICE_EMAIL);
	assert_int_equal(now[1].notice, NOTICE_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_NOTICES(s44_what_is_sent_or_being_sent_is_not_tried_again),
		WITH_NOTICES(
			s44_another_try_goes_to_the_address_that_holds_by_then),
		WITH_NOTICES(s44_what_is_not_true_any_more_is_not_tried_again),
		WITH_NOTICES(s44_what_may_have_been_sent_is_asked_about),
		WITH_NOTICES(s44_an_attempt_that_was_broken_off_is_no_try),
		WITH_NOTICES(s44_what_is_over_before_it_goes_is_given_up),
		WITH_NOTICES(
			a_text_that_a_crash_left_is_asked_about_and_stopped_alone),
		WITH_NOTICES(mail_that_came_back_marks_its_address),
		WITH_NOTICES(no_mail_half_comes_back),
		WITH_NOTICES(nobody_else_can_say_that_mail_came_back),
		WITH_NOTICES(
			stopping_takes_one_channel_from_whose_address_it_is),
		WITH_NOTICES(s44_another_try_takes_nobodys_place),
		WITH_NOTICES(s44_a_text_is_tried_again_by_text),
		WITH_NOTICES(
			s44_what_stands_at_the_gateway_or_was_dropped_may_go_again),
		WITH_NOTICES(mail_that_came_back_says_what_its_server_said),
		WITH_NOTICES(stopping_twice_is_stopping),
		WITH_NOTICES(a_text_stops_texts_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
