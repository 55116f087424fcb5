#include "tests/unit/admin/api/api_fixture.h"

/* Sessions, how they ended, schedules and closures. */

/* A coming session of Maria's with the client of that code. */
static const char *add(struct clinic *clinic, int64_t person, const char *code)
{
	return api_done(clinic, person, "POST", "/api/sessions",
			arena_printf(clinic->op->arena,
				     "{\"start\":\"2026-06-15T10:00\","
				     "\"end\":\"2026-06-15T11:00\","
				     "\"practitioners\":[\"maria\"],"
				     "\"clients\":[\"%s\"]}",
				     code));
}

static void s5_a_session_is_made_changed_and_removed(void **state)
{
	struct clinic *clinic = *state;
	const char *made = add(clinic, clinic->staff, "C042");
	const char *path = api_path(clinic, "/api/sessions/#", api_id(made));

	assert_holds(made, "\"kind\":\"single\"");
	assert_holds(api_done(clinic, clinic->staff, "PATCH", path,
			      "{\"place\":\"Attic\"}"),
		     "\"place\":\"Attic\"");
	assert_holds(api_got(clinic, clinic->staff, "/api/sessions"),
		     "\"place\":\"Attic\"");
	api_done(clinic, clinic->staff, "DELETE", path, NULL);
	assert_holds(api_got(clinic, clinic->staff, path), "\"removed_at\"");
	api_refused(clinic, clinic->maria, "GET", path, NULL, 404);
}

static void s7_a_wrong_field_of_a_session_is_named(void **state)
{
	struct clinic *clinic = *state;

	api_wrong(clinic, clinic->staff, "POST", "/api/sessions",
		  "{\"start\":\"2026-06-15T10:00\","
		  "\"end\":\"2026-06-15T09:00\","
		  "\"practitioners\":[\"maria\"],\"clients\":[\"C042\"]}",
		  "end", "end-before-start");
	api_wrong(clinic, clinic->staff, "POST", "/api/sessions",
		  "{\"start\":\"2026-06-15T10:00\"}", "end", "end-missing");
}

static void r11_a_client_makes_no_session(void **state)
{
	struct clinic *clinic = *state;

	api_refused(clinic, clinic->clients[0], "POST", "/api/sessions", "{}",
		    403);
}

static void r14_each_sees_of_a_session_what_is_theirs(void **state)
{
	struct clinic *clinic = *state;
	const char *path = api_path(clinic, "/api/sessions/#",
				    api_id(add(clinic, clinic->staff, "C042")));
	const char *seen;

	api_done(clinic, clinic->staff, "PATCH", path,
		 "{\"private_note\":\"knees\"}");
	assert_holds(api_got(clinic, clinic->maria, path), "knees");
	seen = api_got(clinic, clinic->clients[0], path);
	assert_lacks(seen, "knees");
	assert_lacks(seen, "\"wage\"");
	api_refused(clinic, clinic->clients[1], "GET", path, NULL, 404);
}

static void s17_a_session_is_saved_alone_and_in_bulk(void **state)
{
	struct clinic *clinic = *state;
	int64_t one = clinic_session(clinic, "2026-06-01T14:00:00Z", 60,
				     clinic->fixed, 1)
			      .id;
	int64_t two = clinic_session(clinic, "2026-06-02T14:00:00Z", 60,
				     clinic->fixed, 1)
			      .id;
	const char *path = api_path(clinic, "/api/sessions/#/completion", one);

	assert_holds(api_done(clinic, clinic->maria, "POST", path,
			      "{\"type\":\"completed\"}"),
		     "\"status\":\"saved\"");
	assert_holds(api_done(clinic, clinic->staff, "POST",
			      "/api/sessions/completions",
			      arena_printf(clinic->op->arena,
					   "{\"ids\":[\"%lld\"],"
					   "\"type\":\"missed\"}",
					   (long long)two)),
		     "\"ok\":true");
	api_wrong(clinic, clinic->staff, "POST", path, "{\"type\":\"odd\"}",
		  "type", "unknown-type");
	api_refused(clinic, clinic->clients[0], "POST", path,
		    "{\"type\":\"completed\"}", 403);
}

/* How many statements it takes to find a field that there is not. */
static unsigned asked_for(struct clinic *clinic, const char *method,
			  const char *target, const char *more)
{
	const char *body = arena_printf(clinic->place->arena,
					"{%s, \"nothing\": 1}", more);

	api_wrong(clinic, clinic->staff, method, target, body, "nothing",
		  "unknown-field");
	return clinic->op->statements;
}

#define LONG_PLAN                                                         \
	"\"start\": \"2026-06-09T16:00\", \"end\": \"2026-06-09T16:50\"," \
	" \"practitioners\": [\"maria\"], \"clients\": [\"C042\"],"       \
	" \"days\": [\"MO\", \"WE\"], \"repeat\": \"weekly\","            \
	" \"enabled\": true"

static void a_wrong_schedule_is_refused_before_it_is_long(void **state)
{
	struct clinic *clinic = *state;
	const char *made =
		api_done(clinic, clinic->staff, "POST", "/api/schedules",
			 "{" LONG_PLAN ", \"count\": 50}");

	assert_true(asked_for(clinic, "POST", "/api/schedules",
			      LONG_PLAN ", \"count\": 80") < 60);
	made = api_path(clinic, "/api/schedules/#", api_id(made));
	assert_true(asked_for(clinic, "PATCH", made, "\"days\": [\"FR\"]") <
		    60);
	assert_true(asked_for(clinic, "PATCH", made, "\"place\": \"Room 2\"") <
		    60);
}

/* Ids of open sessions of Maria's, one a day from 11 June on. */
static const char *coming(struct clinic *clinic, int count)
{
	struct arena *arena = clinic->place->arena;
	struct buf ids;

	buf_init(&ids, arena);
	for (int i = 0; i < count; i++)
		buf_printf(&ids, "%s\"%lld\"", i ? "," : "",
			   (long long)clinic_session(
				   clinic,
				   arena_printf(arena, "2026-06-%dT14:00:00Z",
						11 + i),
				   60, clinic->fixed, 1)
				   .id);
	return ids.at;
}

static unsigned asked_of_saves(struct clinic *clinic, const char *ids)
{
	return asked_for(clinic, "POST", "/api/sessions/completions",
			 arena_printf(clinic->place->arena,
				      "\"ids\": [%s], \"type\": \"missed\"",
				      ids));
}

static unsigned asked_of_days(struct clinic *clinic, int last)
{
	struct arena *arena = clinic->place->arena;
	const char *days = arena_printf(
		arena, "\"from\": \"2026-06-11\", \"to\": \"2026-06-%d\"",
		last);
	const char *plan = strstr(api_done(clinic, clinic->staff, "POST",
					   "/api/cancellations/preview",
					   arena_printf(arena, "{%s}", days)),
				  "\"hash\":\"");

	assert_non_null(plan);
	return asked_for(clinic, "POST", "/api/cancellations",
			 arena_printf(arena, "%s, %.*s, \"cancel\": true", days,
				      (int)strcspn(plan, ",}"), plan));
}

static unsigned asked_of_closure(struct clinic *clinic, int last)
{
	return asked_for(clinic, "POST", "/api/closures",
			 arena_printf(clinic->place->arena,
				      "\"title\": \"Shut\", \"all_day\": true, "
				      "\"from\": \"2026-06-11\", "
				      "\"to\": \"2026-06-%d\"",
				      last));
}

static void of_many_sessions_a_wrong_request_tries_the_first(void **state)
{
	struct clinic *clinic = *state;
	const char *all = coming(clinic, 12);
	const char *first = arena_printf(clinic->place->arena, "%.*s",
					 (int)(strchr(all, ',') - all), all);

	assert_int_equal(asked_of_saves(clinic, all),
			 asked_of_saves(clinic, first));
	assert_int_equal(asked_of_days(clinic, 22), asked_of_days(clinic, 11));
	assert_int_equal(asked_of_closure(clinic, 22),
			 asked_of_closure(clinic, 11));
}

static void s10_a_schedule_is_previewed_made_and_found(void **state)
{
	struct clinic *clinic = *state;
	static const char plan[] =
		"{\"start\":\"2026-06-15T16:00\",\"end\":\"2026-06-15T17:00\","
		"\"practitioners\":[\"maria\"],\"clients\":[\"C042\"],"
		"\"days\":[\"MO\"],\"repeat\":\"weekly\",\"count\":3,"
		"\"enabled\":true}";
	const char *made;

	assert_holds(api_done(clinic, clinic->staff, "POST",
			      "/api/schedules/preview", plan),
		     "\"2026-06-29T16:00\"");
	made = api_done(clinic, clinic->staff, "POST", "/api/schedules", plan);
	made = api_path(clinic, "/api/schedules/#", api_id(made));
	assert_holds(api_got(clinic, clinic->maria, made), "\"count\":3");
	api_wrong(clinic, clinic->staff, "PATCH", made,
		  "{\"count\":3,\"until\":\"2026-07-01\"}", "count",
		  "count-or-until");
	api_refused(clinic, clinic->clients[0], "POST",
		    "/api/schedules/preview", plan, 403);
	api_refused(clinic, clinic->ben, "PATCH", made, "{\"count\":2}", 404);
	api_refused(clinic, clinic->clients[0], "PATCH", made, "{\"count\":2}",
		    403);
	assert_holds(
		api_done(clinic, clinic->maria, "PATCH", made, "{\"count\":2}"),
		"\"count\":2");
}

static void s46_the_office_makes_changes_and_removes_a_closure(void **state)
{
	struct clinic *clinic = *state;
	const char *made =
		api_done(clinic, clinic->staff, "POST", "/api/closures",
			 "{\"title\":\"Shut\",\"from\":\"2026-07-01\","
			 "\"to\":\"2026-07-02\",\"all_day\":true}");
	const char *path = api_path(clinic, "/api/closures/#", api_id(made));

	assert_holds(api_done(clinic, clinic->staff, "PATCH", path,
			      "{\"to\":\"2026-07-03\"}"),
		     "\"to\":\"2026-07-03\"");
	assert_holds(api_got(clinic, clinic->clients[0], "/api/closures"),
		     "\"title\":\"Shut\"");
	api_wrong(clinic, clinic->staff, "PATCH", path,
		  "{\"to\":\"2026-06-01\"}", "to", "to-before-from");
	api_refused(clinic, clinic->maria, "PATCH", path,
		    "{\"title\":\"Open\"}", 403);
	api_done(clinic, clinic->staff, "DELETE", path, NULL);
}

static void a_word_that_is_nowhere_takes_the_memory_of_a_page(void **state)
{
	struct clinic *clinic = *state;
	struct arena *arena = clinic->op->arena;
	char *note = arena_alloc(arena, 5001);
	size_t before;

	memset(note, 'n', 5000);
	for (int i = 0; i < 40; i++) {
		struct session session = clinic_draft(
			clinic,
			arena_printf(arena, "2026-06-%02dT14:00:00Z",
				     10 + i % 20),
			60, clinic->fixed, 1);

		session.terms.private_note = note;
		session.terms.public_note = note;
		assert_ok(clinic, practice_session_add(
					  clinic->op, clinic->store, &session));
	}
	before = arena_held(arena);
	assert_lacks(api_got(clinic, clinic->maria,
			     "/api/sessions?limit=2&q=nowhere"),
		     "\"id\"");
	assert_true(arena_held(arena) - before < 512 * 1024);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(s5_a_session_is_made_changed_and_removed),
		WITH_CLINIC(s7_a_wrong_field_of_a_session_is_named),
		WITH_CLINIC(r11_a_client_makes_no_session),
		WITH_CLINIC(r14_each_sees_of_a_session_what_is_theirs),
		WITH_CLINIC(s17_a_session_is_saved_alone_and_in_bulk),
		WITH_CLINIC(s10_a_schedule_is_previewed_made_and_found),
		WITH_CLINIC(a_wrong_schedule_is_refused_before_it_is_long),
		WITH_CLINIC(of_many_sessions_a_wrong_request_tries_the_first),
		WITH_CLINIC(s46_the_office_makes_changes_and_removes_a_closure),
		WITH_CLINIC(a_word_that_is_nowhere_takes_the_memory_of_a_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
