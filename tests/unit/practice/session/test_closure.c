#include "tests/unit/practice/practice_fixture.h"
#include "tests/unit/practice/whole_edit.h"
#include "tests/unit/practice/small_practice.h"

#include "base/str.h"
#include "practice/people/settings.h"
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
		.span = { clinic_instant(from), clinic_instant(to) },
		.zone = CLINIC_ZONE,
	};
}

static enum err add(struct clinic *clinic, struct closure *closure)
{
	return practice_closure_add(clinic->op, clinic->store, closure);
}

static struct closure stored(struct clinic *clinic, int64_t id)
{
	struct closure closure;

	assert_int_equal(
		store_closure_find(place_read(clinic->place), id, &closure),
		OK);
	return closure;
}

/* "closure:a overlap:b", or "" without one. */
static const char *flags(struct clinic *clinic, int64_t session)
{
	struct clash *list;
	struct buf buf;
	size_t count;

	assert_int_equal(store_clash_list(place_read(clinic->place), session,
					  &list, &count),
			 OK);
	buf_init(&buf, clinic->op->arena);
	buf_puts(&buf, "");
	for (size_t i = 0; i < count; i++)
		buf_printf(&buf, "%s%s:%s", i ? " " : "",
			   list[i].with_closure ? "closure" : "overlap",
			   list[i].uid);
	return buf.at;
}

static struct session named(struct clinic *clinic, const char *uid,
			    const char *start, int64_t *practitioner)
{
	struct session session =
		clinic_draft(clinic, start, 60, clinic->fixed, 1);

	session.uid = uid;
	session.terms.practitioners = (struct ids){ practitioner, 1 };
	assert_ok(clinic,
		  practice_session_add(clinic->op, clinic->store, &session));
	return session;
}

static void s46_all_day_is_from_midnight_to_midnight_here(void **state)
{
	struct clinic *clinic = *state;
	struct closure c =
		days("Break", day_of(2026, 10, 31), day_of(2026, 11, 1));

	clinic_as(clinic, clinic->staff);
	assert_ok(clinic, add(clinic, &c));
	c = stored(clinic, c.id);
	assert_int_equal(c.span.start.s,
			 clinic_instant("2026-10-31T04:00:00Z").s);
	/* The night in between is an hour longer. */
	assert_int_equal(c.span.end.s,
			 clinic_instant("2026-11-02T05:00:00Z").s);
	assert_null(c.zone);
	assert_true(str_ends(c.name, ".ics"));
	assert_int_equal(clinic_audits(clinic, "closure", c.id), 1);
}

static void wrong_fields_are_refused(void **state)
{
	struct clinic *clinic = *state;
	struct closure c = days(" ", day_of(2026, 6, 10), day_of(2026, 6, 9));
	char *title = arena_alloc(clinic->op->arena, 257);

	assert_failed(clinic, add(clinic, &c), ERR_INVALID);
	assert_true(clinic_field(clinic, "title", "title-missing"));
	assert_true(clinic_field(clinic, "to", "to-before-from"));
	memset(title, 't', 256);
	c = hours(title, "2026-06-10T12:00:00Z", "2026-06-10T12:00:00Z");
	c.zone = "Nowhere";
	assert_failed(clinic, add(clinic, &c), ERR_INVALID);
	assert_true(clinic_field(clinic, "title", "title-too-long"));
	assert_true(clinic_field(clinic, "to", "to-before-from"));
	assert_true(clinic_field(clinic, "tzid", "zone-unknown"));
	title[255] = '\0';
	c = days(title, day_of(2026, 6, 10), day_of(2026, 6, 10));
	assert_ok(clinic, add(clinic, &c));
}

static void closures_are_the_offices(void **state)
{
	struct clinic *clinic = *state;
	struct closure c =
		days("Break", day_of(2026, 6, 10), day_of(2026, 6, 10));

	assert_ok(clinic, add(clinic, &c));
	clinic_as(clinic, clinic->maria);
	assert_failed(clinic, add(clinic, &c), REFUSED(READ_ONLY));
	assert_failed(clinic,
		      whole_closure_change(clinic->op, clinic->store, &c),
		      REFUSED(READ_ONLY));
	assert_failed(clinic,
		      practice_closure_remove(clinic->op, clinic->store, c.id),
		      REFUSED(READ_ONLY));
}

static void s47_a_closure_flags_what_lies_on_it(void **state)
{
	struct clinic *clinic = *state;
	/* 16:00 in Toronto, and 00:30 on the next day. */
	struct session on =
		named(clinic, "on", "2026-06-10T20:00:00Z", &clinic->maria);
	struct session night =
		named(clinic, "night", "2026-06-11T04:30:00Z", &clinic->maria);
	struct closure c =
		days("Break", day_of(2026, 6, 10), day_of(2026, 6, 10));

	c.uid = "break";
	assert_ok(clinic, add(clinic, &c));
	assert_string_equal(flags(clinic, on.id), "closure:break");
	assert_string_equal(flags(clinic, night.id), "");
	/* It moves away: its flag is cleared, and the other's set. */
	c.from = c.to = day_of(2026, 6, 11);
	assert_ok(clinic, whole_closure_change(clinic->op, clinic->store, &c));
	assert_string_equal(flags(clinic, on.id), "");
	assert_string_equal(flags(clinic, night.id), "closure:break");
	assert_ok(clinic,
		  practice_closure_remove(clinic->op, clinic->store, c.id));
	assert_string_equal(flags(clinic, night.id), "");
	assert_failed(clinic,
		      practice_closure_remove(clinic->op, clinic->store, c.id),
		      ERR_NOT_FOUND);
}

static void s47_the_flag_goes_when_the_session_moves(void **state)
{
	struct clinic *clinic = *state;
	struct closure c =
		days("Break", day_of(2026, 6, 10), day_of(2026, 6, 10));
	struct session session;

	c.uid = "break";
	assert_ok(clinic, add(clinic, &c));
	session = named(clinic, "on", "2026-06-10T20:00:00Z", &clinic->maria);
	assert_string_equal(flags(clinic, session.id), "closure:break");
	session.span.start.s += 86400;
	session.span.end.s += 86400;
	assert_ok(clinic,
		  whole_session_change(clinic->op, clinic->store, &session));
	assert_string_equal(flags(clinic, session.id), "");
}

static void s46_the_end_of_a_span_of_hours_is_exclusive(void **state)
{
	struct clinic *clinic = *state;
	struct session before =
		named(clinic, "before", "2026-06-10T19:00:00Z", &clinic->maria);
	struct session after =
		named(clinic, "after", "2026-06-10T22:00:00Z", &clinic->maria);
	struct session on =
		named(clinic, "on", "2026-06-10T21:30:00Z", &clinic->ben);
	struct closure c =
		hours("Drill", "2026-06-10T20:00:00Z", "2026-06-10T22:00:00Z");

	c.uid = "drill";
	assert_ok(clinic, add(clinic, &c));
	assert_string_equal(flags(clinic, before.id), "");
	assert_string_equal(flags(clinic, after.id), "");
	assert_string_equal(flags(clinic, on.id), "closure:drill");
}

static void s9_double_booked_practitioners_are_flagged_on_both(void **state)
{
	struct clinic *clinic = *state;
	struct session a =
		named(clinic, "a", "2026-06-10T20:00:00Z", &clinic->maria);
	struct session b =
		named(clinic, "b", "2026-06-10T20:30:00Z", &clinic->maria);
	struct session other =
		named(clinic, "c", "2026-06-10T20:30:00Z", &clinic->ben);
	struct session next =
		named(clinic, "d", "2026-06-10T21:30:00Z", &clinic->maria);

	assert_string_equal(flags(clinic, a.id), "overlap:b");
	assert_string_equal(flags(clinic, b.id), "overlap:a");
	assert_string_equal(flags(clinic, other.id), "");
	assert_string_equal(flags(clinic, next.id), "");
	b.terms.practitioners = (struct ids){ &clinic->ben, 1 };
	b.revision = 0;
	assert_ok(clinic, whole_session_change(clinic->op, clinic->store, &b));
	assert_string_equal(flags(clinic, a.id), "");
	assert_string_equal(flags(clinic, b.id), "overlap:c");
	assert_string_equal(flags(clinic, other.id), "overlap:b");
}

static void a_canceled_or_removed_session_clashes_with_nothing(void **state)
{
	struct clinic *clinic = *state;
	struct closure c =
		days("Break", day_of(2026, 6, 10), day_of(2026, 6, 10));
	struct session a =
		named(clinic, "a", "2026-06-10T20:00:00Z", &clinic->maria);
	struct session b =
		named(clinic, "b", "2026-06-10T20:30:00Z", &clinic->maria);

	c.uid = "break";
	assert_ok(clinic, add(clinic, &c));
	assert_string_equal(flags(clinic, a.id), "closure:break overlap:b");
	assert_ok(clinic, clinic_save(clinic, a.id, "canceled"));
	assert_string_equal(flags(clinic, a.id), "");
	assert_string_equal(flags(clinic, b.id), "closure:break");
	assert_ok(clinic, clinic_save(clinic, a.id, "open"));
	assert_string_equal(flags(clinic, b.id), "closure:break overlap:a");
	assert_ok(clinic, clinic_save(clinic, a.id, "completed"));
	assert_string_equal(flags(clinic, b.id), "closure:break overlap:a");
	assert_ok(clinic,
		  practice_session_remove(clinic->op, clinic->store, b.id));
	assert_string_equal(flags(clinic, a.id), "closure:break");
	assert_string_equal(flags(clinic, b.id), "");
}

static void another_zone_moves_all_day_closures(void **state)
{
	struct clinic *clinic = *state;
	struct settings change = { .zone = "Asia/Tokyo" };
	struct session session =
		named(clinic, "a", "2026-06-10T20:00:00Z", &clinic->maria);
	struct closure c =
		days("Break", day_of(2026, 6, 10), day_of(2026, 6, 10));
	struct practice practice;

	assert_ok(clinic, add(clinic, &c));
	assert_string_not_equal(flags(clinic, session.id), "");
	assert_ok(clinic,
		  settings_set(clinic->op, clinic->store, &change, &practice));
	c = stored(clinic, c.id);
	assert_int_equal(c.from.n, day_of(2026, 6, 10).n);
	assert_int_equal(c.span.start.s,
			 clinic_instant("2026-06-09T15:00:00Z").s);
	assert_string_equal(flags(clinic, session.id), "");
}

static void a_change_of_nothing_raises_no_revision(void **state)
{
	struct clinic *clinic = *state;
	struct closure c =
		days("Break", day_of(2026, 6, 10), day_of(2026, 6, 10));
	struct closure stale;

	assert_ok(clinic, add(clinic, &c));
	assert_ok(clinic, whole_closure_change(clinic->op, clinic->store, &c));
	assert_int_equal(stored(clinic, c.id).revision, 1);
	stale = c;
	c.title = "Holiday";
	assert_ok(clinic, whole_closure_change(clinic->op, clinic->store, &c));
	assert_int_equal(stored(clinic, c.id).revision, 2);
	stale.title = "Party";
	assert_failed(clinic,
		      whole_closure_change(clinic->op, clinic->store, &stale),
		      ERR_CONFLICT);
}

static void refused(struct clinic *clinic, struct closure closure,
		    const char *field, const char *code)
{
	assert_failed(clinic, add(clinic, &closure), ERR_INVALID);
	assert_true(clinic_field(clinic, field, code));
	assert_int_equal(closure.id, 0);
	clinic->op->failure = (struct failure){ .code = OK };
}

static void closures_are_bounded_in_length_and_in_time(void **state)
{
	struct clinic *clinic = *state;
	struct day june = day_of(2026, 6, 1);
	struct closure closure;

	refused(clinic, days("A", day_of(1, 1, 1), june), "from", "from-range");
	refused(clinic, days("A", june, day_of(9999, 12, 31)), "from",
		"from-range");
	refused(clinic, days("A", june, (struct day){ june.n + 3660 }), "to",
		"to-too-late");
	closure = days("A", june, (struct day){ june.n + 3659 });
	assert_ok(clinic, add(clinic, &closure));
	refused(clinic,
		hours("A", "2026-06-01T12:00:00Z", "2036-06-09T12:00:01Z"),
		"to", "to-too-late");
	closure = hours("A", "2026-06-01T12:00:00Z", "2026-06-01T13:00:00Z");
	closure.span.start.s = INSTANT_MIN.s - 1;
	refused(clinic, closure, "from", "from-range");
	closure.span.start = clinic_instant("2026-06-01T12:00:00Z");
	closure.span.end.s = INSTANT_MAX.s + 1;
	refused(clinic, closure, "from", "from-range");
	closure.span.end = closure.span.start;
	refused(clinic, closure, "to", "to-before-from");
}

static void hours_are_in_a_zone_that_there_is_or_the_practices(void **state)
{
	struct clinic *clinic = *state;
	struct closure closure =
		hours("A", "2026-06-01T12:00:00Z", "2026-06-01T13:00:00Z");

	closure.zone = "Mars/Olympus";
	refused(clinic, closure, "tzid", "zone-unknown");
	closure.zone = "";
	assert_ok(clinic, add(clinic, &closure));
	assert_string_equal(stored(clinic, closure.id).zone, CLINIC_ZONE);
}

static void a_stale_closure_conflicts(void **state)
{
	struct clinic *clinic = *state;
	struct closure closure =
		days("A", day_of(2026, 6, 1), day_of(2026, 6, 2));

	assert_ok(clinic, add(clinic, &closure));
	closure.title = "B";
	assert_ok(clinic,
		  whole_closure_change(clinic->op, clinic->store, &closure));
	closure.title = "C";
	closure.revision = 1;
	assert_failed(clinic,
		      whole_closure_change(clinic->op, clinic->store, &closure),
		      ERR_CONFLICT);
	assert_string_equal(stored(clinic, closure.id).title, "B");
}

static void a_uid_is_one_closures(void **state)
{
	struct clinic *clinic = *state;
	struct closure closure =
		days("A", day_of(2026, 6, 1), day_of(2026, 6, 2));

	closure.uid = "shut";
	assert_ok(clinic, add(clinic, &closure));
	assert_string_equal(closure.name, "shut.ics");
	closure.name = "other.ics";
	assert_failed(clinic, add(clinic, &closure), ERR_UID_CONFLICT);
}

static void a_removed_closure_is_not_there(void **state)
{
	struct clinic *clinic = *state;
	struct closure closure =
		days("A", day_of(2026, 6, 1), day_of(2026, 6, 2));

	assert_ok(clinic, add(clinic, &closure));
	assert_ok(clinic, practice_closure_remove(clinic->op, clinic->store,
						  closure.id));
	assert_failed(
		clinic,
		practice_closure_remove(clinic->op, clinic->store, closure.id),
		ERR_NOT_FOUND);
	closure.title = "B";
	assert_failed(clinic,
		      whole_closure_change(clinic->op, clinic->store, &closure),
		      ERR_NOT_FOUND);
	assert_failed(clinic,
		      practice_closure_remove(clinic->op, clinic->store, 999),
		      ERR_NOT_FOUND);
}

static void another_zone_leaves_hours_where_they_are(void **state)
{
	struct clinic *clinic = *state;
	struct settings wish = { .zone = "Europe/Oslo" };
	struct practice practice;
	struct closure closure =
		hours("A", "2026-06-01T12:00:00Z", "2026-06-01T13:00:00Z");

	assert_ok(clinic, add(clinic, &closure));
	assert_ok(clinic,
		  settings_set(clinic->op, clinic->store, &wish, &practice));
	assert_int_equal(stored(clinic, closure.id).span.start.s,
			 closure.span.start.s);
	assert_string_equal(stored(clinic, closure.id).zone, CLINIC_ZONE);
	/* A zone of the same days moves nothing. */
	closure = days("B", day_of(2026, 6, 1), day_of(2026, 6, 2));
	assert_ok(clinic, add(clinic, &closure));
	wish.zone = "Europe/Stockholm";
	assert_ok(clinic,
		  settings_set(clinic->op, clinic->store, &wish, &practice));
	assert_int_equal(stored(clinic, closure.id).revision, 1);
}

static void a_closure_over_many_sessions_holds_what_one_takes(void **state)
{
	struct clinic *clinic = *state;
	struct arena *arena = clinic->op->arena;
	struct closure june =
		days("June", day_of(2026, 6, 1), day_of(2026, 6, 30));
	size_t before;

	for (int i = 0; i < 50; i++)
		named(clinic, arena_printf(arena, "many-%d", i),
		      arena_printf(arena, "2026-06-%02dT%02d:00:00Z",
				   1 + i % 25, 14 + i / 25),
		      &clinic->maria);
	before = arena_held(arena);
	assert_ok(clinic, add(clinic, &june));
	assert_true(arena_held(arena) - before < 1024 * 1024);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(s46_all_day_is_from_midnight_to_midnight_here),
		WITH_CLINIC(wrong_fields_are_refused),
		WITH_CLINIC(closures_are_the_offices),
		WITH_CLINIC(s47_a_closure_flags_what_lies_on_it),
		WITH_CLINIC(s47_the_flag_goes_when_the_session_moves),
		WITH_CLINIC(s46_the_end_of_a_span_of_hours_is_exclusive),
		WITH_CLINIC(s9_double_booked_practitioners_are_flagged_on_both),
		WITH_CLINIC(a_canceled_or_removed_session_clashes_with_nothing),
		WITH_CLINIC(another_zone_moves_all_day_closures),
		WITH_CLINIC(a_change_of_nothing_raises_no_revision),
		WITH_CLINIC(closures_are_bounded_in_length_and_in_time),
		WITH_CLINIC(hours_are_in_a_zone_that_there_is_or_the_practices),
		WITH_CLINIC(a_stale_closure_conflicts),
		WITH_CLINIC(a_uid_is_one_closures),
		WITH_CLINIC(a_removed_closure_is_not_there),
		WITH_CLINIC(another_zone_leaves_hours_where_they_are),
		WITH_CLINIC(a_closure_over_many_sessions_holds_what_one_takes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
