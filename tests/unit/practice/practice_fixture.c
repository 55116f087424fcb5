#include "tests/unit/practice/practice_fixture.h"

#include "base/str.h"
#include "practice/session/completion_type.h"
#include "tests/unit/practice/small_practice.h"

#include <stdlib.h>

struct instant clinic_instant(const char *instant)
{
	struct instant read;

	assert_true(instant_parse(instant, &read));
	return read;
}

void clinic_at(struct clinic *clinic, const char *instant)
{
	clinic->op->now = clinic_instant(instant);
}

enum err clinic_failed(struct clinic *clinic, enum err err)
{
	if (err) {
		assert_int_equal(clinic->op->failure.code, err);
		assert_non_null(clinic->op->failure.message);
	}
	return outcome(clinic->op, err);
}

enum err clinic_went(struct clinic *clinic, enum err err)
{
	if (err)
		print_error("%s: %s\n", err_name(err),
			    clinic->op->failure.message);
	return err;
}

bool clinic_field(struct clinic *clinic, const char *field, const char *code)
{
	const struct failure *failure = &clinic->op->failure;

	for (size_t i = 0; i < failure->field_count; i++) {
		if (str_equal(failure->fields[i].field, field) &&
		    str_equal(failure->fields[i].code, code))
			return true;
	}
	return false;
}

void clinic_as(struct clinic *clinic, int64_t id)
{
	struct person person;

	clinic->op->actor = (struct actor){ .channel = CHANNEL_SYSTEM };
	if (!id)
		return;
	assert_int_equal(
		store_person_find(place_read(clinic->place), id, &person), OK);
	clinic->op->actor = practice_actor(&person, CHANNEL_API, "a test");
}

int64_t clinic_person(struct clinic *clinic, const char *login,
		      const char *name, unsigned roles)
{
	return small_practice_person(clinic->op, clinic->store,
				     &(struct person){ .login = login,
						       .name = name,
						       .roles = roles });
}

int64_t clinic_service(struct clinic *clinic, const char *name,
		       enum service_kind kind, enum wage_basis basis,
		       int64_t cost, int64_t wage, int32_t tax_bp)
{
	return small_practice_service(
		clinic->op, clinic->store,
		(struct service){ .name = name, .kind = kind, .basis = basis },
		(struct price){
			.cost = { cost }, .wage = { wage }, .tax_bp = tax_bp });
}

static int64_t client(struct clinic *clinic, const char *code, const char *name)
{
	struct person person = { .login = str_lower(clinic->op->arena, code),
				 .code = code,
				 .name = name,
				 .roles = ROLE_CLIENT };

	return small_practice_person(clinic->op, clinic->store, &person);
}

int clinic_setup(void **state)
{
	struct clinic *clinic = calloc(1, sizeof(*clinic));
	void *place;

	assert_non_null(clinic);
	place_setup(&place);
	clinic->place = place;
	clinic->op = &clinic->place->op;
	clinic->store = clinic->place->store;
	small_practice_open(clinic->op, clinic->store, "Willow Lane");
	clinic->admin = clinic_person(clinic, "olga", "Olga Head", ROLE_ADMIN);
	clinic->staff = clinic_person(clinic, "sam", "Sam Desk", ROLE_STAFF);
	clinic->maria =
		clinic_person(clinic, "maria", "Maria Lund", ROLE_PRACTITIONER);
	clinic->ben =
		clinic_person(clinic, "ben", "Ben Ode", ROLE_PRACTITIONER);
	clinic->clients[0] = client(clinic, "C042", "Ada Maria Brown");
	clinic->clients[1] = client(clinic, "C051", "Bo Nilsson");
	clinic->clients[2] = client(clinic, "C060", "Cy Young");
	clinic->clients[3] = client(clinic, "C061", "Di Vane");
	clinic->fixed = clinic_service(clinic, "Session", SERVICE_FIXED,
				       WAGE_SESSION, 4250, 3000, 1300);
	clinic->hourly = clinic_service(clinic, "Hour", SERVICE_HOURLY,
					WAGE_SESSION, 4250, 3000, 0);
	*state = clinic;
	return 0;
}

int clinic_teardown(void **state)
{
	struct clinic *clinic = *state;
	void *place = clinic->place;

	place_teardown(&place);
	free(clinic);
	return 0;
}

struct session clinic_draft(struct clinic *clinic, const char *start,
			    int minutes, int64_t service, size_t clients)
{
	struct instant from = clinic_instant(start);

	return (struct session){
		.span = { from, { from.s + minutes * 60 } },
		.zone = CLINIC_ZONE,
		.terms.service = service,
		.terms.practitioners = { &clinic->maria, 1 },
		.terms.clients = { clinic->clients, clients },
	};
}

struct session clinic_session(struct clinic *clinic, const char *start,
			      int minutes, int64_t service, size_t clients)
{
	struct session session =
		clinic_draft(clinic, start, minutes, service, clients);

	assert_ok(clinic,
		  practice_session_add(clinic->op, clinic->store, &session));
	return session;
}

struct session clinic_find(struct clinic *clinic, int64_t id)
{
	struct session session;

	assert_int_equal(
		store_session_find(place_read(clinic->place), id, &session),
		OK);
	return session;
}

struct session clinic_past(struct clinic *clinic, size_t clients)
{
	struct session session = clinic_session(clinic, "2026-06-08T20:00:00Z",
						50, clinic->fixed, clients);

	clinic_at(clinic, CLINIC_AFTER);
	clinic_as(clinic, clinic->staff);
	return session;
}

struct schedule clinic_weekly(struct clinic *clinic, const char *start,
			      unsigned days, int count)
{
	struct schedule schedule = {
		.days = days,
		.repeat = REPEAT_WEEKLY,
		.count = count,
		.enabled = true,
		.minutes = 60,
		.zone = CLINIC_ZONE,
		.terms.service = clinic->fixed,
		.terms.practitioners = { &clinic->maria, 1 },
		.terms.clients = { clinic->clients, 1 },
	};

	assert_true(wall_parse(start, &schedule.start));
	return schedule;
}

enum err clinic_save_as(struct clinic *clinic, const struct save *save)
{
	return practice_session_save(clinic->op, clinic->store, save, NULL);
}

enum err clinic_save(struct clinic *clinic, int64_t session, const char *type)
{
	struct save save = { .session = session, .type = type };

	return practice_session_save(clinic->op, clinic->store, &save, NULL);
}

struct completion clinic_completion(struct clinic *clinic, int64_t session)
{
	struct session found = clinic_find(clinic, session);
	struct completion completion;

	assert_int_equal(found.state, SESSION_SAVED);
	assert_int_equal(store_completion_find(clinic->place->reader,
					       found.completion, &completion),
			 OK);
	return completion;
}

int64_t clinic_type(struct clinic *clinic, const char *label, enum map map,
		    enum modifier modifier, int64_t client_modifier,
		    int64_t practitioner)
{
	struct completion_type type = {
		.label = label,
		.map = map,
		.modifier = modifier,
		.client = client_modifier,
		.practitioner = practitioner,
		.enabled = true,
	};

	assert_ok(clinic, practice_type_add(clinic->op, clinic->store, &type));
	return type.id;
}

struct money clinic_sum(struct clinic *clinic, enum account_kind account,
			int64_t person)
{
	struct money sum;

	assert_int_equal(store_account_sum(place_read(clinic->place), account,
					   person, INSTANT_MAX, &sum),
			 OK);
	return sum;
}

struct audit clinic_audit(struct clinic *clinic, const char *kind,
			  int64_t object)
{
	struct audit *list;
	size_t count;

	assert_int_equal(store_audit_list(place_read(clinic->place), kind,
					  object, 0, 1, &list, &count),
			 OK);
	assert_int_equal(count, 1);
	return list[0];
}

size_t clinic_audits(struct clinic *clinic, const char *kind, int64_t object)
{
	struct audit *list;
	size_t count;

	assert_int_equal(store_audit_list(place_read(clinic->place), kind,
					  object, 0, 1000, &list, &count),
			 OK);
	return count;
}
