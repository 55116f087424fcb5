/**
 * What the fuzzers of whole requests share: a small practice on a fixed day,
 * and requests read from text.
 *
 * An input is requests with a byte 0x1e between them: "METHOD TARGET", lines
 * of headers, an empty line, the body. A target without a leading '/' is
 * below the practitioner's home.
 *
 * A new place takes long, so one is made at the start and its database copied;
 * the copy is made anew after each input that wrote to it.
 */
#ifndef TESTS_FUZZ_REQUEST_FIXTURE_H
#define TESTS_FUZZ_REQUEST_FIXTURE_H

#include "base/http.h"
#include "store/people.h"
#include "store/store.h"

#define FUZZ_REQUEST_MARK '\x1e'

/** Who is there: a practitioner with a session yesterday, and an admin. */
#define FUZZ_PRACTITIONER "maria"
#define FUZZ_ADMIN "office"

/** 2026-06-08T12:00:00Z, the clock of every request. */
extern const struct instant fuzz_now;

struct fuzz_practice {
	struct store *store;
	struct reader *reader;
	struct person practitioner, admin;
};

/** Make the place and open it, until the process ends. */
void fuzz_init(void);
/** The place that is open now. */
const struct fuzz_practice *fuzz_get(void);
/** Did the input write? Then make the place as it was before. */
bool fuzz_written(void);
void fuzz_renew(void);

/** False where the edge would refuse it before it comes to a handler. */
bool fuzz_request(struct arena *arena, struct slice text,
		  struct http_request *request);

#endif
