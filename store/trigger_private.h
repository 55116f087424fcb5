/**
 * The rules that the database itself keeps, as rows: what no write may do,
 * whoever asks for it. A driver makes the text of its database from them
 * (trigger_make).
 */
#ifndef STORE_TRIGGER_PRIVATE_H
#define STORE_TRIGGER_PRIVATE_H

enum trigger_event {
	TRIGGER_INSERT,
	TRIGGER_UPDATE,
	TRIGGER_DELETE,
};

/** Before such a change of a row, refuse it with the message where the
 *  condition is true of OLD and NEW. */
struct trigger {
	const char *name;
	enum trigger_event event;
	const char *table;
	const char *columns;   /* of an update that names one; NULL: any */
	const char *condition; /* NULL: always */
	const char *message;
};

/**
 * All of them; behind the last one a row without a name. Databases get them
 * anew with each migration: who changes a row adds a migration, and the script
 * of the one that takes a row away drops its trigger.
 */
extern const struct trigger store_triggers[];

#endif
