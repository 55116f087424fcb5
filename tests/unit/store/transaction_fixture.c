#include "tests/unit/store/transaction_fixture.h"

#include "store/connection.h"
#include "store/people.h"
#include "store/services.h"

int desk_setup(void **state)
{
	struct place *place;
	struct desk *desk;

	if (place_setup(state) != 0)
		return -1;
	place = *state;
	desk = arena_alloc(place->arena, sizeof(*desk));
	desk->place = place;
	desk->op = &place->op;
	desk->arena = place->arena;
	desk->tx = arena_alloc(place->arena, sizeof(*desk->tx));
	assert_int_equal(
		connection_open(
			desk->op,
			arena_printf(place->arena, "%s/daybook.db", place->dir),
			CONNECTION_WRITER, &desk->reader),
		OK);
	desk->tx->reader = desk->reader;
	desk->reader->op = desk->op;
	*state = desk;
	return desk_exec(desk, "BEGIN IMMEDIATE");
}

int desk_teardown(void **state)
{
	struct desk *desk = *state;
	void *place = desk->place;

	sqlite3_close(desk->raw);
	connection_close(desk->reader);
	return place_teardown(&place);
}

void desk_commit(struct desk *desk)
{
	statements_settle(desk->reader);
	assert_int_equal(desk_exec(desk, "COMMIT"), SQLITE_OK);
}

int desk_exec(struct desk *desk, const char *sql)
{
	return connection_exec(desk->reader, sql) & 0xFF;
}

sqlite3 *desk_raw(struct desk *desk)
{
	const char *path =
		arena_printf(desk->arena, "%s/daybook.db", desk->place->dir);

	if (!desk->raw) {
		assert_int_equal(sqlite3_open(path, &desk->raw), SQLITE_OK);
		desk_raw_exec(desk, "PRAGMA ignore_check_constraints = ON;"
				    "PRAGMA foreign_keys = OFF;"
				    "PRAGMA synchronous = OFF");
	}
	return desk->raw;
}

void desk_raw_exec(struct desk *desk, const char *sql)
{
	sqlite3 *raw = desk_raw(desk);
	int code = sqlite3_exec(raw, sql, NULL, NULL, NULL);

	if (code != SQLITE_OK)
		print_error("%s: %s\n", sql, sqlite3_errmsg(raw));
	assert_int_equal(code, SQLITE_OK);
}

int64_t desk_person(struct desk *desk, unsigned role, const char *name)
{
	struct person person = {
		.name = name,
		.active = true,
		.roles = role,
	};

	assert_int_equal(store_person_insert(desk->tx, &person), OK);
	return person.id;
}

int64_t desk_service(struct desk *desk, const char *name)
{
	struct service service = { .name = name, .active = true };

	assert_int_equal(store_service_insert(desk->tx, &service), OK);
	return service.id;
}

struct ids desk_ids(struct desk *desk, int64_t first, int64_t second)
{
	struct ids ids = { .count = second ? 2 : 1 };

	ids.at = arena_array(desk->arena, 2, sizeof(*ids.at));
	ids.at[0] = first;
	ids.at[1] = second;
	return ids;
}

struct session desk_session(struct desk *desk, const char *uid,
			    struct instant start, int64_t practitioner,
			    int64_t client)
{
	return (struct session){
		.uid = uid,
		.name = arena_printf(desk->arena, "%s.ics", uid),
		.span = { start, { start.s + HOUR } },
		.zone = "America/Toronto",
		.state = SESSION_OPEN,
		.terms.practitioners = desk_ids(desk, practitioner, 0),
		.terms.clients = desk_ids(desk, client, 0),
		.created = desk->op->now,
		.modified = desk->op->now,
		.removed = INSTANT_MAX,
	};
}

void assert_ids(const struct ids *ids, int64_t first, int64_t second)
{
	assert_int_equal(ids->count, second ? 2 : first ? 1 : 0);
	if (first)
		assert_int_equal(ids->at[0], first);
	if (second)
		assert_int_equal(ids->at[1], second);
}
