#include "store/sign_in.h"

#include "store/statement_private.h"

#define COLUMNS "id, person, created, last_used, program, flash, undo"

static const char FIND[] = "SELECT " COLUMNS "  FROM sign_in"
			   "  WHERE digest = $digest";

static const char LIST[] = "SELECT " COLUMNS "  FROM sign_in"
			   "  WHERE person = $person"
			   "  ORDER BY last_used DESC, id DESC";

static const char ADD[] =
	"INSERT INTO sign_in (person, digest, created, last_used, program)"
	"  VALUES ($person, $digest, $created, $last_used, $program)"
	"  RETURNING id";

static const char USE[] = "UPDATE sign_in"
			  "  SET last_used = $last_used"
			  "  WHERE id = $id";

static const char TELL[] = "UPDATE sign_in"
			   "  SET flash = $flash, undo = $undo"
			   "  WHERE id = $id";

static const char TOLD[] = "UPDATE sign_in"
			   "  SET flash = NULL"
			   "  WHERE id = $id";

static const char END[] = "DELETE FROM sign_in"
			  "  WHERE id = $id"
			  "    AND person = $person";

static const char END_ALL[] = "DELETE FROM sign_in"
			      "  WHERE person = $person";

static const char SWEEP[] = "DELETE FROM sign_in"
			    "  WHERE last_used < $before";

static const char TRIM[] = "DELETE FROM sign_in"
			   "  WHERE person = $person"
			   "    AND id NOT IN (SELECT id FROM sign_in"
			   "      WHERE person = $person"
			   "      ORDER BY id DESC"
			   "      LIMIT $most)";

static void read_sign_in(struct statement *st, void *item)
{
	struct sign_in *sign_in = item;

	*sign_in = (struct sign_in){
		.id = column_int(st, "id"),
		.person = column_int(st, "person"),
		.created = { column_int(st, "created") },
		.last_used = { column_int(st, "last_used") },
		.program = column_text(st, "program"),
		.flash = column_text(st, "flash"),
		.undo = column_text(st, "undo"),
	};
}

enum err store_sign_in_find(struct reader *reader, const struct digest *digest,
			    struct sign_in *found)
{
	struct statement *st = statement(reader, FIND);

	bind_blob(st, "digest", digest->bytes, DIGEST_SIZE);
	return statement_one(st, read_sign_in, found);
}

enum err store_sign_in_list(struct reader *reader, int64_t person,
			    struct sign_in **list, size_t *count)
{
	return statement_list(statement_of_id(reader, LIST, person),
			      read_sign_in, sizeof(**list), list, count);
}

enum err store_sign_in_insert(struct transaction *tx,
			      const struct digest *digest, struct sign_in *made)
{
	struct instant now = store_tx_operation(tx)->now;
	struct statement *st = statement_tx(tx, ADD);
	enum err err;

	bind_int(st, "person", made->person);
	bind_blob(st, "digest", digest->bytes, DIGEST_SIZE);
	bind_int(st, "created", now.s);
	bind_int(st, "last_used", now.s);
	bind_text(st, "program", made->program);
	err = statement_insert(st, &made->id);
	if (err)
		return err;
	made->created = now;
	made->last_used = now;
	return OK;
}

enum err store_sign_in_trim(struct transaction *tx, int64_t person,
			    int64_t most)
{
	struct statement *st = statement_tx(tx, TRIM);

	bind_int(st, "person", person);
	bind_int(st, "most", most);
	return statement_run(st);
}

enum err store_sign_in_used(struct transaction *tx, int64_t id)
{
	struct statement *st = statement_tx(tx, USE);

	bind_int(st, "id", id);
	bind_int(st, "last_used", store_tx_operation(tx)->now.s);
	return statement_run(st);
}

enum err store_sign_in_tell(struct transaction *tx, int64_t id,
			    const char *flash, const char *undo)
{
	struct statement *st = statement_tx(tx, TELL);

	bind_int(st, "id", id);
	bind_text(st, "flash", flash);
	bind_text(st, "undo", undo);
	return statement_run(st);
}

enum err store_sign_in_told(struct transaction *tx, int64_t id)
{
	return statement_run_id(tx, TOLD, id);
}

enum err store_sign_in_end(struct transaction *tx, int64_t person, int64_t id)
{
	struct statement *st = statement_tx(tx, END);

	bind_int(st, "id", id);
	bind_int(st, "person", person);
	return statement_change(st);
}

enum err store_sign_in_end_all(struct transaction *tx, int64_t person)
{
	return statement_run_id(tx, END_ALL, person);
}

enum err store_sign_in_sweep(struct transaction *tx, struct instant before)
{
	struct statement *st = statement_tx(tx, SWEEP);

	bind_int(st, "before", before.s);
	return statement_run(st);
}
