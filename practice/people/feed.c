#include "practice/people/feed.h"

#include "base/str.h"
#include "base/unicode.h"
#include "practice/people/person_rules.h"
#include "practice/audit_record.h"
#include "practice/checks.h"
#include "practice/limits.h"
#include "practice/people/credential_fields.h"
#include "practice/people/program.h"
#include "base/word.h"
#include "practice/access.h"
#include "practice/calendar/view_feed.h"
#include "practice/quota.h"
#include "store/transaction.h"

#include <string.h>

struct feed_work {
	const struct feed *wanted;
	const char *secret;
	int64_t person, feed;
	const char *program;
	const struct feed_view *view;
	struct feed result;
};

enum err practice_feed_level_parse(struct operation *op, const char *word,
				   enum feed_level *level)
{
	unsigned found;

	if (!word_find(feed_level_words, slice_of(word), &found))
		return fail_field(op, "level", "unknown-word",
				  "A feed shows busy, initials or full.");
	*level = (enum feed_level)found;
	return OK;
}

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

static enum err feed_check(struct operation *op, struct feed *feed)
{
	enum err err = practice_line_check(op, "label", DEVICE_LONGEST, false,
					   &feed->label);

	if (feed->expires.s <= op->now.s)
		err = fail_field(op, "expires", "expires-past",
				 "The feed would have expired already.");
	return err;
}

static enum err add_work(struct transaction *tx, void *context)
{
	struct feed_work *work = context;
	struct operation *op = store_tx_operation(tx);
	struct digest digest =
		digest_sha256(work->secret, strlen(work->secret));
	const struct audience audit = { .arena = op->arena, .see = SEE_AUDIT };
	struct feed feed = *work->wanted;
	struct feed_known known = { .kind = NULL };
	enum err err = owner_find(store_tx_reader(tx), feed.person);

	if (!err)
		err = feed_check(op, &feed);
	if (!err)
		err = store_feed_insert(tx, &digest, &feed);
	if (!err)
		err = practice_quota_check_feeds(store_tx_reader(tx),
						 feed.person);
	if (err)
		return err;
	work->result = feed;
	known.feed = feed;
	return record_add(tx, "feed.add", "person", feed.person, NULL,
			  shape_write(&audit, feed_rows, &known));
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
	const struct audience audit = {
		.arena = store_tx_operation(tx)->arena,
		.see = SEE_AUDIT,
	};
	const struct feed_known known = { .feed.id = work->feed };
	json_t *before;
	enum err err = owner_find(store_tx_reader(tx), work->person);

	if (!err)
		err = store_feed_revoke(tx, work->person, work->feed);
	if (err)
		return err;
	before = json_new(audit.arena);
	shape_pick(&audit, before, "feed", feed_rows, &known);
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

enum err practice_feed_used(struct operation *op, struct store *store,
			    int64_t feed, const char *program)
{
	struct feed_work work = { .feed = feed,
				  .program = practice_program_kept(op->arena,
								   program) };

	return store_write(op, store, used_work, &work);
}
