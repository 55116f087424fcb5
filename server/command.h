/**
 * The command line: a table of commands, each a function of its arguments.
 * Exit status 0 done, 1 refused with a reason, 2 wrong usage.
 */
#ifndef SERVER_COMMAND_H
#define SERVER_COMMAND_H

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

struct command {
	const char *name;
	const char *usage; /* behind the name */
	const char *help;
	/** Options of its own: "name=" takes a value, "name" is a flag. */
	const char *const *options;
	int (*run)(struct command_context *context);
};

/** Find and run a command; argv as main has it. */
int command_main(int argc, char **argv);

/** Open the place, making it where it is new (zone of the system, USD). */
MUST_CHECK enum err command_store(struct command_context *context);
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

/* The commands, rows of the table in command.c. */
int command_demo(struct command_context *context);
int command_serve(struct command_context *context);
int command_practice(struct command_context *context);
int command_person(struct command_context *context);
int command_feed(struct command_context *context);
int command_import(struct command_context *context);
int command_export(struct command_context *context);
int command_backup(struct command_context *context);
int command_verify(struct command_context *context);
int command_doctor(struct command_context *context);
int command_version(struct command_context *context);

/** Serve what is open until SIGTERM or SIGINT. */
int serve_until_stopped(struct command_context *context);

#endif
