#include "tests/unit/store/transaction_fixture.h"

#include "store/connection_private.h"
#include "store/database_private.h"
#include "store/people.h"
#include "store/services.h"
#include "store/statement_private.h"

int tx_setup(void **state)
{
	struct place *place;
	struct tx_fixture *fix;

	if (place_setup(state) != 0)
		return -1;
	place = *state;
	fix = arena_alloc(place->arena, sizeof(*fix));
	fix->place = place;
	fix->op = &place->op;
	fix->arena = place->arena;
	fix->tx = arena_alloc(place->arena, sizeof(*fix->tx));
	assert_int_equal(
		database_open(
			fix->op,
			arena_printf(place->arena, "%s/daybook.db", place->dir),
			DATABASE_WRITER, &fix->reader),
		OK);
	fix->tx->reader = fix->reader;
	fix->reader->op = fix->op;
	*state = fix;
	return tx_exec(fix, "BEGIN IMMEDIATE");
}

int tx_teardown(void **state)
{
	struct tx_fixture *fix = *state;
	void *place = fix->place;

	sqlite3_close(fix->raw);
	database_close(fix->reader);
	return place_teardown(&place);
}

void tx_commit(struct tx_fixture *fix)
{
	statements_settle(fix->reader);
	assert_int_equal(tx_exec(fix, "COMMIT"), SQLITE_OK);
}

int tx_exec(struct tx_fixture *fix, const char *sql)
{
	return connection_exec(fix->reader, sql) & 0xFF;
}

sqlite3 *tx_raw(struct tx_fixture *fix)
{
	const char *path =
		arena_printf(fix->arena, "%s/daybook.db", fix->place->dir);

	if (!fix->raw) {
		assert_int_equal(sqlite3_open(path, &fix->raw), SQLITE_OK);
		tx_raw_exec(fix, "PRAGMA ignore_check_constraints = ON;"
				 "PRAGMA foreign_keys = OFF;"
				 "PRAGMA synchronous = OFF");
	}
	return fix->raw;
}

void tx_raw_exec(struct tx_fixture *fix, const char *sql)
{
	sqlite3 *raw = tx_raw(fix);
	int code = sqlite3_exec(raw, sql, NULL, NULL, NULL);

	if (code != SQLITE_OK)
		print_error("%s: %s\n", sql, sqlite3_errmsg(raw));
	assert_int_equal(code, SQLITE_OK);
}

int64_t tx_person(struct tx_fixture *fix, unsigned role, const char *name)
{
	struct person person = {
		.name = name,
		.active = true,
		.roles = role,
	};

	assert_int_equal(store_person_insert(fix->tx, &person), OK);
	return person.id;
}

int64_t tx_service(struct tx_fixture *fix, const char *name)
{
	struct service service = { .name = name, .active = true };

	assert_int_equal(store_service_insert(fix->tx, &service), OK);
	return service.id;
}

struct ids tx_ids(struct tx_fixture *fix, int64_t first, int64_t second)
{
	struct ids ids = { .count = second ? 2 : 1 };

	ids.at = arena_array(fix->arena, 2, sizeof(*ids.at));
	ids.at[0] = first;
	ids.at[1] = second;
	return ids;
}

struct session tx_session(struct tx_fixture *fix, const char *uid,
			  struct instant start, int64_t practitioner,
			  int64_t client)
{
	return (struct session){
		.uid = uid,
		.name = arena_printf(fix->arena, "%s.ics", uid),
		.span = { start, { start.s + HOUR } },
		.zone = "America/Toronto",
		.state = SESSION_OPEN,
		.terms.practitioners = tx_ids(fix, practitioner, 0),
		.terms.clients = tx_ids(fix, client, 0),
		.created = fix->op->now,
		.modified = fix->op->now,
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
