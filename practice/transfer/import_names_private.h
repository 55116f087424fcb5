/**
 * Whom and what the words of events may name: e-mail addresses, logins,
 * clients' codes, services. Loaded once a file, found by bisection.
 */
#ifndef PRACTICE_TRANSFER_IMPORT_NAMES_PRIVATE_H
#define PRACTICE_TRANSFER_IMPORT_NAMES_PRIVATE_H

#include "ical/zone.h"
#include "practice/transfer/import_run_private.h"

struct name_key {
	const char *text;  /* folded */
	const char *shown; /* as it is */
	int64_t id;
	bool active;
};

struct name_keys {
	struct name_key *at; /* sorted by text */
	size_t count;
};

/** A service's name in words. */
struct service_name {
	int64_t id;
	const char *name;   /* folded */
	const char **words; /* folded */
	size_t count;
};

struct names {
	const char *zone_name; /* of the practice */
	const struct cal_zone *zone;
	int64_t practitioner; /* whom all events are for, 0: who they name */
	struct name_keys logins, practitioner_mails; /* active ones */
	struct name_keys codes, client_mails;
	struct service_name *services; /* active ones */
	size_t service_count;
};

/** `practitioner` is a login or NULL. ERR_INVALID when nobody active with
 *  that login is a practitioner. */
MUST_CHECK enum err import_names_load(struct import *import,
				      const char *practitioner,
				      struct names *names);

/** Those with this text, which need not be folded: the first, and how many. */
const struct name_key *import_names_find(struct arena *arena,
					 const struct name_keys *keys,
					 const char *text, size_t *count);

/** The words of a text: letters, digits, '-' and '_'; at most `most`. What
 *  `words` gets lies in the arena and is folded. */
size_t import_words(struct arena *arena, const char *text, size_t most,
		    const char ***words);

#endif
