/**
 * How far a new place is set up: what is there says it, so that whoever left
 * in the middle goes on where they were.
 */
#ifndef ADMIN_PAGES_SETUP_STATE_H
#define ADMIN_PAGES_SETUP_STATE_H

#include "admin/pages/page.h"

enum setup_step {
	SETUP_PRACTICE,
	SETUP_MONEY,
	SETUP_SERVICE,
	SETUP_PRACTITIONER,
	SETUP_DEVICE,
};
#define SETUP_STEPS 5

struct setup_state {
	bool done[SETUP_STEPS]; /* by enum setup_step */
	bool untouched;         /* nobody but this admin, and nothing yet */
};

/** Has the practice a name of its own? */
bool setup_state_is_named(const struct page *page);
/** The reader has begun. Whether the currency was meant nothing tells: it
 *  counts as done once there is a service, whose price is in it. */
MUST_CHECK enum err setup_state_load(struct page *page,
				     struct setup_state *state);
/** The first that is not done; SETUP_STEPS where all are. */
size_t setup_state_next(const struct setup_state *state);
/** Can the practice not plan a session yet? */
bool setup_state_lacks(const struct setup_state *state);

#endif
