#include "server/command_context.h"

#include "base/str.h"

#include "ical/zone.h"
#include "practice/people/settings.h"
#include "practice/quota.h"

#include <stdio.h>
#include <string.h>

#define PASSWORD_LINE 2048

enum err command_store(struct command_context *context)
{
	struct operation *op = context->op;
	enum err err;

	if (context->store)
		return OK;
	practice_quota_set(&context->config.quota);
	err = store_open(op, context->config.data, &context->store);
	if (err)
		return err;
	return practice_setup(op, context->store,
			      cal_zone_name(cal_zone_system()));
}

enum err command_read_begin(struct command_context *context,
			    struct reader **reader)
{
	enum err err = command_store(context);

	if (!err)
		err = store_reader_new(context->op, context->store, reader);
	if (err)
		return err;
	err = store_reader_begin(*reader, context->op);
	if (err)
		store_reader_free(*reader);
	return err;
}

void command_read_end(struct reader *reader)
{
	store_reader_end(reader);
	store_reader_free(reader);
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
