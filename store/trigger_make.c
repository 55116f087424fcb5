#include "store/trigger_make_private.h"

#include "store/connection_private.h"

#include <sqlite3.h>

enum err trigger_make(struct operation *op, struct reader *reader,
		      const struct trigger *trigger)
{
	static const char *const events[] = {
		[TRIGGER_INSERT] = "INSERT",
		[TRIGGER_UPDATE] = "UPDATE",
		[TRIGGER_DELETE] = "DELETE",
	};
	const char *sql = arena_printf(
		op->arena,
		"DROP TRIGGER IF EXISTS %s;"
		"CREATE TRIGGER %s BEFORE %s%s%s ON %s%s%s BEGIN"
		"  SELECT RAISE(ABORT, '%s');"
		"END",
		trigger->name, trigger->name, events[trigger->event],
		trigger->columns ? " OF " : "",
		trigger->columns ? trigger->columns : "", trigger->table,
		trigger->condition ? "  WHEN " : "",
		trigger->condition ? trigger->condition : "", trigger->message);

	if (connection_exec(reader, sql) != SQLITE_OK)
		return connection_fail(op, reader);
	return OK;
}
