#include "practice/transfer/import_told_private.h"

#include "practice/calendar/session_known.h"
#include "practice/transfer/import_merge_private.h"
#include "store/session_version.h"

struct import_version import_told_version(const struct imported *row)
{
	return (struct import_version){ row->sequence, row->modified,
					row->stamp };
}

bool import_is_older(const struct ics_wish *wish, const struct imported *row)
{
	struct import_version before;

	if (!row)
		return false;
	before = import_told_version(row);
	return import_version_compare(&wish->version, &before) < 0;
}

const struct imported *import_told_row(const struct ics_work *work,
				       const char *uid)
{
	for (size_t i = 0; i < work->row_count; i++) {
		if (str_equal(work->rows[i].uid, uid))
			return &work->rows[i];
	}
	return NULL;
}

/* One of a series stays its date when a practice's own export, in which each
 * stands alone, tells of it. */
static enum err source_keep(struct transaction *tx, const struct ics_wish *wish,
			    struct imported *row)
{
	struct imported other;
	enum err err;

	if (!wish->own)
		return OK;
	err = store_imported_find(store_tx_reader(tx), row->uid, &other);
	if (err == ERR_NOT_FOUND) {
		operation_recover(store_tx_operation(tx));
		return OK;
	}
	if (err)
		return err;
	row->source = other.source;
	row->recurrence = other.recurrence;
	return OK;
}

enum err import_told_keep(struct transaction *tx, const struct ics_work *work,
			  const struct ics_wish *wish, const char *uid,
			  const char *told)
{
	const struct imported *before = import_told_row(work, uid);
	struct imported row = {
		.uid = uid,
		.source = work->wishes->source,
		.recurrence = wish->recurrence,
		.sequence = wish->version.sequence,
		.modified = wish->version.modified,
		.stamp = wish->version.stamp,
		.told = told,
	};
	enum err err = source_keep(tx, wish, &row);

	if (err)
		return err;
	if (before && import_is_older(wish, before)) {
		row.sequence = before->sequence;
		row.modified = before->modified;
		row.stamp = before->stamp;
	}
	if (before && str_equal(before->told, told) &&
	    before->sequence == row.sequence &&
	    before->modified.s == row.modified.s &&
	    before->stamp.s == row.stamp.s)
		return OK;
	return store_imported_set(tx, &row);
}

/* The words of the session as it was at a revision; NULL: it never was. */
static enum err words_at(struct transaction *tx, const struct session *session,
			 int64_t revision, const char **words)
{
	struct reader *reader = store_tx_reader(tx);
	struct arena *arena = store_tx_operation(tx)->arena;
	struct session was = { .id = session->id };
	struct session_known known;
	const struct cal_zone *zone;
	const char *json;
	enum err err = store_session_revision_find(reader, session->id,
						   revision, &json);

	*words = NULL;
	if (err == ERR_NOT_FOUND) {
		operation_recover(store_tx_operation(tx));
		return OK;
	}
	if (!err)
		err = session_known_read(reader, json, &known);
	if (err)
		return err;
	zone = cal_zone_find(known.tzid ? known.tzid : "UTC");
	if (!zone)
		return OK;
	was.span.start = known.start_utc;
	was.span.end = cal_zone_instant(zone, known.end);
	was.terms = known.terms;
	was.terms.practitioners.at =
		arena_array(arena, known.practitioner_count, sizeof(int64_t));
	for (size_t i = 0; i < known.practitioner_count; i++)
		ids_add(&was.terms.practitioners, known.practitioners[i].id);
	was.terms.clients.at =
		arena_array(arena, known.client_count, sizeof(int64_t));
	for (size_t i = 0; i < known.client_count; i++)
		ids_add(&was.terms.clients, known.clients[i].id);
	*words = import_merge_words(arena, &was);
	return OK;
}

enum err import_told_first(struct transaction *tx,
			   const struct session *session, const char **words)
{
	return words_at(tx, session, 1, words);
}

enum err import_told_find(struct transaction *tx, const struct ics_work *work,
			  const struct ics_wish *wish,
			  const struct session *session, const char **told)
{
	const struct imported *row = import_told_row(work, session->uid);
	enum err err = OK;

	*told = row ? row->told : NULL;
	if (!row && wish->revision)
		err = words_at(tx, session, wish->revision, told);
	if (!err && !*told)
		err = words_at(tx, session, 1, told);
	return err;
}
