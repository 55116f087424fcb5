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

enum err terms_people_load(struct reader *reader,
			   const struct terms_people *people, int64_t owner,
			   struct session_terms *terms)
{
	enum err err = statement_ids(
		statement_of_id(reader, people->practitioners.list, owner),
		&terms->practitioners);

	if (err)
		return err;
	return statement_ids(
		statement_of_id(reader, people->clients.list, owner),
		&terms->clients);
}

static enum err set_list(struct transaction *tx, const struct terms_list *sql,
			 int64_t owner, const struct ids *ids)
{
	enum err err = statement_run_id(tx, sql->clear, owner);

	for (size_t i = 0; !err && i < ids->count; i++) {
		struct statement *st = statement_tx(tx, sql->add);

		bind_int(st, "owner", owner);
		bind_int(st, "position", (int64_t)i);
		bind_int(st, "person", ids->at[i]);
		err = statement_run(st);
	}
	if (err == ERR_EXISTS)
		return fail(store_tx_operation(tx), ERR_EXISTS,
			    "a person is named twice");
	return err;
}

enum err terms_people_set(struct transaction *tx,
			  const struct terms_people *people, int64_t owner,
			  const struct session_terms *terms)
{
	enum err err = set_list(tx, &people->practitioners, owner,
				&terms->practitioners);

	if (err)
		return err;
	return set_list(tx, &people->clients, owner, &terms->clients);
}
