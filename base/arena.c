#include "base/arena.h"

#include "base/memory.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_POISONS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISONS 1
#endif
#endif

#ifdef ARENA_POISONS
#include <sanitizer/asan_interface.h>
#define POISON(at, len) ASAN_POISON_MEMORY_REGION(at, len)
#define UNPOISON(at, len) ASAN_UNPOISON_MEMORY_REGION(at, len)
#define GAP 16 /* poisoned bytes between two pieces */
/* A larger piece is mapped anew and unmapped each time there. */
#define LARGEST_BLOCK (64 * 1024)
#else
#define POISON(at, len) ((void)(at), (void)(len))
#define UNPOISON(at, len) ((void)(at), (void)(len))
#define GAP 0
#define LARGEST_BLOCK (1024 * 1024)
#endif

#define ALIGNMENT 16
#define FIRST_BLOCK (16 * 1024)

struct block {
	struct block *older;
	size_t size;
	size_t used;
	_Alignas(ALIGNMENT) char bytes[];
};

struct owned {
	struct owned *older;
	void *object;
	size_t size; /* counted for it */
	void (*release)(void *);
};

struct arena {
	struct block *block; /* newest; the first one has older == NULL */
	struct owned *owned;
	struct block *spare; /* the last one that was given back, or NULL */
	struct arena *outer;
	size_t next_size;
	/* bytes of its blocks, of what it owns, and of arenas within */
	size_t held;
};

COLD static void out_of_memory(size_t size)
{
	fprintf(stderr, "out of memory: %zu bytes wanted\n", size);
	abort();
}

static void count(struct arena *arena, size_t more, size_t less)
{
	memory_count(more, less);
	for (; arena; arena = arena->outer)
		arena->held += more - less;
}

/* Room for so many bytes: the spare block, or a new one of that size. */
static void block_add(struct arena *arena, size_t step, size_t size)
{
	struct block *block = arena->spare;

	if (block && block->size >= step) {
		arena->spare = NULL;
		block->older = arena->block;
		block->used = 0;
		arena->block = block;
		return;
	}
	block = malloc(sizeof(*block) + size);
	if (!block)
		out_of_memory(size);
	block->older = arena->block;
	block->size = size;
	block->used = 0;
	POISON(block->bytes, size);
	arena->block = block;
	count(arena, size, 0);
}

static void block_free(struct arena *arena, struct block *block)
{
	if (!block)
		return;
	count(arena, 0, block->size);
	UNPOISON(block->bytes, block->size);
	free(block);
}

/* Who takes and gives back again and again needs no new block each time. */
static void block_drop(struct arena *arena)
{
	struct block *block = arena->block;
	struct block *spare = arena->spare;

	arena->block = block->older;
	if (block->size > LARGEST_BLOCK ||
	    (spare && spare->size >= block->size)) {
		block_free(arena, block);
		return;
	}
	POISON(block->bytes, block->used); /* the rest is */
	arena->spare = block;
	block_free(arena, spare);
}

struct arena *arena_new(void)
{
	struct arena *arena = malloc(sizeof(*arena));

	if (!arena)
		out_of_memory(sizeof(*arena));
	/* The C library keeps what a thread has freed for that thread, but not
	 * for calloc(), which waits for all other threads. */
	*arena = (struct arena){ 0 };
	block_add(arena, FIRST_BLOCK, FIRST_BLOCK);
	arena->next_size = 2 * (size_t)FIRST_BLOCK;
	return arena;
}

void arena_free(struct arena *arena)
{
	if (!arena)
		return;
	arena_reset(arena);
	block_free(arena, arena->block);
	free(arena);
}

static void free_within(void *arena)
{
	arena_free(arena);
}

struct arena *arena_within(struct arena *outer)
{
	struct arena *arena = arena_new();

	arena_own(outer, arena, free_within);
	arena->outer = outer;
	for (; outer; outer = outer->outer)
		outer->held += arena->held;
	return arena;
}

struct arena_mark arena_mark(const struct arena *arena)
{
	assert(!arena->outer);
	return (struct arena_mark){ arena->block, arena->owned,
				    arena->block->used };
}

void arena_rewind(struct arena *arena, struct arena_mark mark)
{
	while (arena->owned != mark.owned) {
		struct owned *owned = arena->owned;

		/* Unlinked first: a release may itself use the arena. */
		arena->owned = owned->older;
		count(arena, 0, owned->size);
		owned->release(owned->object);
	}
	while (arena->block != mark.block)
		block_drop(arena);
	POISON(arena->block->bytes + mark.used, arena->block->used - mark.used);
	arena->block->used = mark.used;
}

void arena_reset(struct arena *arena)
{
	struct block *first = arena->block;

	while (first->older)
		first = first->older;
	arena_rewind(arena, (struct arena_mark){ first, NULL, 0 });
	block_free(arena, arena->spare);
	arena->spare = NULL;
	arena->next_size = 2 * (size_t)FIRST_BLOCK;
}

size_t arena_held(const struct arena *arena)
{
	return arena->held;
}

static size_t step_of(size_t size)
{
	return (size + GAP + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
}

/* Bytes of any content: for what is written over at once. */
static void *take(struct arena *arena, size_t size)
{
	struct block *block = arena->block;
	size_t step;
	char *at;

	if (size > SIZE_MAX / 2)
		out_of_memory(size);
	step = step_of(size);
	if (block->size - block->used < step) {
		size_t room = arena->next_size;

		if (room < step)
			room = step;
		if (arena->next_size < LARGEST_BLOCK)
			arena->next_size *= 2;
		block_add(arena, step, room);
		block = arena->block;
	}
	at = block->bytes + block->used;
	block->used += step;
	UNPOISON(at, size);
	return at;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	return memset(take(arena, size), 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes))
		out_of_memory(SIZE_MAX);
	return arena_alloc(arena, bytes);
}

void *arena_grow(struct arena *arena, void *array, size_t used, size_t *room,
		 size_t size)
{
	size_t wanted;
	void *moved;

	if (used < *room)
		return array;
	wanted = used < 4 ? 8 : used * 2;
	moved = arena_array(arena, wanted, size);
	if (used > 0)
		memcpy(moved, array, used * size);
	*room = wanted;
	return moved;
}

/* The newest block, which nothing but the piece is in, made larger: it moves,
 * so no mark may name it. */
static void *block_resize(struct arena *arena, size_t size)
{
	struct block *block = arena->block;
	size_t room = step_of(size);

	UNPOISON(block->bytes, block->size);
	count(arena, room, block->size);
	block = realloc(block, sizeof(*block) + room);
	if (!block)
		out_of_memory(size);
	block->size = room;
	block->used = room;
	arena->block = block;
	return block->bytes;
}

void *arena_resize(struct arena *arena, void *piece, size_t old, size_t size)
{
	struct block *block = arena->block;
	void *moved;

	if (size > SIZE_MAX / 2)
		out_of_memory(size);
	if (arena->outer && piece == block->bytes && block->older &&
	    block->used == step_of(old) && size > old)
		return block_resize(arena, size);
	moved = take(arena, size);
	if (piece)
		memcpy(moved, piece, old < size ? old : size);
	return moved;
}

char *arena_strdup(struct arena *arena, const char *string)
{
	return string ? arena_strndup(arena, string, strlen(string)) : NULL;
}

char *arena_strndup(struct arena *arena, const char *bytes, size_t len)
{
	char *copy = take(arena, len + 1);

	if (len > 0)
		memcpy(copy, bytes, len);
	copy[len] = '\0';
	return copy;
}

void *arena_memdup(struct arena *arena, const void *bytes, size_t len)
{
	void *copy = take(arena, len);

	if (len > 0)
		memcpy(copy, bytes, len);
	return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = arena_vprintf(arena, format, args);
	va_end(args);
	return text;
}

char *arena_vprintf(struct arena *arena, const char *format, va_list args)
{
	char small[256];
	va_list again;
	char *text;
	int len;

	va_copy(again, args);
	len = vsnprintf(small, sizeof(small), format, args);
	if (len < 0)
		abort(); /* a wrong format: a bug */
	if ((size_t)len < sizeof(small)) {
		text = arena_strndup(arena, small, (size_t)len);
	} else {
		text = take(arena, (size_t)len + 1);
		vsnprintf(text, (size_t)len + 1, format, again);
	}
	va_end(again);
	return text;
}

void arena_own_sized(struct arena *arena, void *object, size_t size,
		     void (*release)(void *))
{
	struct owned *owned = take(arena, sizeof(*owned));

	owned->object = object;
	owned->size = size;
	owned->release = release;
	owned->older = arena->owned;
	arena->owned = owned;
	count(arena, size, 0);
}

void arena_own(struct arena *arena, void *object, void (*release)(void *))
{
	arena_own_sized(arena, object, 0, release);
}
