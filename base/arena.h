/**
 * Memory of one request or job: allocated piece by piece, freed at once.
 *
 * Nothing taken from an arena is freed alone. Out of memory ends the process
 * (inputs are bounded at the edge), so no function here returns NULL.
 * An arena belongs to one thread at a time.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "base/compiler.h"

struct arena;

/** A new, empty arena; the caller frees it with arena_free. */
struct arena *arena_new(void);

/** Free the arena and all in it; owned objects are freed newest first. */
void arena_free(struct arena *arena);

/** Empty the arena for the next request, keeping its first block. */
void arena_reset(struct arena *arena);

/** A new arena inside another, for what outlives marks of the outer one: its
 *  memory counts as the outer one's and is freed with it. It is not marked
 *  itself. */
struct arena *arena_within(struct arena *outer);

/** Where an arena stands. */
struct arena_mark {
	void *block, *owned;
	size_t used;
};

struct arena_mark arena_mark(const struct arena *arena);
/** Free what was taken since the mark, newest first. */
void arena_rewind(struct arena *arena, struct arena_mark mark);

/** Bytes taken from the system, those of arenas within it too, and those that
 *  are counted for what it owns. All arenas' are counted by base/memory.h. */
size_t arena_held(const struct arena *arena);

/** Size bytes set to zero, aligned for any type. */
void *arena_alloc(struct arena *arena, size_t size);

/** Room for count items of size bytes, set to zero; overflow aborts. */
void *arena_array(struct arena *arena, size_t count, size_t size);

/**
 * Grow an array that holds `used` items to hold at least one more: returns
 * the same or a moved array and raises *room (items) when it had to move.
 */
void *arena_grow(struct arena *arena, void *array, size_t used, size_t *room,
		 size_t size);

/**
 * A piece of `old` bytes becomes one of `size` bytes, moved or not, of which
 * those behind `old` hold anything. A large one that has an arena within
 * another for itself leaves no copy behind.
 */
void *arena_resize(struct arena *arena, void *piece, size_t old, size_t size);

/** A copy of the string; NULL stays NULL. */
char *arena_strdup(struct arena *arena, const char *string);

/** A NUL-terminated copy of len bytes. */
char *arena_strndup(struct arena *arena, const char *bytes, size_t len);

/** A copy of len bytes (no NUL added). */
void *arena_memdup(struct arena *arena, const void *bytes, size_t len);

/** A formatted string. */
char *arena_printf(struct arena *arena, const char *format, ...) PRINTF(2, 3);
char *arena_vprintf(struct arena *arena, const char *format, va_list args)
	PRINTF(2, 0);

/** Tie a library's object to the arena: release(object) runs when it ends. */
void arena_own(struct arena *arena, void *object, void (*release)(void *));
/** The same for an object of about so many bytes, which count as held. */
void arena_own_sized(struct arena *arena, void *object, size_t size,
		     void (*release)(void *));

#endif
