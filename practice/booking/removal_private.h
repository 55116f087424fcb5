/**
 * What is remembered of a session that a calendar program deleted: so that it
 * can be taken back when the program only moved the event (Android deletes
 * and puts anew), and so that many at once wait for a person (rules
 * K16, K17).
 */
#ifndef PRACTICE_BOOKING_REMOVAL_PRIVATE_H
#define PRACTICE_BOOKING_REMOVAL_PRIVATE_H

#include <stdbool.h>

#include "store/removal.h"
#include "store/review.h"
#include "store/session.h"

/** Seconds in which an event may be put again, and in which removals belong
 *  together. */
#define PRACTICE_REMOVAL_WINDOW 600
/** How far from its old start an event may be put again, in seconds. */
#define PRACTICE_REMOVAL_NEAR INT64_C(172800)
/** From so many on by one device they are one item to review. */
#define PRACTICE_REMOVAL_MANY 5

/** The form in which a title is remembered and compared; no name is left in
 *  it. */
const char *practice_removal_title(struct arena *arena, const char *title);
/** Words that may stand before and behind a title, and how many titles there
 *  may be in one so. */
#define REMOVAL_WORDS 3
#define REMOVAL_TITLES ((REMOVAL_WORDS + 1) * (REMOVAL_WORDS + 2) / 2)

/** What a title may be with words about it, as they are remembered. It is made
 *  once, however many removals are looked at: a title may be long. */
struct removal_titles {
	const char *keys[REMOVAL_TITLES];
	size_t count;
};
void practice_removal_titles(struct arena *arena, const char *title,
			     struct removal_titles *titles);
/** Is it one of these? *words: with others before or behind it, such as say how
 *  the session ended (K12). */
bool practice_removal_titled(const struct removal *removal,
			     const struct removal_titles *titles, bool *words);

/** The actor has just removed a session: takes session, shown, uid, title and
 *  starts of *made and sets the rest. The fifth in the window, and each one
 *  after it, is held: in one review item of kind "deletes". */
MUST_CHECK enum err practice_removal_note(struct transaction *tx,
					  struct removal *made);

/** Is the session, which is loaded too, still as the removal left it, and may
 *  the actor take that back? */
MUST_CHECK enum err practice_removal_stands(struct reader *reader,
					    const struct removal *removal,
					    struct session *session,
					    bool *stands);
/** A session that was removed is restored, one that was canceled re-opened;
 *  one whose removal was refused stands. */
MUST_CHECK enum err practice_removal_undo(struct transaction *tx,
					  const struct session *session);
/** A removal was taken back: it is forgotten, and leaves its batch. */
MUST_CHECK enum err practice_removal_leave(struct transaction *tx,
					   const struct removal *removal);

/** Take back every removal of a batch that still stands. *back and *left are
 *  the sessions that are open again and those that had changed; the item's
 *  text says how many. */
MUST_CHECK enum err practice_removals_undo(struct transaction *tx,
					   const struct review *review,
					   struct ids *back, struct ids *left);

#endif
