#include "practice/calendar/share_view.h"

#include "base/str.h"
#include "ical/object.h"
#include "practice/access.h"
#include "practice/calendar/instance_index.h"
#include "practice/calendar/share_text.h"
#include "store/change.h"
#include "store/object.h"
#include "store/object_list.h"

#include <stddef.h>

/* One member on its way from the source into a view. */
struct passing {
	struct transaction *tx;
	struct reader *reader;
	struct operation *op;
	const struct collection *view;
	const char *own; /* NULL: as they are kept */
};

static struct passing passing_of(struct transaction *tx,
				 const struct collection *view, const char *own)
{
	return (struct passing){ .tx = tx,
				 .reader = store_tx_reader(tx),
				 .op = store_tx_operation(tx),
				 .view = view,
				 .own = own };
}

static enum err drop(const struct passing *passing, const char *name)
{
	struct member there;
	enum err err = store_member_find(passing->reader, passing->view->id,
					 name, &there);

	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	return store_member_delete(passing->tx, &there);
}

/* NULL: there is nothing that can be read. */
static struct cal_component *parsed(struct operation *op, struct slice text)
{
	struct cal_component *calendar;

	if (text.len == 0)
		return NULL;
	if (!cal_parse(op, text.at, text.len, &calendar))
		return calendar;
	operation_recover(op);
	return NULL;
}

/* What the viewer is shown of the bytes; at NULL: nothing. */
static struct slice shown(const struct passing *passing,
			  const struct member *source, struct slice bytes,
			  const char *own)
{
	const struct slice nothing = { NULL, 0 };
	struct operation *op = passing->op;
	bool reads = passing->view->privileges & PRIVILEGE_READ;
	struct cal_component *calendar = parsed(op, bytes);

	if (bytes.len == 0)
		return reads ? slice_of("") : nothing;
	if (!calendar)
		return nothing;
	if (reads && !share_is_private(calendar))
		return share_composed(op, calendar, parsed(op, slice_of(own)));
	return source->kind == CAL_VEVENT ? share_redacted(op->arena, calendar)
					  : nothing;
}

static enum err put(const struct passing *passing, struct member *member,
		    struct slice text)
{
	struct index_rows rows = { 0 };
	enum err err = OK;

	if (text.len > 0)
		err = practice_reindex(passing->reader, passing->view, text,
				       member, &rows);
	else
		member->span = member->indexed = WHOLE_TIME;
	if (err == ERR_CALENDAR_DATA) {
		operation_recover(passing->op);
		return drop(passing, member->name);
	}
	member->etag = NULL;
	member->type = NULL;
	return err ? err : store_member_put(passing->tx, member, text, &rows);
}

static enum err pass(const struct passing *passing, const struct member *source,
		     struct slice bytes)
{
	struct member there = { .id = 0 };
	struct slice text, before = { NULL, 0 };
	const char *own;
	enum err err = store_member_find(passing->reader, passing->view->id,
					 source->name, &there);

	if (err && err != ERR_NOT_FOUND)
		return err;
	own = passing->own ? passing->own : there.own;
	text = shown(passing, source, bytes, own);
	if (!text.at)
		return drop(passing, source->name);
	err = OK;
	if (there.id)
		err = store_member_bytes(passing->reader, there.id, &before);
	if (err || (there.id && slice_equal(text, before) &&
		    str_equal(own, there.own)))
		return err;
	there.collection = passing->view->id;
	there.name = source->name;
	there.own = own;
	return put(passing, &there, text);
}

enum err share_view_member_tx(struct transaction *tx,
			      const struct collection *view, const char *name,
			      const char *own)
{
	struct passing passing = passing_of(tx, view, own);
	struct slice bytes = { NULL, 0 };
	struct member source;
	enum err err =
		store_member_find(passing.reader, view->source, name, &source);

	if (err == ERR_NOT_FOUND)
		return drop(&passing, name);
	if (!err)
		err = store_member_bytes(passing.reader, source.id, &bytes);
	return err ? err : pass(&passing, &source, bytes);
}

static enum err pass_each(void *context, const struct member *member,
			  struct slice bytes)
{
	return pass(context, member, bytes);
}

/* How far the view shows its source by now. */
static enum err note_followed(struct transaction *tx,
			      const struct collection *view, int64_t revision)
{
	struct collection noted = *view;

	noted.followed = revision;
	return store_collection_view_set(tx, &noted);
}

enum err share_view_render_tx(struct transaction *tx,
			      const struct collection *view)
{
	struct passing passing = passing_of(tx, view, NULL);
	struct collection source;
	enum err err =
		store_collection_load(passing.reader, view->source, &source);

	if (!err)
		err = store_member_walk(passing.reader, source.id, true,
					pass_each, &passing);
	return err ? err : note_followed(tx, view, source.revision);
}

/* The names that changed in the source. */
struct changed {
	struct arena *arena;
	const char **gone, **there;
	size_t gone_count, gone_room, there_count, there_room;
};

static enum err note_change(void *context, const struct change *change)
{
	struct changed *changed = context;
	struct arena *arena = changed->arena;
	const char *name = arena_strdup(arena, change->name);

	if (change->deleted) {
		changed->gone =
			arena_grow(arena, changed->gone, changed->gone_count,
				   &changed->gone_room, sizeof(*changed->gone));
		changed->gone[changed->gone_count++] = name;
	} else {
		changed->there = arena_grow(
			arena, changed->there, changed->there_count,
			&changed->there_room, sizeof(*changed->there));
		changed->there[changed->there_count++] = name;
	}
	return OK;
}

/* What was moved within the source moves here too, so that its viewer's own
 * lines and properties go along; the rest of what went is dropped. */
static enum err leave(const struct passing *passing, const char *name)
{
	struct member there, source;
	enum err err = store_member_find(passing->reader, passing->view->id,
					 name, &there);

	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	err = there.uid ? store_member_find_uid(passing->reader,
						passing->view->source,
						there.uid, &source)
			: ERR_NOT_FOUND;
	if (err == ERR_NOT_FOUND)
		return store_member_delete(passing->tx, &there);
	/* What it came over went before it came. */
	if (!err)
		err = drop(passing, source.name);
	return err ? err
		   : store_member_move(passing->tx, &there, passing->view->id,
				       source.name);
}

/* What went goes first: a name or UID may be another's by now. */
static enum err follow(struct transaction *tx, const struct collection *view,
		       int64_t revision)
{
	struct passing passing = passing_of(tx, view, NULL);
	struct changed changed = { .arena = arena_within(passing.op->arena) };
	enum err err =
		store_change_walk(passing.reader, view->source, view->followed,
				  SIZE_MAX, note_change, &changed);

	for (size_t i = 0; !err && i < changed.gone_count; i++)
		err = leave(&passing, changed.gone[i]);
	for (size_t i = 0; !err && i < changed.there_count; i++)
		err = share_view_member_tx(tx, view, changed.there[i], NULL);
	return err ? err : note_followed(tx, view, revision);
}

enum err practice_share_follow_tx(struct transaction *tx,
				  const struct collection *source)
{
	struct reader *reader = store_tx_reader(tx);
	struct collection *views = NULL;
	struct collection now;
	size_t count = 0;
	enum err err = OK;

	if (source->viewed)
		err = store_collection_views(reader, source->id, &views,
					     &count);
	if (err || count == 0)
		return err;
	err = store_collection_load(reader, source->id, &now);
	for (size_t i = 0; !err && i < count; i++)
		err = follow(tx, &views[i], now.revision);
	return err;
}
