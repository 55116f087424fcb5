/**
 * Files that an operator names: read whole, within a bound.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/operation.h"
#include "base/slice.h"

/** All bytes of a file, a NUL behind them, in the arena. ERR_INVALID with a
 *  sentence: it cannot be read; ERR_TOO_LARGE: over `most` bytes. */
MUST_CHECK enum err file_read(struct operation *op, const char *path,
			      size_t most, struct slice *bytes);

#endif
