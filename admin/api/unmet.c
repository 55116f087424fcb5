#include "admin/api/unmet.h"

#include "base/str.h"

void unmet_begin(struct call *call)
{
	call->unmet.count = 0;
}

void unmet_note(struct call *call, const char *word)
{
	struct unmet *unmet = &call->unmet;

	for (size_t i = 0; i < unmet->count; i++)
		if (str_same(unmet->words[i], word) &&
		    fail_field(call->op, "clients", "person-twice",
			       "A client is named twice."))
			return;
	unmet->words = arena_grow(call->op->arena, unmet->words, unmet->count,
				  &unmet->room, sizeof(*unmet->words));
	unmet->words[unmet->count++] = word;
}

/* One word for all reasons: each would tell of somebody. */
static enum err find(struct call *call, const char *word, int64_t *id)
{
	struct person person;
	enum err err = store_person_find_code(call->reader, word, &person);

	if (!err && !(person.active && (person.roles & ROLE_CLIENT)))
		err = ERR_NOT_FOUND;
	if (!err)
		*id = person.id;
	return err;
}

enum err unmet_join(struct call *call, struct ids *clients)
{
	struct unmet *unmet = &call->unmet;
	enum err err = OK;

	if (unmet->left_out || !unmet->count)
		return OK;
	if (!unmet->let_in) {
		call->op->judge_only = true;
		return OK;
	}
	for (size_t i = 0; !err && i < unmet->count; i++) {
		int64_t id = 0;

		err = find(call, unmet->words[i], &id);
		clients->at[clients->count++] = id;
	}
	return err;
}

void unmet_leave_out(struct call *call)
{
	call->unmet.left_out = true;
}

/* All of them, or none: else one that is there would be told by another. */
static enum err find_all(struct call *call)
{
	const struct unmet *unmet = &call->unmet;
	enum err err = store_reader_begin(call->reader, call->op);

	if (err)
		return err;
	for (size_t i = 0; !err && i < unmet->count; i++) {
		int64_t id;

		err = find(call, unmet->words[i], &id);
	}
	store_reader_end(call->reader);
	if (err != ERR_NOT_FOUND)
		return err;
	operation_recover(call->op);
	for (size_t i = 0; i < unmet->count; i++)
		err = fail_field(call->op, "clients", "unknown",
				 "There is nobody called '%s'.",
				 unmet->words[i]);
	return err;
}

enum err unmet_let_in(struct call *call, enum err err)
{
	struct operation *op = call->op;

	op->judge_only = false;
	if (err != ERR_INVALID || op->failure.code)
		return err;
	err = find_all(call);
	call->unmet.let_in = !err;
	return err;
}
