#include "tests/unit/practice/booking/removal_fixture.h"

#include "store/audit.h"
#include <string.h>

#define MANY 5

struct many {
	struct session at[16];
};

/* Sessions a day apart, from 9 June on. */
static struct many many_sessions(struct agenda *agenda, int count)
{
	struct many many;

	for (int i = 0; i < count; i++)
		many.at[i] = removal_session(agenda, (i + 1) * DAY);
	return many;
}

static void delete_some(struct agenda *agenda, const struct many *many,
			int from, int to, int64_t later)
{
	for (int i = from; i < to; i++)
		removal_delete(agenda, &many->at[i], later + i);
}

static size_t in_batch(struct agenda *agenda, int64_t review)
{
	struct removal *list;
	size_t count;

	assert_int_equal(store_removal_of_review(place_read(agenda->place),
						 review, &list, &count),
			 OK);
	return count;
}

static void five_in_ten_minutes_are_one_item(void **s)
{
	struct agenda *agenda = *s;
	struct many many = many_sessions(agenda, MANY);
	struct review item;

	delete_some(agenda, &many, 0, 4, 0);
	assert_int_equal(agenda_reviews(agenda, "deletes"), 0);
	delete_some(agenda, &many, 4, 5, 9 * MINUTE);
	assert_int_equal(agenda_reviews(agenda, "deletes"), 1);
	item = removal_review(agenda);
	assert_int_equal(item.session, many.at[0].id);
	assert_int_equal(item.person, agenda->maria.id);
	assert_string_equal(item.text,
			    "Maria Silva's device 'phone' removed 5 sessions "
			    "within minutes: of 2026-06-09, 2026-06-10, "
			    "2026-06-11, 2026-06-12 and 2026-06-13.");
	assert_int_equal(in_batch(agenda, item.id), 5);
	for (int i = 0; i < MANY; i++)
		assert_state(agenda, many.at[i].id, SESSION_SAVED);
}

static void five_in_more_than_ten_minutes_are_none(void **s)
{
	struct agenda *agenda = *s;
	struct many many = many_sessions(agenda, MANY);

	removal_delete(agenda, &many.at[0], 0);
	delete_some(agenda, &many, 1, 5, 10 * MINUTE);
	assert_int_equal(agenda_reviews(agenda, "deletes"), 0);
}

static void it_grows_while_gaps_stay_under_ten_minutes(void **s)
{
	struct agenda *agenda = *s;
	struct many many = many_sessions(agenda, 8);

	delete_some(agenda, &many, 0, 5, 0);
	removal_delete(agenda, &many.at[5], 9 * MINUTE);
	removal_delete(agenda, &many.at[6], 18 * MINUTE);
	assert_int_equal(agenda_reviews(agenda, "deletes"), 1);
	assert_holds(removal_review(agenda).text, "removed 7 sessions");
	removal_delete(agenda, &many.at[7], 28 * MINUTE);
	assert_holds(removal_review(agenda).text, "removed 7 sessions");
	assert_int_equal(in_batch(agenda, removal_review(agenda).id), 7);
}

static void devices_and_people_are_counted_apart(void **s)
{
	struct agenda *agenda = *s;
	struct many many = many_sessions(agenda, 9);

	for (int i = 0; i < 4; i++)
		removal_delete_by(agenda, &agenda->maria, NULL, "sessions",
				  many.at[i].name, 0);
	delete_some(agenda, &many, 4, 8, 0);
	removal_delete_by(agenda, &agenda->sam, "phone", "maria",
			  many.at[8].name, 0);
	assert_int_equal(agenda_reviews(agenda, "deletes"), 0);
}

static void a_device_without_a_name_is_one_too(void **s)
{
	struct agenda *agenda = *s;
	struct many many = many_sessions(agenda, MANY);

	for (int i = 0; i < MANY; i++)
		removal_delete_by(agenda, &agenda->sam, NULL, "maria",
				  many.at[i].name, 0);
	assert_holds(removal_review(agenda).text,
		     "Sam Office's device removed 5 sessions");
}

static void the_text_names_ten_days_and_counts_the_others(void **s)
{
	struct agenda *agenda = *s;
	struct many many = many_sessions(agenda, 12);

	many.at[12] = removal_session(agenda, DAY + HOUR);
	delete_some(agenda, &many, 0, 13, 0);
	assert_holds(removal_review(agenda).text, "removed 13 sessions");
	assert_holds(removal_review(agenda).text,
		     "2026-06-17, 2026-06-18 and 2 more days.");
}

static void one_session_removed_five_times_is_one(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);

	for (int i = 0; i < MANY; i++) {
		removal_delete(agenda, &session, i);
		agenda_save(agenda, session.id, "open", i);
	}
	assert_int_equal(agenda_reviews(agenda, "deletes"), 0);
}

static void what_is_settled_does_not_grow(void **s)
{
	struct agenda *agenda = *s;
	struct many many = many_sessions(agenda, 11);
	int64_t first;

	delete_some(agenda, &many, 0, 5, 0);
	first = removal_review(agenda).id;
	assert_int_equal(removal_settle(agenda, first, false), OK);
	for (int i = 0; i < MANY; i++)
		assert_state(agenda, many.at[i].id, SESSION_SAVED);
	delete_some(agenda, &many, 5, 9, 0);
	assert_int_equal(agenda_reviews(agenda, "deletes"), 0);
	delete_some(agenda, &many, 9, 10, 0);
	assert_int_equal(agenda_reviews(agenda, "deletes"), 1);
	assert_int_not_equal(removal_review(agenda).id, first);
	assert_holds(removal_review(agenda).text, "removed 5 sessions");
}

static void a_session_removed_again_changes_its_batch(void **s)
{
	struct agenda *agenda = *s;
	struct many many = many_sessions(agenda, 6);
	int64_t first;

	delete_some(agenda, &many, 0, 6, 0);
	first = removal_review(agenda).id;
	agenda_save(agenda, many.at[0].id, "open", HOUR);
	removal_delete_by(agenda, &agenda->sam, "desk", "maria",
			  many.at[0].name, HOUR);
	assert_int_equal(in_batch(agenda, first), 5);
	assert_holds(removal_review(agenda).text, "removed 5 sessions");
	assert_int_equal(removal_review(agenda).session, many.at[1].id);
}

static void an_adopted_session_leaves_its_batch(void **s)
{
	struct agenda *agenda = *s;
	struct many many = many_sessions(agenda, MANY);
	struct review item;

	delete_some(agenda, &many, 0, 5, 0);
	removal_put(agenda, "new", DAY, MINUTE);
	assert_state(agenda, many.at[0].id, SESSION_OPEN);
	item = removal_review(agenda);
	assert_holds(item.text, "removed 4 sessions");
	assert_int_equal(item.session, many.at[1].id);
	assert_int_equal(in_batch(agenda, item.id), 4);
	assert_int_equal(item.state, REVIEW_WAITING);
}

static void when_all_are_put_back_nobody_has_to_look(void **s)
{
	struct agenda *agenda = *s;
	struct many many = many_sessions(agenda, MANY);
	struct review item;

	delete_some(agenda, &many, 0, 5, 0);
	for (int i = 0; i < MANY; i++)
		removal_put(agenda,
			    arena_printf(agenda->place->arena, "new-%d", i),
			    (i + 1) * DAY, MINUTE);
	item = removal_review(agenda);
	assert_int_equal(item.state, REVIEW_UNDONE);
	assert_holds(item.text, "What it removed was put back.");
	assert_int_equal(removal_count(agenda), MANY);
	assert_int_equal(removal_settle(agenda, item.id, true), ERR_CONFLICT);
}

static void the_office_takes_one_out_by_putting_it_back(void **s)
{
	struct agenda *agenda = *s;
	struct many many = many_sessions(agenda, MANY);
	char *bytes =
		agenda_bytes(agenda, &agenda->sam, "maria", many.at[0].id);

	for (int i = 0; i < MANY; i++)
		removal_delete_by(agenda, &agenda->sam, "phone", "maria",
				  many.at[i].name, 0);
	agenda_put(agenda, &agenda->sam, "maria", many.at[0].name, bytes, DAY,
		   OK);
	assert_holds(removal_review(agenda).text, "removed 4 sessions");
}

static void undoing_opens_every_session_again(void **s)
{
	struct agenda *agenda = *s;
	struct many many = many_sessions(agenda, MANY);
	struct review item;

	delete_some(agenda, &many, 0, 5, 0);
	item = removal_review(agenda);
	assert_int_equal(removal_settle(agenda, item.id, true), OK);
	for (int i = 0; i < MANY; i++)
		assert_state(agenda, many.at[i].id, SESSION_OPEN);
	item = removal_review(agenda);
	assert_int_equal(item.state, REVIEW_UNDONE);
	assert_holds(item.text, "Undone: 5 open again.");
}

static void undoing_restores_what_the_office_removed(void **s)
{
	struct agenda *agenda = *s;
	struct many many = many_sessions(agenda, MANY);

	for (int i = 0; i < MANY; i++)
		removal_delete_by(agenda, &agenda->sam, "phone", "maria",
				  many.at[i].name, 0);
	assert_int_equal(
		removal_settle(agenda, removal_review(agenda).id, true), OK);
	for (int i = 0; i < MANY; i++) {
		assert_state(agenda, many.at[i].id, SESSION_OPEN);
		assert_true(agenda_has(agenda, &agenda->maria, "sessions",
				       many.at[i].name));
	}
}

static struct audit last_audit(struct agenda *agenda, int64_t review)
{
	struct audit *list;
	size_t count;

	assert_int_equal(store_audit_list(place_read(agenda->place), "review",
					  review, 0, 1, &list, &count),
			 OK);
	assert_int_equal(count, 1);
	return list[0];
}

static void undoing_leaves_what_changed_since(void **s)
{
	struct agenda *agenda = *s;
	struct many many = many_sessions(agenda, MANY);
	struct arena *arena = agenda->place->arena;
	struct review item;
	struct audit audit;

	delete_some(agenda, &many, 0, 5, 0);
	agenda_save(agenda, many.at[2].id, "missed", MINUTE);
	item = removal_review(agenda);
	assert_int_equal(removal_settle(agenda, item.id, true), OK);
	assert_state(agenda, many.at[1].id, SESSION_OPEN);
	assert_state(agenda, many.at[2].id, SESSION_SAVED);
	assert_string_equal(agenda_facts(agenda, many.at[2].id).completion.slug,
			    "missed");
	assert_holds(removal_review(agenda).text,
		     "Undone: 4 open again, 1 left as they are, since they "
		     "had changed.");
	audit = last_audit(agenda, item.id);
	assert_string_equal(audit.action, "review.settle");
	assert_holds(audit.after, arena_printf(arena, "\"left\":[\"%lld\"]",
					       (long long)many.at[2].id));
	assert_holds(audit.after,
		     arena_printf(arena, "\"opened\":[\"%lld\",\"%lld\",",
				  (long long)many.at[0].id,
				  (long long)many.at[1].id));
}

static const char *const FAULTS[] = {
	"CREATE TRIGGER f BEFORE INSERT ON removal BEGIN"
	"  SELECT RAISE(ABORT, 'full'); END",
	"CREATE TRIGGER f BEFORE UPDATE OF review ON removal BEGIN"
	"  SELECT RAISE(ABORT, 'full'); END",
	"CREATE TRIGGER f BEFORE INSERT ON review BEGIN"
	"  SELECT RAISE(ABORT, 'full'); END",
	"CREATE TRIGGER f BEFORE UPDATE ON review BEGIN"
	"  SELECT RAISE(ABORT, 'full'); END",
};

static void a_removal_that_cannot_be_kept_is_none(void **s)
{
	struct agenda *agenda = *s;
	struct many many = many_sessions(agenda, MANY);

	delete_some(agenda, &many, 0, 4, 0);
	for (size_t i = 0; i < ARRAY_SIZE(FAULTS); i++) {
		assert_int_equal(place_sql(agenda->place, FAULTS[i]), 0);
		agenda_delete(agenda, &agenda->maria, "sessions",
			      many.at[4].name, 0, ERR_STORAGE);
		assert_state(agenda, many.at[4].id, SESSION_OPEN);
		assert_int_equal(place_sql(agenda->place, "DROP TRIGGER f"), 0);
	}
	delete_some(agenda, &many, 4, 5, 0);
	assert_int_equal(agenda_reviews(agenda, "deletes"), 1);
}

static const char *const UNDO_FAULTS[] = {
	"CREATE TRIGGER f BEFORE UPDATE ON session WHEN OLD.starts ="
	"    (SELECT max(starts) FROM session) BEGIN"
	"  SELECT RAISE(ABORT, 'full'); END",
	"CREATE TRIGGER f BEFORE UPDATE OF text ON review BEGIN"
	"  SELECT RAISE(ABORT, 'full'); END",
	"CREATE TRIGGER f BEFORE UPDATE OF state ON review BEGIN"
	"  SELECT RAISE(ABORT, 'full'); END",
};

static void undoing_is_all_or_nothing(void **s)
{
	struct agenda *agenda = *s;
	struct many many = many_sessions(agenda, MANY);
	struct review item;

	delete_some(agenda, &many, 0, 5, 0);
	item = removal_review(agenda);
	for (size_t i = 0; i < ARRAY_SIZE(UNDO_FAULTS); i++) {
		assert_int_equal(place_sql(agenda->place, UNDO_FAULTS[i]), 0);
		assert_int_equal(removal_settle(agenda, item.id, true),
				 ERR_STORAGE);
		for (int j = 0; j < MANY; j++)
			assert_state(agenda, many.at[j].id, SESSION_SAVED);
		assert_string_equal(removal_review(agenda).text, item.text);
		assert_int_equal(place_sql(agenda->place, "DROP TRIGGER f"), 0);
	}
	assert_int_equal(removal_settle(agenda, item.id, true), OK);
}

static const char *const ADOPT_FAULTS[] = {
	"CREATE TRIGGER f BEFORE DELETE ON removal BEGIN"
	"  SELECT RAISE(ABORT, 'full'); END",
	"CREATE TRIGGER f BEFORE UPDATE OF name ON member BEGIN"
	"  SELECT RAISE(ABORT, 'full'); END",
	"CREATE TRIGGER f BEFORE INSERT ON audit"
	"    WHEN NEW.action = 'session.adopt' BEGIN"
	"  SELECT RAISE(ABORT, 'full'); END",
	"CREATE TRIGGER f BEFORE INSERT ON audit"
	"    WHEN NEW.action = 'session.reopen' BEGIN"
	"  SELECT RAISE(ABORT, 'full'); END",
};

static void an_adoption_is_all_or_nothing(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);

	removal_delete(agenda, &session, 0);
	for (size_t i = 0; i < ARRAY_SIZE(ADOPT_FAULTS); i++) {
		assert_int_equal(place_sql(agenda->place, ADOPT_FAULTS[i]), 0);
		agenda_put(agenda, &agenda->maria, "sessions", "new.ics",
			   removal_event(agenda, "new", DAY + HOUR, TITLE),
			   MINUTE, ERR_STORAGE);
		assert_state(agenda, session.id, SESSION_SAVED);
		assert_true(agenda_has(agenda, &agenda->maria, "sessions",
				       session.name));
		assert_false(agenda_has(agenda, &agenda->maria, "sessions",
					"new.ics"));
		assert_int_equal(place_sql(agenda->place, "DROP TRIGGER f"), 0);
	}
	removal_put(agenda, "new", DAY + HOUR, MINUTE);
	assert_state(agenda, session.id, SESSION_OPEN);
}

static void undoing_an_endless_rule_removes_what_it_made(void **s)
{
	struct agenda *agenda = *s;
	struct review *list;
	size_t count;

	agenda_put(agenda, &agenda->maria, "sessions", "new.ics",
		   removal_event(agenda, "new", DAY,
				 "SUMMARY:C042\r\nRRULE:FREQ=WEEKLY\r\n"),
		   0, OK);
	assert_true(removal_count(agenda) > 50);
	assert_int_equal(store_review_list(place_read(agenda->place),
					   REVIEW_WAITING, 0, 10, &list,
					   &count),
			 OK);
	assert_int_equal(count, 1);
	assert_int_equal(removal_settle(agenda, list[0].id, true), OK);
	assert_int_equal(removal_count(agenda), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(five_in_ten_minutes_are_one_item),
		WITH_AGENDA(five_in_more_than_ten_minutes_are_none),
		WITH_AGENDA(it_grows_while_gaps_stay_under_ten_minutes),
		WITH_AGENDA(devices_and_people_are_counted_apart),
		WITH_AGENDA(a_device_without_a_name_is_one_too),
		WITH_AGENDA(the_text_names_ten_days_and_counts_the_others),
		WITH_AGENDA(one_session_removed_five_times_is_one),
		WITH_AGENDA(what_is_settled_does_not_grow),
		WITH_AGENDA(a_session_removed_again_changes_its_batch),
		WITH_AGENDA(an_adopted_session_leaves_its_batch),
		WITH_AGENDA(when_all_are_put_back_nobody_has_to_look),
		WITH_AGENDA(the_office_takes_one_out_by_putting_it_back),
		WITH_AGENDA(undoing_opens_every_session_again),
		WITH_AGENDA(undoing_restores_what_the_office_removed),
		WITH_AGENDA(undoing_leaves_what_changed_since),
		WITH_AGENDA(a_removal_that_cannot_be_kept_is_none),
		WITH_AGENDA(undoing_is_all_or_nothing),
		WITH_AGENDA(an_adoption_is_all_or_nothing),
		WITH_AGENDA(undoing_an_endless_rule_removes_what_it_made),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
