#include "practice/transfer/export_run_private.h"

#include "practice/checks.h"
#include "practice/names.h"
#include "store/store.h"

enum err export_begin(struct export_run *export, struct operation *op,
		      struct reader *reader)
{
	enum err err;

	*export = (struct export_run){
		.op = op, .one = *op, .page = arena_new(), .reader = reader
	};
	operation_recover(&export->one);
	err = store_reader_begin(reader, &export->one);
	if (!err)
		err = store_practice_load(reader, &export->practice);
	return err ? err : practice_digits_load(reader, &export->digits);
}

void export_keep(struct export_run *export)
{
	export->one.arena = export->op->arena;
}

void export_page(struct export_run *export)
{
	struct failure *failure = &export->one.failure;

	/* Why something failed is told at the end. */
	if (failure->message)
		failure->message =
			arena_strdup(export->op->arena, failure->message);
	arena_reset(export->page);
	export->one.arena = export->page;
}

enum err export_end(struct export_run *export, enum err err)
{
	const char *message = export->one.failure.message;

	if (store_reader_operation(export->reader))
		store_reader_end(export->reader);
	/* A failure without words here has been told there: of a write. */
	if (err && message)
		fail(export->op, err, "%s", message);
	arena_free(export->page);
	return err;
}

enum err export_word_of(struct export_run *export, int64_t id,
			const char **word)
{
	struct person person;
	enum err err;

	if (!id) {
		*word = "";
		return OK;
	}
	err = store_person_load(export->reader, id, &person);
	if (!err)
		*word = practice_word(export->one.arena, &person);
	return err;
}

void export_money(const struct export_run *export, struct csv_out *out,
		  struct money money)
{
	csv_word(out, money_text(export->one.arena, money, export->digits));
}

/* Is it an end of time, which stands for none? */
static bool is_none(struct instant instant)
{
	return instant.s == INSTANT_MIN.s || instant.s == INSTANT_MAX.s;
}

void export_instant(const struct export_run *export, struct csv_out *out,
		    struct instant instant)
{
	csv_word(out, is_none(instant)
			      ? NULL
			      : instant_text(export->one.arena, instant));
}
