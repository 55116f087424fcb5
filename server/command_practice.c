#include "server/command_practice.h"

#include "base/str.h"

#include "practice/people/settings.h"
#include "server/command_context.h"
#include "store/people.h"

#include <stdio.h>
#include <string.h>

static void practice_print(const struct practice *practice)
{
	printf("name=%s\nzone=%s\ncurrency=%s\nphone=%s\n", practice->name,
	       practice->zone, practice->currency,
	       practice->phone ? practice->phone : "");
}

static enum err practice_pair(struct command_context *context, const char *word,
			      struct practice_change *change)
{
	const char *equals = strchr(word, '=');
	struct arena *arena = context->op->arena;
	char *key = equals ? arena_strndup(arena, word, (size_t)(equals - word))
			   : NULL;

	if (str_equal(key, "name"))
		change->name = equals + 1;
	else if (str_equal(key, "zone"))
		change->zone = equals + 1;
	else if (str_equal(key, "currency"))
		change->currency = equals + 1;
	else if (str_equal(key, "phone"))
		change->phone = equals + 1;
	else
		return fail(context->op, ERR_SYNTAX,
			    "'%s' is none of name=, zone=, currency=, phone=",
			    word);
	return OK;
}

int command_practice(struct command_context *context)
{
	const struct arguments *arguments = &context->arguments;
	struct practice_change change = { 0 };
	struct practice practice;
	struct reader *reader;

	for (size_t i = 0; i < arguments->word_count; i++)
		if (practice_pair(context, arguments->words[i], &change))
			return command_usage(context,
					     context->op->failure.message);
	if (command_store(context))
		return command_refused(context);
	if (arguments->word_count) {
		if (practice_change(context->op, context->store, &change,
				    &practice))
			return command_refused(context);
	} else {
		if (command_read_begin(context, &reader))
			return command_refused(context);
		if (store_practice_load(reader, &practice))
			return command_refused(context);
		command_read_end(reader);
	}
	practice_print(&practice);
	return EXIT_DONE;
}
