#include "practice/transfer/import_closures_private.h"

#include "base/digest.h"
#include "practice/session/closure.h"
#include "practice/transfer/import_told_private.h"

#include <string.h>

static const char *closure_words(struct arena *arena,
				 const struct closure *closure)
{
	const char *text =
		closure->all_day
			? arena_printf(arena, "%s\n%d/%d", closure->title,
				       closure->from.n, closure->to.n)
			: arena_printf(arena, "%s\n%lld-%lld", closure->title,
				       (long long)closure->span.start.s,
				       (long long)closure->span.end.s);

	return digest_tag(arena, text, strlen(text));
}

static enum err closure_add(struct transaction *tx, struct ics_work *work,
			    const struct ics_wish *wish)
{
	struct arena *arena = store_tx_operation(tx)->arena;
	struct closure closure = wish->closure;
	enum err err;

	if (work->older) {
		work->counts.unchanged++;
		import_note(work, arena, wish->line, IMPORT_OLDER);
		return OK;
	}
	work->counts.added++;
	import_remarks_note(work, arena, wish);
	err = practice_closure_add_tx(tx, &closure);
	return err ? err
		   : import_told_keep(tx, work, wish, closure.uid,
				      closure_words(arena, &wish->closure));
}

static enum err closure_judge(struct transaction *tx, struct ics_work *work,
			      const struct ics_wish *wish,
			      struct closure *closure)
{
	struct arena *arena = store_tx_operation(tx)->arena;
	const struct imported *row = import_told_row(work, closure->uid);
	const char *words = closure_words(arena, &wish->closure);
	const char *stands = closure_words(arena, closure);
	enum err err = OK;

	if (str_equal(words, stands)) {
		work->counts.unchanged++;
	} else if (row && import_is_older(wish, row) &&
		   !str_equal(words, row->told)) {
		work->counts.unchanged++;
		import_note(work, arena, wish->line, IMPORT_OLDER);
		return OK;
	} else if (row && !str_equal(row->told, stands)) {
		if (str_equal(row->told, words))
			work->counts.unchanged++;
		else
			work->counts.refused++;
		import_note(work, arena, wish->line,
			    "This closure was changed here since; it was left "
			    "as it "
			    "is.");
	} else {
		work->counts.changed++;
		closure->title = wish->closure.title;
		closure->all_day = wish->closure.all_day;
		closure->from = wish->closure.from;
		closure->to = wish->closure.to;
		closure->span = wish->closure.span;
		closure->zone = wish->closure.zone;
		err = practice_closure_change_tx(tx, closure);
	}
	return err ? err
		   : import_told_keep(tx, work, wish, closure->uid, words);
}

enum err import_closure_apply(struct transaction *tx, struct ics_work *work,
			      const struct ics_wish *wish)
{
	struct operation *op = store_tx_operation(tx);
	struct closure closure;
	enum err err = store_closure_find_uid(store_tx_reader(tx),
					      wish->closure.uid, &closure);

	if (err == ERR_NOT_FOUND) {
		operation_recover(op);
		return closure_add(tx, work, wish);
	}
	if (err)
		return err;
	if (closure.removed.s != INSTANT_MAX.s) {
		import_untouched(work, op->arena, wish, closure.span.start,
				 "was removed here and stays so");
		return OK;
	}
	return closure_judge(tx, work, wish, &closure);
}

enum err import_closure_gone(struct transaction *tx, struct ics_work *work,
			     const struct imported *row)
{
	struct operation *op = store_tx_operation(tx);
	struct closure closure;
	enum err err =
		store_closure_find_uid(store_tx_reader(tx), row->uid, &closure);

	if (err == ERR_NOT_FOUND) {
		operation_recover(op);
		return OK;
	}
	if (err || closure.removed.s != INSTANT_MAX.s)
		return err;
	if (!str_equal(row->told, closure_words(op->arena, &closure))) {
		work->counts.refused++;
		import_gone_note(work, op->arena, closure.span.start,
				 "; it was changed here and stays");
		return OK;
	}
	work->counts.changed++;
	import_gone_note(work, op->arena, closure.span.start,
			 ", and was removed here too");
	return practice_closure_remove_tx(tx, closure.id);
}
