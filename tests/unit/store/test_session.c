#include "store/clash.h"
#include "store/completion.h"
#include "store/schedule.h"
#include "store/session.h"
#include "store/session_list.h"
#include "store/session_version.h"

#include "base/buf.h"
#include "store/actor.h"
#include "tests/unit/store/transaction_fixture.h"

static struct instant at(int64_t seconds)
{
	return (struct instant){ START + seconds };
}

/* Insert an open session of an hour; its id. */
static int64_t add(struct tx_fixture *fix, const char *uid, int64_t seconds,
		   int64_t practitioner, int64_t client)
{
	struct session session =
		tx_session(fix, uid, at(seconds), practitioner, client);

	assert_int_equal(store_session_insert(fix->tx, &session), OK);
	return session.id;
}

static int64_t maria(struct tx_fixture *fix)
{
	return tx_person(fix, ROLE_PRACTITIONER, "Maria Lopez");
}

static int64_t ada(struct tx_fixture *fix)
{
	return tx_person(fix, ROLE_CLIENT, "Ada Brown");
}

/* The ids that the filter finds are these, 0 for none. */
static void assert_listed(struct tx_fixture *fix, struct session_filter filter,
			  int64_t first, int64_t second)
{
	struct session *list;
	struct ids ids;
	size_t count;

	assert_int_equal(
		store_session_list(fix->reader, &filter, &list, &count), OK);
	ids.count = count;
	ids.at = arena_array(fix->arena, count + 1, sizeof(*ids.at));
	for (size_t i = 0; i < count; i++)
		ids.at[i] = list[i].id;
	assert_ids(&ids, first, second);
}

static void assert_session(const struct session *a, const struct session *b)
{
	assert_int_equal(a->id, b->id);
	assert_string_equal(a->uid, b->uid);
	assert_string_equal(a->name, b->name);
	assert_int_equal(a->revision, b->revision);
	assert_int_equal(a->schedule, b->schedule);
	assert_int_equal(a->span.start.s, b->span.start.s);
	assert_int_equal(a->span.end.s, b->span.end.s);
	assert_string_equal(a->zone, b->zone);
	assert_int_equal(a->terms.service, b->terms.service);
	assert_string_equal(a->terms.place, b->terms.place);
	assert_string_equal(a->terms.public_note, b->terms.public_note);
	assert_string_equal(a->terms.private_note, b->terms.private_note);
	assert_int_equal(a->state, b->state);
	assert_int_equal(a->completion, b->completion);
	assert_int_equal(a->created.s, b->created.s);
	assert_int_equal(a->modified.s, b->modified.s);
	assert_int_equal(a->removed.s, b->removed.s);
}

static void a_session_is_found_as_it_was_stored(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t m = maria(fix), p = maria(fix), a = ada(fix), b = ada(fix);
	struct session session = tx_session(fix, "u1", at(0), m, a);
	struct session found;

	session.terms.service = tx_service(fix, "Piano");
	session.terms.place = "Room 2";
	session.terms.public_note = "Bring the score";
	session.terms.private_note = "Grades";
	/* The order given is not that of the ids. */
	session.terms.practitioners = tx_ids(fix, p, m);
	session.terms.clients = tx_ids(fix, b, a);
	assert_int_equal(store_session_insert(fix->tx, &session), OK);
	assert_int_equal(session.revision, 1);
	assert_int_equal(store_session_find(fix->reader, session.id, &found),
			 OK);
	assert_session(&session, &found);
	assert_ids(&found.terms.practitioners, p, m);
	assert_ids(&found.terms.clients, b, a);
	assert_int_equal(store_session_find_uid(fix->reader, "u1", &found), OK);
	assert_int_equal(found.id, session.id);
	assert_ids(&found.terms.clients, b, a);
}

static void what_is_not_there_is_not_found(void **state)
{
	struct tx_fixture *fix = *state;
	struct session session =
		tx_session(fix, "u1", at(0), maria(fix), ada(fix));
	struct session found = { .id = 7 };

	session.id = 99;
	assert_int_equal(store_session_find(fix->reader, 99, &found),
			 ERR_NOT_FOUND);
	assert_int_equal(store_session_find_uid(fix->reader, "u1", &found),
			 ERR_NOT_FOUND);
	assert_int_equal(store_session_update(fix->tx, &session),
			 ERR_NOT_FOUND);
	assert_int_equal(store_session_version_add(fix->tx, 99, "{}"),
			 ERR_NOT_FOUND);
	assert_int_equal(found.id, 7);
}

static void a_uid_is_taken_once(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t m = maria(fix), a = ada(fix);
	struct session session = tx_session(fix, "u1", at(HOUR), m, a);

	add(fix, "u1", 0, m, a);
	assert_int_equal(store_session_insert(fix->tx, &session), ERR_EXISTS);
	assert_int_equal(session.id, 0);
}

static void the_database_refuses_what_no_session_may_be(void **state)
{
	struct tx_fixture *fix = *state;
	struct session session =
		tx_session(fix, "u1", at(0), maria(fix), ada(fix));

	session.span.end = session.span.start;
	assert_int_equal(store_session_insert(fix->tx, &session), ERR_STORAGE);
	session.span.end = at(24 * HOUR + 1);
	assert_int_equal(store_session_insert(fix->tx, &session), ERR_STORAGE);
	session.span.end = at(24 * HOUR);
	session.state = SESSION_SAVED;
	assert_int_equal(store_session_insert(fix->tx, &session), ERR_STORAGE);
	session.state = SESSION_OPEN;
	session.terms.service = 99;
	assert_int_equal(store_session_insert(fix->tx, &session), ERR_STORAGE);
	session.terms.service = 0;
	session.terms.clients = tx_ids(fix, 99, 0);
	assert_int_equal(store_session_insert(fix->tx, &session), ERR_STORAGE);
}

static void an_update_raises_the_revision_and_replaces_people(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t m = maria(fix), p = maria(fix), a = ada(fix), b = ada(fix);
	struct session session, found;
	int64_t id = add(fix, "u1", 0, m, a);

	assert_int_equal(store_session_find(fix->reader, id, &session), OK);
	session.span = (struct span){ at(100 * HOUR), at(101 * HOUR) };
	session.name = "other.ics";
	session.terms.place = session.terms.public_note =
		session.terms.private_note = "x";
	session.state = SESSION_DRAFT;
	session.terms.practitioners = tx_ids(fix, p, 0);
	session.terms.clients = (struct ids){ 0 };
	session.revision = 77; /* a stale one does not matter here */
	assert_int_equal(store_session_update(fix->tx, &session), OK);
	assert_int_equal(session.revision, 2);
	assert_int_equal(store_session_find(fix->reader, id, &found), OK);
	assert_session(&session, &found);
	assert_ids(&found.terms.practitioners, p, 0);
	assert_ids(&found.terms.clients, 0, 0);
	/* The index of people moved along. */
	assert_listed(fix,
		      (struct session_filter){
			      .practitioner = p,
			      .span = { at(100 * HOUR), at(101 * HOUR) } },
		      id, 0);
	assert_listed(fix, (struct session_filter){ .practitioner = m }, 0, 0);
	assert_listed(fix, (struct session_filter){ .client = b }, 0, 0);
}

static void a_list_holds_what_overlaps_the_span(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t m = maria(fix), a = ada(fix);
	struct session day = tx_session(fix, "day", at(0), m, a);
	int64_t after = add(fix, "after", 24 * HOUR, m, a);

	day.span.end = at(24 * HOUR);
	assert_int_equal(store_session_insert(fix->tx, &day), OK);
	/* Half-open on both sides, and a whole day reaches to its end. */
	assert_listed(fix,
		      (struct session_filter){
			      .span = { at(24 * HOUR - 1), at(24 * HOUR) } },
		      day.id, 0);
	assert_listed(fix,
		      (struct session_filter){
			      .span = { at(24 * HOUR), at(25 * HOUR) } },
		      after, 0);
	assert_listed(fix,
		      (struct session_filter){ .span = { at(24 * HOUR - 1),
							 at(24 * HOUR + 1) } },
		      day.id, after);
	assert_listed(fix,
		      (struct session_filter){ .span = { at(-HOUR), at(0) } },
		      0, 0);
	assert_listed(fix,
		      (struct session_filter){
			      .practitioner = m,
			      .span = { at(24 * HOUR - 1), at(24 * HOUR) } },
		      day.id, 0);
	assert_listed(fix,
		      (struct session_filter){
			      .client = a,
			      .span = { at(24 * HOUR - 1), at(24 * HOUR) } },
		      day.id, 0);
	assert_listed(fix, (struct session_filter){ 0 }, day.id, after);
}

static void a_list_is_restricted_by_people_and_service(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t m = maria(fix), p = maria(fix), a = ada(fix), b = ada(fix);
	int64_t ma = add(fix, "ma", 0, m, a);
	int64_t mb = add(fix, "mb", HOUR, m, b);
	int64_t pa = add(fix, "pa", 2 * HOUR, p, a);
	struct session session;

	assert_listed(fix, (struct session_filter){ .practitioner = m }, ma,
		      mb);
	assert_listed(fix, (struct session_filter){ .client = a }, ma, pa);
	assert_listed(fix,
		      (struct session_filter){ .practitioner = p, .client = a },
		      pa, 0);
	assert_listed(fix,
		      (struct session_filter){ .practitioner = p, .client = b },
		      0, 0);
	assert_int_equal(store_session_find(fix->reader, mb, &session), OK);
	session.terms.service = tx_service(fix, "Piano");
	assert_int_equal(store_session_update(fix->tx, &session), OK);
	assert_listed(
		fix,
		(struct session_filter){ .service = session.terms.service }, mb,
		0);
	assert_listed(fix,
		      (struct session_filter){ .service = session.terms.service,
					       .client = a },
		      0, 0);
}

static void a_list_is_restricted_by_schedule(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t m = maria(fix), a = ada(fix);
	struct schedule schedule = {
		.days = 1,
		.count = 2,
		.start = { 2026, 6, 8, 16, 0, 0 },
		.minutes = 60,
		.zone = "America/Toronto",
	};
	struct session session = tx_session(fix, "u2", at(HOUR), m, a);

	assert_int_equal(store_schedule_insert(fix->tx, &schedule), OK);
	session.schedule = schedule.id;
	add(fix, "u1", 0, m, a);
	assert_int_equal(store_session_insert(fix->tx, &session), OK);
	assert_listed(fix, (struct session_filter){ .schedule = schedule.id },
		      session.id, 0);
	assert_listed(fix,
		      (struct session_filter){ .schedule = schedule.id,
					       .span = { at(0), at(HOUR) } },
		      0, 0);
}

static void set_state(struct tx_fixture *fix, int64_t id, enum session_state to)
{
	struct session session;

	assert_int_equal(store_session_find(fix->reader, id, &session), OK);
	session.state = to;
	assert_int_equal(store_session_update(fix->tx, &session), OK);
}

static void a_list_is_restricted_by_state(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t m = maria(fix), a = ada(fix);
	int64_t draft = add(fix, "draft", 0, m, a);
	int64_t open = add(fix, "open", HOUR, m, a);

	set_state(fix, draft, SESSION_DRAFT);
	assert_listed(fix, (struct session_filter){ .drafts = true }, draft, 0);
	assert_listed(fix, (struct session_filter){ .open = true }, open, 0);
	assert_listed(fix, (struct session_filter){ .saved = true }, 0, 0);
	assert_listed(fix,
		      (struct session_filter){ .drafts = true, .open = true },
		      draft, open);
	assert_listed(fix, (struct session_filter){ 0 }, draft, open);
}

static void removed_ones_are_listed_when_asked_for(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t m = maria(fix), a = ada(fix);
	int64_t gone = add(fix, "gone", 0, m, a);
	int64_t here = add(fix, "here", HOUR, m, a);
	struct session session;
	struct ids practitioners = tx_ids(fix, m, 0), ids;
	struct clash *clashes;
	size_t count;

	assert_int_equal(store_session_find(fix->reader, gone, &session), OK);
	session.removed = at(9);
	assert_int_equal(store_session_update(fix->tx, &session), OK);
	assert_listed(fix, (struct session_filter){ 0 }, here, 0);
	assert_listed(fix, (struct session_filter){ .removed = true }, gone,
		      here);
	assert_listed(fix,
		      (struct session_filter){ .removed = true, .client = a },
		      gone, here);
	assert_listed(fix, (struct session_filter){ .practitioner = m }, here,
		      0);
	assert_listed(fix,
		      (struct session_filter){ .removed = true,
					       .open = true,
					       .ended_before = at(HOUR) },
		      gone, 0);
	assert_int_equal(
		store_clash_overlapping(
			fix->reader,
			&(struct clash_place){ .practitioners = &practitioners,
					       .span = { at(0), at(HOUR) } },
			&clashes, &count),
		OK);
	assert_int_equal(count, 0);
	assert_int_equal(
		store_session_ended(fix->reader, at(0), at(HOUR), &ids), OK);
	assert_ids(&ids, 0, 0);
	/* It can still be found, and comes back. */
	assert_int_equal(store_session_find_uid(fix->reader, "gone", &session),
			 OK);
	assert_int_equal(session.removed.s, START + 9);
}

static void past_open_ones_are_those_that_have_ended(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t m = maria(fix), a = ada(fix);
	int64_t late = add(fix, "late", HOUR, m, a);
	int64_t early = add(fix, "early", 0, m, a);
	int64_t draft = add(fix, "draft", 0, m, a);
	struct session_filter filter = { .open = true };
	struct ids ids;

	set_state(fix, draft, SESSION_DRAFT);
	filter.ended_before = at(HOUR - 1);
	assert_listed(fix, filter, 0, 0);
	filter.ended_before = at(HOUR);
	assert_listed(fix, filter, early, 0);
	filter.ended_before = at(2 * HOUR);
	assert_listed(fix, filter, early, late);
	filter.after = early;
	assert_listed(fix, filter, late, 0);
	filter = (struct session_filter){ .ended_before = at(HOUR) };
	assert_listed(fix, filter, early, draft);

	assert_int_equal(
		store_session_ended(fix->reader, at(0), at(2 * HOUR), &ids),
		OK);
	assert_ids(&ids, early, late);
	assert_int_equal(
		store_session_ended(fix->reader, at(0), at(HOUR), &ids), OK);
	assert_ids(&ids, early, 0);
	assert_int_equal(
		store_session_ended(fix->reader, at(HOUR), at(2 * HOUR), &ids),
		OK);
	assert_ids(&ids, late, 0);
}

static void a_list_comes_in_pages_by_start_then_id(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t m = maria(fix), a = ada(fix);
	int64_t third = add(fix, "third", HOUR, m, a);
	int64_t first = add(fix, "first", 0, m, a);
	int64_t second = add(fix, "second", 0, m, a);
	struct session_filter filters[] = {
		{ .limit = 2 },
		{ .limit = 2, .practitioner = m },
		{ .limit = 2, .client = a },
		{ .limit = 2, .open = true, .ended_before = at(9 * HOUR) },
	};
	struct session *list;
	size_t count;

	for (size_t i = 0; i < ARRAY_SIZE(filters); i++) {
		assert_listed(fix, filters[i], first, second);
		filters[i].after = first;
		assert_listed(fix, filters[i], second, third);
		filters[i].after = second;
		assert_listed(fix, filters[i], third, 0);
		filters[i].after = third;
		assert_listed(fix, filters[i], 0, 0);
	}
	filters[0].after = 99;
	assert_int_equal(
		store_session_list(fix->reader, &filters[0], &list, &count),
		ERR_INVALID);
}

/* UIDs, as in "u1 u2". */
static const char *overlapping(struct tx_fixture *fix,
			       const struct ids *practitioners,
			       struct span span, int64_t but)
{
	const struct clash_place place = { practitioners, span, but };
	struct clash *list;
	struct buf buf;
	size_t count;

	assert_int_equal(
		store_clash_overlapping(fix->reader, &place, &list, &count),
		OK);
	buf_init(&buf, fix->op->arena);
	buf_puts(&buf, "");
	for (size_t i = 0; i < count; i++) {
		assert_false(list[i].with_closure);
		buf_printf(&buf, "%s%s", i ? " " : "", list[i].uid);
	}
	return buf.at;
}

static void overlapping_ones_are_told_once_and_without_oneself(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t m = maria(fix), p = maria(fix), a = ada(fix);
	struct session both = tx_session(fix, "both", at(0), m, a);
	struct ids practitioners = tx_ids(fix, p, m);
	struct span span = { at(0), at(HOUR) };

	both.terms.practitioners = tx_ids(fix, m, p);
	assert_int_equal(store_session_insert(fix->tx, &both), OK);
	add(fix, "other", HOUR / 2, m, a);
	add(fix, "behind", HOUR, m, a);
	add(fix, "before", -HOUR, m, a);
	assert_string_equal(overlapping(fix, &practitioners, span, 0),
			    "both other");
	assert_string_equal(overlapping(fix, &practitioners, span, both.id),
			    "other");
	practitioners = (struct ids){ 0 };
	assert_string_equal(overlapping(fix, &practitioners, span, 0), "");
}

static void those_that_do_not_take_place_overlap_nothing(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t m = maria(fix), a = ada(fix);
	struct ids practitioners = tx_ids(fix, m, 0);
	const enum map maps[] = { MAP_COMPLETED, MAP_MISSED, MAP_CANCELED };
	const char *uids[] = { "completed", "missed", "canceled" };

	for (size_t i = 0; i < ARRAY_SIZE(maps); i++) {
		struct completion completion = {
			.session = add(fix, uids[i], 0, m, a),
			.slug = uids[i],
			.label = uids[i],
			.map = maps[i],
			.saved_at = at(HOUR),
			.reopened_at = INSTANT_MAX,
		};
		struct session session;

		assert_int_equal(store_completion_insert(fix->tx, &completion),
				 OK);
		assert_int_equal(store_session_find(fix->reader,
						    completion.session,
						    &session),
				 OK);
		session.state = SESSION_SAVED;
		session.completion = completion.id;
		assert_int_equal(store_session_update(fix->tx, &session), OK);
	}
	assert_string_equal(overlapping(fix, &practitioners,
					(struct span){ at(0), at(HOUR) }, 0),
			    "completed missed");
}

static void clashes_come_once_and_go(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t id = add(fix, "u1", 0, maria(fix), ada(fix));
	const struct clash clashes[] = {
		{ false, "s2" }, { true, "c1" },  { false, "s1" },
		{ false, "s2" }, { false, "c1" },
	};
	struct clash *list;
	size_t count;

	for (size_t i = 0; i < ARRAY_SIZE(clashes); i++)
		assert_int_equal(store_clash_add(fix->tx, id, &clashes[i]), OK);
	assert_int_equal(store_clash_list(fix->reader, id, &list, &count), OK);
	assert_int_equal(count, 4);
	assert_true(list[0].with_closure);
	assert_string_equal(list[0].uid, "c1");
	assert_string_equal(list[1].uid, "c1");
	assert_string_equal(list[2].uid, "s1");
	assert_string_equal(list[3].uid, "s2");
	assert_int_equal(store_clash_closures(fix->reader, id, &list, &count),
			 OK);
	assert_int_equal(count, 1);
	assert_true(list[0].with_closure);
	for (size_t i = 1; i < ARRAY_SIZE(clashes); i++)
		assert_int_equal(store_clash_remove(fix->tx, id, &clashes[i]),
				 OK);
	assert_int_equal(store_clash_list(fix->reader, id, &list, &count), OK);
	assert_int_equal(count, 0);
}

static const char *version_at(struct tx_fixture *fix, int64_t id,
			      int64_t seconds)
{
	const char *json = "none";
	enum err err =
		store_session_version_find(fix->reader, id, at(seconds), &json);

	assert_int_equal(err, json[0] == '{' ? OK : ERR_NOT_FOUND);
	return json;
}

static void a_session_is_shown_as_it_was_at_any_moment(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t m = maria(fix), a = ada(fix);
	int64_t id = add(fix, "u1", 0, m, a);
	int64_t other = add(fix, "u2", 0, m, a);

	fix->op->now = at(10);
	assert_int_equal(store_session_version_add(fix->tx, id, "{1}"), OK);
	fix->op->now = at(20);
	assert_int_equal(store_session_version_add(fix->tx, id, "{2}"), OK);
	assert_int_equal(store_session_version_add(fix->tx, id, "{3}"), OK);
	assert_string_equal(version_at(fix, id, 9), "none");
	assert_string_equal(version_at(fix, id, 10), "{1}");
	assert_string_equal(version_at(fix, id, 19), "{1}");
	assert_string_equal(version_at(fix, id, 20), "{3}");
	assert_string_equal(version_at(fix, id, 99), "{3}");
	assert_string_equal(version_at(fix, other, 99), "none");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TX(a_session_is_found_as_it_was_stored),
		WITH_TX(what_is_not_there_is_not_found),
		WITH_TX(a_uid_is_taken_once),
		WITH_TX(the_database_refuses_what_no_session_may_be),
		WITH_TX(an_update_raises_the_revision_and_replaces_people),
		WITH_TX(a_list_holds_what_overlaps_the_span),
		WITH_TX(a_list_is_restricted_by_people_and_service),
		WITH_TX(a_list_is_restricted_by_schedule),
		WITH_TX(a_list_is_restricted_by_state),
		WITH_TX(removed_ones_are_listed_when_asked_for),
		WITH_TX(past_open_ones_are_those_that_have_ended),
		WITH_TX(a_list_comes_in_pages_by_start_then_id),
		WITH_TX(overlapping_ones_are_told_once_and_without_oneself),
		WITH_TX(those_that_do_not_take_place_overlap_nothing),
		WITH_TX(clashes_come_once_and_go),
		WITH_TX(a_session_is_shown_as_it_was_at_any_moment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
