/**
 * Devices and feeds together, as people look at them, and the programs that
 * were turned away (rules S50, K39).
 */
#ifndef STORE_DEVICE_H
#define STORE_DEVICE_H

#include <stddef.h>

#include "store/credential.h"

enum device_kind { DEVICE_TOKEN, DEVICE_FEED };
extern const char *const device_kind_words[]; /* base/word.h */

/** A token or a feed that is not revoked. */
struct device {
	enum device_kind kind;
	int64_t id, person;
	const char *label;                 /* NULL: a feed without one */
	enum feed_level level;             /* of a feed */
	struct instant created, last_used; /* INSTANT_MIN: never */
	struct instant expires;            /* INSTANT_MAX: never */
	const char *program; /* that used it last; NULL: not known */
};

/** Of a person (0: of all), the last used first, behind `skip` of them. */
MUST_CHECK enum err store_device_list(struct reader *reader, int64_t person,
				      size_t skip, size_t limit,
				      struct device **list, size_t *count);

/** A program that came with a name of ours and a wrong password. */
struct turned_away {
	int64_t person;
	const char *program; /* as it calls itself, "" where it does not */
	struct instant since, last;
	int64_t tries; /* that were noted */
};

/** Of a person (0: of all), those who were turned away after that instant, the
 *  last first. */
MUST_CHECK enum err store_turned_away_list(struct reader *reader,
					   int64_t person, struct instant after,
					   struct turned_away **list,
					   size_t *count);
/** The one, or ERR_NOT_FOUND. */
MUST_CHECK enum err store_turned_away_find(struct reader *reader,
					   int64_t person, const char *program,
					   struct turned_away *found);
/** Put it in place of what is known of that program; of a person the newest
 *  `most` are kept. */
MUST_CHECK enum err store_turned_away_add(struct transaction *tx,
					  const struct turned_away *one,
					  int64_t most);
/** The program has come in since. */
MUST_CHECK enum err store_turned_away_end(struct transaction *tx,
					  int64_t person, const char *program);

#endif
