#include "server/command_place.h"

#include "server/command_context.h"
#include "store/schema.h"
#include "store/verify.h"

#include <stdio.h>

enum err command_prove(struct command_context *context,
		       struct ledger_proof *proof)
{
	struct operation *op = context->op;
	struct reader *reader;
	enum err err = command_store(context);

	if (!err)
		err = store_reader_new(op, context->store, &reader);
	if (err)
		return err;
	err = store_reader_begin(reader, op);
	if (!err) {
		err = store_check(reader);
		if (!err)
			err = store_ledger_verify(reader, proof);
		store_reader_end(reader);
	}
	store_reader_free(reader);
	return err;
}

int command_version(struct command_context *context UNUSED)
{
	printf("daybook %s (schema %d)\n", DAYBOOK_VERSION,
	       store_schema_version());
	return EXIT_DONE;
}
