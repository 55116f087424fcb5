/**
 * A message that is only there to see whether messages arrive: what is asked
 * of the sender, and what came of it.
 */
#ifndef PRACTICE_NOTICE_TRIAL_H
#define PRACTICE_NOTICE_TRIAL_H

#include "store/outbox.h"

struct notice_trial {
	enum notice_channel channel;
	const char *address; /* as typed */
	/* What came of it. */
	bool sent;
	const char *reason; /* a sentence, where it was not */
	const char **lines; /* what was said, without secrets */
	size_t line_count;
};

#endif
