#include "practice/people/first_admin.h"

#include "base/digest.h"
#include "base/str.h"

#include "practice/people/attempt.h"
#include "practice/people/credential.h"
#include "practice/people/person.h"
#include "practice/people/person_rules.h"
#include "practice/audit_record.h"
#include "store/credential.h"
#include "store/transaction.h"

#include <pthread.h>
#include <string.h>

#define SECRET_SIZE 16 /* bytes: 128 bits */

static struct {
	pthread_mutex_t lock;
	bool made;
	struct digest digest;
} offer = { .lock = PTHREAD_MUTEX_INITIALIZER };

static void offer_set(const char *secret)
{
	pthread_mutex_lock(&offer.lock);
	offer.made = secret != NULL;
	if (secret)
		offer.digest = digest_sha256(secret, strlen(secret));
	pthread_mutex_unlock(&offer.lock);
}

static bool offer_made(void)
{
	bool made;

	pthread_mutex_lock(&offer.lock);
	made = offer.made;
	pthread_mutex_unlock(&offer.lock);
	return made;
}

/* Hashes are compared, so that the time tells nothing of the secret. */
static bool offer_is(const char *secret)
{
	struct digest digest = digest_sha256(secret, strlen(secret));
	bool is;

	pthread_mutex_lock(&offer.lock);
	is = offer.made && digest_equal(&digest, &offer.digest);
	pthread_mutex_unlock(&offer.lock);
	return is;
}

static enum err has_admin(struct reader *reader, bool *has)
{
	struct person *list;
	size_t count;
	enum err err = store_person_list(reader, ROLE_ADMIN, &list, &count);

	if (err)
		return err;
	*has = false;
	for (size_t i = 0; i < count; i++)
		*has = *has || list[i].active;
	return OK;
}

enum err practice_first_admin_offer(struct operation *op, struct store *store,
				    const char **secret)
{
	const char *made = random_hex(op->arena, SECRET_SIZE);
	struct reader *reader;
	bool has = true;
	enum err err = store_reader_new(op, store, &reader);

	if (err)
		return err;
	err = store_reader_begin(reader, op);
	if (!err) {
		err = has_admin(reader, &has);
		store_reader_end(reader);
	}
	store_reader_free(reader);
	if (err)
		return err;
	offer_set(has ? NULL : made);
	*secret = has ? NULL : made;
	return OK;
}

enum err practice_first_admin_waits(struct reader *reader, bool *waits)
{
	bool has = true;
	enum err err = offer_made() ? has_admin(reader, &has) : OK;

	if (!err)
		*waits = !has;
	return err;
}

enum err practice_first_admin_check(struct reader *reader, const char *secret)
{
	bool has = true;
	enum err err = offer_is(secret) ? has_admin(reader, &has) : OK;

	if (err || !has)
		return err;
	return fail(store_reader_operation(reader), ERR_NOT_FOUND,
		    "There is nothing at this address.");
}

struct first_work {
	const char *secret, *hash;
	struct person person;
};

/* Two who have the link: the second finds the first one's admin. */
static enum err add_work(struct transaction *tx, void *context)
{
	struct first_work *work = context;
	enum err err =
		practice_first_admin_check(store_tx_reader(tx), work->secret);

	if (!err)
		err = practice_person_add_tx(tx, &work->person);
	if (!err)
		err = store_password_set(tx, work->person.id, work->hash);
	if (!err)
		err = record_add(tx, "password.set", "person", work->person.id,
				 NULL, NULL);
	return err;
}

static enum err fields_check(struct reader *reader, struct person *person,
			     const char *password)
{
	struct operation *op = store_reader_operation(reader);
	enum err wrong = practice_password_check(op, password);
	enum err err = practice_person_check(reader, person);

	if (str_empty(person->login) && (!err || err == ERR_INVALID))
		err = fail_field(op, "login", "missing",
				 "Whoever signs in needs a login.");
	return err ? err : wrong;
}

enum err practice_first_admin_add(struct operation *op, struct store *store,
				  struct reader *reader, const char *secret,
				  const char *password, struct person *person)
{
	struct first_work work = { .secret = secret, .person = *person };
	const struct actor actor = op->actor;
	enum err err = store_reader_begin(reader, op);

	if (err)
		return err;
	work.person.roles = ROLE_ADMIN;
	work.person.active = true;
	err = practice_first_admin_check(reader, secret);
	if (!err)
		err = fields_check(reader, &work.person, password);
	store_reader_end(reader);
	/* It takes a while: the writer does not wait for it. */
	if (!err)
		err = attempt_hash(op, password, &work.hash);
	if (err)
		return err;
	/* The secret is the right: the system acts, by the door it came. */
	op->actor = (struct actor){ .channel = actor.channel };
	err = store_write(op, store, add_work, &work);
	op->actor = actor;
	if (err)
		return err;
	offer_set(NULL);
	*person = work.person;
	return OK;
}
