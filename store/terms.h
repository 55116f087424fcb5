/**
 * The terms of a session: what it is about. Sessions, schedules and imports
 * carry the same.
 */
#ifndef STORE_TERMS_H
#define STORE_TERMS_H

#include "store/tables.h"

/** The texts of the terms, each once: from this list come the members, their
 *  columns in the tables of sessions and schedules, and the statements that
 *  erase them. */
#define TERMS_TEXTS(EACH) \
	EACH(place)       \
	EACH(public_note) \
	EACH(private_note)

#define TERMS_MEMBER(text) const char *text;

/** For what, where, what is written on it, and who takes part. */
struct session_terms {
	int64_t service;                   /* 0 none */
	TERMS_TEXTS(TERMS_MEMBER)          /* NULL: none */
	struct ids practitioners, clients; /* in the order given */
};

#endif
