#include "practice/people/feed.h"

#include "base/str.h"
#include "base/unicode.h"
#include "practice/people/person_rules.h"
#include "practice/audit_record.h"
#include "practice/checks.h"
#include "practice/calendar/view_feed.h"
#include "store/transaction.h"

#include <string.h>

#define LABEL_LONGEST 64
#define PROGRAM_LONGEST 200 /* bytes */

struct feed_work {
	const struct feed *wanted;
	const char *secret;
	int64_t person, feed;
	const char *program;
	const struct feed_view *view;
	struct feed result;
};

static const char *const levels[] = { "busy", "initials", "full" };

enum err practice_credentials_may(struct operation *op,
				  const struct person *person)
{
	return practice_person_may_sign(op, person);
}

static enum err owner_find(struct reader *reader, int64_t id)
{
	struct operation *op = store_reader_operation(reader);
	struct person person;
	enum err err = store_person_find(reader, id, &person);

	if (err == ERR_NOT_FOUND)
		return fail(op, err, "there is no such person");
	return err ? err : practice_person_may_sign(op, &person);
}

static enum err level_check(struct operation *op, const char **level)
{
	if (!*level)
		*level = levels[0];
	for (size_t i = 0; i < ARRAY_SIZE(levels); i++) {
		if (str_equal(*level, levels[i]))
			return OK;
	}
	return fail_field(op, "level", "unknown-word",
			  "A feed shows busy, initials or full.");
}

static enum err feed_check(struct operation *op, struct feed *feed)
{
	enum err err = practice_line_check(op, "label", LABEL_LONGEST, false,
					   &feed->label);

	if (level_check(op, &feed->level))
		err = ERR_INVALID;
	if (feed->expires.s <= op->now.s)
		err = fail_field(op, "expires", "expires-past",
				 "The feed would have expired already.");
	return err;
}

static json_t *feed_json(struct arena *arena, const struct feed *feed)
{
	json_t *json = json_new(arena);

	json_put_id(json, "feed", feed->id);
	json_put_text(json, "label", feed->label);
	json_put_text(json, "level", feed->level);
	if (feed->expires.s != INSTANT_MAX.s)
		json_put_text(json, "expires",
			      instant_text(arena, feed->expires));
	return json;
}

static enum err add_work(struct transaction *tx, void *context)
{
	struct feed_work *work = context;
	struct operation *op = store_tx_operation(tx);
	struct digest digest =
		digest_sha256(work->secret, strlen(work->secret));
	struct feed feed = *work->wanted;
	enum err err = owner_find(store_tx_reader(tx), feed.person);

	if (!err)
		err = feed_check(op, &feed);
	if (!err)
		err = store_feed_insert(tx, &digest, &feed);
	if (err)
		return err;
	work->result = feed;
	return record_add(tx, "feed.add", "person", feed.person, NULL,
			  feed_json(op->arena, &feed));
}

enum err practice_feed_add(struct operation *op, struct store *store,
			   struct feed *feed, const char **secret)
{
	struct feed_work work = { .wanted = feed,
				  .secret = random_token(op->arena) };
	enum err err = store_write(op, store, add_work, &work);

	if (err)
		return err;
	*feed = work.result;
	*secret = work.secret;
	return OK;
}

static enum err revoke_work(struct transaction *tx, void *context)
{
	const struct feed_work *work = context;
	json_t *before;
	enum err err = owner_find(store_tx_reader(tx), work->person);

	if (!err)
		err = store_feed_revoke(tx, work->person, work->feed);
	if (err)
		return err;
	before = json_new(store_tx_operation(tx)->arena);
	json_put_id(before, "feed", work->feed);
	return record_add(tx, "feed.revoke", "person", work->person, before,
			  NULL);
}

enum err practice_feed_revoke(struct operation *op, struct store *store,
			      int64_t person, int64_t feed)
{
	struct feed_work work = { .person = person, .feed = feed };

	return store_write(op, store, revoke_work, &work);
}

/* No audit row: nobody entered anything. */
static enum err used_work(struct transaction *tx, void *context)
{
	const struct feed_work *work = context;

	return store_feed_used(tx, work->feed, store_tx_operation(tx)->now,
			       work->program);
}

static enum err keep_work(struct transaction *tx, void *context)
{
	const struct feed_work *work = context;
	enum err err = OK;

	for (size_t i = 0; !err && i < work->view->count; i++)
		err = store_feed_item_put(tx, work->feed,
					  &work->view->items[i]);
	return err;
}

enum err practice_feed_keep(struct operation *op, struct store *store,
			    int64_t feed, const struct feed_view *view)
{
	struct feed_work work = { .feed = feed, .view = view };

	return view->count ? store_write(op, store, keep_work, &work) : OK;
}

/* What a program says of itself is cut, between two characters, and never
 * refused. */
static const char *program_name(struct arena *arena, const char *program)
{
	size_t len = program ? strlen(program) : 0;

	if (len > PROGRAM_LONGEST) {
		len = PROGRAM_LONGEST;
		/* Not within a character: that would not be UTF-8. */
		while (len && ((unsigned char)program[len] & 0xC0) == 0x80)
			len--;
	}
	if (!len || !utf8_valid(program, len, NULL))
		return NULL;
	return arena_strndup(arena, program, len);
}

enum err practice_feed_used(struct operation *op, struct store *store,
			    int64_t feed, const char *program)
{
	struct feed_work work = { .feed = feed,
				  .program = program_name(op->arena, program) };

	return store_write(op, store, used_work, &work);
}
