#include "tests/unit/practice/faults.h"
#include "tests/unit/practice/notice_fixture.h"
#include "tests/unit/practice/whole_edit.h"

#include "practice/money/invoice.h"
#include "practice/notice/document.h"
#include "practice/notice/message.h"
#include "practice/notice/remind.h"
#include "practice/notice/run.h"
#include "practice/notice/run_known.h"
#include "practice/notice/send.h"
#include "practice/notice/settle.h"
#include "practice/notice/stop.h"
#include "practice/notice/watch.h"
#include "store/review.h"
#include "store/transaction.h"

/* What the cases leave to those behind them. */
struct swept {
	struct clinic *clinic;
	int64_t run, review, invoice;
	struct session session;
	struct outbox row;
	struct settling settling;
	size_t leased;
	bool cancel;
};

static struct swept swept_of(void **state)
{
	return (struct swept){ .clinic = *state, .cancel = true };
}

static void sweep(struct swept *swept, const char *what, faults_run *run)
{
	const struct faults_case one = { what, run, false, false };

	faults_sweep(swept->clinic->place, swept->clinic->op, &one, swept);
}

static void sweep_parts(struct swept *swept, const char *what, faults_run *run)
{
	const struct faults_case one = { what, run, false, true };

	faults_sweep(swept->clinic->place, swept->clinic->op, &one, swept);
}

/* The place's reader reads as who acts. */
static void sweep_reads(struct swept *swept, const char *what, faults_run *run)
{
	const struct faults_case one = { what, run, true, true };

	faults_sweep(swept->clinic->place, swept->clinic->op, &one, swept);
}

static struct reader *reader_of(const struct swept *swept)
{
	struct reader *reader = swept->clinic->place->reader;

	store_reader_operation(reader)->actor = swept->clinic->op->actor;
	return reader;
}

/* As a person does who looks at the plan anew at each try. */
static enum err applies(void *context)
{
	struct swept *swept = context;
	struct clinic *clinic = swept->clinic;
	struct run_ask ask = { .plan = { .from = NOTICE_DAY },
			       .notify = true,
			       .cancel = swept->cancel,
			       .message = "The heating is out." };
	struct plan plan;
	enum err err = practice_plan(reader_of(swept), &ask.plan, &plan);

	if (err)
		return err;
	ask.hash = plan.hash;
	return practice_run_apply(clinic->op, clinic->store, &ask, &swept->run);
}

static enum err undoes(void *context)
{
	struct swept *swept = context;
	struct clinic *clinic = swept->clinic;
	enum err err = practice_run_undo(clinic->op, clinic->store, swept->run);

	/* It was begun; the next start brings it to its end. */
	return err == ERR_CONFLICT ? OK : err;
}

static enum err resumes(void *context)
{
	struct swept *swept = context;

	return practice_runs_resume(swept->clinic->op, swept->clinic->store);
}

static enum err knows(void *context)
{
	struct swept *swept = context;
	struct plan_ask ask = { .from = NOTICE_DAY };
	struct plan_known planned;
	struct run_known known;
	struct plan plan;
	enum err err;

	faults_fill(known);
	err = practice_run_known(reader_of(swept), swept->run, 0, SIZE_MAX,
				 &known);
	err = faults_kept(err, known);
	if (!err)
		err = practice_plan(reader_of(swept), &ask, &plan);
	if (!err)
		err = practice_plan_known(reader_of(swept), &plan, &planned);
	return err;
}

static enum err leases(void *context)
{
	struct swept *swept = context;
	struct clinic *clinic = swept->clinic;
	struct outbox *list;
	enum err err = practice_notices_lease(clinic->op, clinic->store, 3, 10,
					      &list, &swept->leased);

	if (!err && swept->leased)
		swept->row = list[0];
	return err;
}

static enum err waits(void *context)
{
	bool due;

	return practice_notices_wait(reader_of(context), 3, &due);
}

static enum err settles(void *context)
{
	struct swept *swept = context;

	return practice_notices_settle(swept->clinic->op, swept->clinic->store,
				       &swept->settling, 1);
}

static enum err reclaims(void *context)
{
	struct swept *swept = context;

	return practice_notices_reclaim(swept->clinic->op,
					swept->clinic->store);
}

static enum err retries(void *context)
{
	struct swept *swept = context;
	struct outbox row;
	enum err err;

	faults_fill(row);
	err = practice_outbox_retry(swept->clinic->op, swept->clinic->store,
				    swept->row.id, &row);
	return faults_kept(err, row);
}

static enum err drops(void *context)
{
	struct swept *swept = context;
	struct outbox row;
	enum err err;

	faults_fill(row);
	err = practice_outbox_drop(swept->clinic->op, swept->clinic->store,
				   swept->row.id, &row);
	return faults_kept(err, row);
}

static enum err reports(void *context)
{
	struct swept *swept = context;

	return practice_notice_reported(swept->clinic->op, swept->clinic->store,
					swept->row.key, true, NULL);
}

static enum err stops(void *context)
{
	struct swept *swept = context;
	struct outbox row;
	enum err err;

	faults_fill(row);
	err = practice_stop(swept->clinic->op, swept->clinic->store,
			    swept->row.key, &row);
	return faults_kept(err, row);
}

static enum err ticks(void *context)
{
	struct swept *swept = context;

	return practice_notices_tick(swept->clinic->op, swept->clinic->store);
}

static enum err words(void *context)
{
	struct swept *swept = context;
	struct notice_message message;
	enum err err;

	faults_fill(message);
	err = practice_notice_message(reader_of(swept), &swept->row, &message);
	return faults_kept(err, message);
}

static enum err previews(void *context)
{
	struct swept *swept = context;
	struct preview_ask ask = { .kind = NOTICE_RESCHEDULED,
				   .session = swept->session.id,
				   .client = swept->clinic->clients[0],
				   .sms = "{first_name}: {time}" };
	struct notice_message message;
	enum err err;

	faults_fill(message);
	err = practice_notice_preview(reader_of(swept), &ask, &message);
	return faults_kept(err, message);
}

static enum err mails_an_invoice(void *context)
{
	struct swept *swept = context;
	struct outbox row;
	enum err err;

	faults_fill(row);
	err = practice_invoice_send(swept->clinic->op, swept->clinic->store,
				    swept->invoice, &row);
	err = faults_kept(err, row);
	if (!err)
		swept->row = row;
	return err;
}

static enum err mails_a_statement(void *context)
{
	struct swept *swept = context;
	struct outbox row;
	enum err err;

	faults_fill(row);
	err = practice_statement_send(swept->clinic->op, swept->clinic->store,
				      swept->clinic->clients[0],
				      day_of(2026, 6, 1), day_of(2026, 6, 30),
				      &row);
	err = faults_kept(err, row);
	if (!err)
		swept->row = row;
	return err;
}

static enum err hold_work(struct transaction *tx, void *context)
{
	struct swept *swept = context;

	return practice_notices_hold(tx, swept->session.id, swept->review);
}

static enum err holds(void *context)
{
	struct swept *swept = context;

	return store_write(swept->clinic->op, swept->clinic->store, hold_work,
			   swept);
}

static enum err release_work(struct transaction *tx, void *context)
{
	struct swept *swept = context;

	return practice_notices_release(tx, swept->review);
}

static enum err releases(void *context)
{
	struct swept *swept = context;

	return store_write(swept->clinic->op, swept->clinic->store,
			   release_work, swept);
}

static enum err add_review(struct transaction *tx, void *context)
{
	struct swept *swept = context;
	struct review review = { .kind = "refused", .text = "Look at this." };
	enum err err = store_review_add(tx, &review);

	swept->review = review.id;
	return err;
}

static enum err move_work(struct transaction *tx, void *context)
{
	struct session session = ((struct swept *)context)->session;

	return practice_session_change_tx(tx, &session);
}

static enum err moves(void *context)
{
	struct swept *swept = context;

	return store_write(swept->clinic->op, swept->clinic->store, move_work,
			   swept);
}

static void settle_as(struct swept *swept, enum attempt attempt)
{
	swept->settling = (struct settling){ .id = swept->row.id,
					     .attempt = attempt,
					     .reason = "why" };
	sweep(swept, "what came of it", settles);
}

static void a_run_is_brought_to_its_end_after_any_fault(void **state)
{
	struct swept swept = swept_of(state);
	struct clinic *clinic = swept.clinic;

	swept.session = notice_coming(clinic);
	sweep_reads(&swept, "a run", applies);
	sweep_parts(&swept, "runs that were broken off", resumes);
	assert_int_equal(clinic_find(clinic, swept.session.id).state,
			 SESSION_SAVED);
	/* The one that did it; those behind it found nothing to do. */
	swept.run = notice_row(clinic, swept.session.id).run;
	sweep_reads(&swept, "runs that are looked at", knows);
	sweep_parts(&swept, "a run that is taken back", undoes);
	sweep_parts(&swept, "takings back that were broken off", resumes);
	assert_int_equal(clinic_find(clinic, swept.session.id).state,
			 SESSION_OPEN);
}

static void a_run_that_only_tells_is_taken_back_whole(void **state)
{
	struct swept swept = swept_of(state);
	struct clinic *clinic = swept.clinic;

	swept.cancel = false;
	swept.session = notice_coming(clinic);
	sweep_reads(&swept, "a run that tells", applies);
	sweep_parts(&swept, "runs that were broken off", resumes);
	assert_int_equal(notice_row(clinic, swept.session.id).kind,
			 NOTICE_CLOSURE);
	swept.run = notice_row(clinic, swept.session.id).run;
	sweep_parts(&swept, "a run that is taken back", undoes);
	sweep_parts(&swept, "takings back that were broken off", resumes);
	assert_int_equal(notice_row(clinic, swept.session.id).state,
			 OUTBOX_UNDONE);
}

static void queue_one(struct swept *swept)
{
	swept->session = notice_coming(swept->clinic);
	assert_ok(swept->clinic,
		  (place_read(swept->clinic->place), applies(swept)));
	swept->row = notice_row(swept->clinic, swept->session.id);
}

static void a_notice_is_sent_once_whatever_fails(void **state)
{
	struct swept swept = swept_of(state);
	struct clinic *clinic = swept.clinic;

	queue_one(&swept);
	sweep_reads(&swept, "its words", words);
	clinic_at(clinic, "2026-06-08T14:03:00Z");
	sweep_reads(&swept, "is there one", waits);
	sweep(&swept, "a lease", leases);
	assert_int_equal(swept.leased, 1);
	sweep(&swept, "what was leased by who is gone", reclaims);
	assert_int_equal(notice_row(clinic, swept.session.id).state,
			 OUTBOX_RETRYING);
	sweep(&swept, "a lease", leases);
	settle_as(&swept, ATTEMPT_FAILED);
	clinic_at(clinic, "2026-06-08T15:00:00Z");
	sweep(&swept, "a lease", leases);
	settle_as(&swept, ATTEMPT_NEVER);
	assert_int_equal(notice_row(clinic, swept.session.id).state,
			 OUTBOX_DEAD);
	place_sql(clinic->place, "DELETE FROM notice_stop");
	sweep(&swept, "another try", retries);
	sweep(&swept, "a lease", leases);
	settle_as(&swept, ATTEMPT_SENT);
	sweep(&swept, "what the gateway says", reports);
	assert_int_equal(notice_row(clinic, swept.session.id).state,
			 OUTBOX_SENT);
}

static void what_is_not_wanted_any_more_is_stopped_whole(void **state)
{
	struct swept swept = swept_of(state);
	struct clinic *clinic = swept.clinic;
	struct contact eva = { .name = "Eva Brown",
			       .email = "ada@example.org",
			       .notice = NOTICE_EMAIL };
	struct person ada;

	queue_one(&swept);
	assert_ok(clinic, practice_contacts_set(clinic->op, clinic->store,
						clinic->clients[0], &eva, 1));
	sweep(&swept, "a reader who wants no more", stops);
	assert_int_equal(store_person_load(place_read(clinic->place),
					   clinic->clients[0], &ada),
			 OK);
	assert_int_equal(ada.notice, NOTICE_NONE);
	clinic_at(clinic, "2026-06-08T14:03:00Z");
	sweep(&swept, "a lease of what is stopped", leases);
	assert_int_equal(swept.leased, 0);
	assert_int_equal(notice_row(clinic, swept.session.id).state,
			 OUTBOX_DROPPED);
	sweep(&swept, "dropping", drops);
}

static void what_waits_for_a_review_is_held_and_goes_whole(void **state)
{
	struct swept swept = swept_of(state);
	struct clinic *clinic = swept.clinic;

	queue_one(&swept);
	place_write(clinic->place, add_review, &swept, OK);
	sweep(&swept, "holding", holds);
	assert_int_equal(notice_row(clinic, swept.session.id).review,
			 swept.review);
	sweep(&swept, "releasing", releases);
	assert_int_equal(notice_row(clinic, swept.session.id).next.s,
			 clinic->op->now.s + 180);
}

static void a_move_and_its_notice_are_one(void **state)
{
	struct swept swept = swept_of(state);
	struct clinic *clinic = swept.clinic;

	swept.session = notice_coming(clinic);
	swept.session.span.start.s += 3600;
	swept.session.span.end.s += 3600;
	sweep(&swept, "a move", moves);
	assert_int_equal(notice_row(clinic, swept.session.id).kind,
			 NOTICE_RESCHEDULED);
	swept.session = clinic_find(clinic, swept.session.id);
	sweep_reads(&swept, "an example of it", previews);
}

static void reminders_and_digests_are_queued_whole(void **state)
{
	struct swept swept = swept_of(state);
	struct clinic *clinic = swept.clinic;
	struct person sam;
	int64_t last;

	swept.session = notice_coming(clinic);
	place_write(clinic->place, add_review, &swept, OK);
	clinic_as(clinic, 0);
	assert_int_equal(store_person_load(place_read(clinic->place),
					   clinic->staff, &sam),
			 OK);
	sam.email = "sam@example.org";
	sam.notice = NOTICE_EMAIL;
	sam.revision = 0;
	assert_ok(clinic, whole_person_change(clinic->op, clinic->store, &sam));
	place_sql(clinic->place, "UPDATE practice SET reminder_hours = '24,2'");
	clinic_at(clinic, "2026-06-09T13:00:00Z");
	sweep_parts(&swept, "reminders and the digest", ticks);
	assert_int_equal(notice_row(clinic, swept.session.id).kind,
			 NOTICE_REMINDER);
	assert_int_equal(store_outbox_last(place_read(clinic->place), sam.id,
					   NOTICE_REVIEW, &last),
			 OK);
	assert_int_equal(last, swept.review);
}

static void invoices_and_statements_are_mailed_whole(void **state)
{
	struct swept swept = swept_of(state);
	struct clinic *clinic = swept.clinic;
	struct session session = clinic_past(clinic, 1);
	struct invoice invoice;

	assert_ok(clinic, clinic_save(clinic, session.id, "completed"));
	clinic_as(clinic, clinic->admin);
	assert_ok(clinic, practice_invoice_draft(
				  clinic->op, clinic->store, clinic->clients[0],
				  day_of(2026, 6, 30), &invoice));
	assert_ok(clinic, practice_invoice_issue(clinic->op, clinic->store,
						 invoice.id, &invoice));
	swept.invoice = invoice.id;
	sweep(&swept, "a mailed invoice", mails_an_invoice);
	assert_string_equal(swept.row.address, "ada@example.org");
	sweep(&swept, "one that waits already", mails_an_invoice);
	sweep_reads(&swept, "its words", words);
	sweep(&swept, "another try", retries);
	sweep(&swept, "a mailed statement", mails_a_statement);
	sweep_reads(&swept, "its words", words);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_NOTICES(a_run_is_brought_to_its_end_after_any_fault),
		WITH_NOTICES(a_run_that_only_tells_is_taken_back_whole),
		WITH_NOTICES(a_notice_is_sent_once_whatever_fails),
		WITH_NOTICES(what_is_not_wanted_any_more_is_stopped_whole),
		WITH_NOTICES(what_waits_for_a_review_is_held_and_goes_whole),
		WITH_NOTICES(a_move_and_its_notice_are_one),
		WITH_NOTICES(reminders_and_digests_are_queued_whole),
		WITH_NOTICES(invoices_and_statements_are_mailed_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
