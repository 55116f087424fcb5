/**
 * Every row of the database as text, and back into an empty one: what a whole
 * practice's export holds beside what people read, so that it comes back as it
 * was, with ids, ledger, documents and audit log.
 *
 * A line is JSON. The first says of which schema it is, {"rows":1,"schema":24};
 * {"table":"person","columns":["id",…]} begins a table; a list is a row of it,
 * with bytes as {"hex":"…"}; {"end":N} with the number of rows ends all. The
 * same rows give the same text.
 *
 * Left out are secrets (passwords, devices, calendar links, sign-ins), and what
 * waits for their owners.
 */
#ifndef STORE_ROWS_H
#define STORE_ROWS_H

#include "base/str.h"
#include "store/tables.h"

/** Takes what follows. Its failure ends the walk. */
typedef enum err store_rows_give(void *context, struct slice bytes);

/** Give all lines; the reader has begun. ERR_STORAGE, or what `give`
 *  answered. */
MUST_CHECK enum err store_rows_write(struct reader *reader,
				     store_rows_give *give, void *context);

/** Is there nobody, no session, no service and no money? */
MUST_CHECK enum err store_rows_lack(struct reader *reader, bool *lack);

/**
 * Put the rows of such a text in the place of all that is there; *count says
 * how many. The caller has seen that there is nothing (store_rows_lack). They
 * are checked as a whole: references, pages, the ledger and its documents.
 *
 * ERR_INVALID with the line: it cannot be read, is of another schema, was cut
 * short, or does not hold. ERR_STORAGE.
 */
MUST_CHECK enum err store_rows_load(struct transaction *tx, struct slice text,
				    int64_t *count);

#endif
