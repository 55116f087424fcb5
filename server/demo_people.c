#include "server/demo_people_private.h"

#include "practice/access.h"
#include "practice/people/credential.h"
#include "practice/people/feed.h"
#include "practice/people/person.h"

#define FIRST_CODE 42
#define STREET "Willow Lane, Toronto, ON M4C 1B5"

static const struct {
	const char *login, *name;
	unsigned roles, grants;
	int64_t hourly, bonus; /* minor units; 0: the service's wage */
} team[] = {
	{ "admin", "Joan Pellerin", ROLE_ADMIN, 0, 0, 0 },
	{ "staff", "Samuel Roy", ROLE_STAFF, 0, 0, 0 },
	{ "maria", "Maria Santos", ROLE_PRACTITIONER, 0, 0, 0 },
	{ "tom", "Tom Okafor", ROLE_PRACTITIONER, 0, 2500, 300 },
	{ "lena", "Lena Fischer", ROLE_PRACTITIONER, 0, 0, 0 },
};

static const char *const client_names[DEMO_CLIENTS] = {
	"Ada Whitfield",  "Ben Arnaud",     "Chloe Tremblay", "Dario Conti",
	"Elif Kaya",      "Farid Haddad",   "Grace Kim",      "Hugo Lavoie",
	"Ines Moreau",    "Leo Fontaine",   "Kofi Mensah",    "Lucia Alvarez",
	"Mia Laurent",    "Noah Bergeron",  "Olga Petrova",   "Priya Nair",
	"Quentin Dubois", "Rosa Lindqvist", "Sofia Rossi",    "Theo Gagnon",
	"Uma Desai",      "Victor Nowak",   "Wendy Clarke",   "Yusuf Demir",
	"Zoe Martin",
};

/* Of children the parents pay, and one family by an insurer. */
static const struct {
	int client;
	struct contact contact;
} contacts[] = {
	{ 0,
	  { .name = "Helen Whitfield",
	    .email = "helen.whitfield@example.org",
	    .phone = "+1 416 555 0161",
	    .address = "12 Willow Lane\nToronto, ON M4C 1B5",
	    .relation = "Mother",
	    .notice = NOTICE_EMAIL,
	    .payer = true } },
	{ 6,
	  { .name = "Daniel Kim",
	    .email = "daniel.kim@example.org",
	    .phone = "+1 416 555 0162",
	    .relation = "Father",
	    .notice = NOTICE_BOTH,
	    .payer = true } },
	{ 7,
	  { .name = "Amelie Lavoie",
	    .email = "amelie.lavoie@example.org",
	    .relation = "Mother",
	    .notice = NOTICE_EMAIL,
	    .payer = true } },
	{ 12,
	  { .name = "Northside Family Fund",
	    .email = "claims@example.org",
	    .address = "PO Box 220\nToronto, ON M5W 1E6",
	    .relation = "Insurer",
	    .notice = NOTICE_NONE,
	    .payer = true } },
	{ 18,
	  { .name = "Paolo Rossi",
	    .phone = "+1 416 555 0163",
	    .relation = "Grandfather",
	    .notice = NOTICE_TEXT } },
};

static const struct {
	const char *login, *label;
	int days; /* ago, when it was last used; -1: never */
	const char *program;
} devices[] = {
	{ "admin", "iPhone", 1, "iOS/17.5 (21F79) dataaccessd/1.0" },
	{ "staff", "Reception PC", 0, "Thunderbird/115.10.1" },
	{ "maria", "iPhone", 0, "iOS/17.4.1 (21E236) dataaccessd/1.0" },
	{ "maria", "MacBook", 3, "macOS/14.5 (23F79) dataaccessd/1.0" },
	{ "tom", "Pixel, DAVx5", 0, "DAVx5/4.4.1-ose (okhttp) Android/14" },
	{ "lena", "iPad", 12, "iPadOS/17.5 (21F79) dataaccessd/1.0" },
	{ "lena", "Thunderbird", -1, NULL },
};

static const struct {
	int client;
	const char *label, *program; /* program NULL: never read */
	enum feed_level level;
} feeds[] = {
	{ 0, "Family calendar", "Google-Calendar-Importer", FEED_INITIALS },
	{ 6, "Outlook", "Microsoft Office", FEED_BUSY },
	{ 11, "Phone", NULL, FEED_BUSY },
};

struct wall demo_wall(struct day day, int hour, int minute)
{
	struct wall wall = day_wall(day);

	wall.hour = (int8_t)hour;
	wall.minute = (int8_t)minute;
	return wall;
}

struct instant demo_moment(const struct demo *demo, struct day day, int hour,
			   int minute)
{
	return cal_zone_instant(demo->zone, demo_wall(day, hour, minute));
}

static enum err team_make(struct demo *demo)
{
	struct arena *arena = demo->op->arena;
	size_t next = 0;
	enum err err = OK;

	for (size_t i = 0; i < ARRAY_SIZE(team) && !err; i++) {
		bool meets = team[i].roles & ROLE_PRACTITIONER;
		struct person person = {
			.login = team[i].login,
			.name = team[i].name,
			.email = arena_printf(arena, "%s@example.org",
					      team[i].login),
			.active = true,
			.notice = NOTICE_EMAIL,
			.roles = team[i].roles,
			.grants = team[i].grants,
			.may = meets ? MAY_CREATE | MAY_EDIT | MAY_COMPLETE : 0,
			.has_hourly = team[i].hourly > 0,
			.hourly = { team[i].hourly },
			.bonus = { team[i].bonus },
			.calendar_names = NAMES_INITIALS,
		};

		err = practice_person_add(demo->op, demo->store, &person);
		if (meets)
			demo->practitioners[next++] = person;
		if (person.roles & ROLE_ADMIN)
			demo->admin = person;
		if (person.roles & ROLE_STAFF)
			demo->staff = person;
	}
	return err;
}

static enum err clients_make(struct demo *demo, const char **logins)
{
	struct arena *arena = demo->op->arena;
	enum err err = OK;

	for (int i = 0; i < DEMO_CLIENTS && !err; i++) {
		struct person person = {
			.login = arena_printf(arena, "c%03d", FIRST_CODE + i),
			.code = arena_printf(arena, "C%03d", FIRST_CODE + i),
			.name = client_names[i],
			.email = arena_printf(arena, "c%03d@example.org",
					      FIRST_CODE + i),
			.active = true,
			.notice = i % 5 ? NOTICE_EMAIL : NOTICE_BOTH,
			.phone =
				arena_printf(arena, "+1 416 555 %04d", 100 + i),
			.address = i % 3 ? arena_printf(arena, "%d " STREET,
							20 + 2 * i)
					 : NULL,
			.roles = ROLE_CLIENT,
			.calendar_names = NAMES_CODE,
		};

		err = practice_person_add(demo->op, demo->store, &person);
		demo->clients[i] = person.id;
		logins[i] = person.login;
	}
	return err;
}

enum err demo_people_make(struct demo *demo, const char *password)
{
	const char *logins[ARRAY_SIZE(team) + DEMO_CLIENTS];
	enum err err = team_make(demo);

	for (size_t i = 0; i < ARRAY_SIZE(team); i++)
		logins[i] = team[i].login;
	if (!err)
		err = clients_make(demo, logins + ARRAY_SIZE(team));
	if (!err)
		err = practice_password_set_all(demo->op, demo->store, logins,
						ARRAY_SIZE(logins), password);
	for (size_t i = 0; i < ARRAY_SIZE(contacts) && !err; i++)
		err = practice_contacts_set(demo->op, demo->store,
					    demo->clients[contacts[i].client],
					    &contacts[i].contact, 1);
	return err;
}

static enum err device_make(struct demo *demo, size_t i)
{
	struct operation *op = demo->op;
	struct instant now = op->now;
	const char *secret;
	int64_t token;
	enum err err = practice_token_add(op, demo->store, devices[i].login,
					  devices[i].label, &secret, &token);

	if (err || devices[i].days < 0)
		return err;
	op->now.s = demo->today.s - devices[i].days * DEMO_DAY - 240;
	err = practice_token_used(op, demo->store, token, devices[i].program);
	op->now = now;
	return err;
}

static enum err feed_make(struct demo *demo, size_t i)
{
	struct operation *op = demo->op;
	struct instant now = op->now;
	struct feed feed = { .person = demo->clients[feeds[i].client],
			     .label = feeds[i].label,
			     .level = feeds[i].level,
			     .expires = INSTANT_MAX };
	const char *secret;
	enum err err = practice_feed_add(op, demo->store, &feed, &secret);

	if (err || !feeds[i].program)
		return err;
	op->now.s = demo->today.s - 3600;
	err = practice_feed_used(op, demo->store, feed.id, feeds[i].program);
	op->now = now;
	return err;
}

enum err demo_devices_make(struct demo *demo)
{
	enum err err = OK;

	for (size_t i = 0; i < ARRAY_SIZE(devices) && !err; i++)
		err = device_make(demo, i);
	for (size_t i = 0; i < ARRAY_SIZE(feeds) && !err; i++)
		err = feed_make(demo, i);
	return err;
}

void demo_as(struct demo *demo, const struct person *person,
	     enum channel channel, const char *device)
{
	demo->op->actor = practice_actor(person, channel, device);
}
