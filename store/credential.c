#include "store/credential.h"

#include "base/word.h"
#include "store/sign_in.h"
#include "store/statement_private.h"

#define TOKEN_COLUMNS "id, person, label, created, last_used, program, revoked"
#define FEED_COLUMNS                                                       \
	"id, person, label, level, created, last_fetch, expires, program," \
	"  revoked"

const char *const feed_level_words[] = {
	[FEED_BUSY] = "busy",
	[FEED_INITIALS] = "initials",
	[FEED_FULL] = "full",
	NULL,
};

static const char FIND_PASSWORD[] = "SELECT hash"
				    "  FROM password"
				    "  WHERE person = $person";

static const char SET_PASSWORD[] =
	"INSERT INTO password (person, hash, changed)"
	"  VALUES ($person, $hash, $changed)"
	"  ON CONFLICT (person) DO UPDATE"
	"    SET hash = $hash, changed = $changed";

static const char REMOVE_PASSWORD[] = "DELETE FROM password"
				      "  WHERE person = $person";

static const char RAISE_GENERATION[] = "UPDATE person"
				       "  SET generation = generation + 1"
				       "  WHERE id = $id";

static const char FIND_TOKEN[] = "SELECT " TOKEN_COLUMNS "  FROM token"
				 "  WHERE digest = $digest"
				 "    AND revoked = 0";

static const char LIST_TOKENS[] = "SELECT " TOKEN_COLUMNS "  FROM token"
				  "  WHERE person = $person"
				  "  ORDER BY id";

static const char ADD_TOKEN[] =
	"INSERT INTO token (person, digest, label, created, last_used,"
	"    revoked)"
	"  VALUES ($person, $digest, $label, $created, $last_used, 0)"
	"  RETURNING id";

static const char REVOKE_TOKEN[] = "UPDATE token"
				   "  SET revoked = 1"
				   "  WHERE id = $id"
				   "    AND person = $person"
				   "    AND revoked = 0";

static const char USE_TOKEN[] = "UPDATE token"
				"  SET last_used = $last_used,"
				"    program = coalesce($program, program)"
				"  WHERE id = $id";

static const char FIND_FEED[] = "SELECT " FEED_COLUMNS "  FROM feed"
				"  WHERE digest = $digest";

static const char LIST_FEEDS[] = "SELECT " FEED_COLUMNS "  FROM feed"
				 "  WHERE person = $person"
				 "  ORDER BY id";

static const char ADD_FEED[] =
	"INSERT INTO feed (person, digest, label, level, created,"
	"    last_fetch, expires, program, revoked)"
	"  VALUES ($person, $digest, $label, $level, $created,"
	"    $last_fetch, $expires, NULL, 0)"
	"  RETURNING id";

static const char REVOKE_FEED[] = "UPDATE feed"
				  "  SET revoked = 1"
				  "  WHERE id = $id"
				  "    AND person = $person"
				  "    AND revoked = 0";

static const char USE_FEED[] =
	"UPDATE feed"
	"  SET last_fetch = $last_fetch, program = $program"
	"  WHERE id = $id";

static enum err raise_generation(struct transaction *tx, int64_t person)
{
	return statement_run_id(tx, RAISE_GENERATION, person);
}

enum err store_password_find(struct reader *reader, int64_t person,
			     const char **hash)
{
	return statement_one_text(
		statement_of_id(reader, FIND_PASSWORD, person), hash);
}

enum err store_password_set(struct transaction *tx, int64_t person,
			    const char *hash)
{
	struct statement *st =
		statement_tx(tx, hash ? SET_PASSWORD : REMOVE_PASSWORD);
	enum err err;

	bind_int(st, "person", person);
	if (hash) {
		bind_text(st, "hash", hash);
		bind_int(st, "changed", store_tx_operation(tx)->now.s);
	}
	err = statement_run(st);
	if (!err)
		err = store_sign_in_end_all(tx, person);
	return err ? err : raise_generation(tx, person);
}

static void read_token(struct statement *st, void *item)
{
	struct token *token = item;

	*token = (struct token){
		.id = column_int(st, "id"),
		.person = column_int(st, "person"),
		.label = column_text(st, "label"),
		.created = { column_int(st, "created") },
		.last_used = { column_int(st, "last_used") },
		.program = column_text(st, "program"),
		.revoked = column_int(st, "revoked") != 0,
	};
}

enum err store_token_find(struct reader *reader, const struct digest *digest,
			  struct token *token)
{
	struct statement *st = statement(reader, FIND_TOKEN);

	bind_blob(st, "digest", digest->bytes, DIGEST_SIZE);
	return statement_one(st, read_token, token);
}

enum err store_token_list(struct reader *reader, int64_t person,
			  struct token **tokens, size_t *count)
{
	struct statement *st = statement_of_id(reader, LIST_TOKENS, person);

	return statement_list(st, read_token, sizeof(**tokens), tokens, count);
}

enum err store_token_insert(struct transaction *tx, const struct digest *digest,
			    struct token *token)
{
	struct instant now = store_tx_operation(tx)->now;
	struct statement *st = statement_tx(tx, ADD_TOKEN);
	enum err err;

	bind_int(st, "person", token->person);
	bind_blob(st, "digest", digest->bytes, DIGEST_SIZE);
	bind_text(st, "label", token->label);
	bind_int(st, "created", now.s);
	bind_int(st, "last_used", INSTANT_MIN.s);
	err = statement_insert(st, &token->id);
	if (err)
		return err;
	token->created = now;
	token->last_used = INSTANT_MIN;
	token->program = NULL;
	token->revoked = false;
	return OK;
}

/* OK when one row was revoked: it was there, that person's, and live. */
static enum err revoke(struct transaction *tx, const char *sql, int64_t id,
		       int64_t person, const char *what)
{
	struct statement *st = statement_tx(tx, sql);
	enum err err;

	bind_int(st, "id", id);
	bind_int(st, "person", person);
	err = statement_change(st);
	if (err == ERR_NOT_FOUND)
		return fail(store_tx_operation(tx), ERR_NOT_FOUND,
			    "there is no such %s that is not revoked yet",
			    what);
	return err;
}

enum err store_token_revoke(struct transaction *tx, int64_t person,
			    int64_t token)
{
	enum err err = revoke(tx, REVOKE_TOKEN, token, person, "token");

	return err ? err : raise_generation(tx, person);
}

enum err store_token_used(struct transaction *tx, int64_t token,
			  struct instant at, const char *program)
{
	struct statement *st = statement_tx(tx, USE_TOKEN);

	bind_int(st, "id", token);
	bind_int(st, "last_used", at.s);
	bind_text(st, "program", program);
	return statement_run(st);
}

/* What cannot be read tells the least. */
static enum feed_level level_of(const char *word)
{
	unsigned level = FEED_BUSY;

	word_find(feed_level_words, slice_of(word), &level);
	return (enum feed_level)level;
}

static void read_feed(struct statement *st, void *item)
{
	struct feed *feed = item;

	*feed = (struct feed){
		.id = column_int(st, "id"),
		.person = column_int(st, "person"),
		.label = column_text(st, "label"),
		.level = level_of(column_text(st, "level")),
		.created = { column_int(st, "created") },
		.last_fetch = { column_int(st, "last_fetch") },
		.expires = { column_int(st, "expires") },
		.program = column_text(st, "program"),
		.revoked = column_int(st, "revoked") != 0,
	};
}

enum err store_feed_find(struct reader *reader, const struct digest *digest,
			 struct feed *feed)
{
	struct statement *st = statement(reader, FIND_FEED);

	bind_blob(st, "digest", digest->bytes, DIGEST_SIZE);
	return statement_one(st, read_feed, feed);
}

enum err store_feed_list(struct reader *reader, int64_t person,
			 struct feed **feeds, size_t *count)
{
	struct statement *st = statement_of_id(reader, LIST_FEEDS, person);

	return statement_list(st, read_feed, sizeof(**feeds), feeds, count);
}

enum err store_feed_insert(struct transaction *tx, const struct digest *digest,
			   struct feed *feed)
{
	struct instant now = store_tx_operation(tx)->now;
	struct statement *st = statement_tx(tx, ADD_FEED);
	enum err err;

	bind_int(st, "person", feed->person);
	bind_blob(st, "digest", digest->bytes, DIGEST_SIZE);
	bind_text(st, "label", feed->label);
	bind_text(st, "level", word_of(feed_level_words, feed->level));
	bind_int(st, "created", now.s);
	bind_int(st, "last_fetch", INSTANT_MIN.s);
	bind_int(st, "expires", feed->expires.s);
	err = statement_insert(st, &feed->id);
	if (err)
		return err;
	feed->created = now;
	feed->last_fetch = INSTANT_MIN;
	feed->program = NULL;
	feed->revoked = false;
	return OK;
}

enum err store_feed_revoke(struct transaction *tx, int64_t person, int64_t feed)
{
	return revoke(tx, REVOKE_FEED, feed, person, "feed");
}

enum err store_feed_used(struct transaction *tx, int64_t feed,
			 struct instant at, const char *program)
{
	struct statement *st = statement_tx(tx, USE_FEED);

	bind_int(st, "id", feed);
	bind_int(st, "last_fetch", at.s);
	bind_text(st, "program", program);
	return statement_run(st);
}
