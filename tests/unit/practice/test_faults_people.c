#include "tests/unit/practice/faults.h"
#include "tests/unit/practice/practice_fixture.h"
#include "tests/unit/practice/small_practice.h"

#include "practice/people/credential.h"
#include "practice/people/device.h"
#include "practice/people/settings.h"
#include "practice/people/feed.h"
#include "practice/people/person_known.h"
#include "practice/people/profile.h"
#include "practice/session/completion_type.h"
#include "practice/session/rate.h"
#include "practice/session/service.h"
#include "practice/calendar/view_feed.h"

/* What the cases leave to those behind them. */
struct swept {
	struct clinic *clinic;
	int64_t feed, token, type, service, client;
};

static struct clinic *at(void *context)
{
	return ((struct swept *)context)->clinic;
}

static enum err sets_up(void *context)
{
	return practice_setup(at(context)->op, at(context)->store, "UTC");
}

static enum err changes_the_practice(void *context)
{
	struct clinic *clinic = at(context);
	struct settings change = { .name = "Elm Street",
				   .zone = "Europe/Paris",
				   .phone = "1",
				   .default_service = &clinic->fixed };
	struct practice result;

	return settings_set(clinic->op, clinic->store, &change, &result);
}

static enum err adds_a_practitioner(void *context)
{
	struct person person = { .login = "zoe",
				 .name = "Zoe Fry",
				 .active = true,
				 .roles = ROLE_ADMIN | ROLE_PRACTITIONER,
				 .default_service = at(context)->fixed };

	return practice_person_add(at(context)->op, at(context)->store,
				   &person);
}

static const struct contact contacts[] = {
	{ .name = "Pat Brown",
	  .email = "pat@example.net",
	  .phone = "1",
	  .relation = "mother",
	  .notice = NOTICE_EMAIL },
	{ .name = "Kit Brown",
	  .phone = "2",
	  .relation = "payer",
	  .notice = NOTICE_TEXT },
};

static enum err adds_a_client_with_contacts(void *context)
{
	struct swept *swept = context;
	struct person person = { .login = "c099",
				 .name = "Eli Oak",
				 .code = "C099",
				 .email = "eli@example.net",
				 .active = true,
				 .notice = NOTICE_EMAIL,
				 .roles = ROLE_CLIENT };
	enum err err =
		practice_profile_add(swept->clinic->op, swept->clinic->store,
				     &person, contacts, ARRAY_SIZE(contacts));

	if (!err)
		swept->client = person.id;
	return err;
}

static enum err rename_one(void *row, void *context)
{
	struct profile *profile = row;

	profile->person.name = context;
	profile->person.notice = NOTICE_NONE;
	profile->person.email = NULL;
	profile->has_contacts = true;
	profile->contacts = contacts;
	profile->count = 1;
	return OK;
}

static enum err edit(struct clinic *clinic, int64_t person, char *name)
{
	struct edit edit = { .id = person,
			     .apply = rename_one,
			     .context = name };

	return practice_profile_change(clinic->op, clinic->store, &edit);
}

static enum err edits_a_client(void *context)
{
	char name[] = "Ada Green";

	return edit(at(context), at(context)->clients[0], name);
}

static enum err edits_a_practitioner(void *context)
{
	char name[] = "Maria Green";

	return edit(at(context), at(context)->maria, name);
}

static enum err other_roles(void *row, void *context UNUSED)
{
	struct person *person = &((struct profile *)row)->person;

	person->roles = ROLE_STAFF | ROLE_PRACTITIONER;
	person->login = "bea";
	person->calendar_names = NAMES_FULL;
	person->may = MAY_COMPLETE;
	return OK;
}

static enum err changes_roles(void *context)
{
	struct edit edit = { .id = at(context)->ben, .apply = other_roles };

	return practice_profile_change(at(context)->op, at(context)->store,
				       &edit);
}

static enum err sets_contacts(void *context)
{
	return practice_contacts_set(at(context)->op, at(context)->store,
				     at(context)->clients[1], contacts,
				     ARRAY_SIZE(contacts));
}

static enum err deactivates(void *context)
{
	return practice_person_deactivate(at(context)->op, at(context)->store,
					  "c099");
}

static enum err sets_a_password(void *context)
{
	return practice_password_set(at(context)->op, at(context)->store,
				     "maria", "correct horse");
}

static enum err adds_a_token(void *context)
{
	struct swept *swept = context;
	const char *secret;

	return practice_token_add(swept->clinic->op, swept->clinic->store,
				  "maria", "iPhone", &secret, &swept->token);
}

static enum err uses_a_token(void *context)
{
	return practice_token_used(at(context)->op, at(context)->store,
				   ((struct swept *)context)->token,
				   "iOS/17.5");
}

static enum err revokes_a_token(void *context)
{
	return practice_token_revoke(at(context)->op, at(context)->store,
				     "maria", ((struct swept *)context)->token);
}

static enum err is_turned_away(void *context)
{
	return practice_turned_away(at(context)->op, at(context)->store,
				    at(context)->maria, "iOS/17.5");
}

static enum err is_let_in(void *context)
{
	return practice_let_in(at(context)->op, at(context)->store,
			       at(context)->maria, "iOS/17.5");
}

static enum err looks_at_devices(void *context)
{
	struct reader *reader = at(context)->place->reader;
	struct device *devices;
	struct device_known *list;
	size_t count;
	enum err err =
		store_device_list(reader, 0, 0, SIZE_MAX, &devices, &count);

	return err ? err
		   : practice_devices_known(reader, 0, devices, count, &list,
					    &count);
}

static enum err adds_a_feed(void *context)
{
	struct swept *swept = context;
	struct feed feed = { .person = swept->clinic->maria,
			     .label = "Google",
			     .level = FEED_FULL,
			     .expires = INSTANT_MAX };
	const char *secret;
	enum err err = practice_feed_add(swept->clinic->op,
					 swept->clinic->store, &feed, &secret);

	if (!err)
		swept->feed = feed.id;
	return err;
}

static enum err uses_a_feed(void *context)
{
	return practice_feed_used(at(context)->op, at(context)->store,
				  ((struct swept *)context)->feed, "Google");
}

static enum err render(struct swept *swept, enum feed_level level,
		       int64_t person)
{
	struct feed feed = { .id = swept->feed,
			     .person = person,
			     .label = "Google",
			     .level = level,
			     .expires = INSTANT_MAX };
	struct feed_view view;

	return practice_feed_render(swept->clinic->place->reader, &feed, &view);
}

static enum err renders_a_feed(void *context)
{
	return render(context, FEED_FULL, at(context)->maria);
}

static enum err renders_a_clients_feed(void *context)
{
	return render(context, FEED_BUSY, at(context)->clients[0]);
}

static enum err revokes_a_feed(void *context)
{
	return practice_feed_revoke(at(context)->op, at(context)->store,
				    at(context)->maria,
				    ((struct swept *)context)->feed);
}

static enum err knows_a_person(void *context)
{
	struct clinic *clinic = at(context);
	struct person person = { .id = clinic->clients[0],
				 .roles = ROLE_CLIENT };
	struct actor actor = clinic->op->actor;
	enum acquaintance how;
	enum err err;

	clinic->op->actor = (struct actor){ .person = clinic->maria,
					    .roles = ROLE_PRACTITIONER };
	err = practice_person_known(clinic->place->reader, &person, &how);
	clinic->op->actor = actor;
	return err;
}

static enum err is_shown(struct clinic *clinic, int64_t id,
			 enum acquaintance how)
{
	struct reader *reader = clinic->place->reader;
	struct person_known known;
	struct person person;
	enum err err = store_person_find(reader, id, &person);

	return err ? err : person_known_to(reader, &person, how, &known);
}

static enum err shows_a_client(void *context)
{
	return is_shown(at(context), at(context)->clients[0], KNOWN);
}

static enum err shows_a_practitioner(void *context)
{
	return is_shown(at(context), at(context)->maria, KNOWN);
}

static enum err shows_a_client_by_code(void *context)
{
	struct clinic *clinic = at(context);
	struct actor actor = clinic->op->actor;
	enum err err;

	clinic->op->actor = (struct actor){ .person = clinic->maria,
					    .roles = ROLE_PRACTITIONER };
	err = is_shown(clinic, clinic->clients[0], KNOWN_BY_CODE);
	clinic->op->actor = actor;
	return err;
}

static enum err exports_people(void *context)
{
	struct reader *reader = at(context)->place->reader;
	struct person_known known;
	struct person *list;
	size_t count;
	enum err err = store_person_list(reader, 0, &list, &count);

	for (size_t i = 0; !err && i < count; i++)
		err = person_known_export(reader, &list[i], SEE_EXPORT, &known);
	return err;
}

static enum err meets_a_person(void *context)
{
	struct clinic *clinic = at(context);
	struct person person = { .id = clinic->maria,
				 .roles = ROLE_PRACTITIONER };
	struct actor actor = clinic->op->actor;
	bool met = false;
	enum err err;

	clinic->op->actor = (struct actor){ .person = clinic->clients[0],
					    .roles = ROLE_CLIENT };
	err = practice_person_met(clinic->place->reader, &person, &met);
	clinic->op->actor = actor;
	return err;
}

static enum err adds_a_service(void *context)
{
	struct swept *swept = context;
	struct service service = { .name = "Tutoring", .active = true };
	struct price price = { .cost = { 100 }, .wage = { 50 } };
	enum err err = practice_service_add(
		swept->clinic->op, swept->clinic->store, &service, &price);

	if (!err)
		swept->service = service.id;
	return err;
}

static enum err adds_a_price(void *context)
{
	struct price price = { .effective_from = day_of(2026, 7, 1),
			       .cost = { 200 } };

	return practice_price_add(at(context)->op, at(context)->store,
				  ((struct swept *)context)->service, &price);
}

static enum err sets_a_rate(void *context)
{
	struct money cost = { 4000 };

	return practice_rate_set(at(context)->op, at(context)->store,
				 at(context)->clients[0],
				 ((struct swept *)context)->service, &cost);
}

static enum err sets_a_later_rate(void *context)
{
	const struct client_rate rate = {
		.service = ((struct swept *)context)->service,
		.effective_from = day_of(2026, 6, 1),
		.cost = { 4500 },
	};

	return practice_rate_set_from(at(context)->op, at(context)->store,
				      at(context)->clients[0], &rate);
}

static enum err sets_pay(void *context)
{
	const struct practitioner_rate rate = {
		.effective_from = day_of(2026, 6, 1),
		.has_hourly = true,
		.hourly = { 5000 },
		.bonus = { 200 },
	};

	return practice_pay_set(at(context)->op, at(context)->store,
				at(context)->maria, &rate);
}

static enum err drops_a_rate(void *context)
{
	return practice_rate_set(at(context)->op, at(context)->store,
				 at(context)->clients[0],
				 ((struct swept *)context)->service, NULL);
}

static enum err adds_a_type(void *context)
{
	struct swept *swept = context;
	struct completion_type type = { .label = "Late cancel",
					.short_word = "lc",
					.map = MAP_CANCELED,
					.client = 50,
					.enabled = true };
	enum err err = practice_type_add(swept->clinic->op,
					 swept->clinic->store, &type);

	if (!err)
		swept->type = type.id;
	return err;
}

static enum err cheaper(void *row, void *context UNUSED)
{
	struct completion_type *type = row;

	type->client = 25;
	type->label = "Later cancel";
	type->enabled = false;
	return OK;
}

static enum err edits_a_type(void *context)
{
	struct edit edit = { .id = ((struct swept *)context)->type,
			     .apply = cheaper };

	return practice_type_change(at(context)->op, at(context)->store, &edit);
}

static enum err archives_a_type(void *context)
{
	return practice_type_archive(at(context)->op, at(context)->store,
				     ((struct swept *)context)->type);
}

static enum err finds_a_type(void *context)
{
	struct completion_type type;

	return practice_type_of_word(at(context)->place->reader, "ns", &type);
}

static const struct faults_case people[] = {
	{ "setting up again", sets_up, false, false },
	{ "settings", changes_the_practice, false, false },
	{ "a new practitioner", adds_a_practitioner, false, false },
	{ "a new client", adds_a_client_with_contacts, false, false },
	{ "another name of a client", edits_a_client, false, false },
	{ "another name of a practitioner", edits_a_practitioner, false,
	  false },
	{ "other roles", changes_roles, false, false },
	{ "contacts", sets_contacts, false, false },
	{ "knowing a person", knows_a_person, true, false },
	{ "meeting a person", meets_a_person, true, false },
	{ "a client as the office knows them", shows_a_client, true, false },
	{ "a practitioner as the office knows them", shows_a_practitioner, true,
	  false },
	{ "a client by code", shows_a_client_by_code, true, false },
	{ "all as the export has them", exports_people, true, false },
	{ "deactivation", deactivates, false, false },
};

static const struct faults_case logins[] = {
	{ "a password", sets_a_password, false, false },
	{ "a token", adds_a_token, false, false },
	{ "its use", uses_a_token, false, false },
	{ "a program turned away", is_turned_away, false, false },
	{ "all devices", looks_at_devices, true, false },
	{ "a program let in", is_let_in, false, false },
	{ "its end", revokes_a_token, false, false },
	{ "a feed", adds_a_feed, false, false },
	{ "its use", uses_a_feed, false, false },
	{ "its content", renders_a_feed, true, false },
	{ "a client's", renders_a_clients_feed, true, false },
	{ "its end", revokes_a_feed, false, false },
};

static const struct faults_case services[] = {
	{ "a service", adds_a_service, false, false },
	{ "a price", adds_a_price, false, false },
	{ "a rate", sets_a_rate, false, false },
	{ "a rate from a day on", sets_a_later_rate, false, false },
	{ "a practitioner's rate", sets_pay, false, false },
	{ "a client with rates", shows_a_client, true, false },
	{ "a practitioner with rates", shows_a_practitioner, true, false },
	{ "an export with rates", exports_people, true, false },
	{ "no rate", drops_a_rate, false, false },
	{ "a type", adds_a_type, false, false },
	{ "another type", edits_a_type, false, false },
	{ "no type", archives_a_type, false, false },
	{ "the type of a word", finds_a_type, true, false },
};

static struct swept tx_of(struct clinic *clinic)
{
	struct session session = clinic_session(clinic, "2026-06-09T14:00:00Z",
						60, clinic->fixed, 2);

	clinic_session(clinic, "2026-06-01T14:00:00Z", 60, clinic->fixed, 1);
	session = clinic_session(clinic, "2026-06-02T14:00:00Z", 60,
				 clinic->fixed, 1);
	assert_ok(clinic, clinic_save(clinic, session.id, "missed"));
	clinic_as(clinic, clinic->admin);
	return (struct swept){ .clinic = clinic };
}

static void no_person_is_half_known(void **state)
{
	struct clinic *clinic = *state;
	struct swept swept = tx_of(clinic);

	faults_sweep_all(clinic->place, clinic->op, people, ARRAY_SIZE(people),
			 &swept);
}

static void no_login_is_half_open(void **state)
{
	struct clinic *clinic = *state;
	struct swept swept = tx_of(clinic);

	faults_sweep_all(clinic->place, clinic->op, logins, ARRAY_SIZE(logins),
			 &swept);
}

static void no_service_or_type_is_half_there(void **state)
{
	struct clinic *clinic = *state;
	struct swept swept = tx_of(clinic);

	faults_sweep_all(clinic->place, clinic->op, services,
			 ARRAY_SIZE(services), &swept);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(no_person_is_half_known),
		WITH_CLINIC(no_login_is_half_open),
		WITH_CLINIC(no_service_or_type_is_half_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
