/**
 * What an operation came to, so that a test can name a code and a refusal
 * alike: ERR_CONFLICT, REFUSED(SESSION_SAVED).
 */
#ifndef TESTS_UNIT_PRACTICE_REFUSED_H
#define TESTS_UNIT_PRACTICE_REFUSED_H

#include "practice/refusal.h"

#define REFUSED(word) ((enum err)(ERR_COUNT + 1 + REFUSAL_##word))

static inline enum err outcome(const struct operation *op, enum err err)
{
	return err == ERR_REFUSED
		       ? (enum err)(ERR_COUNT + 1 + refusal_of(op, err))
		       : err;
}

#endif
