/**
 * The terms of a session: what it is about. Sessions, schedules and imports
 * carry the same.
 */
#ifndef STORE_TERMS_H
#define STORE_TERMS_H

#include "store/tables.h"

/** For what, where, what is written on it, and who takes part. */
struct session_terms {
	int64_t service;                                /* 0 none */
	const char *place, *public_note, *private_note; /* NULL: none */
	struct ids practitioners, clients;              /* in the order given */
};

#endif
