/**
 * What is asked of the lived-in practice with a name that is hidden from who
 * asks, and with one that nobody has. Lists end with NULL.
 */
#ifndef TESTS_UNIT_SERVER_UNTOLD_ROWS_H
#define TESTS_UNIT_SERVER_UNTOLD_ROWS_H

/** Stands in a request for the word of something of a kind. */
#define MARK "@@"

/** Of persons the login or the id; of clients the code. */
enum untold_kind {
	PERSON,
	CODE,
	SESSION,
	SCHEDULE,
	INVOICE,
	TOKEN,
	HOME,
	PRINCIPAL
};

/** From whom the word is hidden, and one like it that is nowhere. */
struct untold {
	enum untold_kind kind;
	const char *from, *word, *absent;
};
extern const struct untold untold_hidden[]; /* ends where from is NULL */

/** Start and end of a session that is sent as JSON. */
#define TIMES "\"start\": \"2026-06-19T16:00\", \"end\": \"2026-06-19T16:50\""

/** With a person or a code. */
extern const char *const untold_of_people[];
/** With a code alone: a number stands in much that is searched. */
extern const char *const untold_of_codes[];
/** With a person alone: a new meeting is made by a code, which a login and an
 *  id are not (docs/decisions.md). */
extern const char *const untold_by_no_code[];
extern const char *const untold_of_sessions[];

/** %s is who asks. */
extern const char *const untold_of_homes[];
extern const char *const untold_of_principals[];
/** %s is the UID. With a code: what is refused, or dropped, whoever the client
 *  is. */
extern const char *const untold_of_events[];

#endif
