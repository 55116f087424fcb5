#include "store/review.h"

#include "base/word.h"
#include "store/statement_private.h"

const char *const review_state_words[] = {
	[REVIEW_WAITING] = "waiting",
	[REVIEW_ACCEPTED] = "accepted",
	[REVIEW_UNDONE] = "undone",
	[REVIEW_ANY] = NULL,
};

#define REVIEW_COLUMNS "id, at, kind, session, person, text, state"

static const char ADD_REVIEW[] =
	"INSERT INTO review (at, kind, session, person, text, state)"
	"  VALUES ($at, $kind, $session, $person, $text, $state)"
	"  RETURNING id";

static const char FIND_REVIEW[] = "SELECT " REVIEW_COLUMNS "  FROM review"
				  "  WHERE id = $id";

static const char LIST_REVIEWS[] = "SELECT " REVIEW_COLUMNS "  FROM review"
				   "  WHERE id < $below"
				   "  ORDER BY id DESC"
				   "  LIMIT $limit";

static const char LIST_REVIEWS_STATE[] =
	"SELECT " REVIEW_COLUMNS "  FROM review"
	"  WHERE id < $below"
	"    AND state = $state"
	"  ORDER BY id DESC"
	"  LIMIT $limit";

static const char COUNT_REVIEWS[] = "SELECT count(*)"
				    "  FROM review"
				    "  WHERE state = $state"
				    "    OR $state IS NULL";

static const char CHANGE_REVIEW[] = "UPDATE review"
				    "  SET session = $session, text = $text"
				    "  WHERE id = $id";

static const char SET_REVIEW[] = "UPDATE review"
				 "  SET state = $state"
				 "  WHERE id = $id";

enum err store_review_add(struct transaction *tx, struct review *review)
{
	struct instant now = store_tx_operation(tx)->now;
	struct statement *st = statement_tx(tx, ADD_REVIEW);
	enum err err;

	bind_int(st, "at", now.s);
	bind_text(st, "kind", review->kind);
	bind_id(st, "session", review->session);
	bind_id(st, "person", review->person);
	bind_text(st, "text", review->text);
	bind_text(st, "state", review_state_words[review->state]);
	err = statement_insert(st, &review->id);
	if (err)
		return err;
	review->at = now;
	return OK;
}

static void read_review(struct statement *st, void *item)
{
	struct review *review = item;
	unsigned state = REVIEW_WAITING;

	word_find(review_state_words, slice_of(column_text(st, "state")),
		  &state);
	*review = (struct review){
		.id = column_int(st, "id"),
		.at = { column_int(st, "at") },
		.kind = column_text(st, "kind"),
		.session = column_int(st, "session"),
		.person = column_int(st, "person"),
		.text = column_text(st, "text"),
		.state = (enum review_state)state,
	};
}

enum err store_review_find(struct reader *reader, int64_t id,
			   struct review *review)
{
	struct statement *st = statement_of_id(reader, FIND_REVIEW, id);

	return statement_one(st, read_review, review);
}

enum err store_review_list(struct reader *reader, enum review_state state,
			   int64_t below, size_t limit, struct review **list,
			   size_t *count)
{
	struct statement *st =
		statement(reader, state == REVIEW_ANY ? LIST_REVIEWS
						      : LIST_REVIEWS_STATE);

	bind_below(st, "below", below);
	bind_limit(st, "limit", limit);
	if (state != REVIEW_ANY)
		bind_text(st, "state", review_state_words[state]);
	return statement_list(st, read_review, sizeof(**list), list, count);
}

enum err store_review_count(struct reader *reader, enum review_state state,
			    int64_t *count)
{
	struct statement *st = statement(reader, COUNT_REVIEWS);

	bind_text(st, "state", review_state_words[state]);
	return statement_one_int(st, count);
}

/* Runs the write of one item. */
static enum err change_one(struct transaction *tx, struct statement *st)
{
	enum err err = statement_change(st);

	if (err == ERR_NOT_FOUND)
		return fail(store_tx_operation(tx), ERR_NOT_FOUND,
			    "there is no such item to review");
	return err;
}

enum err store_review_change(struct transaction *tx,
			     const struct review *review)
{
	struct statement *st = statement_tx(tx, CHANGE_REVIEW);

	bind_int(st, "id", review->id);
	bind_id(st, "session", review->session);
	bind_text(st, "text", review->text);
	return change_one(tx, st);
}

enum err store_review_state(struct transaction *tx, int64_t review,
			    enum review_state state)
{
	struct statement *st = statement_tx(tx, SET_REVIEW);

	bind_int(st, "id", review);
	bind_text(st, "state", review_state_words[state]);
	return change_one(tx, st);
}
