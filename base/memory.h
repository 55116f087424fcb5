/**
 * The memory that all requests of the process hold together, and how much of
 * it they may hold. Arenas count themselves; whoever takes other memory that
 * grows with what people send counts that too. Any thread.
 *
 * Nothing waits and nothing fails here: who takes much asks first whether it
 * may, and has an answer for the case that it may not. So the whole is bounded
 * by what is asked for, and by the little that nobody is refused.
 */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/** So many bytes more, so many fewer. */
void memory_count(size_t more, size_t less);

/** From now on so many bytes beside those that are held already. Before
 *  requests come; until then there is no bound. */
void memory_bound(size_t bytes);

/** Bytes that are left of it. */
size_t memory_left(void);

/** Bytes until a quarter of all is left; 0 where that much is. Then who has
 *  something under way waits with more, and who is slow gives way. */
size_t memory_missing(void);

/**
 * May one request hold so many bytes? A little always, and else twice as much
 * as is left beside that quarter. Several that take all they may come to rest
 * at equal parts so, and who comes later finds room.
 */
bool memory_fits(size_t bytes);

#endif
