#include "tests/unit/practice/practice_fixture.h"

#include "base/str.h"
#include "practice/session/service.h"

#include <stdlib.h>

struct instant scene_instant(const char *instant)
{
	struct instant read;

	assert_true(instant_parse(instant, &read));
	return read;
}

void scene_at(struct scene *scene, const char *instant)
{
	scene->op->now = scene_instant(instant);
}

enum err scene_failed(struct scene *scene, enum err err)
{
	if (err) {
		assert_int_equal(scene->op->failure.code, err);
		assert_non_null(scene->op->failure.message);
	}
	return err;
}

enum err scene_went(struct scene *scene, enum err err)
{
	if (err)
		print_error("%s: %s\n", err_name(err),
			    scene->op->failure.message);
	return err;
}

bool scene_field(struct scene *scene, const char *field, const char *code)
{
	const struct failure *failure = &scene->op->failure;

	for (size_t i = 0; i < failure->field_count; i++) {
		if (str_equal(failure->fields[i].field, field) &&
		    str_equal(failure->fields[i].code, code))
			return true;
	}
	return false;
}

void scene_as(struct scene *scene, int64_t id)
{
	struct person person;

	scene->op->actor = (struct actor){ .channel = CHANNEL_SYSTEM };
	if (!id)
		return;
	assert_int_equal(
		store_person_find(place_read(scene->place), id, &person), OK);
	scene->op->actor = practice_actor(&person, CHANNEL_API, "a test");
}

int64_t scene_person(struct scene *scene, const char *login, const char *name,
		     unsigned roles)
{
	struct person person = {
		.login = login,
		.name = name,
		.active = true,
		.roles = roles,
		.may = roles & ROLE_PRACTITIONER
			       ? MAY_CREATE | MAY_EDIT | MAY_COMPLETE
			       : 0,
	};

	assert_ok(scene, practice_person_add(scene->op, scene->store, &person));
	return person.id;
}

int64_t scene_service(struct scene *scene, const char *name,
		      enum service_kind kind, enum wage_basis basis,
		      int64_t cost, int64_t wage, int32_t tax_bp)
{
	struct service service = {
		.name = name, .kind = kind, .basis = basis, .active = true
	};
	struct price price = { .cost = { cost },
			       .wage = { wage },
			       .tax_bp = tax_bp };

	assert_ok(scene, practice_service_add(scene->op, scene->store, &service,
					      &price));
	return service.id;
}

static int64_t client(struct scene *scene, const char *code, const char *name)
{
	struct person person = {
		.code = code, .name = name, .active = true, .roles = ROLE_CLIENT
	};

	person.login = str_lower(scene->op->arena, code);
	assert_ok(scene, practice_person_add(scene->op, scene->store, &person));
	return person.id;
}

int scene_setup(void **state)
{
	struct practice_change change = { .name = "Willow Lane",
					  .currency = "CAD" };
	struct practice practice;
	struct scene *scene = calloc(1, sizeof(*scene));
	void *place;

	assert_non_null(scene);
	place_setup(&place);
	scene->place = place;
	scene->op = &scene->place->op;
	scene->store = scene->place->store;
	assert_ok(scene, practice_setup(scene->op, scene->store, SCENE_ZONE));
	assert_ok(scene,
		  practice_change(scene->op, scene->store, &change, &practice));
	scene->admin = scene_person(scene, "olga", "Olga Head", ROLE_ADMIN);
	scene->staff = scene_person(scene, "sam", "Sam Desk", ROLE_STAFF);
	scene->maria =
		scene_person(scene, "maria", "Maria Lund", ROLE_PRACTITIONER);
	scene->ben = scene_person(scene, "ben", "Ben Ode", ROLE_PRACTITIONER);
	scene->clients[0] = client(scene, "C042", "Ada Maria Brown");
	scene->clients[1] = client(scene, "C051", "Bo Nilsson");
	scene->clients[2] = client(scene, "C060", "Cy Young");
	scene->clients[3] = client(scene, "C061", "Di Vane");
	scene->fixed = scene_service(scene, "Session", SERVICE_FIXED,
				     WAGE_SESSION, 4250, 3000, 1300);
	scene->hourly = scene_service(scene, "Hour", SERVICE_HOURLY,
				      WAGE_SESSION, 4250, 3000, 0);
	*state = scene;
	return 0;
}

int scene_teardown(void **state)
{
	struct scene *scene = *state;
	void *place = scene->place;

	place_teardown(&place);
	free(scene);
	return 0;
}

struct session scene_draft(struct scene *scene, const char *start, int minutes,
			   int64_t service, size_t clients)
{
	struct instant from = scene_instant(start);

	return (struct session){
		.span = { from, { from.s + minutes * 60 } },
		.zone = SCENE_ZONE,
		.terms.service = service,
		.terms.practitioners = { &scene->maria, 1 },
		.terms.clients = { scene->clients, clients },
	};
}

struct session scene_session(struct scene *scene, const char *start,
			     int minutes, int64_t service, size_t clients)
{
	struct session session =
		scene_draft(scene, start, minutes, service, clients);

	assert_ok(scene,
		  practice_session_add(scene->op, scene->store, &session));
	return session;
}

struct session scene_find(struct scene *scene, int64_t id)
{
	struct session session;

	assert_int_equal(
		store_session_find(place_read(scene->place), id, &session), OK);
	return session;
}

enum err scene_save(struct scene *scene, int64_t session, const char *type)
{
	struct save save = { .session = session, .type = type };
	struct session saved;

	return practice_session_save(scene->op, scene->store, &save, &saved);
}

struct completion scene_completion(struct scene *scene, int64_t session)
{
	struct session found = scene_find(scene, session);
	struct completion completion;

	assert_int_equal(found.state, SESSION_SAVED);
	assert_int_equal(store_completion_find(scene->place->reader,
					       found.completion, &completion),
			 OK);
	return completion;
}

int64_t scene_type(struct scene *scene, const char *label, enum map map,
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

	assert_ok(scene, practice_type_add(scene->op, scene->store, &type));
	return type.id;
}

struct money scene_sum(struct scene *scene, enum account_kind account,
		       int64_t person)
{
	struct money sum;

	assert_int_equal(store_account_sum(place_read(scene->place), account,
					   person, INSTANT_MAX, &sum),
			 OK);
	return sum;
}

struct audit scene_audit(struct scene *scene, const char *kind, int64_t object)
{
	struct audit *list;
	size_t count;

	assert_int_equal(store_audit_list(place_read(scene->place), kind,
					  object, 0, 1, &list, &count),
			 OK);
	assert_int_equal(count, 1);
	return list[0];
}

size_t scene_audits(struct scene *scene, const char *kind, int64_t object)
{
	struct audit *list;
	size_t count;

	assert_int_equal(store_audit_list(place_read(scene->place), kind,
					  object, 0, 1000, &list, &count),
			 OK);
	return count;
}
