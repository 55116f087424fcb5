#include "server/demo.h"

#include "base/str.h"

#include "ical/zone.h"
#include "practice/access.h"
#include "practice/session/closure.h"
#include "practice/session/completion.h"
#include "practice/people/credential.h"
#include "practice/people/person.h"
#include "practice/people/settings.h"
#include "practice/session/schedule.h"
#include "practice/session/completion_type.h"
#include "practice/session/service.h"
#include "practice/session/session.h"
#include "store/session_list.h"

#include <string.h>

#define ZONE "America/Toronto"
#define WEEKS_IN_ALL 30
#define DAY_SECONDS 86400
#define CLIENTS 25
#define FIRST_CODE 42

struct demo {
	struct operation *op;
	struct store *store;
	struct instant today;
	struct day monday; /* of the week DEMO_WEEKS ago */
	const struct cal_zone *zone;
	int64_t practitioners[3];
	int64_t clients[CLIENTS];
	int64_t services[4];
	int64_t admin;
};

static const struct {
	const char *login, *name;
	unsigned roles;
	int64_t hourly, bonus; /* minor units; 0: the service's wage */
} TEAM[] = {
	{ "admin", "Joan Pellerin", ROLE_ADMIN, 0, 0 },
	{ "staff", "Samuel Roy", ROLE_STAFF, 0, 0 },
	{ "maria", "Maria Santos", ROLE_PRACTITIONER, 0, 0 },
	{ "tom", "Tom Okafor", ROLE_PRACTITIONER, 2500, 300 },
	{ "lena", "Lena Fischer", ROLE_PRACTITIONER, 0, 0 },
};

static const char *const client_names[CLIENTS] = {
	"Ada Whitfield",  "Ben Arnaud",     "Chloe Tremblay", "Dario Conti",
	"Elif Kaya",      "Farid Haddad",   "Grace Kim",      "Hugo Lavoie",
	"Ines Moreau",    "Leo Fontaine",   "Kofi Mensah",    "Lucia Alvarez",
	"Mia Laurent",    "Noah Bergeron",  "Olga Petrova",   "Priya Nair",
	"Quentin Dubois", "Rosa Lindqvist", "Sofia Rossi",    "Theo Gagnon",
	"Uma Desai",      "Victor Nowak",   "Wendy Clarke",   "Yusuf Demir",
	"Zoe Martin",
};

static const struct {
	const char *name;
	enum service_kind kind;
	enum wage_basis basis;
	int64_t cost, wage;
} SERVICES[] = {
	{ "Speech", SERVICE_FIXED, WAGE_SESSION, 8500, 4200 },
	{ "Reading", SERVICE_HOURLY, WAGE_SESSION, 6000, 3000 },
	{ "Phonics group", SERVICE_FIXED, WAGE_SESSION, 4250, 3000 },
	{ "Coaching", SERVICE_FIXED, WAGE_CLIENT, 9500, 4800 },
};

/* A weekly plan: which practitioner, day (0 Monday), time, people. */
static const struct {
	int practitioner, day, hour, minute, length, service;
	int clients[4]; /* index + 1; 0 ends */
} PLANS[] = {
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

/* How the n-th saved session ended; mostly well. Their number has no divisor
 *  in common with that of the plans, so that each plan meets every one. */
static const char *const endings[] = {
	"completed", "completed", "completed", "missed",    "completed",
	"completed", "canceled",  "completed", "completed", "late-cancel",
	"completed", "completed", "completed", "completed", "override",
	"completed", "sick",      "completed", "completed",
};

static enum err people_make(struct demo *demo, const char *password)
{
	struct operation *op = demo->op;
	size_t next = 0;
	enum err err = OK;

	for (size_t i = 0; i < ARRAY_SIZE(TEAM) && !err; i++) {
		bool meets = TEAM[i].roles & ROLE_PRACTITIONER;
		struct person person = {
			.login = TEAM[i].login,
			.name = TEAM[i].name,
			.email = arena_printf(op->arena, "%s@example.org",
					      TEAM[i].login),
			.active = true,
			.notice = NOTICE_EMAIL,
			.roles = TEAM[i].roles,
			.may = meets ? MAY_CREATE | MAY_EDIT | MAY_COMPLETE : 0,
			.has_hourly = TEAM[i].hourly > 0,
			.hourly = { TEAM[i].hourly },
			.bonus = { TEAM[i].bonus },
			.calendar_names = NAMES_INITIALS,
		};

		err = practice_person_add(op, demo->store, &person);
		if (!err)
			err = practice_password_set(op, demo->store,
						    person.login, password);
		if (meets)
			demo->practitioners[next++] = person.id;
		if (person.roles & ROLE_ADMIN)
			demo->admin = person.id;
	}
	return err;
}

static enum err clients_make(struct demo *demo, const char *password)
{
	struct operation *op = demo->op;
	enum err err = OK;

	for (int i = 0; i < CLIENTS && !err; i++) {
		struct person person = {
			.login = arena_printf(op->arena, "c%03d",
					      FIRST_CODE + i),
			.code = arena_printf(op->arena, "C%03d",
					     FIRST_CODE + i),
			.name = client_names[i],
			.email = arena_printf(op->arena, "c%03d@example.org",
					      FIRST_CODE + i),
			.active = true,
			.notice = i % 5 ? NOTICE_EMAIL : NOTICE_BOTH,
			.phone = "+1 416 555 0100",
			.roles = ROLE_CLIENT,
			.calendar_names = NAMES_CODE,
		};

		err = practice_person_add(op, demo->store, &person);
		if (!err)
			err = practice_password_set(op, demo->store,
						    person.login, password);
		demo->clients[i] = person.id;
	}
	return err;
}

static enum err default_apply(void *row, void *context)
{
	const struct demo *demo = context;
	struct practice *practice = row;

	practice->default_service = demo->services[0];
	return OK;
}

static enum err services_make(struct demo *demo)
{
	struct operation *op = demo->op;
	struct completion_type late = {
		.label = "Late cancel",
		.short_word = "lc",
		.description = "Canceled within 24 hours: half the fee.",
		.map = MAP_CANCELED,
		.modifier = MODIFIER_PERCENTAGE,
		.client = 50,
		.practitioner = 50,
		.enabled = true,
	};
	struct completion_type sick = {
		.label = "Sick",
		.description = "Told us in the morning: a small fee.",
		.map = MAP_MISSED,
		.modifier = MODIFIER_FIXED,
		.client = 25,
		.practitioner = 10,
		.enabled = true,
	};
	const struct edit usual = { .apply = default_apply, .context = demo };
	struct practice practice;
	enum err err = OK;

	for (size_t i = 0; i < ARRAY_SIZE(SERVICES) && !err; i++) {
		struct service service = { .name = SERVICES[i].name,
					   .kind = SERVICES[i].kind,
					   .basis = SERVICES[i].basis,
					   .active = true };
		struct price price = { .cost = { SERVICES[i].cost },
				       .wage = { SERVICES[i].wage },
				       .tax_bp = 1300 };

		err = practice_service_add(op, demo->store, &service, &price);
		demo->services[i] = service.id;
	}
	/* A client's code in a new event is all that it takes. */
	if (!err)
		err = practice_settings_change(op, demo->store, &usual,
					       &practice);
	if (!err)
		err = practice_type_add(op, demo->store, &late);
	if (!err)
		err = practice_type_add(op, demo->store, &sick);
	return err;
}

static struct wall wall_on(struct day day, int hour, int minute)
{
	struct wall wall = day_wall(day);

	wall.hour = (int8_t)hour;
	wall.minute = (int8_t)minute;
	return wall;
}

static enum err plans_make(struct demo *demo)
{
	struct operation *op = demo->op;
	enum err err = OK;

	for (size_t i = 0; i < ARRAY_SIZE(PLANS) && !err; i++) {
		struct schedule plan = {
			.days = 1u << PLANS[i].day,
			.repeat = REPEAT_WEEKLY,
			.count = WEEKS_IN_ALL,
			.enabled = true,
			.minutes = PLANS[i].length,
			.zone = ZONE,
			.terms.service = demo->services[PLANS[i].service],
			.terms.place = arena_printf(op->arena, "Room %d",
						    PLANS[i].practitioner + 1),
		};
		struct day day = { demo->monday.n + PLANS[i].day };
		struct ids sessions;
		int64_t people[4];
		size_t count = 0;

		plan.start = wall_on(day, PLANS[i].hour, PLANS[i].minute);
		while (count < 4 && PLANS[i].clients[count]) {
			people[count] =
				demo->clients[PLANS[i].clients[count] - 1];
			count++;
		}
		plan.terms.clients = (struct ids){ people, count };
		plan.terms.practitioners = (struct ids){
			&demo->practitioners[PLANS[i].practitioner], 1
		};
		err = practice_schedule_add(op, demo->store, &plan, &sessions);
	}
	return err;
}

/* Sessions that no plan makes: two single ones to come, one of them double
 *  booked, and a draft without a client. */
static enum err singles_make(struct demo *demo)
{
	struct operation *op = demo->op;
	struct day today = cal_zone_day(demo->zone, demo->today);
	enum err err = OK;

	for (int i = 0; i < 3 && !err; i++) {
		struct day day = { today.n + 2 + i * 2 };
		struct instant start =
			cal_zone_instant(demo->zone, wall_on(day, 17 - i, 0));
		struct session session = {
			.span = { start, { start.s + 50 * 60 } },
			.zone = ZONE,
			.terms.service = demo->services[i],
			.terms.practitioners = { &demo->practitioners[i], 1 },
			.terms.clients = { &demo->clients[i], i < 2 ? 1 : 0 },
			.terms.public_note =
				i ? NULL : "Please bring the blue folder.",
		};

		err = practice_session_add(op, demo->store, &session);
	}
	return err;
}

static enum err closures_make(struct demo *demo)
{
	struct operation *op = demo->op;
	struct day today = cal_zone_day(demo->zone, demo->today);
	struct day friday = { today.n +
			      (FRIDAY - (int)day_weekday(today) + 14) % 7 + 7 };
	struct instant start =
		cal_zone_instant(demo->zone, wall_on(today, 12, 0));
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
		  .span = { { start.s + 3 * DAY_SECONDS },
			    { start.s + 3 * DAY_SECONDS + 3600 } },
		  .zone = ZONE },
	};
	enum err err = OK;

	for (size_t i = 0; i < ARRAY_SIZE(days) && !err; i++)
		err = practice_closure_add(op, demo->store, &days[i]);
	return err;
}

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

static enum err actor_set(struct demo *demo, struct reader *reader, int64_t who)
{
	struct person person;
	enum err err = store_person_load(reader, who, &person);

	if (!err)
		demo->op->actor =
			practice_actor(&person, CHANNEL_CALENDAR, "iPhone");
	return err;
}

static enum err session_end(struct demo *demo, struct reader *reader,
			    const struct session *session, size_t number)
{
	struct operation *op = demo->op;
	struct save save = {
		.session = session->id,
		.type = endings[number % ARRAY_SIZE(endings)],
	};
	struct save_client apart = { .type = "missed" };
	bool office = str_equal(save.type, "override");
	struct session saved;
	enum err err;

	op->now = (struct instant){ session->span.end.s + 600 };
	err = actor_set(demo, reader,
			office ? demo->admin
			       : session->terms.practitioners.at[0]);
	if (err)
		return err;
	if (office)
		override_fill(op, session, &save);
	if (session->terms.clients.count > 1 && !office && number % 3 == 0) {
		apart.client = session->terms.clients.at[1];
		save.clients = &apart;
		save.client_count = 1;
	}
	return practice_session_save(op, demo->store, &save, &saved);
}

/* Save what is past, in the order of time; the last days stay to be saved. */
static enum err sessions_end(struct demo *demo, struct reader *reader)
{
	struct operation *op = demo->op;
	struct session_filter filter = {
		.open = true,
		.ended_before = { demo->today.s - DAY_SECONDS },
	};
	struct session *sessions;
	size_t count;
	enum err err = store_reader_begin(reader, op);

	if (err)
		return err;
	err = store_session_list(reader, &filter, &sessions, &count);
	for (size_t i = 0; i < count && !err; i++) {
		if (sessions[i].span.start.s >
			    demo->today.s - 4 * DAY_SECONDS &&
		    i % 3 == 0)
			continue;
		err = session_end(demo, reader, &sessions[i], i);
	}
	store_reader_end(reader);
	return err;
}

static enum err settings_apply(void *row, void *context UNUSED)
{
	struct practice *practice = row;

	practice->name = "Willow Lane Practice";
	practice->zone = ZONE;
	practice->currency = "CAD";
	practice->phone = "+1 416 555 0142";
	return OK;
}

enum err demo_make(struct operation *op, struct store *store,
		   const char *password)
{
	const struct edit change = { .apply = settings_apply };
	struct demo demo = { .op = op, .store = store, .today = op->now };
	struct actor actor = op->actor;
	struct practice practice;
	struct reader *reader;
	struct day today;
	enum err err;

	demo.zone = cal_zone_find(ZONE);
	if (!demo.zone)
		return fail(op, ERR_TIMEZONE,
			    "this system's time zone "
			    "database lacks " ZONE);
	today = cal_zone_day(demo.zone, op->now);
	demo.monday.n = today.n - (int)day_weekday(today) - 7 * DEMO_WEEKS;
	op->now = cal_zone_instant(demo.zone, wall_on(demo.monday, 7, 0));
	err = practice_settings_change(op, store, &change, &practice);
	if (!err)
		err = services_make(&demo);
	if (!err)
		err = people_make(&demo, password);
	if (!err)
		err = clients_make(&demo, password);
	if (!err)
		err = plans_make(&demo);
	if (!err)
		err = store_reader_new(op, store, &reader);
	if (err)
		return err;
	err = sessions_end(&demo, reader);
	store_reader_free(reader);
	op->actor = actor;
	op->now = demo.today;
	if (!err)
		err = closures_make(&demo);
	if (!err)
		err = singles_make(&demo);
	return err;
}
