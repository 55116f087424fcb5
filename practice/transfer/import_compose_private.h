/**
 * What other programs' cells make up of a person as we have one: a name of its
 * parts, an address of its lines, their words for roles and states.
 */
#ifndef PRACTICE_TRANSFER_IMPORT_COMPOSE_PRIVATE_H
#define PRACTICE_TRANSFER_IMPORT_COMPOSE_PRIVATE_H

#include "practice/transfer/import_columns_private.h"
#include "practice/transfer/import_run_private.h"

/** Fills the cells that a person has (below CELL_TOLD) of the others; what of
 *  these has no place is remarked. roles_told: the command tells the roles of
 *  people of whom the file does not, or in words that are none. */
void import_compose(struct import_row_cells *cells, bool roles_told,
		    struct remarks *remarks);

/** The first word of this text that is no role, in our words or in those of
 *  others; NULL: there is none. */
const char *import_roles_unknown(struct arena *arena, const char *text);
/** Roles by ours, "client,staff": the words that are unknown stay. */
const char *import_roles_words(struct arena *arena, const char *text);

#endif
