#include "server/command.h"

#include "base/digest.h"
#include "base/log.h"
#include "base/str.h"

#include "dav/dav.h"
#include "ical/zone.h"
#include "practice/people/person.h"

#include <stdio.h>
#include <string.h>

#define WORDS_LIMIT 1000
#define PASSWORD_LINE 2048

static const char *const NO_OPTIONS[] = { NULL };
static const char *const PERSON_OPTIONS[] = {
	"role=", "name=",  "email=",         "code=", "phone=",
	"may=",  "label=", "password-stdin", NULL
};
static const char *const FEED_OPTIONS[] = { "level=", "label=", NULL };
static const char *const IMPORT_OPTIONS[] = { "practitioner=", NULL };

static const struct command COMMANDS[] = {
	{ "demo", "--data DIR [--listen ADDR:PORT]",
	  "make a demo practice if DIR has none, then serve it", NO_OPTIONS,
	  command_demo },
	{ "serve",
	  "[--config FILE] [--data DIR] [--listen ADDR:PORT] [--set key=value]",
	  "serve the practice", NO_OPTIONS, command_serve },
	{ "practice", "[name=… zone=America/Toronto currency=CAD phone=…]",
	  "show or change the practice's settings", NO_OPTIONS,
	  command_practice },
	{ "person",
	  "add NAME --role ROLE[,ROLE…] [--name …] [--email …] [--phone …]\n"
	  "                [--code C042] [--may create,edit,complete] "
	  "[--password-stdin]\n"
	  "         list | password NAME --password-stdin |\n"
	  "         token NAME --label \"iPhone\" | deactivate NAME",
	  "people and their logins", PERSON_OPTIONS, command_person },
	{ "feed",
	  "add NAME [--level busy|initials|full] [--label …] | list NAME |\n"
	  "             revoke NAME ID",
	  "addresses at which calendars are read without a login", FEED_OPTIONS,
	  command_feed },
	{ "import", "[--practitioner NAME] DIR-or-FILE…",
	  "take in people.csv and .ics files", IMPORT_OPTIONS, command_import },
	{ "export", "DIR",
	  "write the whole practice as .ics and .csv files, with the ledger's\n"
	  "             proof",
	  NO_OPTIONS, command_export },
	{ "backup", "FILE", "write a copy of everything into a new file",
	  NO_OPTIONS, command_backup },
	{ "verify", "", "prove the ledger and the database", NO_OPTIONS,
	  command_verify },
	{ "doctor", "", "look for what could be wrong with the place",
	  NO_OPTIONS, command_doctor },
	{ "version", "", "print the version", NO_OPTIONS, command_version },
};

/** --data, --config, --listen and --set hold for every command. */
static const char *const SHARED_OPTIONS[] = { "data=", "config=", "listen=",
					      "set=", NULL };

static void help(FILE *out)
{
	fprintf(out, "Daybook, a calendar server for practices.\n\n"
		     "usage: daybook COMMAND …, each with [--data DIR]\n\n");
	for (size_t i = 0; i < ARRAY_SIZE(COMMANDS); i++)
		fprintf(out, "  %-8s %s\n             %s\n", COMMANDS[i].name,
			COMMANDS[i].usage, COMMANDS[i].help);
	fprintf(out, "\n");
	config_help(out);
}

/** 0: no such option, 1: a flag, 2: takes a value. */
static int option_kind(const char *const *options, const char *name, size_t len)
{
	for (; *options; options++) {
		size_t own = strlen(*options);
		bool valued = own && (*options)[own - 1] == '=';

		if (own - valued == len && memcmp(*options, name, len) == 0)
			return valued ? 2 : 1;
	}
	return 0;
}

static enum err shared_option(struct command_context *context, const char *name,
			      const char *value)
{
	struct operation *op = context->op;

	if (str_equal(name, "config"))
		return OK; /* read first, whatever the order */
	if (str_equal(name, "set"))
		return config_set(op, value, &context->config);
	return config_set(op, arena_printf(op->arena, "%s=%s", name, value),
			  &context->config);
}

/** One argument that starts with "--"; *at moves over its value. */
static enum err option_read(struct command_context *context,
			    const struct command *command, int argc,
			    char **argv, int *at)
{
	struct operation *op = context->op;
	struct arguments *arguments = &context->arguments;
	const char *name = argv[*at] + 2;
	const char *equals = strchr(name, '=');
	size_t len = equals ? (size_t)(equals - name) : strlen(name);
	int shared = option_kind(SHARED_OPTIONS, name, len);
	int kind = shared ? shared : option_kind(command->options, name, len);
	const char *value = equals ? equals + 1 : NULL;

	if (!kind || (kind == 1 && value))
		return fail(op, ERR_SYNTAX, "there is no option '%s'",
			    argv[*at]);
	if (kind == 2 && !value) {
		if (*at + 1 == argc)
			return fail(op, ERR_SYNTAX, "'%s' needs a value",
				    argv[*at]);
		value = argv[++*at];
	}
	name = arena_strndup(op->arena, name, len);
	if (shared)
		return shared_option(context, name, value);
	arguments->options[arguments->option_count].name = name;
	arguments->options[arguments->option_count++].value = value;
	return OK;
}

static enum err config_file(struct command_context *context, int argc,
			    char **argv)
{
	for (int i = 2; i < argc; i++) {
		const char *path = NULL;

		if (str_equal(argv[i], "--config") && i + 1 < argc)
			path = argv[i + 1];
		else if (str_starts(argv[i], "--config="))
			path = argv[i] + strlen("--config=");
		if (path)
			return config_read(context->op, path, &context->config);
	}
	return OK;
}

static enum err arguments_read(struct command_context *context,
			       const struct command *command, int argc,
			       char **argv)
{
	struct operation *op = context->op;
	struct arguments *arguments = &context->arguments;
	enum err err;

	if (argc > WORDS_LIMIT)
		return fail(op, ERR_SYNTAX, "too many arguments");
	arguments->words = arena_array(op->arena, (size_t)argc, sizeof(char *));
	arguments->options = arena_array(op->arena, (size_t)argc,
					 sizeof(*arguments->options));
	err = config_file(context, argc, argv);
	for (int i = 2; i < argc && !err; i++) {
		if (str_starts(argv[i], "--"))
			err = option_read(context, command, argc, argv, &i);
		else
			arguments->words[arguments->word_count++] = argv[i];
	}
	return err;
}

static const struct command *command_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(COMMANDS); i++)
		if (str_equal(COMMANDS[i].name, name))
			return &COMMANDS[i];
	return NULL;
}

static bool asks_help(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (str_equal(argv[i], "--help") || str_equal(argv[i], "-h"))
			return true;
	return argc > 1 && str_equal(argv[1], "help");
}

/** test_clock moves the process's clock; only where nobody else can reach. */
static enum err clock_set(struct command_context *context)
{
	const struct config *config = &context->config;
	struct instant at;

	if (!*config->test_clock)
		return OK;
	if (!config_is_loopback(config->listen))
		return fail(context->op, ERR_INVALID,
			    "test_clock is for tests on a loopback address");
	if (!instant_parse(config->test_clock, &at))
		return fail(context->op, ERR_INVALID, "test_clock is wrong");
	clock_start_at(at);
	context->op->now = clock_now();
	log_event(LOG_WARNING, "test-clock", "starts=%s", config->test_clock);
	return OK;
}

static int run(struct command_context *context, const struct command *command,
	       int argc, char **argv)
{
	enum log_level level;
	enum err err;
	int status;

	config_init(&context->config);
	err = arguments_read(context, command, argc, argv);
	if (err == ERR_SYNTAX || err == ERR_INVALID)
		return command_usage(context, context->op->failure.message);
	if (log_level_parse(context->config.log_level, &level))
		log_set_level(level);
	err = clock_set(context);
	if (err)
		return command_usage(context, context->op->failure.message);
	status = command->run(context);
	if (context->store)
		store_close(context->store);
	return status;
}

int command_main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct command_context context = { 0 };
	struct operation op;
	const struct command *command;
	int status = EXIT_USAGE;

	digest_init();
	cal_zone_init();
	dav_init();
	operation_init(&op, arena, clock_now());
	op.actor.channel = CHANNEL_COMMAND;
	context.op = &op;
	command = argc > 1 ? command_find(argv[1]) : NULL;
	if (asks_help(argc, argv)) {
		help(stdout);
		status = EXIT_DONE;
	} else if (!command) {
		if (argc > 1)
			fprintf(stderr, "daybook: there is no command '%s'\n\n",
				argv[1]);
		help(stderr);
	} else {
		status = run(&context, command, argc, argv);
	}
	arena_free(arena);
	return status;
}

enum err command_store(struct command_context *context)
{
	struct operation *op = context->op;
	enum err err;

	if (context->store)
		return OK;
	err = store_open(op, context->config.data, &context->store);
	if (err)
		return err;
	return practice_setup(op, context->store,
			      cal_zone_name(cal_zone_system()));
}

int command_refused(struct command_context *context)
{
	const struct failure *failure = &context->op->failure;

	fprintf(stderr, "daybook: %s\n",
		failure->message ? failure->message
				 : failure_name(failure, failure->code));
	for (size_t i = 1; i < failure->field_count; i++)
		fprintf(stderr, "daybook: %s\n", failure->fields[i].message);
	return EXIT_REFUSED;
}

int command_usage(struct command_context *context UNUSED, const char *wrong)
{
	fprintf(stderr, "daybook: %s\n", wrong);
	fprintf(stderr, "daybook --help shows how it is used\n");
	return EXIT_USAGE;
}

const char *command_option(const struct command_context *context,
			   const char *name)
{
	const struct arguments *arguments = &context->arguments;

	for (size_t i = arguments->option_count; i-- > 0;)
		if (str_equal(arguments->options[i].name, name))
			return arguments->options[i].value
				       ? arguments->options[i].value
				       : "";
	return NULL;
}

enum err command_password(struct operation *op, const char **password)
{
	char line[PASSWORD_LINE];
	size_t len;

	if (!fgets(line, sizeof(line), stdin))
		return fail(op, ERR_INVALID,
			    "no password came on standard input");
	len = strcspn(line, "\r\n");
	if (line[len] == '\0' && len == sizeof(line) - 1)
		return fail(op, ERR_INVALID, "the password is too long");
	*password = arena_strndup(op->arena, line, len);
	return OK;
}
