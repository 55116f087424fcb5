#include "practice/notice/redirect.h"

#include "base/str.h"

/* Another row of the same notice goes there. */
static bool is_taken(const struct outbox *row, const struct outbox *list,
		     size_t count, const struct recipient *to)
{
	for (size_t i = 0; i < count; i++) {
		const struct outbox *other = &list[i];

		if (other->id != row->id && other->person == row->person &&
		    other->channel == to->channel && other->kind == row->kind &&
		    other->revision == row->revision &&
		    other->ahead == row->ahead &&
		    str_equal(other->address, to->address))
			return true;
	}
	return false;
}

static enum err list_all(struct reader *reader, const struct outbox *row,
			 struct recipient **list, size_t *count)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	struct practice practice;
	struct person person;
	enum err err = store_practice_load(reader, &practice);

	if (!err)
		err = store_person_load(reader, row->person, &person);
	if (err)
		return err;
	if (row->kind != NOTICE_INVOICE && row->kind != NOTICE_STATEMENT)
		return practice_recipients(reader, &practice, &person, list,
					   count);
	*list = arena_array(arena, 1, sizeof(**list));
	*count = 1;
	return practice_payer(reader, &practice, &person, *list);
}

enum err practice_redirect(struct reader *reader, const struct outbox *row,
			   struct recipient **to, const char **problem)
{
	struct recipient *list = NULL, *other = NULL;
	struct outbox *rows = NULL;
	size_t count = 0, row_count = 0;
	enum err err = list_all(reader, row, &list, &count);

	*to = NULL;
	*problem = NULL;
	if (!err && row->session)
		err = store_outbox_of_session(reader, row->session, &rows,
					      &row_count);
	for (size_t i = 0; !err && i < count; i++) {
		struct recipient *one = &list[i];
		bool same = one->channel == row->channel;

		if (same && one->problem) {
			*problem = one->problem;
		} else if (same && str_equal(one->address, row->address)) {
			*to = one;
			return OK;
		} else if (!one->problem &&
			   !is_taken(row, rows, row_count, one)) {
			if (same && !*to)
				*to = one;
			else if (!same && !other)
				other = one;
		}
	}
	if (!*to && !*problem)
		*to = other;
	return err;
}
