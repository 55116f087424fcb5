#include "tests/unit/practice/practice_fixture.h"

#include "base/str.h"
#include "practice/session/closure.h"

static struct closure days(const char *title, struct day from, struct day to)
{
	return (struct closure){
		.title = title, .all_day = true, .from = from, .to = to
	};
}

static struct closure hours(const char *title, const char *from, const char *to)
{
	return (struct closure){
		.title = title,
		.span = { scene_instant(from), scene_instant(to) },
		.zone = SCENE_ZONE,
	};
}

static enum err add(struct scene *scene, struct closure *closure)
{
	return practice_closure_add(scene->op, scene->store, closure);
}

static struct closure stored(struct scene *scene, int64_t id)
{
	struct closure closure;

	assert_int_equal(
		store_closure_find(place_read(scene->place), id, &closure), OK);
	return closure;
}

/* "closure:a overlap:b", or "" without one. */
static const char *flags(struct scene *scene, int64_t session)
{
	struct clash *list;
	struct buf buf;
	size_t count;

	assert_int_equal(store_clash_list(place_read(scene->place), session,
					  &list, &count),
			 OK);
	buf_init(&buf, scene->op->arena);
	buf_puts(&buf, "");
	for (size_t i = 0; i < count; i++)
		buf_printf(&buf, "%s%s:%s", i ? " " : "",
			   list[i].with_closure ? "closure" : "overlap",
			   list[i].uid);
	return buf.at;
}

static struct session named(struct scene *scene, const char *uid,
			    const char *start, int64_t *practitioner)
{
	struct session session = scene_draft(scene, start, 60, scene->fixed, 1);

	session.uid = uid;
	session.terms.practitioners = (struct ids){ practitioner, 1 };
	assert_ok(scene,
		  practice_session_add(scene->op, scene->store, &session));
	return session;
}

static void s46_all_day_is_from_midnight_to_midnight_here(void **state)
{
	struct scene *scene = *state;
	struct closure c =
		days("Break", day_of(2026, 10, 31), day_of(2026, 11, 1));

	scene_as(scene, scene->staff);
	assert_ok(scene, add(scene, &c));
	c = stored(scene, c.id);
	assert_int_equal(c.span.start.s,
			 scene_instant("2026-10-31T04:00:00Z").s);
	/* The night in between is an hour longer. */
	assert_int_equal(c.span.end.s, scene_instant("2026-11-02T05:00:00Z").s);
	assert_null(c.zone);
	assert_true(str_ends(c.name, ".ics"));
	assert_int_equal(scene_audits(scene, "closure", c.id), 1);
}

static void wrong_fields_are_refused(void **state)
{
	struct scene *scene = *state;
	struct closure c = days(" ", day_of(2026, 6, 10), day_of(2026, 6, 9));
	char *title = arena_alloc(scene->op->arena, 257);

	assert_failed(scene, add(scene, &c), ERR_INVALID);
	assert_true(scene_field(scene, "title", "title-missing"));
	assert_true(scene_field(scene, "to", "to-before-from"));
	memset(title, 't', 256);
	c = hours(title, "2026-06-10T12:00:00Z", "2026-06-10T12:00:00Z");
	c.zone = "Nowhere";
	assert_failed(scene, add(scene, &c), ERR_INVALID);
	assert_true(scene_field(scene, "title", "title-too-long"));
	assert_true(scene_field(scene, "to", "to-before-from"));
	assert_true(scene_field(scene, "tzid", "zone-unknown"));
	title[255] = '\0';
	c = days(title, day_of(2026, 6, 10), day_of(2026, 6, 10));
	assert_ok(scene, add(scene, &c));
}

static void closures_are_the_offices(void **state)
{
	struct scene *scene = *state;
	struct closure c =
		days("Break", day_of(2026, 6, 10), day_of(2026, 6, 10));

	assert_ok(scene, add(scene, &c));
	scene_as(scene, scene->maria);
	assert_failed(scene, add(scene, &c), ERR_READ_ONLY);
	assert_failed(scene,
		      practice_closure_change(scene->op, scene->store, &c),
		      ERR_READ_ONLY);
	assert_failed(scene,
		      practice_closure_remove(scene->op, scene->store, c.id),
		      ERR_READ_ONLY);
}

static void s47_a_closure_flags_what_lies_on_it(void **state)
{
	struct scene *scene = *state;
	/* 16:00 in Toronto, and 00:30 on the next day. */
	struct session on =
		named(scene, "on", "2026-06-10T20:00:00Z", &scene->maria);
	struct session night =
		named(scene, "night", "2026-06-11T04:30:00Z", &scene->maria);
	struct closure c =
		days("Break", day_of(2026, 6, 10), day_of(2026, 6, 10));

	c.uid = "break";
	assert_ok(scene, add(scene, &c));
	assert_string_equal(flags(scene, on.id), "closure:break");
	assert_string_equal(flags(scene, night.id), "");
	/* It moves away: its flag is cleared, and the other's set. */
	c.from = c.to = day_of(2026, 6, 11);
	assert_ok(scene, practice_closure_change(scene->op, scene->store, &c));
	assert_string_equal(flags(scene, on.id), "");
	assert_string_equal(flags(scene, night.id), "closure:break");
	assert_ok(scene,
		  practice_closure_remove(scene->op, scene->store, c.id));
	assert_string_equal(flags(scene, night.id), "");
	assert_failed(scene,
		      practice_closure_remove(scene->op, scene->store, c.id),
		      ERR_NOT_FOUND);
}

static void s47_the_flag_goes_when_the_session_moves(void **state)
{
	struct scene *scene = *state;
	struct closure c =
		days("Break", day_of(2026, 6, 10), day_of(2026, 6, 10));
	struct session session;

	c.uid = "break";
	assert_ok(scene, add(scene, &c));
	session = named(scene, "on", "2026-06-10T20:00:00Z", &scene->maria);
	assert_string_equal(flags(scene, session.id), "closure:break");
	session.span.start.s += 86400;
	session.span.end.s += 86400;
	assert_ok(scene,
		  practice_session_change(scene->op, scene->store, &session));
	assert_string_equal(flags(scene, session.id), "");
}

static void s46_the_end_of_a_span_of_hours_is_exclusive(void **state)
{
	struct scene *scene = *state;
	struct session before =
		named(scene, "before", "2026-06-10T19:00:00Z", &scene->maria);
	struct session after =
		named(scene, "after", "2026-06-10T22:00:00Z", &scene->maria);
	struct session on =
		named(scene, "on", "2026-06-10T21:30:00Z", &scene->ben);
	struct closure c =
		hours("Drill", "2026-06-10T20:00:00Z", "2026-06-10T22:00:00Z");

	c.uid = "drill";
	assert_ok(scene, add(scene, &c));
	assert_string_equal(flags(scene, before.id), "");
	assert_string_equal(flags(scene, after.id), "");
	assert_string_equal(flags(scene, on.id), "closure:drill");
}

static void s9_double_booked_practitioners_are_flagged_on_both(void **state)
{
	struct scene *scene = *state;
	struct session a =
		named(scene, "a", "2026-06-10T20:00:00Z", &scene->maria);
	struct session b =
		named(scene, "b", "2026-06-10T20:30:00Z", &scene->maria);
	struct session other =
		named(scene, "c", "2026-06-10T20:30:00Z", &scene->ben);
	struct session next =
		named(scene, "d", "2026-06-10T21:30:00Z", &scene->maria);

	assert_string_equal(flags(scene, a.id), "overlap:b");
	assert_string_equal(flags(scene, b.id), "overlap:a");
	assert_string_equal(flags(scene, other.id), "");
	assert_string_equal(flags(scene, next.id), "");
	b.terms.practitioners = (struct ids){ &scene->ben, 1 };
	b.revision = 0;
	assert_ok(scene, practice_session_change(scene->op, scene->store, &b));
	assert_string_equal(flags(scene, a.id), "");
	assert_string_equal(flags(scene, b.id), "overlap:c");
	assert_string_equal(flags(scene, other.id), "overlap:b");
}

static void a_canceled_or_removed_session_clashes_with_nothing(void **state)
{
	struct scene *scene = *state;
	struct closure c =
		days("Break", day_of(2026, 6, 10), day_of(2026, 6, 10));
	struct session a =
		named(scene, "a", "2026-06-10T20:00:00Z", &scene->maria);
	struct session b =
		named(scene, "b", "2026-06-10T20:30:00Z", &scene->maria);

	c.uid = "break";
	assert_ok(scene, add(scene, &c));
	assert_string_equal(flags(scene, a.id), "closure:break overlap:b");
	assert_ok(scene, scene_save(scene, a.id, "canceled"));
	assert_string_equal(flags(scene, a.id), "");
	assert_string_equal(flags(scene, b.id), "closure:break");
	assert_ok(scene, scene_save(scene, a.id, "open"));
	assert_string_equal(flags(scene, b.id), "closure:break overlap:a");
	assert_ok(scene, scene_save(scene, a.id, "completed"));
	assert_string_equal(flags(scene, b.id), "closure:break overlap:a");
	assert_ok(scene,
		  practice_session_remove(scene->op, scene->store, b.id));
	assert_string_equal(flags(scene, a.id), "closure:break");
	assert_string_equal(flags(scene, b.id), "");
}

static void another_zone_moves_all_day_closures(void **state)
{
	struct scene *scene = *state;
	struct practice_change change = { .zone = "Asia/Tokyo" };
	struct session session =
		named(scene, "a", "2026-06-10T20:00:00Z", &scene->maria);
	struct closure c =
		days("Break", day_of(2026, 6, 10), day_of(2026, 6, 10));
	struct practice practice;

	assert_ok(scene, add(scene, &c));
	assert_string_not_equal(flags(scene, session.id), "");
	assert_ok(scene,
		  practice_change(scene->op, scene->store, &change, &practice));
	c = stored(scene, c.id);
	assert_int_equal(c.from.n, day_of(2026, 6, 10).n);
	assert_int_equal(c.span.start.s,
			 scene_instant("2026-06-09T15:00:00Z").s);
	assert_string_equal(flags(scene, session.id), "");
}

static void a_change_of_nothing_raises_no_revision(void **state)
{
	struct scene *scene = *state;
	struct closure c =
		days("Break", day_of(2026, 6, 10), day_of(2026, 6, 10));
	struct closure stale;

	assert_ok(scene, add(scene, &c));
	assert_ok(scene, practice_closure_change(scene->op, scene->store, &c));
	assert_int_equal(stored(scene, c.id).revision, 1);
	stale = c;
	c.title = "Holiday";
	assert_ok(scene, practice_closure_change(scene->op, scene->store, &c));
	assert_int_equal(stored(scene, c.id).revision, 2);
	stale.title = "Party";
	assert_failed(scene,
		      practice_closure_change(scene->op, scene->store, &stale),
		      ERR_CONFLICT);
}

static void refused(struct scene *scene, struct closure closure,
		    const char *field, const char *code)
{
	assert_failed(scene, add(scene, &closure), ERR_INVALID);
	assert_true(scene_field(scene, field, code));
	assert_int_equal(closure.id, 0);
	scene->op->failure = (struct failure){ .code = OK };
}

static void closures_are_bounded_in_length_and_in_time(void **state)
{
	struct scene *scene = *state;
	struct day june = day_of(2026, 6, 1);
	struct closure closure;

	refused(scene, days("A", day_of(1, 1, 1), june), "from", "from-range");
	refused(scene, days("A", june, day_of(9999, 12, 31)), "from",
		"from-range");
	refused(scene, days("A", june, (struct day){ june.n + 3660 }), "to",
		"to-too-late");
	closure = days("A", june, (struct day){ june.n + 3659 });
	assert_ok(scene, add(scene, &closure));
	refused(scene,
		hours("A", "2026-06-01T12:00:00Z", "2036-06-09T12:00:01Z"),
		"to", "to-too-late");
	closure = hours("A", "2026-06-01T12:00:00Z", "2026-06-01T13:00:00Z");
	closure.span.start.s = INSTANT_MIN.s - 1;
	refused(scene, closure, "from", "from-range");
	closure.span.start = scene_instant("2026-06-01T12:00:00Z");
	closure.span.end.s = INSTANT_MAX.s + 1;
	refused(scene, closure, "from", "from-range");
	closure.span.end = closure.span.start;
	refused(scene, closure, "to", "to-before-from");
}

static void hours_are_in_a_zone_that_there_is_or_the_practices(void **state)
{
	struct scene *scene = *state;
	struct closure closure =
		hours("A", "2026-06-01T12:00:00Z", "2026-06-01T13:00:00Z");

	closure.zone = "Mars/Olympus";
	refused(scene, closure, "tzid", "zone-unknown");
	closure.zone = "";
	assert_ok(scene, add(scene, &closure));
	assert_string_equal(stored(scene, closure.id).zone, SCENE_ZONE);
}

static void a_stale_closure_conflicts(void **state)
{
	struct scene *scene = *state;
	struct closure closure =
		days("A", day_of(2026, 6, 1), day_of(2026, 6, 2));

	assert_ok(scene, add(scene, &closure));
	closure.title = "B";
	assert_ok(scene,
		  practice_closure_change(scene->op, scene->store, &closure));
	closure.title = "C";
	closure.revision = 1;
	assert_failed(
		scene,
		practice_closure_change(scene->op, scene->store, &closure),
		ERR_CONFLICT);
	assert_string_equal(stored(scene, closure.id).title, "B");
}

static void a_uid_is_one_closures(void **state)
{
	struct scene *scene = *state;
	struct closure closure =
		days("A", day_of(2026, 6, 1), day_of(2026, 6, 2));

	closure.uid = "shut";
	assert_ok(scene, add(scene, &closure));
	assert_string_equal(closure.name, "shut.ics");
	closure.name = "other.ics";
	assert_failed(scene, add(scene, &closure), ERR_UID_CONFLICT);
}

static void a_removed_closure_is_not_there(void **state)
{
	struct scene *scene = *state;
	struct closure closure =
		days("A", day_of(2026, 6, 1), day_of(2026, 6, 2));

	assert_ok(scene, add(scene, &closure));
	assert_ok(scene,
		  practice_closure_remove(scene->op, scene->store, closure.id));
	assert_failed(
		scene,
		practice_closure_remove(scene->op, scene->store, closure.id),
		ERR_NOT_FOUND);
	closure.title = "B";
	assert_failed(
		scene,
		practice_closure_change(scene->op, scene->store, &closure),
		ERR_NOT_FOUND);
	assert_failed(scene,
		      practice_closure_remove(scene->op, scene->store, 999),
		      ERR_NOT_FOUND);
}

static void another_zone_leaves_hours_where_they_are(void **state)
{
	struct scene *scene = *state;
	struct practice_change wish = { .zone = "Europe/Oslo" };
	struct practice practice;
	struct closure closure =
		hours("A", "2026-06-01T12:00:00Z", "2026-06-01T13:00:00Z");

	assert_ok(scene, add(scene, &closure));
	assert_ok(scene,
		  practice_change(scene->op, scene->store, &wish, &practice));
	assert_int_equal(stored(scene, closure.id).span.start.s,
			 closure.span.start.s);
	assert_string_equal(stored(scene, closure.id).zone, SCENE_ZONE);
	/* A zone of the same days moves nothing. */
	closure = days("B", day_of(2026, 6, 1), day_of(2026, 6, 2));
	assert_ok(scene, add(scene, &closure));
	wish.zone = "Europe/Stockholm";
	assert_ok(scene,
		  practice_change(scene->op, scene->store, &wish, &practice));
	assert_int_equal(stored(scene, closure.id).revision, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_SCENE(s46_all_day_is_from_midnight_to_midnight_here),
		WITH_SCENE(wrong_fields_are_refused),
		WITH_SCENE(closures_are_the_offices),
		WITH_SCENE(s47_a_closure_flags_what_lies_on_it),
		WITH_SCENE(s47_the_flag_goes_when_the_session_moves),
		WITH_SCENE(s46_the_end_of_a_span_of_hours_is_exclusive),
		WITH_SCENE(s9_double_booked_practitioners_are_flagged_on_both),
		WITH_SCENE(a_canceled_or_removed_session_clashes_with_nothing),
		WITH_SCENE(another_zone_moves_all_day_closures),
		WITH_SCENE(a_change_of_nothing_raises_no_revision),
		WITH_SCENE(closures_are_bounded_in_length_and_in_time),
		WITH_SCENE(hours_are_in_a_zone_that_there_is_or_the_practices),
		WITH_SCENE(a_stale_closure_conflicts),
		WITH_SCENE(a_uid_is_one_closures),
		WITH_SCENE(a_removed_closure_is_not_there),
		WITH_SCENE(another_zone_leaves_hours_where_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
