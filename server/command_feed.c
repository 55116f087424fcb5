#include "server/command_feed.h"

#include "base/str.h"
#include "base/word.h"

#include "practice/people/feed.h"
#include "server/command_context.h"

#include <stdio.h>

static int usage(struct command_context *context)
{
	return command_usage(context, "feed takes add NAME, list NAME, or "
				      "revoke NAME ID");
}

static enum err feeds_load(struct command_context *context,
			   struct reader *reader, const char *login,
			   struct person *person, struct feed **feeds,
			   size_t *count)
{
	enum err err = store_reader_begin(reader, context->op);

	if (err)
		return err;
	err = store_person_find_login(reader, login, person);
	if (err == ERR_NOT_FOUND)
		err = fail(context->op, err, "nobody has the login '%s'",
			   login);
	if (!err)
		err = store_feed_list(reader, person->id, feeds, count);
	store_reader_end(reader);
	return err;
}

/* The person of that login with the feeds made so far. */
static enum err feeds_find(struct command_context *context, const char *login,
			   struct person *person, struct feed **feeds,
			   size_t *count)
{
	struct reader *reader;
	enum err err = command_store(context);

	if (!err)
		err = store_reader_new(context->op, context->store, &reader);
	if (err)
		return err;
	err = feeds_load(context, reader, login, person, feeds, count);
	store_reader_free(reader);
	return err;
}

static int feed_add(struct command_context *context,
		    const struct person *person)
{
	struct feed feed = { .person = person->id,
			     .label = command_option(context, "label"),
			     .expires = INSTANT_MAX };
	const char *level = command_option(context, "level");
	const char *secret;

	if (level && practice_feed_level_parse(context->op, level, &feed.level))
		return command_refused(context);
	if (practice_feed_add(context->op, context->store, &feed, &secret))
		return command_refused(context);
	printf("/feeds/%s.ics\n", secret);
	return EXIT_DONE;
}

static int feed_list(struct command_context *context, const struct feed *feeds,
		     size_t count)
{
	struct arena *arena = context->op->arena;

	for (size_t i = 0; i < count; i++) {
		const struct feed *feed = &feeds[i];
		bool fetched = feed->last_fetch.s != INSTANT_MIN.s;

		if (feed->revoked)
			continue;
		printf("%-6lld %-9s %-24s %s %s\n", (long long)feed->id,
		       word_of(feed_level_words, feed->level),
		       feed->label ? feed->label : "-",
		       fetched ? instant_text(arena, feed->last_fetch)
			       : "never fetched",
		       feed->program ? feed->program : "");
	}
	return EXIT_DONE;
}

static int feed_revoke(struct command_context *context,
		       const struct person *person, const char *id)
{
	int64_t feed;

	if (!str_to_int64(id, &feed))
		return usage(context);
	if (practice_feed_revoke(context->op, context->store, person->id, feed))
		return command_refused(context);
	printf("feed %lld is revoked\n", (long long)feed);
	return EXIT_DONE;
}

int command_feed(struct command_context *context)
{
	const struct arguments *arguments = &context->arguments;
	size_t words = arguments->word_count;
	const char *verb = words ? arguments->words[0] : "";
	bool add = str_equal(verb, "add") && words == 2;
	bool list = str_equal(verb, "list") && words == 2;
	bool revoke = str_equal(verb, "revoke") && words == 3;
	struct person person;
	struct feed *feeds;
	size_t count;

	if (!add && !list && !revoke)
		return usage(context);
	if (feeds_find(context, arguments->words[1], &person, &feeds, &count))
		return command_refused(context);
	if (add)
		return feed_add(context, &person);
	if (list)
		return feed_list(context, feeds, count);
	return feed_revoke(context, &person, arguments->words[2]);
}
