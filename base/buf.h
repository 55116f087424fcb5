/**
 * A buffer of bytes that grows in an arena.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/slice.h"

/** A growing byte buffer. `at` is always NUL-terminated once written. */
struct buf {
	struct arena *arena;
	char *at;
	size_t len;
	size_t room;
};

void buf_init(struct buf *buf, struct arena *arena);
/** The same with room for at least `room` bytes from the start. */
void buf_init_sized(struct buf *buf, struct arena *arena, size_t room);
void buf_add(struct buf *buf, const char *bytes, size_t len);
/** What is a literal is not measured anew each time. */
static inline void buf_puts(struct buf *buf, const char *string)
{
	buf_add(buf, string, strlen(string));
}
static inline void buf_slice(struct buf *buf, struct slice slice)
{
	buf_add(buf, slice.at, slice.len);
}
/** The same with ASCII letters as capitals, as names of iCalendar are alike. */
void buf_upper(struct buf *buf, struct slice name);
void buf_printf(struct buf *buf, const char *format, ...) PRINTF(2, 3);
/** One more of a list: ", " before it, unless it is the first. */
void buf_listed(struct buf *buf, const char *word);
/** What a list leaves out: " and 3 more", nothing of 0. */
void buf_more(struct buf *buf, size_t count);
/** Make the next `len` bytes room and return where to write them. */
char *buf_reserve(struct buf *buf, size_t len);
static inline void buf_putc(struct buf *buf, char c)
{
	/* Nearly always there is room for it and the NUL. */
	char *at = buf->room - buf->len > 1 ? buf->at + buf->len
					    : buf_reserve(buf, 1);

	at[0] = c;
	at[1] = '\0';
	buf->len++;
}
/** The whole as a slice. */
struct slice buf_view(const struct buf *buf);

#endif
