/**
 * What the fuzzers of whole requests share. An input is requests with a byte
 * 0x1e between them, as tests/unit/server/lived_practice.h reads them.
 */
#ifndef TESTS_FUZZ_REQUEST_FIXTURE_H
#define TESTS_FUZZ_REQUEST_FIXTURE_H

#include "tests/unit/server/lived_practice.h"

#define FUZZ_REQUEST_MARK '\x1e'

/** Judges an answer; a finding ends the process. */
typedef void fuzz_check(const struct lived_answer *answer);

/** Ask each of an input's requests, but for pages that are set with fonts. */
void fuzz_run(struct slice input, fuzz_check *check);

#endif
