#include "practice/people/credential.h"

#include "base/digest.h"
#include "base/str.h"
#include "base/unicode.h"

#include "practice/people/attempt.h"
#include "practice/people/person_rules.h"
#include "practice/audit_record.h"
#include "practice/checks.h"
#include "practice/limits.h"
#include "practice/people/credential_fields.h"
#include "practice/people/program.h"
#include "practice/access.h"
#include "practice/quota.h"
#include "store/credential.h"
#include "store/device.h"
#include "store/transaction.h"

#include <string.h>

#define PASSWORD_SHORTEST 8   /* characters */
#define PASSWORD_LONGEST 1024 /* bytes */

struct credential_work {
	const char *login;
	const char *hash;  /* of a password */
	const char *label; /* of a token */
	const char *secret;
	int64_t token;
	const char *program; /* that used it */
};

/* The person whose credentials are changed, if the actor may change them. */
static enum err signer_find(struct reader *reader, const char *login,
			    struct person *person)
{
	struct operation *op = store_reader_operation(reader);
	enum err err = store_person_find_login(reader, login, person);

	if (err == ERR_NOT_FOUND)
		return fail(op, err, "nobody has the login '%s'", login);
	return err ? err : practice_person_may_sign(op, person);
}

enum err practice_password_check(struct operation *op, const char *password)
{
	size_t len = strlen(password);

	if (!utf8_valid(password, len, NULL))
		return fail_field(op, "password", "password-invalid",
				  "The password is not UTF-8.");
	if (str_length(password) < PASSWORD_SHORTEST)
		return fail_field(op, "password", "password-too-short",
				  "A password has at least %d characters.",
				  PASSWORD_SHORTEST);
	if (len > PASSWORD_LONGEST)
		return fail_field(op, "password", "password-too-long",
				  "A password has at most %d bytes.",
				  PASSWORD_LONGEST);
	return OK;
}

static enum err password_work(struct transaction *tx, void *context)
{
	const struct credential_work *work = context;
	struct person person;
	enum err err = signer_find(store_tx_reader(tx), work->login, &person);

	if (!err)
		err = store_password_set(tx, person.id, work->hash);
	if (!err)
		err = record_add(tx, "password.set", "person", person.id, NULL,
				 NULL);
	return err;
}

enum err practice_password_set(struct operation *op, struct store *store,
			       const char *login, const char *password)
{
	return practice_password_set_all(op, store, &login, 1, password);
}

enum err practice_password_set_all(struct operation *op, struct store *store,
				   const char *const *logins, size_t count,
				   const char *password)
{
	struct credential_work work = { .login = NULL };
	enum err err = practice_password_check(op, password);

	if (err)
		return err;
	/* It takes a while: the writer does not wait for it. */
	err = attempt_hash(op, password, &work.hash);
	for (size_t i = 0; !err && i < count; i++) {
		work.login = logins[i];
		err = store_write(op, store, password_work, &work);
	}
	return err;
}

enum err practice_password_old(struct operation *op, struct reader *reader,
			       const char *address, const char *old)
{
	const char *login = op->actor.login ? op->actor.login : "";
	const char *hash = NULL;
	struct attempt attempt;
	bool right = false;
	enum err err = store_reader_begin(reader, op);

	if (err)
		return err;
	err = store_password_find(reader, op->actor.person, &hash);
	store_reader_end(reader);
	if (err && err != ERR_NOT_FOUND)
		return err;
	operation_recover(op);
	err = attempt_begin(op, login, address, &attempt);
	if (err)
		return err;
	err = attempt_password(op, hash, old, &right);
	if (err) {
		attempt_void(&attempt);
		return err;
	}
	if (!right)
		return fail_field(op, "old", "wrong-password",
				  "This is not the password that you have.");
	attempt_right(&attempt);
	return OK;
}

static enum err token_work(struct transaction *tx, void *context)
{
	struct credential_work *work = context;
	struct operation *op = store_tx_operation(tx);
	struct digest digest =
		digest_sha256(work->secret, strlen(work->secret));
	const struct audience audit = { .arena = op->arena, .see = SEE_AUDIT };
	struct token token = { .label = work->label };
	struct token_known known = { .kind = NULL };
	struct person person;
	enum err err = signer_find(store_tx_reader(tx), work->login, &person);

	if (!err)
		err = practice_line_check(op, "label", DEVICE_LONGEST, true,
					  &token.label);
	if (err)
		return err;
	token.person = person.id;
	err = store_token_insert(tx, &digest, &token);
	if (!err)
		err = practice_quota_check_tokens(store_tx_reader(tx),
						  person.id);
	if (err)
		return err;
	work->token = token.id;
	known.token = token;
	return record_add(tx, "token.add", "person", person.id, NULL,
			  shape_write(&audit, token_rows, &known));
}

enum err practice_token_add(struct operation *op, struct store *store,
			    const char *login, const char *label,
			    const char **secret, int64_t *id)
{
	struct credential_work work = {
		.login = login,
		.label = label,
		.secret = random_token(op->arena),
	};
	enum err err = store_write(op, store, token_work, &work);

	if (err)
		return err;
	*secret = work.secret;
	*id = work.token;
	return OK;
}

static enum err revoke_work(struct transaction *tx, void *context)
{
	const struct credential_work *work = context;
	const struct audience audit = {
		.arena = store_tx_operation(tx)->arena,
		.see = SEE_AUDIT,
	};
	const struct token_known known = { .token.id = work->token };
	struct person person;
	json_t *before;
	enum err err = signer_find(store_tx_reader(tx), work->login, &person);

	if (!err)
		err = store_token_revoke(tx, person.id, work->token);
	if (err)
		return err;
	before = json_new(audit.arena);
	shape_pick(&audit, before, "token", token_rows, &known);
	return record_add(tx, "token.revoke", "person", person.id, before,
			  NULL);
}

enum err practice_token_revoke(struct operation *op, struct store *store,
			       const char *login, int64_t token)
{
	struct credential_work work = { .login = login, .token = token };

	return store_write(op, store, revoke_work, &work);
}

/* No audit row: nobody entered anything. */
static enum err used_work(struct transaction *tx, void *context)
{
	const struct credential_work *work = context;
	const struct operation *op = store_tx_operation(tx);
	const char *program = work->program ? work->program : "";
	enum err err =
		store_token_used(tx, work->token, op->now, work->program);

	return err ? err : store_turned_away_end(tx, op->actor.person, program);
}

enum err practice_token_used(struct operation *op, struct store *store,
			     int64_t token, const char *agent)
{
	struct credential_work work = {
		.token = token,
		.program = practice_program_kept(op->arena, agent),
	};

	return store_write(op, store, used_work, &work);
}
