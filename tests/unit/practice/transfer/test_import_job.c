/* Files that were uploaded: kept, shown, taken in, and dropped. */
#include "tests/unit/practice/faults.h"
#include "tests/unit/practice/transfer/import_fixture.h"
#include "practice/transfer/import_job.h"

#define PEOPLE "name,code\nZoe Fry,C900\nKim Fry,C901\n"

static const struct import_options plain = { .practitioner = NULL };

static enum err add(struct clinic *clinic, const char *name, const char *bytes,
		    const struct import_options *options, int64_t *id)
{
	const struct import_upload file = { .name = name,
					    .bytes = slice_of(bytes) };

	return practice_import_job_add(clinic->op, clinic->store, &file, 1,
				       options, id);
}

static int64_t added(struct clinic *clinic, const char *bytes)
{
	int64_t id = 0;

	assert_ok(clinic, add(clinic, "people.csv", bytes, &plain, &id));
	return id;
}

/* As the server's thread does. */
static void work(struct clinic *clinic)
{
	struct actor actor = clinic->op->actor;

	clinic_as(clinic, 0);
	assert_ok(clinic, practice_import_jobs_run(clinic->op, clinic->store));
	clinic->op->actor = actor;
}

static struct import_job found(struct clinic *clinic, int64_t id)
{
	struct import_job job;

	assert_int_equal(
		store_import_job_find(place_read(clinic->place), id, &job), OK);
	return job;
}

static enum err apply(struct clinic *clinic, int64_t id, const char *hash)
{
	return practice_import_job_apply(clinic->op, clinic->store, id, hash);
}

static void as_admin(struct clinic *clinic)
{
	clinic_as(clinic, clinic->admin);
}

/* How often it was told that something waits. */
static int woken;

static void count_wake(void *context)
{
	*(int *)context += 1;
}

static void s49_what_is_shown_is_taken_in_when_somebody_says_so(void **s)
{
	struct clinic *clinic = *s;
	struct import_job job;
	json_t *json;
	int64_t id;

	as_admin(clinic);
	practice_import_job_watch(count_wake, &woken);
	id = added(clinic, PEOPLE);
	assert_int_equal(woken, 1);
	assert_int_equal(found(clinic, id).state, IMPORT_READING);
	work(clinic);
	job = found(clinic, id);
	assert_int_equal(job.state, IMPORT_READY);
	assert_ok(clinic, practice_import_job_json(place_read(clinic->place),
						   id, &json));
	assert_int_equal(json_integer_value(json_object_get(json, "added")), 2);
	assert_true(json_integer_value(json_object_get(json, "total")) >= 2);
	assert_string_equal(json_string_value(json_array_get(
				    json_object_get(json, "files"), 0)),
			    "people.csv");
	assert_ok(clinic, apply(clinic, id, job.hash));
	assert_int_equal(woken, 2);
	practice_import_job_watch(NULL, NULL);
	work(clinic);
	assert_int_equal(found(clinic, id).state, IMPORT_DONE);
	assert_string_equal(import_person(clinic, "C901").name, "Kim Fry");
	/* Once. */
	assert_failed(clinic, apply(clinic, id, job.hash), ERR_CONFLICT);
}

static void s49_what_has_changed_since_is_shown_anew(void **s)
{
	struct clinic *clinic = *s;
	struct import_job job;
	int64_t id;

	as_admin(clinic);
	id = added(clinic, PEOPLE);
	work(clinic);
	job = found(clinic, id);
	assert_failed(clinic, apply(clinic, id, "another"), ERR_CONFLICT);
	operation_recover(clinic->op);
	/* Somebody else was quicker with one of them. */
	import_people(clinic, slice_of("name,code\nKim Fry,C901\n"));
	assert_ok(clinic, apply(clinic, id, job.hash));
	work(clinic);
	job = found(clinic, id);
	assert_int_equal(job.state, IMPORT_READY);
	assert_non_null(strstr(job.reason, "has changed since"));
	assert_ok(clinic, apply(clinic, id, job.hash));
	work(clinic);
	assert_int_equal(found(clinic, id).state, IMPORT_DONE);
}

static void s49_a_calendar_needs_a_practitioner_who_is_there(void **s)
{
	struct clinic *clinic = *s;
	struct import_options options = { .practitioner = "nobody" };
	const struct import_options none = { .practitioner = "" };
	char *events;
	int64_t id;

	as_admin(clinic);
	events = slice_dup(clinic->op->arena,
			   import_calendar(clinic,
					   "BEGIN:VEVENT\r\nUID:j1\r\n"
					   "DTSTART:20270615T160000Z\r\n"
					   "DURATION:PT1H\r\nSUMMARY:C042\r\n"
					   "END:VEVENT\r\n"));
	assert_failed(clinic, add(clinic, "a.ics", events, &options, &id),
		      ERR_INVALID);
	assert_true(clinic_field(clinic, "practitioner", "unknown"));
	operation_recover(clinic->op);
	options.practitioner = "sam";
	assert_failed(clinic, add(clinic, "a.ics", events, &options, &id),
		      ERR_INVALID);
	operation_recover(clinic->op);
	place_sql(clinic->place,
		  "UPDATE person SET active = 0 WHERE login = 'ben'");
	options.practitioner = "ben";
	assert_failed(clinic, add(clinic, "a.ics", events, &options, &id),
		      ERR_INVALID);
	operation_recover(clinic->op);
	assert_ok(clinic, add(clinic, "a.ics", events, &none, &id));
	assert_null(found(clinic, id).practitioner);
	options.practitioner = "maria";
	assert_ok(clinic, add(clinic, "a.ics", events, &options, &id));
	work(clinic);
	assert_ok(clinic, apply(clinic, id, found(clinic, id).hash));
	work(clinic);
	assert_int_equal(import_session(clinic, "j1").terms.practitioners.at[0],
			 clinic->maria);
}

static void an_upload_has_its_bounds(void **s)
{
	struct clinic *clinic = *s;
	struct import_upload files[IMPORT_UPLOAD_FILES + 1];
	char name[IMPORT_UPLOAD_NAME + 2];
	int64_t id = 0;

	as_admin(clinic);
	for (size_t i = 0; i < ARRAY_SIZE(files); i++)
		files[i] = (struct import_upload){
			.name = arena_printf(clinic->op->arena, "%zu.csv", i),
			.bytes = slice_of(PEOPLE)
		};
	assert_failed(clinic,
		      practice_import_job_add(clinic->op, clinic->store, files,
					      0, &plain, &id),
		      ERR_INVALID);
	assert_true(clinic_field(clinic, "files", "files-missing"));
	assert_failed(clinic,
		      practice_import_job_add(clinic->op, clinic->store, files,
					      ARRAY_SIZE(files), &plain, &id),
		      ERR_INVALID);
	assert_true(clinic_field(clinic, "files", "files-too-many"));
	assert_failed(clinic, add(clinic, "", PEOPLE, &plain, &id),
		      ERR_INVALID);
	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	assert_failed(clinic, add(clinic, name, PEOPLE, &plain, &id),
		      ERR_INVALID);
	assert_true(clinic_field(clinic, "files", "files-name"));
	files[0].bytes.len = files[1].bytes.len = IMPORT_UPLOAD_BYTES / 2 + 1;
	assert_failed(clinic,
		      practice_import_job_add(clinic->op, clinic->store, files,
					      2, &plain, &id),
		      ERR_INVALID);
	assert_true(clinic_field(clinic, "files", "files-too-large"));
	assert_int_equal(id, 0);
}

static void uploads_are_for_admins(void **s)
{
	struct clinic *clinic = *s;
	struct import_job job;
	json_t *json;
	int64_t id;

	as_admin(clinic);
	id = added(clinic, PEOPLE);
	assert_int_equal(
		practice_import_job_find(place_read(clinic->place), 999, &job),
		ERR_NOT_FOUND);
	clinic_as(clinic, clinic->staff);
	assert_failed(clinic, add(clinic, "a.csv", PEOPLE, &plain, &id),
		      ERR_FORBIDDEN);
	assert_failed(clinic, apply(clinic, id, "x"), ERR_FORBIDDEN);
	assert_failed(clinic,
		      practice_import_job_drop(clinic->op, clinic->store, id),
		      ERR_FORBIDDEN);
	assert_int_equal(
		practice_import_job_json(place_read(clinic->place), id, &json),
		ERR_FORBIDDEN);
}

static void so_many_are_kept_for_a_day_and_dropped_when_asked(void **s)
{
	struct clinic *clinic = *s;
	struct import_job job;
	int64_t id = 0, first = 0;

	as_admin(clinic);
	for (int i = 0; i < IMPORT_JOBS; i++) {
		id = added(clinic, "name\nZoe Fry\n");
		first = first ? first : id;
	}
	assert_failed(clinic, add(clinic, "a.csv", PEOPLE, &plain, &id),
		      ERR_CONFLICT);
	operation_recover(clinic->op);
	assert_ok(clinic,
		  practice_import_job_drop(clinic->op, clinic->store, first));
	id = added(clinic, PEOPLE);
	work(clinic);
	/* What is being taken in is not dropped. */
	assert_ok(clinic, apply(clinic, id, found(clinic, id).hash));
	assert_failed(clinic,
		      practice_import_job_drop(clinic->op, clinic->store, id),
		      ERR_CONFLICT);
	operation_recover(clinic->op);
	/* A day later all of them are gone but the one that is at work. */
	clinic->op->now.s += IMPORT_JOB_KEPT + 1;
	added(clinic, PEOPLE);
	assert_int_equal(found(clinic, id).state, IMPORT_APPLYING);
	assert_int_equal(store_import_job_find(place_read(clinic->place),
					       first + 1, &job),
			 ERR_NOT_FOUND);
}

static void imports_that_are_done_make_room_for_the_next(void **s)
{
	struct clinic *clinic = *s;
	struct import_job job;
	int64_t id, first = 0;

	as_admin(clinic);
	for (int i = 0; i < IMPORT_JOBS + 2; i++) {
		id = added(clinic, PEOPLE);
		first = first ? first : id;
		work(clinic);
		assert_ok(clinic, apply(clinic, id, found(clinic, id).hash));
		work(clinic);
		assert_int_equal(found(clinic, id).state, IMPORT_DONE);
	}
	assert_int_equal(found(clinic, first + 3).state, IMPORT_DONE);
	assert_int_equal(store_import_job_find(place_read(clinic->place),
					       first + 1, &job),
			 ERR_NOT_FOUND);
}

static void what_is_no_file_of_ours_is_told(void **s)
{
	struct clinic *clinic = *s;
	struct import_job job;
	int64_t id;

	as_admin(clinic);
	assert_ok(clinic, add(clinic, "a.xyz", "\x01\x02", &plain, &id));
	work(clinic);
	job = found(clinic, id);
	assert_true(job.state == IMPORT_FAILED || job.state == IMPORT_READY);
	assert_true(job.reason || strstr(job.report, "message"));
}

static int64_t added_for_ben(struct clinic *clinic)
{
	const struct import_options bens = { .practitioner = "ben" };
	int64_t id = 0;

	assert_ok(clinic,
		  add(clinic, "a.ics",
		      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
		      "BEGIN:VEVENT\r\nUID:b\r\nDTSTART:20270615T160000Z\r\n"
		      "DURATION:PT1H\r\nSUMMARY:C042\r\nEND:VEVENT\r\n"
		      "END:VCALENDAR\r\n",
		      &bens, &id));
	return id;
}

static void whoever_left_since_takes_in_nothing_and_is_the_reason(void **s)
{
	struct clinic *clinic = *s;
	struct import_job job;
	struct session *list;
	int64_t id, first;

	as_admin(clinic);
	first = added_for_ben(clinic);
	place_sql(clinic->place,
		  "UPDATE person SET active = 0 WHERE login = 'ben'");
	work(clinic);
	job = found(clinic, first);
	assert_int_equal(job.state, IMPORT_FAILED);
	assert_non_null(strstr(job.reason, "ben"));
	assert_int_equal(import_sessions(clinic, &list), 0);
	assert_failed(clinic, apply(clinic, first, job.hash), ERR_CONFLICT);
	operation_recover(clinic->op);
	/* What failed makes room as well. */
	for (int i = 0; i < IMPORT_JOBS; i++)
		id = added(clinic, PEOPLE);
	assert_int_equal(found(clinic, id).state, IMPORT_READING);
	assert_int_equal(
		store_import_job_find(place_read(clinic->place), first, &job),
		ERR_NOT_FOUND);
}

/* The server ended amid it: the next one goes on. */
static void what_is_half_taken_in_is_not_dropped_and_goes_on(void **s)
{
	struct clinic *clinic = *s;
	int64_t id;

	as_admin(clinic);
	id = added(clinic, PEOPLE);
	work(clinic);
	place_sql(clinic->place,
		  arena_printf(clinic->op->arena,
			       "UPDATE import_job SET state = %d",
			       IMPORT_TAKING));
	assert_failed(clinic,
		      practice_import_job_drop(clinic->op, clinic->store, id),
		      ERR_CONFLICT);
	operation_recover(clinic->op);
	work(clinic);
	assert_int_equal(found(clinic, id).state, IMPORT_DONE);
	assert_string_equal(import_person(clinic, "C901").name, "Kim Fry");
}

/* What the cases of a disk that fails have in common. */
struct swept {
	struct clinic *clinic;
	const char *hash;
	int64_t id;
};

static enum err adds(void *context)
{
	struct swept *swept = context;
	int64_t id;
	enum err err;

	faults_fill(id);
	err = add(swept->clinic, "people.csv", PEOPLE, &plain, &id);
	err = faults_kept(err, id);
	if (!err)
		swept->id = id;
	return err;
}

static enum err adds_for_a_practitioner(void *context)
{
	const struct import_options marias = { .practitioner = "maria" };
	struct swept *swept = context;
	int64_t id;
	enum err err;

	faults_fill(id);
	err = add(swept->clinic, "people.csv", PEOPLE, &marias, &id);
	err = faults_kept(err, id);
	if (!err)
		swept->id = id;
	return err;
}

static enum err works(void *context)
{
	struct clinic *clinic = ((struct swept *)context)->clinic;

	return practice_import_jobs_run(clinic->op, clinic->store);
}

static enum err shows(void *context)
{
	struct swept *swept = context;
	struct reader *reader = swept->clinic->place->reader;
	json_t *json;
	enum err err;

	faults_fill(json);
	err = practice_import_job_json(reader, swept->id, &json);
	return faults_kept(err, json);
}

static enum err applies(void *context)
{
	struct swept *swept = context;

	return apply(swept->clinic, swept->id, swept->hash);
}

static enum err drops(void *context)
{
	struct swept *swept = context;

	return practice_import_job_drop(swept->clinic->op, swept->clinic->store,
					swept->id);
}

static void no_upload_is_half_kept_or_half_forgotten(void **s)
{
	static const struct faults_case cases[] = {
		{ "an upload", adds_for_a_practitioner, false, false },
		{ "its end", drops, false, false },
		{ "another", adds, false, false },
		{ "its preview", works, false, true },
		{ "what is shown of it", shows, true, false },
		{ "saying so", applies, false, false },
		{ "taking it in", works, false, true },
		{ "forgetting it", drops, false, false },
	};
	struct clinic *clinic = *s;
	struct swept swept = { .clinic = clinic };

	as_admin(clinic);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		if (cases[i].run == works)
			clinic_as(clinic, 0);
		if (cases[i].run == applies)
			swept.hash = found(clinic, swept.id).hash;
		faults_sweep(clinic->place, clinic->op, &cases[i], &swept);
		as_admin(clinic);
	}
	assert_string_equal(import_person(clinic, "C901").name, "Kim Fry");
}

/* The last, for a stop is for good. */
static void a_stop_leaves_what_waits_to_the_next_start(void **s)
{
	struct clinic *clinic = *s;
	int64_t id;

	as_admin(clinic);
	id = added(clinic, PEOPLE);
	practice_import_jobs_stop();
	work(clinic);
	assert_int_equal(found(clinic, id).state, IMPORT_READING);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_IMPORT(
			s49_what_is_shown_is_taken_in_when_somebody_says_so),
		WITH_IMPORT(s49_what_has_changed_since_is_shown_anew),
		WITH_IMPORT(s49_a_calendar_needs_a_practitioner_who_is_there),
		WITH_IMPORT(an_upload_has_its_bounds),
		WITH_IMPORT(uploads_are_for_admins),
		WITH_IMPORT(so_many_are_kept_for_a_day_and_dropped_when_asked),
		WITH_IMPORT(imports_that_are_done_make_room_for_the_next),
		WITH_IMPORT(what_is_no_file_of_ours_is_told),
		WITH_IMPORT(
			whoever_left_since_takes_in_nothing_and_is_the_reason),
		WITH_IMPORT(what_is_half_taken_in_is_not_dropped_and_goes_on),
		WITH_IMPORT(no_upload_is_half_kept_or_half_forgotten),
		WITH_IMPORT(a_stop_leaves_what_waits_to_the_next_start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
