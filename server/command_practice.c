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

/* What a word sets; NULL: nothing. */
static const char **setting_of(struct practice *practice, struct slice name)
{
	const struct {
		const char *name;
		const char **text;
	} settings[] = {
		{ "name", &practice->name },
		{ "zone", &practice->zone },
		{ "currency", &practice->currency },
		{ "phone", &practice->phone },
	};

	for (size_t i = 0; i < ARRAY_SIZE(settings); i++)
		if (slice_equal(name, slice_of(settings[i].name)))
			return settings[i].text;
	return NULL;
}

static enum err words_apply(void *row, void *context)
{
	struct command_context *command = context;
	const struct arguments *arguments = &command->arguments;

	for (size_t i = 0; i < arguments->word_count; i++) {
		struct slice rest = slice_of(arguments->words[i]);
		const char **text = setting_of(row, slice_cut(&rest, '='));

		if (!text || !rest.at)
			return fail(command->op, ERR_SYNTAX,
				    "'%s' is none of name=, zone=, currency=, "
				    "phone=",
				    arguments->words[i]);
		*text = rest.at;
	}
	return OK;
}

int command_practice(struct command_context *context)
{
	const struct arguments *arguments = &context->arguments;
	const struct edit edit = { .apply = words_apply, .context = context };
	struct practice practice = { .name = NULL };
	struct reader *reader;

	if (words_apply(&practice, context))
		return command_usage(context, context->op->failure.message);
	if (command_store(context))
		return command_refused(context);
	if (arguments->word_count) {
		if (practice_settings_change(context->op, context->store, &edit,
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
