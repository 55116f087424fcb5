/**
 * What the events of one UID change, in one transaction.
 */
#ifndef PRACTICE_TRANSFER_IMPORT_APPLY_PRIVATE_H
#define PRACTICE_TRANSFER_IMPORT_APPLY_PRIVATE_H

#include "practice/transfer/import_series_private.h"
#include "store/imported.h"
#include "store/transaction.h"

struct note {
	size_t line;
	const char *text;
};

/** What the transaction is given, and what it answers. */
struct ics_work {
	const struct names *names;
	const struct ics_wishes *wishes;
	struct import_report counts; /* without lines */
	struct note *notes;
	size_t note_count, note_room;
	/* What files told of these before. */
	struct imported *rows;
	size_t row_count;
	bool older; /* and all of it is newer */
};

#define IMPORT_OLDER                                                        \
	"What the file holds is older than what was imported before (by "   \
	"SEQUENCE, LAST-MODIFIED or DTSTAMP); what is here was left as it " \
	"is."

/** Sentences for the report, each once a line; in the arena that the whole
 *  work has. */
void import_note(struct ics_work *work, struct arena *arena, size_t line,
		 const char *text);
void import_remarks_note(struct ics_work *work, struct arena *arena,
			 const struct ics_wish *wish);
/** Refused, because of what stands here: "The one of ... was removed". */
void import_untouched(struct ics_work *work, struct arena *arena,
		      const struct ics_wish *wish, struct instant start,
		      const char *why);
/** "The one of ... is not in the file any more", and what became of it. */
void import_gone_note(struct ics_work *work, struct arena *arena,
		      struct instant start, const char *what);

/** A store_work of a struct ics_work whose wishes have a source. Sentences are
 *  of the operation's arena. */
MUST_CHECK enum err import_wishes_apply(struct transaction *tx, void *context);

#endif
