#include "tests/unit/practice/booking/removal_fixture.h"

#include "base/str.h"
#include "practice/booking/review.h"
#include "store/session_list.h"

struct session removal_session(struct agenda *agenda, int64_t start)
{
	return agenda_session(agenda, start, agenda->ada.id, 0);
}

void removal_delete(struct agenda *agenda, const struct session *session,
		    int64_t later)
{
	agenda_delete(agenda, &agenda->maria, "sessions", session->name, later,
		      OK);
}

void removal_delete_by(struct agenda *agenda, const struct person *person,
		       const char *device, const char *path, const char *name,
		       int64_t later)
{
	struct operation op = agenda_as(agenda, person, later);
	struct object_at at = { person->login, path, name };

	op.actor.device = device;
	assert_int_equal(
		practice_object_delete(&op, agenda->place->store, &at, NULL),
		OK);
}

char *removal_event(struct agenda *agenda, const char *uid, int64_t start,
		    const char *lines)
{
	struct arena *arena = agenda->place->arena;
	struct instant from = { FIXTURE_NOW.s + start };
	struct instant to = { from.s + HOUR };

	return agenda_object(agenda, "VEVENT",
			     arena_printf(arena,
					  "UID:%s\r\nDTSTART:%s\r\n"
					  "DTEND:%s\r\n%s",
					  uid, instant_basic(arena, from),
					  instant_basic(arena, to), lines));
}

struct object_result removal_put(struct agenda *agenda, const char *uid,
				 int64_t start, int64_t later)
{
	return agenda_put(agenda, &agenda->maria, "sessions",
			  arena_printf(agenda->place->arena, "%s.ics", uid),
			  removal_event(agenda, uid, start, TITLE), later, OK);
}

int64_t removal_shown(struct agenda *agenda, const struct person *person,
		      const char *path, const char *name)
{
	return agenda_member(agenda, person, path, name).session;
}

size_t removal_count(struct agenda *agenda)
{
	struct session_filter filter = { .limit = 0 };
	struct session *list;
	size_t count;

	assert_int_equal(store_session_list(place_read(agenda->place), &filter,
					    &list, &count),
			 OK);
	return count;
}

bool removal_audited(struct agenda *agenda, int64_t session, const char *action)
{
	struct audit *list;
	size_t count;
	bool found = false;

	assert_int_equal(store_audit_list(place_read(agenda->place), "session",
					  session, 0, 100, &list, &count),
			 OK);
	for (size_t i = 0; i < count; i++)
		found |= str_equal(list[i].action, action);
	return found;
}

struct review removal_review(struct agenda *agenda)
{
	struct review *list;
	size_t count;

	assert_int_equal(store_review_list(place_read(agenda->place),
					   REVIEW_ANY, 0, 100, &list, &count),
			 OK);
	for (size_t i = 0; i < count; i++) {
		if (str_equal(list[i].kind, "deletes"))
			return list[i];
	}
	return (struct review){ .id = 0 };
}

enum err removal_settle(struct agenda *agenda, int64_t review, bool undo)
{
	struct operation op = agenda_as(agenda, &agenda->sam, HOUR);

	return practice_review_settle(&op, agenda->place->store, review, undo);
}

void assert_state(struct agenda *agenda, int64_t id, enum session_state state)
{
	struct session session;

	assert_int_equal(
		store_session_find(place_read(agenda->place), id, &session),
		OK);
	assert_int_equal(session.state, state);
	assert_int_equal(session.removed.s, INSTANT_MAX.s);
}

void assert_removed(struct agenda *agenda, int64_t id)
{
	struct session session;

	assert_int_equal(
		store_session_find(place_read(agenda->place), id, &session),
		OK);
	assert_int_not_equal(session.removed.s, INSTANT_MAX.s);
}
