#include "store/completion_type.h"

#include "base/unicode.h"
#include "store/statement_private.h"

#define TYPE_COLUMNS                                                  \
	"id, slug, label, description, short_word, map, modifier,"    \
	"  client_modifier, practitioner_modifier, enabled, builtin," \
	"  archived, revision"

const char *const map_words[] = {
	[MAP_COMPLETED] = "completed",
	[MAP_MISSED] = "missed",
	[MAP_CANCELED] = "canceled",
	NULL,
};

const char *const modifier_words[] = {
	[MODIFIER_PERCENTAGE] = "percentage",
	[MODIFIER_FIXED] = "fixed",
	NULL,
};

static const char FIND_TYPE[] = "SELECT " TYPE_COLUMNS "  FROM completion_type"
				"  WHERE slug = $slug";

static const char FIND_TYPE_ID[] =
	"SELECT " TYPE_COLUMNS "  FROM completion_type"
	"  WHERE id = $id";

static const char LIST_TYPES[] = "SELECT " TYPE_COLUMNS "  FROM completion_type"
				 "  ORDER BY archived, id";

static const char ADD_TYPE[] =
	"INSERT INTO completion_type (label, label_key, description,"
	"    short_word, short_key, map, modifier, client_modifier,"
	"    practitioner_modifier, enabled, archived, slug, builtin,"
	"    revision)"
	"  VALUES ($label, $label_key, $description, $short_word,"
	"    $short_key, $map, $modifier, $client_modifier,"
	"    $practitioner_modifier, $enabled, $archived, $slug,"
	"    $builtin, 1)"
	"  RETURNING id";

static const char SAVE_TYPE[] =
	"UPDATE completion_type"
	"  SET label = $label, label_key = $label_key,"
	"    description = $description, short_word = $short_word,"
	"    short_key = $short_key, map = $map, modifier = $modifier,"
	"    client_modifier = $client_modifier,"
	"    practitioner_modifier = $practitioner_modifier,"
	"    enabled = $enabled, archived = $archived,"
	"    revision = revision + 1"
	"  WHERE id = $id";

static void read_type(struct statement *st, void *item)
{
	struct completion_type *type = item;

	*type = (struct completion_type){
		.id = column_int(st, "id"),
		.slug = column_text(st, "slug"),
		.label = column_text(st, "label"),
		.description = column_text(st, "description"),
		.short_word = column_text(st, "short_word"),
		.map = (enum map)column_int(st, "map"),
		.modifier = (enum modifier)column_int(st, "modifier"),
		.client = column_int(st, "client_modifier"),
		.practitioner = column_int(st, "practitioner_modifier"),
		.enabled = column_int(st, "enabled") != 0,
		.builtin = column_int(st, "builtin") != 0,
		.archived = column_int(st, "archived") != 0,
		.revision = column_int(st, "revision"),
	};
}

enum err store_type_find(struct reader *reader, const char *slug,
			 struct completion_type *type)
{
	struct statement *st = statement_of_text(reader, FIND_TYPE, slug);

	return statement_one(st, read_type, type);
}

enum err store_type_find_id(struct reader *reader, int64_t id,
			    struct completion_type *type)
{
	struct statement *st = statement_of_id(reader, FIND_TYPE_ID, id);

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

/* What both writes share. */
static void bind_type(struct statement *st, struct operation *op,
		      const struct completion_type *type)
{
	bind_text(st, "label", type->label);
	bind_text(st, "label_key", fold(op, type->label));
	bind_text(st, "description",
		  type->description ? type->description : "");
	bind_text(st, "short_word", type->short_word);
	bind_text(st, "short_key", fold(op, type->short_word));
	bind_int(st, "map", type->map);
	bind_int(st, "modifier", type->modifier);
	bind_int(st, "client_modifier", type->client);
	bind_int(st, "practitioner_modifier", type->practitioner);
	bind_int(st, "enabled", type->enabled);
	bind_int(st, "archived", type->archived);
}

static enum err taken(struct transaction *tx, enum err err)
{
	if (err != ERR_EXISTS)
		return err;
	return fail(store_tx_operation(tx), ERR_EXISTS,
		    "another completion type has this label, short word or "
		    "slug");
}

enum err store_type_insert(struct transaction *tx, struct completion_type *type)
{
	struct statement *st = statement_tx(tx, ADD_TYPE);
	enum err err;

	bind_type(st, store_tx_operation(tx), type);
	bind_text(st, "slug", type->slug);
	bind_int(st, "builtin", type->builtin);
	err = statement_insert(st, &type->id);
	if (err)
		return taken(tx, err);
	type->revision = 1;
	return OK;
}

enum err store_type_update(struct transaction *tx,
			   const struct completion_type *type)
{
	struct statement *st = statement_tx(tx, SAVE_TYPE);

	bind_type(st, store_tx_operation(tx), type);
	bind_int(st, "id", type->id);
	return taken(tx, statement_run(st));
}
