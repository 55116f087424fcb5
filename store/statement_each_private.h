/**
 * The rows of a statement one after another, none of which is kept.
 */
#ifndef STORE_STATEMENT_EACH_PRIVATE_H
#define STORE_STATEMENT_EACH_PRIVATE_H

#include "store/statement_private.h"

/** Reads the row at hand. Another answer than OK ends the walk and is its
 *  result. */
typedef enum err statement_give(struct statement *st, void *context);

/** Give each row. What is taken from the operation's arena for one is given
 *  back before the next. OK or what a row's function answered. */
MUST_CHECK enum err statement_each(struct reader *reader, struct statement *st,
				   statement_give *give, void *context);

#endif
