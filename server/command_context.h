/**
 * What a command of the command line has in hand: its arguments, the settings,
 * the place; and how it answers. Exit status 0 done, 1 refused with a reason,
 * 2 wrong usage.
 */
#ifndef SERVER_COMMAND_CONTEXT_H
#define SERVER_COMMAND_CONTEXT_H

#include "base/operation.h"

#include "server/config.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>

enum { EXIT_DONE = 0, EXIT_REFUSED = 1, EXIT_USAGE = 2 };

/** Arguments sorted out: options that every command takes are in config;
 *  `--name value` pairs of the command's own and plain words stay. */
struct arguments {
	const char **words;
	size_t word_count;
	struct option_pair {
		const char *name, *value; /* value NULL: a flag */
	} * options;
	size_t option_count;
};

struct command_context {
	struct operation *op; /* acts as the system, by CHANNEL_COMMAND */
	struct config config;
	struct arguments arguments;
	struct store *store; /* once opened by command_store */
};

/** Open the place, making it where it is new (zone of the system, USD). */
MUST_CHECK enum err command_store(struct command_context *context);
/** Open the place and begin a read of it; command_read_end ends it. */
MUST_CHECK enum err command_read_begin(struct command_context *context,
				       struct reader **reader);
void command_read_end(struct reader *reader);
/** Print the operation's failure on stderr; returns EXIT_REFUSED. */
int command_refused(struct command_context *context);
/** Print how the command is used; returns EXIT_USAGE. */
int command_usage(struct command_context *context, const char *wrong);
/** An option's value, "" for a flag that is set, NULL where absent. */
const char *command_option(const struct command_context *context,
			   const char *name);
/** The first line of standard input without its end; ERR_INVALID when there
 *  is none. For --password-stdin. */
MUST_CHECK enum err command_password(struct operation *op,
				     const char **password);

#endif
