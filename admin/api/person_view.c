#include "admin/api/person_view.h"

#include "admin/api/call_read.h"

enum err person_of_path(struct call *call, size_t word, struct person *person,
			enum acquaintance *how)
{
	struct person found;
	enum acquaintance known = STRANGER;
	enum err err = call_person(call, call->words[word], &found);

	if (!err)
		err = practice_person_known(call->reader, &found, &known);
	if (!err && known == STRANGER)
		return fail(call->op, ERR_NOT_FOUND,
			    "There is nobody called '%s'.", call->words[word]);
	if (err)
		return err;
	*person = found;
	*how = known;
	return OK;
}

enum err person_find_of_path(struct call *call, size_t word,
			     struct person *person)
{
	enum acquaintance how;
	enum err err = store_reader_begin(call->reader, call->op);

	if (err)
		return err;
	err = person_of_path(call, word, person, &how);
	store_reader_end(call->reader);
	return err;
}

enum err person_view(struct call *call, const struct person *person,
		     enum acquaintance how, json_t **json)
{
	struct person_known known;
	enum err err = person_known_to(call->reader, person, how, &known);

	if (!err)
		*json = person_known_json(call->op->arena, call->digits,
					  &known);
	return err;
}

enum err person_login(struct call *call, int64_t id, const char **word)
{
	struct person person;
	enum err err = OK;

	*word = NULL;
	if (!id)
		return OK;
	err = store_person_load(call->reader, id, &person);
	if (!err)
		*word = person.login ? person.login
				     : arena_printf(call->op->arena, "%lld",
						    (long long)id);
	return err;
}

enum err person_one(struct call *call, int64_t id, json_t **json)
{
	struct person person;
	enum err err = store_person_find(call->reader, id, &person);

	return err ? err : person_view(call, &person, KNOWN, json);
}
