#include "server/demo_plan_private.h"

#include "practice/people/settings.h"
#include "practice/session/closure.h"
#include "practice/session/completion_type.h"
#include "practice/session/rate.h"
#include "practice/session/schedule.h"
#include "practice/session/service.h"
#include "practice/session/session.h"

#define WEEKS_IN_ALL 30
#define PRICE_WEEKS 10 /* from the first week to the new price */

static const struct {
	const char *name;
	enum service_kind kind;
	enum wage_basis basis;
	int64_t cost, wage;
} services[] = {
	{ "Speech", SERVICE_FIXED, WAGE_SESSION, 8200, 4000 },
	{ "Reading", SERVICE_HOURLY, WAGE_SESSION, 6000, 3000 },
	{ "Phonics group", SERVICE_FIXED, WAGE_SESSION, 4250, 3000 },
	{ "Coaching", SERVICE_FIXED, WAGE_CLIENT, 9500, 4800 },
};

/* A weekly plan: which practitioner, day (0 Monday), time, people. */
static const struct {
	int practitioner, day, hour, minute, length, service;
	int clients[4]; /* index + 1; 0 ends */
} plans[] = {
	{ 0, 0, 9, 0, 50, 0, { 1 } },
	{ 0, 0, 10, 0, 50, 0, { 2 } },
	{ 0, 1, 13, 0, 50, 0, { 3 } },
	{ 0, 1, 14, 0, 50, 1, { 4 } },
	{ 0, 2, 9, 30, 50, 0, { 5 } },
	{ 0, 3, 11, 0, 50, 0, { 6 } },
	{ 0, 3, 15, 30, 60, 2, { 7, 8, 9 } },
	{ 0, 4, 9, 0, 50, 0, { 10 } },
	{ 1, 0, 16, 0, 60, 1, { 11 } },
	{ 1, 1, 11, 0, 90, 2, { 1, 10, 13 } },
	{ 1, 2, 10, 0, 50, 1, { 12 } },
	{ 1, 2, 16, 0, 45, 3, { 14 } },
	{ 1, 3, 9, 0, 50, 1, { 15 } },
	{ 1, 4, 13, 0, 50, 1, { 16 } },
	{ 2, 0, 13, 0, 50, 3, { 17 } },
	{ 2, 1, 9, 0, 60, 3, { 18 } },
	{ 2, 2, 11, 0, 60, 2, { 19, 20, 21, 22 } },
	{ 2, 3, 10, 0, 50, 3, { 23 } },
	{ 2, 4, 10, 0, 50, 0, { 24 } },
	{ 2, 4, 11, 0, 50, 3, { 25 } },
};

static enum err practice_apply(void *row, void *context)
{
	const struct demo *demo = context;
	struct practice *practice = row;

	practice->name = "Willow Lane Practice";
	practice->zone = DEMO_ZONE;
	practice->currency = "CAD";
	practice->phone = "+1 416 555 0142";
	practice->email = "office@example.org";
	practice->address = "48 Willow Lane\nToronto, ON M4C 1B5";
	practice->tax_name = "HST";
	practice->tax_number = "81204 5519 RT0001";
	/* A client's code in a new event is all that it takes. */
	practice->default_service = demo->services[0];
	return OK;
}

static enum err settings_make(struct demo *demo)
{
	const struct edit edit = { .apply = practice_apply, .context = demo };
	struct practice practice;

	return practice_settings_change(demo->op, demo->store, &edit,
					&practice);
}

static enum err types_make(struct demo *demo)
{
	struct completion_type types[] = {
		{ .label = "Late cancel",
		  .short_word = "lc",
		  .description = "Canceled within 24 hours: half the fee.",
		  .map = MAP_CANCELED,
		  .modifier = MODIFIER_PERCENTAGE,
		  .client = 50,
		  .practitioner = 50,
		  .enabled = true },
		{ .label = "Sick",
		  .description = "Told us in the morning: a small fee.",
		  .map = MAP_MISSED,
		  .modifier = MODIFIER_FIXED,
		  .client = 25,
		  .practitioner = 10,
		  .enabled = true },
		{ .label = "Holiday hold",
		  .short_word = "hh",
		  .description = "The place was kept while the family was "
				 "away.",
		  .map = MAP_CANCELED,
		  .modifier = MODIFIER_FIXED,
		  .client = 15,
		  .practitioner = 0,
		  .enabled = true },
	};
	enum err err = OK;

	for (size_t i = 0; i < ARRAY_SIZE(types) && !err; i++)
		err = practice_type_add(demo->op, demo->store, &types[i]);
	demo->hold = types[2].id;
	return err;
}

enum err demo_services_make(struct demo *demo)
{
	enum err err = settings_make(demo); /* the currency, before prices */

	for (size_t i = 0; i < ARRAY_SIZE(services) && !err; i++) {
		struct service service = { .name = services[i].name,
					   .kind = services[i].kind,
					   .basis = services[i].basis,
					   .active = true };
		struct price price = { .cost = { services[i].cost },
				       .wage = { services[i].wage },
				       .tax_bp = 1300 };

		err = practice_service_add(demo->op, demo->store, &service,
					   &price);
		demo->services[i] = service.id;
	}
	if (!err)
		err = settings_make(demo); /* and the default service */
	return err ? err : types_make(demo);
}

static enum err plan_make(struct demo *demo, size_t i)
{
	struct operation *op = demo->op;
	struct day day = { demo->monday.n + plans[i].day };
	struct schedule plan = {
		.days = 1u << plans[i].day,
		.repeat = REPEAT_WEEKLY,
		.count = WEEKS_IN_ALL,
		.enabled = true,
		.minutes = plans[i].length,
		.zone = DEMO_ZONE,
		.start = demo_wall(day, plans[i].hour, plans[i].minute),
		.terms.service = demo->services[plans[i].service],
		.terms.place = arena_printf(op->arena, "Room %d",
					    plans[i].practitioner + 1),
		.terms.practitioners = { &demo->practitioners
						  [plans[i].practitioner]
							  .id,
					 1 },
	};
	struct ids sessions;
	int64_t people[4];
	size_t count = 0;

	for (; count < 4 && plans[i].clients[count]; count++)
		people[count] = demo->clients[plans[i].clients[count] - 1];
	plan.terms.clients = (struct ids){ people, count };
	return practice_schedule_add(op, demo->store, &plan, &sessions);
}

enum err demo_plans_make(struct demo *demo)
{
	const struct money own = { 7500 };
	struct price price = {
		.effective_from = { demo->monday.n + 7 * PRICE_WEEKS },
		.cost = { 8500 },
		.wage = { 4200 },
		.tax_bp = PRACTICE_TAX_AS_BEFORE,
	};
	enum err err = practice_price_add(demo->op, demo->store,
					  demo->services[0], &price);

	if (!err)
		err = practice_rate_set(demo->op, demo->store,
					demo->clients[23], demo->services[0],
					&own);
	for (size_t i = 0; i < ARRAY_SIZE(plans) && !err; i++)
		err = plan_make(demo, i);
	return err;
}

static enum err singles_make(struct demo *demo)
{
	struct day today = cal_zone_day(demo->zone, demo->today);
	enum err err = OK;

	for (int i = 0; i < 3 && !err; i++) {
		struct day day = { today.n + 2 + i * 2 };
		struct instant start = demo_moment(demo, day, 17 - i, 0);
		struct session session = {
			.span = { start, { start.s + 50 * 60 } },
			.zone = DEMO_ZONE,
			.terms.service = demo->services[i],
			.terms.practitioners = { &demo->practitioners[i].id,
						 1 },
			.terms.clients = { &demo->clients[i], i < 2 ? 1 : 0 },
			.terms.public_note =
				i ? NULL : "Please bring the blue folder.",
		};

		err = practice_session_add(demo->op, demo->store, &session);
	}
	return err;
}

/* Maria takes one more while somebody else is with her. */
static enum err clash_make(struct demo *demo)
{
	struct day today = cal_zone_day(demo->zone, demo->today);
	struct day tuesday = {
		today.n + (TUESDAY - (int)day_weekday(today) + 13) % 7 + 1,
	};
	struct instant start = demo_moment(demo, tuesday, 13, 20);
	struct session session = {
		.span = { start, { start.s + 50 * 60 } },
		.zone = DEMO_ZONE,
		.terms.service = demo->services[0],
		.terms.practitioners = { &demo->practitioners[0].id, 1 },
		.terms.clients = { &demo->clients[5], 1 },
		.terms.private_note = "Moved here by phone; two at once.",
	};

	return practice_session_add(demo->op, demo->store, &session);
}

static enum err closures_make(struct demo *demo)
{
	struct day today = cal_zone_day(demo->zone, demo->today);
	struct day friday = { today.n +
			      (FRIDAY - (int)day_weekday(today) + 14) % 7 + 7 };
	struct instant noon = demo_moment(demo, today, 12, 0);
	struct closure days[] = {
		{ .title = "Staff training",
		  .all_day = true,
		  .from = friday,
		  .to = friday },
		{ .title = "Winter break",
		  .all_day = true,
		  .from = { today.n + 40 },
		  .to = { today.n + 47 } },
		{ .title = "Fire drill",
		  .span = { { noon.s + 3 * DEMO_DAY },
			    { noon.s + 3 * DEMO_DAY + 3600 } },
		  .zone = DEMO_ZONE },
	};
	enum err err = OK;

	for (size_t i = 0; i < ARRAY_SIZE(days) && !err; i++)
		err = practice_closure_add(demo->op, demo->store, &days[i]);
	return err;
}

enum err demo_coming_make(struct demo *demo)
{
	enum err err = closures_make(demo);

	if (!err)
		err = singles_make(demo);
	return err ? err : clash_make(demo);
}
