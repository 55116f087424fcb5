/**
 * Notices on pages: what several pages show of one (the outbox, a session, a
 * run): what it says, how it goes, how it stands and why, and what a person
 * may do about it (S44).
 */
#ifndef ADMIN_PAGES_NOTICE_PART_H
#define ADMIN_PAGES_NOTICE_PART_H

#include "admin/pages/grid.h"
#include "admin/pages/page.h"
#include "practice/notice/run_known.h"

/** A cell of who reads it: "Ada Brown", "Rosa Brown, for Ada Brown". */
MUST_CHECK enum err notice_part_to(struct grid *grid,
				   const struct outbox *notice);
/** "Canceled", "Reminder": what it tells. */
const char *notice_part_what(enum notice_kind kind);
/** "E-mail", "Text". */
const char *notice_part_how(enum notice_channel channel);
/** "Queued", "Failed": the words of its badge. */
const char *notice_part_state(enum outbox_state state);
/** "4 Sent, 1 Failed"; "" where all are 0. */
const char *notice_part_counts(struct page *page, const size_t *counts);

/** A cell of the badge. */
void notice_part_badge(struct grid *grid, const struct outbox *notice);
/** When it goes next or what it waits for; of one that does not go any more
 *  when it went, or was given up. */
const char *notice_part_when(struct page *page, const struct outbox *notice);
/** "1 try", "" of none. */
const char *notice_part_tries(struct page *page, const struct outbox *notice);
/** Why it stands so, and when it is tried next; else when it goes, or went. */
const char *notice_part_why(struct page *page, const struct outbox *notice);

/** A cell of the buttons Retry and Drop, as far as they do something: forms
 *  that send its id as "retry" or "drop" to the address. */
void notice_part_deeds(struct grid *grid, const struct outbox *notice,
		       const char *url);
/** How far a run is, with its sessions and then with its notices: a sentence
 *  that is asked for anew while it is under way. Nothing of one that is done.
 */
void notice_part_progress(struct page *page, const struct run_known *run);

/** Does the form say one of them? Then it is done, and told by a flash. */
MUST_CHECK enum err notice_part_take(struct page *page, bool *taken);

#endif
