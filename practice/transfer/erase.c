#include "practice/transfer/erase.h"

#include "base/str.h"
#include "practice/access.h"
#include "practice/money/invoice_document.h"
#include "practice/people/person_rules.h"
#include "practice/audit_record.h"
#include "practice/people/person_known.h"
#include "practice/checks.h"
#include "practice/calendar/facts_list.h"
#include "practice/calendar/session_known.h"
#include "practice/calendar/view_member.h"
#include "store/erasure.h"
#include "store/invoice.h"
#include "store/retired.h"
#include "store/session_list.h"
#include "store/share.h"
#include "store/transaction.h"

struct erasing {
	struct transaction *tx;
	struct operation *op;
	struct reader *reader;
	struct person person;
};

struct erase_work {
	int64_t person;
	const char *confirm;
};

static enum err coming_check(const struct erasing *erasing)
{
	struct session_filter filter = {
		.span = { erasing->op->now, INSTANT_MAX },
		.client = erasing->person.id,
		.drafts = true,
		.open = true,
	};
	struct session *list;
	size_t count;
	enum err err =
		store_session_list(erasing->reader, &filter, &list, &count);

	if (err || !count)
		return err;
	return fail_reason(erasing->op, ERR_CONFLICT, "sessions-open",
			   "%s has %zu coming session%s: cancel or remove %s "
			   "first, or take the client off",
			   erasing->person.code, count, count == 1 ? "" : "s",
			   count == 1 ? "it" : "them");
}

static enum err may_erase(struct erasing *erasing,
			  const struct erase_work *work)
{
	struct operation *op = erasing->op;
	struct person *person = &erasing->person;
	enum err err = practice_need_admin(op);

	if (!err)
		err = store_person_find(erasing->reader, work->person, person);
	if (err == ERR_NOT_FOUND || (!err && !(person->roles & ROLE_CLIENT)))
		return fail(op, ERR_NOT_FOUND, "there is no such client");
	if (err)
		return err;
	if (person->roles != ROLE_CLIENT)
		return fail_reason(op, ERR_CONFLICT, "not-only-client",
				   "%s is more than a client: take the other "
				   "roles away first",
				   person->code);
	if (work->confirm && !str_same(work->confirm, person->code))
		return fail_field(op, "confirm", "confirm-differs",
				  "This is the client %s, not '%s'.",
				  person->code, work->confirm);
	return coming_check(erasing);
}

static bool is_person(const struct erasing *erasing, const json_t *client)
{
	const char *id = json_string_value(json_object_get(client, "id"));
	int64_t number;

	return id && str_to_int64(id, &number) && number == erasing->person.id;
}

/* Nobody else was in it: what is written there is about the client, or about
 * nobody. */
static bool without_others(const struct erasing *erasing, const json_t *version)
{
	size_t index;
	json_t *client;

	json_array_foreach (json_object_get(version, "clients"), index,
			    client) {
		if (!is_person(erasing, client))
			return false;
	}
	return true;
}

static bool has_clients(const json_t *version)
{
	return json_array_size(json_object_get(version, "clients")) > 0;
}

static enum err version_erase(const struct erasing *erasing, int64_t id,
			      json_t *json)
{
	for (const struct field *row = session_rows; row->name; row++) {
		if ((row->flags & FIELD_PRIVATE) &&
		    json_object_get(json, row->name))
			json_put_text(json, row->name, NULL);
	}
	return store_session_version_replace(
		erasing->tx, id, json_text(erasing->op->arena, json));
}

static enum err versions_read(const struct erasing *erasing, int64_t session,
			      struct session_version **list, json_t ***texts,
			      size_t *count)
{
	struct arena *arena = erasing->op->arena;
	enum err err = store_session_version_list(erasing->reader, session,
						  list, count);

	if (err)
		return err;
	*texts = arena_array(arena, *count, sizeof(**texts));
	for (size_t i = 0; i < *count; i++) {
		json_t *json = json_read(arena, (*list)[i].json);

		if (!json)
			return fail(erasing->op, ERR_STORAGE,
				    "the history of session %lld cannot be "
				    "read",
				    (long long)session);
		(*texts)[i] = json;
	}
	return OK;
}

/* What was written before a client was entered, or after, belongs to the one
 * client there ever was. */
static enum err history_erase(const struct erasing *erasing, int64_t id)
{
	struct session_version *list;
	struct session session;
	json_t **texts;
	size_t count;
	bool alone = false;
	enum err err = versions_read(erasing, id, &list, &texts, &count);

	for (size_t i = 0; !err && i < count; i++)
		alone = alone || (has_clients(texts[i]) &&
				  without_others(erasing, texts[i]));
	if (err || !alone)
		return err;
	for (size_t i = 0; !err && i < count; i++) {
		if (without_others(erasing, texts[i]))
			err = version_erase(erasing, list[i].id, texts[i]);
	}
	if (!err)
		err = store_session_find(erasing->reader, id, &session);
	if (!err && session.terms.clients.count == 0)
		err = store_session_notes_erase(erasing->tx, id);
	return err ? err : store_session_audit_erase(erasing->tx, id);
}

/* Own lines go too: programs put the title that they were served, with its
 * names, into their alarms. */
static enum err views_erase(const struct erasing *erasing, int64_t session)
{
	struct reader *reader = erasing->reader;
	struct session_facts facts;
	struct ids members;
	enum err err = practice_facts_load(reader, session, &facts);

	if (!err)
		err = store_member_of_session(reader, session, &members);
	for (size_t i = 0; !err && i < members.count; i++) {
		struct member member;
		struct collection of;

		err = store_member_load(reader, members.at[i], &member);
		if (!err)
			err = store_collection_load(reader, member.collection,
						    &of);
		if (!err)
			err = view_member_update(erasing->tx, &of, &facts, "");
	}
	return err;
}

static enum err home_erase(const struct erasing *erasing)
{
	struct collection *list;
	size_t count;
	enum err err = store_collection_children(
		erasing->reader, erasing->person.id, 0, &list, &count);

	for (size_t i = 0; !err && i < count; i++) {
		if (list[i].owner == erasing->person.id)
			err = store_collection_delete(erasing->tx, list[i].id);
	}
	return err ? err : store_share_forget(erasing->tx, erasing->person.id);
}

static enum err addressee_erase(const struct erasing *erasing)
{
	const struct invoice anew = { .client = erasing->person.id };
	const char *addressee;
	enum err err =
		practice_invoice_addressee(erasing->reader, &anew, &addressee);

	return err ? err
		   : store_invoice_readdress(erasing->tx, erasing->person.id,
					     addressee);
}

static enum err sessions_erase(const struct erasing *erasing,
			       const struct ids *sessions)
{
	struct arena_mark mark = arena_mark(erasing->op->arena);
	enum err err = OK;

	for (size_t i = 0; !err && i < sessions->count; i++) {
		err = history_erase(erasing, sessions->at[i]);
		if (!err)
			err = views_erase(erasing, sessions->at[i]);
		if (!err)
			arena_rewind(erasing->op->arena, mark);
	}
	return err;
}

static enum err erase_all(const struct erasing *erasing)
{
	struct ids sessions;
	/* As every version names its clients. */
	const char *words = arena_printf(
		erasing->op->arena,
		"{\"id\":\"%lld\",\"code\":", (long long)erasing->person.id);
	const struct person_known known = { .names_erased = true };
	enum err err =
		store_session_version_search(erasing->reader, words, &sessions);

	if (!err)
		err = store_person_erase(erasing->tx, erasing->person.id);
	if (!err)
		err = home_erase(erasing);
	if (!err)
		err = sessions_erase(erasing, &sessions);
	if (!err)
		err = addressee_erase(erasing);
	if (err)
		return err;
	return record_add_picked(erasing->tx, "person.erase", "person",
				 erasing->person.id, "erased", person_rows,
				 &known);
}

static enum err erase_work(struct transaction *tx, void *context)
{
	struct erasing erasing = { .tx = tx,
				   .op = store_tx_operation(tx),
				   .reader = store_tx_reader(tx) };
	enum err err = may_erase(&erasing, context);

	return err ? err : erase_all(&erasing);
}

/* Of calendars that anybody deleted, bytes may wait to be cleared away. */
static enum err clear_retired(struct operation *op, struct store *store)
{
	bool more = true;
	enum err err = OK;

	while (!err && more)
		err = store_retired_clear(op, store, &more);
	return err;
}

enum err practice_person_erase(struct operation *op, struct store *store,
			       int64_t person, const char *confirm)
{
	struct erase_work work = { person, confirm };
	enum err err = store_write(op, store, erase_work, &work);

	if (err)
		return err;
	err = clear_retired(op, store);
	if (!err)
		err = store_scrub(op, store);
	if (err)
		return fail(op, err,
			    "The client is erased, but what was deleted is "
			    "still in the file; please erase again. (%s)",
			    op->failure.message);
	return OK;
}
