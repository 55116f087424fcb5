#include "server/demo_notice_private.h"

#include "base/str.h"
#include "practice/notice/run.h"
#include "practice/notice/send.h"
#include "practice/notice/settle.h"
#include "practice/session/closure.h"
#include "server/demo_deed_private.h"

#define SNOW_AGO 56 /* days */
#define DELAY 600   /* seconds after which what waits has gone */
#define AT_ONCE 100
#define BOTH_CHANNELS ((1u << NOTICE_BY_EMAIL) | (1u << NOTICE_BY_TEXT))

/* Ben's mailbox is gone for good, and Kofi's notice was held back. */
#define FAILS "c043@example.org"
#define HELD "c052@example.org"

enum err demo_notices_go(struct demo *demo, const char *address,
			 const char *reason)
{
	struct operation *op = demo->op;
	struct instant now = op->now;
	struct settling list[AT_ONCE];
	struct outbox *rows;
	size_t count = 0;
	enum err err;

	op->now.s += DELAY;
	err = practice_notices_lease(op, demo->store, BOTH_CHANNELS, AT_ONCE,
				     &rows, &count);
	for (size_t i = 0; !err && i < count; i++) {
		bool fails = address && str_equal(rows[i].address, address);

		list[i] = (struct settling){
			.id = rows[i].id,
			.attempt = fails ? ATTEMPT_NEVER : ATTEMPT_SENT,
			.reason = fails ? reason : NULL,
		};
	}
	if (!err && count)
		err = practice_notices_settle(op, demo->store, list, count);
	op->now = now;
	return err;
}

static enum err plan_make(struct demo *demo, const struct plan_ask *ask,
			  const char **hash)
{
	struct reader *reader;
	struct plan plan = { 0 };
	enum err err = store_reader_new(demo->op, demo->store, &reader);

	if (err)
		return err;
	err = store_reader_begin(reader, demo->op);
	if (!err) {
		err = practice_plan(reader, ask, &plan);
		store_reader_end(reader);
	}
	store_reader_free(reader);
	if (!err)
		*hash = plan.hash;
	return err;
}

/* One notice that waits is held back by hand. */
static enum err hold_one(struct demo *demo, int64_t run)
{
	struct reader *reader;
	struct outbox *rows = NULL, dropped;
	size_t count = 0;
	enum err err = store_reader_new(demo->op, demo->store, &reader);

	if (err)
		return err;
	err = store_reader_begin(reader, demo->op);
	if (!err) {
		err = store_outbox_of_run(reader, run, &rows, &count);
		store_reader_end(reader);
	}
	store_reader_free(reader);
	for (size_t i = 0; !err && i < count; i++)
		if (str_equal(rows[i].address, HELD))
			return practice_outbox_drop(demo->op, demo->store,
						    rows[i].id, &dropped);
	return err;
}

static enum err snow(struct demo *demo, const struct deed *deed UNUSED)
{
	struct operation *op = demo->op;
	const char *day = day_text(op->arena, demo->snow);
	struct closure closure = { .title = "Snow day",
				   .all_day = true,
				   .from = demo->snow,
				   .to = demo->snow };
	struct run_ask ask = {
		.plan = { .from = day, .to = day },
		.notify = true,
		.cancel = true,
		.message = "The roads are closed. We will call you for "
			   "another day.",
	};
	int64_t run = 0;
	enum err err;

	demo_as(demo, &demo->staff, CHANNEL_PAGE, NULL);
	err = practice_closure_add(op, demo->store, &closure);
	if (!err)
		err = plan_make(demo, &ask.plan, &ask.hash);
	if (!err)
		err = practice_run_apply(op, demo->store, &ask, &run);
	if (!err)
		err = hold_one(demo, run);
	return err ? err
		   : demo_notices_go(
			     demo, FAILS,
			     "The mail server says that there is no such "
			     "mailbox: 550 5.1.1.");
}

void demo_notice_plan(struct demo *demo)
{
	struct day today = cal_zone_day(demo->zone, demo->today);

	/* The Monday of that week: the fullest day. */
	demo->snow.n = today.n - SNOW_AGO -
		       (int)day_weekday((struct day){ today.n - SNOW_AGO });
	demo_deed_add(demo, demo_moment(demo, demo->snow, 7, 10), snow, 0, 0);
}
