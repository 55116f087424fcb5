#include "store/services.h"

#include "store/statement.h"

#define TYPE_COLUMNS                                                  \
	"id, slug, label, description, short_word, map, modifier,"    \
	"  client_modifier, practitioner_modifier, enabled, builtin," \
	"  archived, revision"

static const char FIND_TYPE[] = "SELECT " TYPE_COLUMNS "  FROM completion_type"
				"  WHERE slug = $1";

static const char FIND_TYPE_ID[] =
	"SELECT " TYPE_COLUMNS "  FROM completion_type"
	"  WHERE id = $1";

static const char LIST_TYPES[] = "SELECT " TYPE_COLUMNS "  FROM completion_type"
				 "  ORDER BY archived, id";

static const char ADD_TYPE[] =
	"INSERT INTO completion_type (label, label_key, description,"
	"    short_word, short_key, map, modifier, client_modifier,"
	"    practitioner_modifier, enabled, archived, slug, builtin,"
	"    revision)"
	"  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,"
	"    1)";

static const char SAVE_TYPE[] =
	"UPDATE completion_type"
	"  SET label = $1, label_key = $2, description = $3,"
	"    short_word = $4, short_key = $5, map = $6, modifier = $7,"
	"    client_modifier = $8, practitioner_modifier = $9,"
	"    enabled = $10, archived = $11, revision = revision + 1"
	"  WHERE id = $12";

static const char *const map_names[] = {
	[MAP_COMPLETED] = "completed",
	[MAP_MISSED] = "missed",
	[MAP_CANCELED] = "canceled",
};

static void read_type(struct statement *st, void *item)
{
	struct completion_type *type = item;

	*type = (struct completion_type){
		.id = column_int(st, 0),
		.slug = column_text(st, 1),
		.label = column_text(st, 2),
		.description = column_text(st, 3),
		.short_word = column_text(st, 4),
		.map = (enum map)column_int(st, 5),
		.modifier = (enum modifier)column_int(st, 6),
		.client = column_int(st, 7),
		.practitioner = column_int(st, 8),
		.enabled = column_int(st, 9) != 0,
		.builtin = column_int(st, 10) != 0,
		.archived = column_int(st, 11) != 0,
		.revision = column_int(st, 12),
	};
}

enum err store_type_find(struct reader *reader, const char *slug,
			 struct completion_type *type)
{
	struct statement *st = statement(reader, FIND_TYPE);

	bind_text(st, 1, slug);
	return statement_one(st, read_type, type);
}

enum err store_type_find_id(struct reader *reader, int64_t id,
			    struct completion_type *type)
{
	struct statement *st = statement(reader, FIND_TYPE_ID);

	bind_int(st, 1, id);
	return statement_one(st, read_type, type);
}

enum err store_type_list(struct reader *reader, struct completion_type **list,
			 size_t *count)
{
	return statement_list(statement(reader, LIST_TYPES), read_type,
			      sizeof(**list), list, count);
}

static const char *fold(struct operation *op, const char *text)
{
	return text ? str_fold(op->arena, text, slice_of(text).len) : NULL;
}

/* $1 to $11, which both writes share. */
static enum err write_type(struct transaction *tx, struct statement *st,
			   const struct completion_type *type)
{
	struct operation *op = store_tx_operation(tx);
	enum err err;

	bind_text(st, 1, type->label);
	bind_text(st, 2, fold(op, type->label));
	bind_text(st, 3, type->description ? type->description : "");
	bind_text(st, 4, type->short_word);
	bind_text(st, 5, fold(op, type->short_word));
	bind_int(st, 6, type->map);
	bind_int(st, 7, type->modifier);
	bind_int(st, 8, type->client);
	bind_int(st, 9, type->practitioner);
	bind_int(st, 10, type->enabled);
	bind_int(st, 11, type->archived);
	err = statement_run(st);
	if (err == ERR_EXISTS)
		return fail(op, ERR_EXISTS,
			    "another completion type has this label, short "
			    "word or slug");
	return err;
}

enum err store_type_insert(struct transaction *tx, struct completion_type *type)
{
	struct statement *st = statement_tx(tx, ADD_TYPE);
	enum err err;

	bind_text(st, 12, type->slug);
	bind_int(st, 13, type->builtin);
	err = write_type(tx, st, type);
	if (err)
		return err;
	type->id = statement_inserted(tx);
	type->revision = 1;
	return OK;
}

enum err store_type_update(struct transaction *tx,
			   const struct completion_type *type)
{
	struct statement *st = statement_tx(tx, SAVE_TYPE);

	bind_int(st, 12, type->id);
	return write_type(tx, st, type);
}

const char *store_map_name(enum map map)
{
	return map_names[map];
}
