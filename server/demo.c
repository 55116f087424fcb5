#include "server/demo.h"

#include "base/str.h"
#include "practice/session/completion.h"
#include "practice/session/completion_type.h"
#include "server/demo_deed_private.h"
#include "server/demo_money_private.h"
#include "server/demo_notice_private.h"
#include "server/demo_phone_private.h"
#include "server/demo_plan_private.h"
#include "store/session_list.h"

#define HOLD_WEEKS 6    /* in which "Holiday hold" was used */
#define HOLD_AFTER 70   /* days, and it was archived */
#define LATE_DAYS 4     /* in which not all is saved yet */
#define DEVICE "iPhone" /* from which practitioners save */

/* How the n-th saved session ended; mostly well. Their number has no divisor
 *  in common with that of the plans, so that each plan meets every one. */
static const char *const endings[] = {
	"completed", "completed", "completed", "missed",    "completed",
	"completed", "canceled",  "completed", "completed", "late-cancel",
	"completed", "completed", "completed", "completed", "override",
	"completed", "sick",      "completed", "completed",
};

/* Fill an override: every client is charged 20.00, each practitioner earns
 *  15.00. */
static void override_fill(struct operation *op, const struct session *session,
			  struct save *save)
{
	struct save_client *clients = arena_array(
		op->arena, session->terms.clients.count, sizeof(*clients));
	struct save_practitioner *wages = arena_array(
		op->arena, session->terms.practitioners.count, sizeof(*wages));

	for (size_t i = 0; i < session->terms.clients.count; i++)
		clients[i] = (struct save_client){
			.client = session->terms.clients.at[i],
			.has_charge = true,
			.charge = { 2000 },
		};
	for (size_t i = 0; i < session->terms.practitioners.count; i++)
		wages[i] = (struct save_practitioner){
			session->terms.practitioners.at[i], { 1500 }
		};
	save->clients = clients;
	save->client_count = session->terms.clients.count;
	save->wages = wages;
	save->wage_count = session->terms.practitioners.count;
	save->reason = "Started late because of the storm.";
}

static const struct person *taker(const struct demo *demo,
				  const struct session *session)
{
	const struct person *team = demo->practitioners;

	while (team->id != session->terms.practitioners.at[0])
		team++;
	return team;
}

/* In the first weeks the places of families who were away were held. */
static const char *ending_of(const struct demo *demo,
			     const struct session *session, size_t number)
{
	const char *ending = endings[number % ARRAY_SIZE(endings)];
	struct day day = cal_zone_day(demo->zone, session->span.start);

	return str_equal(ending, "canceled") &&
			       day.n < demo->monday.n + 7 * HOLD_WEEKS
		       ? "holiday-hold"
		       : ending;
}

static enum err session_end(struct demo *demo, const struct session *session,
			    size_t number)
{
	struct operation *op = demo->op;
	struct save save = {
		.session = session->id,
		.type = ending_of(demo, session, number),
	};
	struct save_client apart = { .type = "missed" };
	bool office = str_equal(save.type, "override");

	op->now.s = session->span.end.s + 600;
	if (office) {
		demo_as(demo, &demo->admin, CHANNEL_PAGE, NULL);
		override_fill(op, session, &save);
	} else {
		demo_as(demo, taker(demo, session), CHANNEL_CALENDAR, DEVICE);
	}
	if (session->terms.clients.count > 1 && !office && number % 3 == 0) {
		apart.client = session->terms.clients.at[1];
		save.clients = &apart;
		save.client_count = 1;
	}
	return practice_session_save(op, demo->store, &save, NULL);
}

static enum err past_sessions(struct demo *demo, struct session **list,
			      size_t *count)
{
	struct session_filter filter = {
		.open = true,
		.ended_before = { demo->today.s - DEMO_DAY },
	};
	struct reader *reader;
	enum err err = store_reader_new(demo->op, demo->store, &reader);

	if (err)
		return err;
	err = store_reader_begin(reader, demo->op);
	if (!err) {
		err = store_session_list(reader, &filter, list, count);
		store_reader_end(reader);
	}
	store_reader_free(reader);
	return err;
}

/* Stays to be saved, or was canceled with the day. */
static bool is_passed_over(const struct demo *demo,
			   const struct session *session, size_t number)
{
	struct day day = cal_zone_day(demo->zone, session->span.start);

	return day.n == demo->snow.n ||
	       (session->span.start.s > demo->today.s - LATE_DAYS * DEMO_DAY &&
		number % 3 == 0);
}

/* With an operation of its own, whose memory is used again for the next one:
 * there are hundreds. */
static enum err session_end_briefly(struct demo *demo,
				    const struct session *session,
				    size_t number, struct arena *brief)
{
	struct operation *op = demo->op, once;
	enum err err;

	operation_init(&once, brief, op->now);
	once.actor = op->actor;
	demo->op = &once;
	err = session_end(demo, session, number);
	demo->op = op;
	op->now = once.now;
	if (err)
		err = fail(op, err, "%s",
			   once.failure.message ? once.failure.message : "");
	arena_reset(brief);
	return err;
}

/* Everything up to today, in the order of time. */
static enum err half_year_pass(struct demo *demo)
{
	struct arena *brief = arena_new();
	struct session *sessions = NULL;
	size_t count = 0;
	enum err err = past_sessions(demo, &sessions, &count);

	for (size_t i = 0; i < count && !err; i++) {
		struct instant at = { sessions[i].span.end.s + 600 };

		err = demo_deeds_until(demo, at);
		if (!err && !is_passed_over(demo, &sessions[i], i))
			err = session_end_briefly(demo, &sessions[i], i, brief);
	}
	arena_free(brief);
	return err ? err : demo_deeds_until(demo, demo->today);
}

static enum err hold_archive(struct demo *demo, const struct deed *deed UNUSED)
{
	demo_as(demo, &demo->admin, CHANNEL_PAGE, NULL);
	return practice_type_archive(demo->op, demo->store, demo->hold);
}

static void story_plan(struct demo *demo)
{
	struct day day = { demo->monday.n + HOLD_AFTER };

	demo_deed_add(demo, demo_moment(demo, day, 11, 0), hold_archive, 0, 0);
	demo_notice_plan(demo);
	demo_money_plan(demo);
}

static enum err past_make(struct demo *demo, const char *password)
{
	enum err err = demo_services_make(demo);

	if (!err)
		err = demo_people_make(demo, password);
	if (!err)
		err = demo_devices_make(demo);
	if (!err)
		err = demo_plans_make(demo);
	if (err)
		return err;
	story_plan(demo);
	return half_year_pass(demo);
}

enum err demo_make(struct operation *op, struct store *store,
		   const char *password)
{
	struct demo demo = { .op = op, .store = store, .today = op->now };
	struct actor actor = op->actor;
	struct day today;
	enum err err;

	demo.zone = cal_zone_find(DEMO_ZONE);
	if (!demo.zone)
		return fail(
			op, ERR_TIMEZONE,
			"this system's time zone database lacks " DEMO_ZONE);
	today = cal_zone_day(demo.zone, op->now);
	demo.monday.n = today.n - (int)day_weekday(today) - 7 * DEMO_WEEKS;
	op->now = demo_moment(&demo, demo.monday, 7, 0);
	err = past_make(&demo, password);
	op->actor = actor;
	op->now = demo.today;
	if (!err)
		err = demo_coming_make(&demo);
	if (!err)
		err = demo_phone_make(&demo);
	op->actor = actor;
	op->now = demo.today;
	return err;
}
