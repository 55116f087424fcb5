/**
 * The devices and feeds of a person with what they are: which program used
 * them last, and which were turned away in the last week because of a wrong
 * password or a revoked token.
 *
 * Who may look at them is practice_credentials_may's (practice/people/feed.h).
 */
#ifndef PRACTICE_PEOPLE_DEVICE_H
#define PRACTICE_PEOPLE_DEVICE_H

#include "base/shape.h"
#include "store/device.h"
#include "store/store.h"

struct device_known {
	struct device device; /* id 0: a program that no device is known of */
	const char *kind;     /* "device", "feed" or "unknown" */
	const char *program;  /* in words, or NULL */
	bool is_feed;
	bool has_trouble;
	struct turned_away trouble;
};

extern const struct field device_rows[];

/** What is known of each of these devices, and of the programs that were
 *  turned away (of that person, 0: of all) and are none of them: those stand
 *  last. The reader has begun. */
MUST_CHECK enum err
practice_devices_known(struct reader *reader, int64_t person,
		       const struct device *devices, size_t count,
		       struct device_known **list, size_t *known_count);

/** A program came with this person's login and what is not right. It is noted
 *  once a minute at most; `agent` is what it calls itself, or NULL. */
MUST_CHECK enum err practice_turned_away(struct operation *op,
					 struct store *store, int64_t person,
					 const char *agent);
/** It has come in with the right password: nothing is wrong any more. */
MUST_CHECK enum err practice_let_in(struct operation *op, struct store *store,
				    int64_t person, const char *agent);

#endif
