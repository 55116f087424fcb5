#include "server/command.h"

#include "base/digest.h"
#include "base/log.h"
#include "base/str.h"

#include "dav/dav.h"
#include "ical/zone.h"
#include "practice/notice/watch.h"
#include "server/command_backup.h"
#include "server/command_context.h"
#include "server/command_demo.h"
#include "server/command_dns.h"
#include "server/command_doctor.h"
#include "server/command_export.h"
#include "server/command_feed.h"
#include "server/command_import.h"
#include "server/command_notice.h"
#include "server/command_person.h"
#include "server/command_place.h"
#include "server/command_practice.h"
#include "server/command_settings.h"
#include "server/command_status.h"
#include "server/deliver.h"
#include "server/roff.h"
#include "server/serve.h"
#include "store/actor.h"

#include <stdio.h>
#include <string.h>

#define WORDS_LIMIT 1000

struct command {
	const char *name;
	const char *usage; /* behind the name */
	const char *help;
	/* Of its own: "name=" takes a value, "name" is a flag. */
	const char *const *options;
	int (*run)(struct command_context *context);
};

static const char *const no_options[] = { NULL };
static const char *const person_options[] = {
	"role=", "name=",  "email=",         "code=", "phone=",
	"may=",  "label=", "password-stdin", NULL
};
static const char *const feed_options[] = { "level=", "label=", NULL };
static const char *const import_options[] = { "practitioner=", "role=",
					      "all-day=", "preview", NULL };

static const char *const doctor_options[] = { "send-test=", "json",
					      "url=", "ca=", NULL };
static const char *const backup_options[] = { "keep=", NULL };
static const char *const status_options[] = { "json", NULL };
static const char *const settings_options[] = { "man", NULL };

static const struct command commands[] = {
	{ "demo", "--data DIR [--listen ADDR:PORT]",
	  "make a demo practice if DIR has none, then serve it", no_options,
	  command_demo },
	{ "serve",
	  "[--config FILE] [--data DIR] [--listen ADDR:PORT] [--set key=value]",
	  "serve the practice", no_options, command_serve },
	{ "practice", "[name=… zone=America/Toronto currency=CAD phone=…]",
	  "show or change the practice's settings", no_options,
	  command_practice },
	{ "person",
	  "add NAME --role ROLE[,ROLE…] [--name …] [--email …] [--phone …]\n"
	  "                [--code C042] [--may create,edit,complete] "
	  "[--password-stdin] |\n"
	  "             list | password NAME --password-stdin |\n"
	  "             token NAME --label \"iPhone\" | devices NAME | "
	  "deactivate NAME",
	  "people and their logins", person_options, command_person },
	{ "feed",
	  "add NAME [--level busy|initials|full] [--label …] | list NAME |\n"
	  "             revoke NAME ID",
	  "addresses at which calendars are read without a login", feed_options,
	  command_feed },
	{ "import",
	  "[--practitioner NAME] [--role client]\n"
	  "             [--all-day draft|closure|skip] [--preview] "
	  "DIR-or-FILE…",
	  "take in people.csv and .ics files; --preview only tells what would "
	  "go in",
	  import_options, command_import },
	{ "export", "DIR",
	  "write the whole practice as .ics and .csv files, with the ledger's\n"
	  "             proof",
	  no_options, command_export },
	{ "backup", "FILE | DIR [--keep 14]",
	  "write a copy of everything into a new file, checked; in a "
	  "directory\n             it is named by the time, and the newest "
	  "--keep stay",
	  backup_options, command_backup },
	{ "restore", "FILE",
	  "put a backup in the place of the database, which is kept; the\n"
	  "             server is stopped before",
	  no_options, command_restore },
	{ "verify", "[FILE]",
	  "prove the ledger and the database, or those of a backup", no_options,
	  command_verify },
	{ "doctor",
	  "[--json] [--url https://… [--ca FILE]] [--send-test ADDRESS]",
	  "look for what could be wrong, and say what to do; --url asks the\n"
	  "             server from outside; --send-test sends a message",
	  doctor_options, command_doctor },
	{ "dns", "DOMAIN [--set public_url=https://cal.example.org]",
	  "print the records by which calendar programs find the server of a\n"
	  "             domain (RFC 6764)",
	  no_options, command_dns },
	{ "status", "[--json]",
	  "who is connected to the server of the place, and what is slow",
	  status_options, command_status },
	{ "deliver-bounce", "< MESSAGE",
	  "take in mail that came back, so that its address is marked",
	  no_options, command_deliver_bounce },
	{ "settings", "[--man]",
	  "print conf/daybook.conf, every setting with its default",
	  settings_options, command_settings },
	{ "version", "", "print the version", no_options, command_version },
};

/* --data, --config, --listen and --set hold for every command. */
static const char *const shared_options[] = { "data=", "config=", "listen=",
					      "set=", NULL };

static void help(FILE *out)
{
	fprintf(out, "Daybook, a calendar server for practices.\n\n"
		     "usage: daybook COMMAND …, each with [--data DIR]\n\n");
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		fprintf(out, "  %-8s %s\n             %s\n", commands[i].name,
			commands[i].usage, commands[i].help);
	fprintf(out, "\n");
	config_help(out);
}

/* Lines of a usage or a help, which are laid out for a terminal, as one. */
static void manual_line(const char *text)
{
	char line[512];
	size_t len = 0;

	for (; *text && len + 1 < sizeof(line); text++) {
		char c = *text == '\n' ? ' ' : *text;

		if (c != ' ' || (len && line[len - 1] != ' '))
			line[len++] = c;
	}
	line[len] = '\0';
	roff_text(line);
	printf("\n");
}

/* The part COMMANDS of daybook(1). */
static void help_manual(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
		printf(".TP\n\\fB%s\\fR ", commands[i].name);
		manual_line(commands[i].usage);
		manual_line(commands[i].help);
	}
}

static void words_print(const char *const *options)
{
	for (; *options; options++)
		printf(" --%.*s", (int)strcspn(*options, "="), *options);
}

/* A line a command with its options: for a shell to complete. */
static void help_words(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
		printf("%s", commands[i].name);
		words_print(commands[i].options);
		words_print(shared_options);
		printf("\n");
	}
}

/* 0: no such option, 1: a flag, 2: takes a value. */
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

/* One argument that starts with "--"; *at moves over its value. */
static enum err option_read(struct command_context *context,
			    const struct command *command, int argc,
			    char **argv, int *at)
{
	struct operation *op = context->op;
	struct arguments *arguments = &context->arguments;
	const char *name = argv[*at] + 2;
	const char *equals = strchr(name, '=');
	size_t len = equals ? (size_t)(equals - name) : strlen(name);
	int shared = option_kind(shared_options, name, len);
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
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		if (str_equal(commands[i].name, name))
			return &commands[i];
	return NULL;
}

static bool asks_help(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (str_equal(argv[i], "--help") || str_equal(argv[i], "-h"))
			return true;
	return argc > 1 && str_equal(argv[1], "help");
}

static void help_as(const char *form)
{
	if (str_equal(form, "--man"))
		help_manual();
	else if (str_equal(form, "--words"))
		help_words();
	else
		help(stdout);
}

/* test_clock moves the process's clock; only where nobody else can reach. */
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
	deliver_init();
	practice_notice_watch();
	operation_init(&op, arena, clock_now());
	op.actor.channel = CHANNEL_COMMAND;
	context.op = &op;
	command = argc > 1 ? command_find(argv[1]) : NULL;
	if (asks_help(argc, argv)) {
		help_as(argc > 2 ? argv[2] : NULL);
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
