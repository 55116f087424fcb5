#include "store/statement_each_private.h"

enum err statement_each(struct reader *reader, struct statement *st,
			statement_give *give, void *context)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	struct arena_mark mark = arena_mark(arena);
	enum err err;

	while ((err = statement_row(st)) == OK) {
		err = give(st, context);
		if (err) {
			statement_done(st);
			return err;
		}
		arena_rewind(arena, mark);
	}
	return err == ERR_NOT_FOUND ? OK : err;
}
