#include "store/terms.h"

#include "store/terms_private.h"

#define READ(text) terms->text = column_text(st, #text);
#define BIND(text) bind_text(st, #text, terms->text);

void terms_row_read(struct statement *st, struct session_terms *terms)
{
	*terms = (struct session_terms){
		.service = column_int(st, "service"),
	};
	TERMS_TEXTS(READ)
}

void terms_row_bind(struct statement *st, const struct session_terms *terms)
{
	bind_id(st, "service", terms->service);
	TERMS_TEXTS(BIND)
}

static void add_id(struct arena *arena, struct ids *ids, size_t *room,
		   int64_t id)
{
	ids->at =
		arena_grow(arena, ids->at, ids->count, room, sizeof(*ids->at));
	ids->at[ids->count++] = id;
}

enum err terms_people_load(struct reader *reader,
			   const struct terms_people *people, int64_t owner,
			   struct session_terms *terms)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	struct statement *st = statement_of_id(reader, people->list, owner);
	struct ids practitioners = { 0 }, clients = { 0 };
	size_t practitioner_room = 0, client_room = 0;
	enum err err;

	while ((err = statement_row(st)) == OK) {
		int64_t person = column_int(st, "person");

		if (column_int(st, "client"))
			add_id(arena, &clients, &client_room, person);
		else
			add_id(arena, &practitioners, &practitioner_room,
			       person);
	}
	if (err != ERR_NOT_FOUND)
		return err;
	terms->practitioners = practitioners;
	terms->clients = clients;
	return OK;
}

static enum err add_list(struct transaction *tx, const struct terms_list *sql,
			 int64_t owner, const struct ids *ids)
{
	struct statement *st;
	enum err err;

	if (ids->count == 0)
		return OK;
	st = statement_tx(tx, sql->add);
	bind_int(st, "owner", owner);
	bind_ids(st, "ids", ids);
	err = statement_run(st);
	if (err == ERR_EXISTS)
		return fail(store_tx_operation(tx), ERR_EXISTS,
			    "a person is named twice");
	return err;
}

enum err terms_people_add(struct transaction *tx,
			  const struct terms_people *people, int64_t owner,
			  const struct session_terms *terms)
{
	enum err err = add_list(tx, &people->practitioners, owner,
				&terms->practitioners);

	return err ? err
		   : add_list(tx, &people->clients, owner, &terms->clients);
}

enum err terms_people_set(struct transaction *tx,
			  const struct terms_people *people, int64_t owner,
			  const struct session_terms *terms)
{
	enum err err = statement_run_id(tx, people->practitioners.clear, owner);

	if (!err)
		err = statement_run_id(tx, people->clients.clear, owner);
	return err ? err : terms_people_add(tx, people, owner, terms);
}
