#include "practice/people/sign_in.h"

#include "base/digest.h"
#include "base/str.h"
#include "base/unicode.h"

#include "practice/audit_record.h"
#include "practice/write_one.h"
#include "store/transaction.h"

#include <string.h>

#define SECRET_SIZE 32 /* bytes: 256 bits */
#define NOTE_SECONDS 60
#define SIGN_INS_MOST 50    /* of a person: the oldest give way */
#define PROGRAM_LONGEST 300 /* bytes of what a browser calls itself */

struct sign_in_work {
	struct sign_in row;
	struct digest digest;
	struct sign_in before; /* the one that ends; id 0: none */
	const char *flash, *undo;
};

static struct digest digest_of(const char *secret)
{
	return digest_sha256(secret, strlen(secret));
}

enum err practice_sign_in_find(struct reader *reader, const char *secret,
			       struct sign_in *found, struct person *person)
{
	struct operation *op = store_reader_operation(reader);
	struct digest digest = digest_of(secret);
	struct sign_in row;
	struct person who;
	enum err err = store_sign_in_find(reader, &digest, &row);

	if (!err)
		err = store_person_find(reader, row.person, &who);
	if (err && err != ERR_NOT_FOUND)
		return err;
	if (err || !who.active ||
	    op->now.s - row.last_used.s >= PRACTICE_SIGN_IN_SECONDS)
		return fail(op, ERR_UNAUTHENTICATED, "Please sign in.");
	*found = row;
	*person = who;
	return OK;
}

static enum err add_work(struct transaction *tx, void *context)
{
	struct sign_in_work *work = context;
	struct operation *op = store_tx_operation(tx);
	struct instant old = { op->now.s - PRACTICE_SIGN_IN_SECONDS };
	enum err err = store_sign_in_sweep(tx, old);

	if (!err && work->before.id)
		err = store_sign_in_end(tx, work->before.person,
					work->before.id);
	if (err == ERR_NOT_FOUND) /* swept */
		err = OK;
	if (!err)
		err = store_sign_in_insert(tx, &work->digest, &work->row);
	if (!err)
		err = store_sign_in_trim(tx, work->row.person, SIGN_INS_MOST);
	if (err)
		return err;
	return record_add(tx, "sign-in.add", "person", work->row.person, NULL,
			  NULL);
}

/* Bounded, and text: headers may be of any bytes. */
static const char *program_of(struct arena *arena, const char *program)
{
	size_t len = program ? strlen(program) : 0;

	if (!program || !utf8_valid(program, len, NULL))
		return NULL;
	if (len > PROGRAM_LONGEST) {
		len = PROGRAM_LONGEST;
		while (((unsigned char)program[len] & 0xc0) == 0x80)
			len--; /* inside a character */
	}
	return arena_strndup(arena, program, len);
}

enum err practice_sign_in_add(struct operation *op, struct store *store,
			      int64_t person, const char *program,
			      const struct sign_in *before, const char **secret)
{
	struct sign_in_work work = {
		.row = { .person = person,
			 .program = program_of(op->arena, program) },
	};
	const char *made = random_hex(op->arena, SECRET_SIZE);
	enum err err;

	if (before)
		work.before = *before;
	work.digest = digest_of(made);
	err = store_write(op, store, add_work, &work);
	if (!err)
		*secret = made;
	return err;
}

/* No audit row: nobody entered anything. */
enum err practice_sign_in_used(struct operation *op, struct store *store,
			       const struct sign_in *used)
{
	if (op->now.s - used->last_used.s < NOTE_SECONDS)
		return OK;
	return practice_write_one(op, store, store_sign_in_used, used->id);
}

static enum err end(struct transaction *tx, int64_t id)
{
	struct operation *op = store_tx_operation(tx);
	enum err err = store_sign_in_end(tx, op->actor.person, id);

	if (err == ERR_NOT_FOUND)
		return fail(op, err, "There is no such sign-in.");
	if (err)
		return err;
	return record_add(tx, "sign-in.end", "person", op->actor.person, NULL,
			  NULL);
}

enum err practice_sign_in_end(struct operation *op, struct store *store,
			      int64_t id)
{
	return practice_write_one(op, store, end, id);
}

static enum err tell_work(struct transaction *tx, void *context)
{
	const struct sign_in_work *work = context;

	return store_sign_in_tell(tx, work->row.id, work->flash, work->undo);
}

enum err practice_sign_in_tell(struct operation *op, struct store *store,
			       int64_t id, const char *flash, const char *undo)
{
	struct sign_in_work work = { .row = { .id = id },
				     .flash = flash,
				     .undo = undo };

	return store_write(op, store, tell_work, &work);
}

enum err practice_sign_in_told(struct operation *op, struct store *store,
			       int64_t id)
{
	return practice_write_one(op, store, store_sign_in_told, id);
}
