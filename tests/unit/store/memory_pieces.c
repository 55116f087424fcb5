#include "tests/unit/store/memory_pieces.h"

#include "base/compiler.h"

#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#define PIECE_LEAST 6
#define PIECE_ORDERS 26

struct piece {
	_Alignas(16) struct piece *next;
	unsigned order;
};

static struct {
	atomic_flag lock; /* of all below; nobody waits for it for long */
	struct piece *free[PIECE_ORDERS];
} pieces = { .lock = ATOMIC_FLAG_INIT };

static void pieces_lock(void)
{
	while (atomic_flag_test_and_set_explicit(&pieces.lock,
						 memory_order_acquire))
		sched_yield();
}

static void pieces_unlock(void)
{
	atomic_flag_clear_explicit(&pieces.lock, memory_order_release);
}

/* The least that holds so many bytes and a head. */
static unsigned order_of(int size)
{
	size_t all = (size_t)size + sizeof(struct piece);
	size_t rest = (all - 1) >> PIECE_LEAST;

	return rest ? (unsigned)(64 - __builtin_clzll(rest)) : 0;
}

/* A piece of 2^(order + PIECE_LEAST) bytes with its head, from a list of those
 * that were given back. */
static void *piece_new(int size)
{
	unsigned order = order_of(size);
	struct piece *piece;

	pieces_lock();
	piece = pieces.free[order];
	if (piece)
		pieces.free[order] = piece->next;
	pieces_unlock();
	if (!piece) {
		piece = malloc((size_t)1 << (order + PIECE_LEAST));
		if (!piece)
			abort();
		piece->order = order;
	}
	return piece + 1;
}

static void piece_free(void *at)
{
	struct piece *piece = (struct piece *)at - 1;

	pieces_lock();
	piece->next = pieces.free[piece->order];
	pieces.free[piece->order] = piece;
	pieces_unlock();
}

static int piece_size(void *at)
{
	const struct piece *piece = (struct piece *)at - 1;

	return (int)(((size_t)1 << (piece->order + PIECE_LEAST)) -
		     sizeof(*piece));
}

static void *piece_resize(void *at, int size)
{
	void *made;

	if (size <= piece_size(at))
		return at;
	made = piece_new(size);
	memcpy(made, at, (size_t)piece_size(at));
	piece_free(at);
	return made;
}

static int piece_round(int size)
{
	return (size + 7) & ~7;
}

static int pieces_begin(void *context UNUSED)
{
	return SQLITE_OK;
}

static void pieces_end(void *context UNUSED)
{
}

void memory_pieces_use(void)
{
	static const sqlite3_mem_methods methods = {
		.xMalloc = piece_new,
		.xFree = piece_free,
		.xRealloc = piece_resize,
		.xSize = piece_size,
		.xRoundup = piece_round,
		.xInit = pieces_begin,
		.xShutdown = pieces_end,
	};

	if (sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) != SQLITE_OK ||
	    sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) != SQLITE_OK)
		abort();
}
