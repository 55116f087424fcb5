#include "store/people.h"

#include "store/statement.h"

#define TOKEN_COLUMNS "id, person, label, created, last_used, revoked"
#define FEED_COLUMNS                                                       \
	"id, person, label, level, created, last_fetch, expires, program," \
	"  revoked"

static const char FIND_PASSWORD[] = "SELECT hash"
				    "  FROM password"
				    "  WHERE person = $1";

static const char SET_PASSWORD[] =
	"INSERT INTO password (person, hash, changed)"
	"  VALUES ($1, $2, $3)"
	"  ON CONFLICT (person) DO UPDATE"
	"    SET hash = $2, changed = $3";

static const char REMOVE_PASSWORD[] = "DELETE FROM password"
				      "  WHERE person = $1";

static const char RAISE_GENERATION[] = "UPDATE person"
				       "  SET generation = generation + 1"
				       "  WHERE id = $1";

static const char FIND_TOKEN[] = "SELECT " TOKEN_COLUMNS "  FROM token"
				 "  WHERE digest = $1"
				 "    AND revoked = 0";

static const char LIST_TOKENS[] = "SELECT " TOKEN_COLUMNS "  FROM token"
				  "  WHERE person = $1"
				  "  ORDER BY id";

static const char ADD_TOKEN[] =
	"INSERT INTO token (person, digest, label, created, last_used,"
	"    revoked)"
	"  VALUES ($1, $2, $3, $4, $5, 0)";

static const char REVOKE_TOKEN[] = "UPDATE token"
				   "  SET revoked = 1"
				   "  WHERE id = $1"
				   "    AND person = $2"
				   "    AND revoked = 0";

static const char USE_TOKEN[] = "UPDATE token"
				"  SET last_used = $2"
				"  WHERE id = $1";

static const char FIND_FEED[] = "SELECT " FEED_COLUMNS "  FROM feed"
				"  WHERE digest = $1";

static const char LIST_FEEDS[] = "SELECT " FEED_COLUMNS "  FROM feed"
				 "  WHERE person = $1"
				 "  ORDER BY id";

static const char ADD_FEED[] =
	"INSERT INTO feed (person, digest, label, level, created,"
	"    last_fetch, expires, program, revoked)"
	"  VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, 0)";

static const char REVOKE_FEED[] = "UPDATE feed"
				  "  SET revoked = 1"
				  "  WHERE id = $1"
				  "    AND person = $2"
				  "    AND revoked = 0";

static const char USE_FEED[] = "UPDATE feed"
			       "  SET last_fetch = $2, program = $3"
			       "  WHERE id = $1";

static enum err raise_generation(struct transaction *tx, int64_t person)
{
	struct statement *st = statement_tx(tx, RAISE_GENERATION);

	bind_int(st, 1, person);
	return statement_run(st);
}

enum err store_password_find(struct reader *reader, int64_t person,
			     const char **hash)
{
	struct statement *st = statement(reader, FIND_PASSWORD);
	enum err err;

	bind_int(st, 1, person);
	err = statement_row(st);
	if (err)
		return err;
	*hash = column_text(st, 0);
	statement_done(st);
	return OK;
}

enum err store_password_set(struct transaction *tx, int64_t person,
			    const char *hash)
{
	struct statement *st =
		statement_tx(tx, hash ? SET_PASSWORD : REMOVE_PASSWORD);
	enum err err;

	bind_int(st, 1, person);
	if (hash) {
		bind_text(st, 2, hash);
		bind_int(st, 3, store_tx_operation(tx)->now.s);
	}
	err = statement_run(st);
	return err ? err : raise_generation(tx, person);
}

static void read_token(struct statement *st, void *item)
{
	struct token *token = item;

	*token = (struct token){
		.id = column_int(st, 0),
		.person = column_int(st, 1),
		.label = column_text(st, 2),
		.created = { column_int(st, 3) },
		.last_used = { column_int(st, 4) },
		.revoked = column_int(st, 5) != 0,
	};
}

enum err store_token_find(struct reader *reader, const struct digest *digest,
			  struct token *token)
{
	struct statement *st = statement(reader, FIND_TOKEN);

	bind_blob(st, 1, digest->bytes, DIGEST_SIZE);
	return statement_one(st, read_token, token);
}

enum err store_token_list(struct reader *reader, int64_t person,
			  struct token **tokens, size_t *count)
{
	struct statement *st = statement(reader, LIST_TOKENS);

	bind_int(st, 1, person);
	return statement_list(st, read_token, sizeof(**tokens), tokens, count);
}

enum err store_token_insert(struct transaction *tx, const struct digest *digest,
			    struct token *token)
{
	struct instant now = store_tx_operation(tx)->now;
	struct statement *st = statement_tx(tx, ADD_TOKEN);
	enum err err;

	bind_int(st, 1, token->person);
	bind_blob(st, 2, digest->bytes, DIGEST_SIZE);
	bind_text(st, 3, token->label);
	bind_int(st, 4, now.s);
	bind_int(st, 5, INSTANT_MIN.s);
	err = statement_run(st);
	if (err)
		return err;
	token->id = statement_inserted(tx);
	token->created = now;
	token->last_used = INSTANT_MIN;
	token->revoked = false;
	return OK;
}

/* OK when one row was revoked: it was there, that person's, and live. */
static enum err revoke(struct transaction *tx, const char *sql, int64_t id,
		       int64_t person, const char *what)
{
	struct statement *st = statement_tx(tx, sql);
	enum err err;

	bind_int(st, 1, id);
	bind_int(st, 2, person);
	err = statement_run(st);
	if (err)
		return err;
	if (statement_changes(tx) == 0)
		return fail(store_tx_operation(tx), ERR_NOT_FOUND,
			    "there is no such %s that is not revoked yet",
			    what);
	return OK;
}

enum err store_token_revoke(struct transaction *tx, int64_t person,
			    int64_t token)
{
	enum err err = revoke(tx, REVOKE_TOKEN, token, person, "token");

	return err ? err : raise_generation(tx, person);
}

enum err store_token_used(struct transaction *tx, int64_t token,
			  struct instant at)
{
	struct statement *st = statement_tx(tx, USE_TOKEN);

	bind_int(st, 1, token);
	bind_int(st, 2, at.s);
	return statement_run(st);
}

static void read_feed(struct statement *st, void *item)
{
	struct feed *feed = item;

	*feed = (struct feed){
		.id = column_int(st, 0),
		.person = column_int(st, 1),
		.label = column_text(st, 2),
		.level = column_text(st, 3),
		.created = { column_int(st, 4) },
		.last_fetch = { column_int(st, 5) },
		.expires = { column_int(st, 6) },
		.program = column_text(st, 7),
		.revoked = column_int(st, 8) != 0,
	};
}

enum err store_feed_find(struct reader *reader, const struct digest *digest,
			 struct feed *feed)
{
	struct statement *st = statement(reader, FIND_FEED);

	bind_blob(st, 1, digest->bytes, DIGEST_SIZE);
	return statement_one(st, read_feed, feed);
}

enum err store_feed_list(struct reader *reader, int64_t person,
			 struct feed **feeds, size_t *count)
{
	struct statement *st = statement(reader, LIST_FEEDS);

	bind_int(st, 1, person);
	return statement_list(st, read_feed, sizeof(**feeds), feeds, count);
}

enum err store_feed_insert(struct transaction *tx, const struct digest *digest,
			   struct feed *feed)
{
	struct instant now = store_tx_operation(tx)->now;
	struct statement *st = statement_tx(tx, ADD_FEED);
	enum err err;

	bind_int(st, 1, feed->person);
	bind_blob(st, 2, digest->bytes, DIGEST_SIZE);
	bind_text(st, 3, feed->label);
	bind_text(st, 4, feed->level);
	bind_int(st, 5, now.s);
	bind_int(st, 6, INSTANT_MIN.s);
	bind_int(st, 7, feed->expires.s);
	err = statement_run(st);
	if (err)
		return err;
	feed->id = statement_inserted(tx);
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

	bind_int(st, 1, feed);
	bind_int(st, 2, at.s);
	bind_text(st, 3, program);
	return statement_run(st);
}
