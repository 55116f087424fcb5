#include "tests/unit/store/statement_count.h"

#include <stddef.h>

#include <sqlite3.h>

static int begun;

static int count(unsigned what, void *context, void *a, void *b)
{
	(void)what;
	(void)context;
	(void)a;
	(void)b;
	begun++;
	return 0;
}

/* SQLite calls it for each new connection. */
static int watch(sqlite3 *db, char **error,
		 const struct sqlite3_api_routines *routines)
{
	(void)error;
	(void)routines;
	return sqlite3_trace_v2(db, SQLITE_TRACE_STMT, count, NULL);
}

void statement_count_watch(void)
{
	(void)sqlite3_auto_extension((void (*)(void))watch);
}

int statement_count_take(void)
{
	int taken = begun;

	begun = 0;
	return taken;
}
