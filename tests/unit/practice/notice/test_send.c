#include "tests/unit/practice/notice_fixture.h"
#include "tests/unit/practice/whole_edit.h"

#include "practice/money/invoice.h"
#include "practice/notice/document.h"
#include "practice/notice/run.h"
#include "practice/notice/send.h"
#include "practice/notice/watch.h"

/* Which rows leave the outbox, and when. */

static void s44_a_day_that_is_over_is_told_without_a_reason_too(void **s)
{
	struct clinic *clinic = *s;
	struct outbox row = notice_queued(clinic);

	assert_int_equal(notice_leased(clinic, "2026-06-08T14:03:00Z"), 1);
	notice_settle(clinic, row.id, ATTEMPT_FAILED);
	assert_int_equal(notice_leased(clinic, "2026-06-09T14:10:00Z"), 0);
	row = notice_row(clinic, row.session);
	assert_int_equal(row.state, OUTBOX_DEAD);
	assert_true(str_starts(row.reason, "It was tried for a day."));
}

static void s44_what_the_gateway_may_have_is_asked_about_at_any_hour(void **s)
{
	struct clinic *clinic = *s;
	struct outbox row = notice_queued(clinic);

	assert_int_equal(notice_leased(clinic, "2026-06-08T14:03:00Z"), 1);
	notice_settle(clinic, row.id, ATTEMPT_UNKNOWN);
	/* 2:00 in Toronto */
	assert_int_equal(notice_leased(clinic, "2026-06-09T06:00:00Z"), 1);
	notice_settle(clinic, row.id, ATTEMPT_UNKNOWN);
	/* Nor does it matter that the session is over, or open again. */
	place_sql(clinic->place, "UPDATE outbox SET stops = stops + 864000");
	practice_session_watch(NULL);
	clinic_as(clinic, clinic->admin);
	assert_ok(clinic, clinic_save(clinic, row.session, "open"));
	practice_notice_watch();
	assert_int_equal(notice_leased(clinic, "2026-06-10T15:00:00Z"), 1);
	assert_int_equal(notice_row(clinic, row.session).tries, 1);
}

static void s44_what_is_not_true_when_it_is_due_is_withdrawn(void **s)
{
	struct clinic *clinic = *s;
	struct outbox row = notice_queued(clinic);

	/* As an older program would: it watched nothing. */
	practice_session_watch(NULL);
	clinic_as(clinic, clinic->admin);
	assert_ok(clinic, clinic_save(clinic, row.session, "open"));
	practice_notice_watch();
	assert_int_equal(notice_leased(clinic, "2026-06-08T14:03:00Z"), 0);
	row = notice_row(clinic, row.session);
	assert_int_equal(row.state, OUTBOX_UNDONE);
	assert_non_null(strstr(row.reason, "changed before"));
}

static void s44_at_night_a_notice_waits_and_a_paper_goes(void **s)
{
	struct clinic *clinic = *s;
	struct outbox row, paper;

	assert_ok(clinic, practice_statement_send(clinic->op, clinic->store,
						  clinic->clients[0],
						  day_of(2026, 6, 1),
						  day_of(2026, 6, 30), &paper));
	row = notice_queued(clinic);
	place_sql(clinic->place, "UPDATE outbox SET urgent = 0");
	assert_int_equal(notice_leased(clinic, "2026-06-09T06:00:00Z"), 1);
	row = notice_row(clinic, row.session);
	assert_int_equal(row.state, OUTBOX_QUEUED);
	assert_int_equal(row.next.s, clinic_instant("2026-06-09T11:00:00Z").s);
	place_sql(clinic->place, "UPDATE outbox SET state = 0, kind = 5"
				 "  WHERE session IS NULL");
	assert_int_equal(notice_leased(clinic, "2026-06-09T07:00:00Z"), 1);
	assert_int_equal(notice_leased(clinic, "2026-06-09T11:00:00Z"), 1);
}

/* What Ada wishes by now, and where she is told. */
static void wishes(struct clinic *clinic, enum notice wish, const char *email,
		   const char *phone)
{
	struct person ada;

	clinic_as(clinic, clinic->admin);
	assert_int_equal(store_person_load(place_read(clinic->place),
					   clinic->clients[0], &ada),
			 OK);
	ada.notice = wish;
	ada.email = email;
	ada.phone = phone;
	ada.revision = 0;
	assert_ok(clinic, whole_person_change(clinic->op, clinic->store, &ada));
}

static void s45_who_wants_no_notices_gets_none_that_waits(void **s)
{
	struct clinic *clinic = *s;
	struct outbox row = notice_queued(clinic);

	wishes(clinic, NOTICE_NONE, "ada@example.org", NULL);
	assert_int_equal(notice_leased(clinic, "2026-06-08T14:03:00Z"), 0);
	assert_int_equal(notice_row(clinic, row.session).state, OUTBOX_DROPPED);
}

static void s44_a_corrected_address_gets_what_waits(void **s)
{
	struct clinic *clinic = *s;
	struct outbox row = notice_queued(clinic);

	wishes(clinic, NOTICE_EMAIL, "ada@new.example.org", NULL);
	assert_int_equal(notice_leased(clinic, "2026-06-08T14:03:00Z"), 1);
	row = notice_row(clinic, row.session);
	assert_string_equal(row.address, "ada@new.example.org");
	assert_int_equal(row.state, OUTBOX_LEASED);
}

static void s44_what_waits_goes_by_the_way_that_is_wished_by_then(void **s)
{
	struct clinic *clinic = *s;
	struct outbox row = notice_queued(clinic);
	size_t count;

	wishes(clinic, NOTICE_TEXT, "ada@example.org", "+1 416 555 0123");
	assert_int_equal(notice_leased(clinic, "2026-06-08T14:03:00Z"), 0);
	assert_int_equal(notice_leased(clinic, "2026-06-08T14:03:01Z"), 1);
	row = notice_rows(clinic, row.session, &count)[1];
	assert_int_equal(count, 2);
	assert_int_equal(row.channel, NOTICE_BY_TEXT);
	assert_int_equal(row.state, OUTBOX_LEASED);
	assert_string_equal(row.address, "+14165550123");
}

static void s44_who_is_no_contact_any_more_gets_nothing_that_waits(void **s)
{
	struct clinic *clinic = *s;
	struct contact eva = { .name = "Eva Brown",
			       .email = "eva@example.org",
			       .notice = NOTICE_EMAIL };
	struct outbox *rows, row;
	size_t count;

	assert_ok(clinic, practice_contacts_set(clinic->op, clinic->store,
						clinic->clients[0], &eva, 1));
	wishes(clinic, NOTICE_NONE, "ada@example.org", NULL);
	row = notice_queued(clinic);
	assert_string_equal(row.address, "eva@example.org");
	assert_ok(clinic, practice_contacts_set(clinic->op, clinic->store,
						clinic->clients[0], NULL, 0));
	assert_int_equal(notice_leased(clinic, "2026-06-08T14:03:00Z"), 0);
	rows = notice_rows(clinic, row.session, &count);
	assert_int_equal(count, 1);
	assert_int_equal(rows[0].state, OUTBOX_DROPPED);
	/* Nor can she be told by another way that she has not given. */
	wishes(clinic, NOTICE_TEXT, NULL, NULL);
	assert_int_equal(notice_leased(clinic, "2026-06-08T14:04:00Z"), 0);
}

static void s44_an_address_that_is_gone_is_said_to_be_missing(void **s)
{
	struct clinic *clinic = *s;
	struct outbox row = notice_queued(clinic);

	wishes(clinic, NOTICE_EMAIL, NULL, NULL);
	assert_int_equal(notice_leased(clinic, "2026-06-08T14:03:00Z"), 0);
	row = notice_row(clinic, row.session);
	assert_int_equal(row.state, OUTBOX_DEAD);
	assert_non_null(strstr(row.reason, "no e-mail address"));
}

static void a_row_that_is_gone_or_settled_is_settled_no_more(void **s)
{
	struct clinic *clinic = *s;
	struct outbox row = notice_queued(clinic);
	struct settling gone = { .id = 999, .attempt = ATTEMPT_SENT };

	notice_settle(clinic, row.id, ATTEMPT_SENT);
	assert_int_equal(notice_row(clinic, row.session).state, OUTBOX_QUEUED);
	assert_int_equal(
		practice_notices_settle(clinic->op, clinic->store, &gone, 1),
		ERR_NOT_FOUND);
	operation_recover(clinic->op);
	/* Broken off before it was begun: no try is taken off twice. */
	assert_int_equal(notice_leased(clinic, "2026-06-08T14:03:00Z"), 1);
	place_sql(clinic->place, "UPDATE outbox SET tries = 0");
	notice_settle(clinic, row.id, ATTEMPT_STOPPED);
	assert_int_equal(notice_row(clinic, row.session).tries, 0);
}

/* What is mailed of an invoice that stands so. */
static enum err mails(struct clinic *clinic, int64_t invoice,
		      struct outbox *row)
{
	return practice_invoice_send(clinic->op, clinic->store, invoice, row);
}

static void only_an_issued_invoice_is_mailed_once_at_a_time(void **s)
{
	struct clinic *clinic = *s;
	struct session session = clinic_past(clinic, 1);
	struct outbox row, again;
	struct invoice invoice;
	struct person ada;

	assert_ok(clinic, clinic_save(clinic, session.id, "completed"));
	clinic_as(clinic, clinic->admin);
	assert_ok(clinic, practice_invoice_draft(
				  clinic->op, clinic->store, clinic->clients[0],
				  day_of(2026, 6, 30), &invoice));
	assert_failed(clinic, mails(clinic, invoice.id, &row), ERR_CONFLICT);
	operation_recover(clinic->op);
	assert_ok(clinic, practice_invoice_issue(clinic->op, clinic->store,
						 invoice.id, &invoice));
	assert_ok(clinic, mails(clinic, invoice.id, &row));
	assert_ok(clinic, mails(clinic, invoice.id, &again));
	assert_int_equal(again.id, row.id);
	/* Being sent, it still is the one; sent, there is another. */
	place_sql(clinic->place, "UPDATE outbox SET state = 1");
	assert_ok(clinic, mails(clinic, invoice.id, &again));
	assert_int_equal(again.id, row.id);
	place_sql(clinic->place, "UPDATE outbox SET state = 2");
	assert_ok(clinic, mails(clinic, invoice.id, &again));
	assert_int_equal(again.revision, row.revision + 1);
	/* To another address it goes beside the one that waits. */
	assert_int_equal(store_person_load(place_read(clinic->place),
					   clinic->clients[0], &ada),
			 OK);
	ada.email = "ada@new.example.org";
	ada.revision = 0;
	assert_ok(clinic, whole_person_change(clinic->op, clinic->store, &ada));
	assert_ok(clinic, mails(clinic, invoice.id, &row));
	assert_int_equal(row.revision, again.revision + 1);
	ada.email = NULL;
	assert_ok(clinic, whole_person_change(clinic->op, clinic->store, &ada));
	assert_failed(clinic, mails(clinic, invoice.id, &row), ERR_CONFLICT);
	assert_non_null(
		strstr(clinic->op->failure.message, "no e-mail address"));
	operation_recover(clinic->op);
	assert_ok(clinic, practice_invoice_void(clinic->op, clinic->store,
						invoice.id, &invoice));
	assert_failed(clinic, mails(clinic, invoice.id, &row), ERR_CONFLICT);
	assert_non_null(strstr(clinic->op->failure.message, "void"));
}

static enum err states(struct clinic *clinic, int64_t client, int to,
		       struct outbox *row)
{
	return practice_statement_send(clinic->op, clinic->store, client,
				       day_of(2026, 6, 10), day_of(2026, 6, to),
				       row);
}

static void a_statement_of_the_same_days_waits_once(void **s)
{
	struct clinic *clinic = *s;
	int64_t ada = clinic->clients[0];
	struct outbox first, row;

	assert_failed(clinic, states(clinic, clinic->maria, 30, &row),
		      ERR_NOT_FOUND);
	operation_recover(clinic->op);
	assert_failed(clinic, states(clinic, 999, 30, &row), ERR_NOT_FOUND);
	operation_recover(clinic->op);
	assert_failed(clinic, states(clinic, ada, 9, &row), ERR_INVALID);
	assert_true(clinic_field(clinic, "to", "to-before-from"));
	operation_recover(clinic->op);
	notice_queued(clinic);
	assert_ok(clinic, states(clinic, ada, 30, &first));
	assert_ok(clinic, states(clinic, ada, 30, &row));
	assert_int_equal(row.id, first.id);
	assert_ok(clinic, states(clinic, ada, 29, &row));
	assert_true(row.id != first.id);
	place_sql(clinic->place, "UPDATE outbox SET address = 'old@example.org'"
				 "  WHERE session IS NULL");
	assert_ok(clinic, states(clinic, ada, 30, &row));
	assert_true(row.id != first.id);
	/* What was sent may be sent again. */
	place_sql(clinic->place, "UPDATE outbox SET state = 2");
	first = row;
	assert_ok(clinic, states(clinic, ada, 30, &row));
	assert_true(row.id != first.id);
	clinic_as(clinic, clinic->maria);
	assert_failed(clinic, states(clinic, ada, 30, &row), ERR_FORBIDDEN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_NOTICES(
			s44_a_day_that_is_over_is_told_without_a_reason_too),
		WITH_NOTICES(
			s44_what_the_gateway_may_have_is_asked_about_at_any_hour),
		WITH_NOTICES(s44_what_is_not_true_when_it_is_due_is_withdrawn),
		WITH_NOTICES(s44_at_night_a_notice_waits_and_a_paper_goes),
		WITH_NOTICES(a_row_that_is_gone_or_settled_is_settled_no_more),
		WITH_NOTICES(only_an_issued_invoice_is_mailed_once_at_a_time),
		WITH_NOTICES(a_statement_of_the_same_days_waits_once),
		WITH_NOTICES(s45_who_wants_no_notices_gets_none_that_waits),
		WITH_NOTICES(s44_a_corrected_address_gets_what_waits),
		WITH_NOTICES(
			s44_what_waits_goes_by_the_way_that_is_wished_by_then),
		WITH_NOTICES(
			s44_who_is_no_contact_any_more_gets_nothing_that_waits),
		WITH_NOTICES(s44_an_address_that_is_gone_is_said_to_be_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
