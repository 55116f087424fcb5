/**
 * What the fuzzers of whole requests share: a small practice on a fixed day,
 * and requests read from text.
 *
 * An input is requests with a byte 0x1e between them: "METHOD TARGET", lines
 * of headers, an empty line, the body. A target without a leading '/' is
 * below the practitioner's home. A header From says who asks.
 *
 * The practice lies on a disk in memory (memory_disk.h), is made once, and is
 * put back after each input.
 */
#ifndef TESTS_FUZZ_REQUEST_FIXTURE_H
#define TESTS_FUZZ_REQUEST_FIXTURE_H

#include "base/http.h"
#include "store/people.h"
#include "store/store.h"

#define FUZZ_REQUEST_MARK '\x1e'

/** office (an admin), staff, maria, tom (practitioners), ada, ben (clients).
 *  Maria has had a session with Ada yesterday: number 1. */
#define FUZZ_PEOPLE 6

/** 2026-06-08T12:00:00Z, the clock of every request. */
extern const struct instant fuzz_now;

struct fuzz_answer {
	bool api; /* below /api/, else of calendars */
	struct http_request request;
	struct http_response response;
};

/** Judges an answer; a finding ends the process. */
typedef void fuzz_check(const struct fuzz_answer *answer);

/** Make the place and open it, until the process ends. */
void fuzz_init(void);
/** Ask each of an input's requests. */
void fuzz_run(struct slice input, fuzz_check *check);
/** Ask one. False where the edge would refuse it before it comes to a
 *  handler; what is answered lives as long as the arena. */
bool fuzz_ask(struct arena *arena, struct slice text,
	      struct fuzz_answer *answer);
/** Not begun. */
struct reader *fuzz_reader(void);
/** Did the input write? Make the place as it was before. */
bool fuzz_written(void);
void fuzz_renew(void);

#endif
