/**
 * Zip archives made in memory, by libarchive.
 *
 * Files are packed as they are added: what is held is the archive so far and
 * the one file that is given. All are of one time, so that the same files in
 * the same order make the same archive.
 */
#ifndef BASE_ZIP_H
#define BASE_ZIP_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/str.h"

struct zip;

/** A new archive that lives in the arena. */
struct zip *zip_new(struct arena *arena, struct instant at);
/** Add a file; `name` is ASCII, its folders before '/'. */
void zip_add(struct zip *zip, const char *name, struct slice bytes);
/** Bytes of the archive so far. */
size_t zip_size(const struct zip *zip);
/** End it: its bytes, in the arena. Nothing is added after. */
struct slice zip_end(struct zip *zip);

#endif
