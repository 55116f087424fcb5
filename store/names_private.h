/**
 * Names of what a prepared statement takes and gives, found by who knows them
 * in the SQL's order.
 */
#ifndef STORE_NAMES_PRIVATE_H
#define STORE_NAMES_PRIVATE_H

struct sqlite3_stmt;

/** Copies, for SQLite's own may change when it prepares a statement again. */
struct names {
	char **at;
	const char **literals; /* by which they were found last, or NULL */
	int count;
	int next; /* behind the last hit */
};

/** Without their '$'. */
void names_of_parameters(struct sqlite3_stmt *stmt, struct names *names);
/** Each differs from the others: of two with one name the second could not be
 *  read. */
void names_of_columns(struct sqlite3_stmt *stmt, struct names *names);
void names_free(struct names *names);

/** The place of a name, which is a string literal, from 0; -1: there is none.
 *  Who names things in the order of the SQL finds each at once, and by the
 *  address of its literal the next time. */
int names_find(struct names *names, const char *name);

#endif
