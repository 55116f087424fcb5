/**
 * What the doctor finds: each with a verdict, a sentence, and what to do.
 */
#ifndef SERVER_FINDING_H
#define SERVER_FINDING_H

#include "base/operation.h"

#include <stdbool.h>
#include <stddef.h>

enum verdict {
	VERDICT_FINE,
	VERDICT_NOTE, /* to know of; nothing is wrong */
	VERDICT_BAD,
};

struct finding {
	const char *what;
	enum verdict verdict;
	const char *said;
	const char *todo; /* NULL: nothing */
};

/** In the operation's arena. */
struct findings {
	struct operation *op;
	struct finding *list;
	size_t count, room;
	const char *details; /* lines about single objects; NULL: none */
};

/** `todo` NULL: there is nothing to do. Texts outlive the list. */
void finding_add(struct findings *findings, const char *what,
		 enum verdict verdict, const char *said, const char *todo);
/** No finding is bad. */
bool findings_fine(const struct findings *findings);
/** On standard output, as lines for people or as one JSON object. */
void findings_print(const struct findings *findings, bool json);

#endif
