#include "base/pieces.h"

#define PIECE ((size_t)128 * 1024)
/* Most of what is written at once is smaller than this. */
#define SPARE ((size_t)16 * 1024)

void pieces_init(struct pieces *pieces, struct arena *arena)
{
	*pieces = (struct pieces){ .arena = arena };
}

void pieces_begin(struct buf *buf, struct arena *arena)
{
	/* With the NUL behind it. */
	buf_init_sized(buf, arena, PIECE - 1);
}

void pieces_add(struct pieces *pieces, struct slice piece)
{
	pieces->list = arena_grow(pieces->arena, pieces->list, pieces->count,
				  &pieces->room, sizeof(*pieces->list));
	pieces->list[pieces->count++] = piece;
	pieces->len += piece.len;
}

bool pieces_full(const struct buf *buf)
{
	return buf->len >= PIECE - SPARE;
}

void pieces_turn(struct pieces *pieces, struct buf *buf)
{
	if (!pieces_full(buf))
		return;
	pieces_add(pieces, buf_view(buf));
	pieces_begin(buf, buf->arena);
}

void pieces_end(struct pieces *pieces, const struct buf *buf)
{
	if (buf->len > 0)
		pieces_add(pieces, buf_view(buf));
}
