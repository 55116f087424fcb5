/**
 * What commands about the place as a whole share: its proof, its version.
 */
#ifndef SERVER_COMMAND_PLACE_H
#define SERVER_COMMAND_PLACE_H

#include "base/operation.h"
#include "store/verify.h"

struct command_context;

/** Check the database and the ledger's chain inside one read transaction. */
MUST_CHECK enum err command_prove(struct command_context *context,
				  struct ledger_proof *proof);

int command_version(struct command_context *context);

#endif
