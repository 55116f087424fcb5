/**
 * Text that grows long: written into one buffer after another, none of which
 * is moved any more once it is full. So a large answer is copied nowhere, and
 * memory that was used before is used again.
 */
#ifndef BASE_PIECES_H
#define BASE_PIECES_H

#include <stdbool.h>

#include "base/buf.h"

struct pieces {
	struct arena *arena; /* of the list */
	struct slice *list;
	size_t count, room;
	size_t len; /* of all */
};

/** The arena, and that of the buffers, outlive the pieces. */
void pieces_init(struct pieces *pieces, struct arena *arena);

/** A buffer for the first piece, and for each behind it. */
void pieces_begin(struct buf *buf, struct arena *arena);

/** Is the buffer nearly full? */
bool pieces_full(const struct buf *buf);

/** If the buffer is nearly full, what it holds becomes a piece, and it begins
 *  anew in its arena. */
void pieces_turn(struct pieces *pieces, struct buf *buf);

/** One that lies elsewhere, and lives as long. */
void pieces_add(struct pieces *pieces, struct slice piece);

/** What it holds becomes the last piece, if it holds anything. */
void pieces_end(struct pieces *pieces, const struct buf *buf);

#endif
