#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 256

void buf_init(struct buf *buf, struct arena *arena)
{
	*buf = (struct buf){ .arena = arena };
}

void buf_init_sized(struct buf *buf, struct arena *arena, size_t room)
{
	buf_init(buf, arena);
	buf_reserve(buf, room);
}

void buf_add(struct buf *buf, const char *bytes, size_t len)
{
	/* Nearly always there is room. */
	char *at = len < buf->room - buf->len ? buf->at + buf->len
					      : buf_reserve(buf, len);

	if (len > 0)
		memcpy(at, bytes, len);
	at[len] = '\0';
	buf->len += len;
}

void buf_upper(struct buf *buf, struct slice name)
{
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];

		buf_putc(buf, c >= 'a' && c <= 'z' ? (char)(c - 32) : c);
	}
}

void buf_printf(struct buf *buf, const char *format, ...)
{
	va_list args;
	size_t free_room;
	int len;

	buf_reserve(buf, 0);
	free_room = buf->room - buf->len;
	va_start(args, format);
	len = vsnprintf(buf->at + buf->len, free_room, format, args);
	va_end(args);
	if (len < 0)
		abort(); /* a wrong format: a bug */
	if ((size_t)len >= free_room) {
		char *at = buf_reserve(buf, (size_t)len);

		va_start(args, format);
		vsnprintf(at, (size_t)len + 1, format, args);
		va_end(args);
	}
	buf->len += (size_t)len;
}

char *buf_reserve(struct buf *buf, size_t len)
{
	size_t wanted;
	size_t room = buf->room ? buf->room : FIRST_ROOM;

	if (__builtin_add_overflow(buf->len, len, &wanted) ||
	    wanted > SIZE_MAX / 4)
		abort(); /* out of memory, as arena.h has it */
	wanted++;        /* the NUL */
	if (wanted <= buf->room)
		return buf->at + buf->len;
	while (room < wanted)
		room *= 2;
	buf->at = arena_resize(buf->arena, buf->at, buf->room, room);
	buf->at[buf->len] = '\0';
	buf->room = room;
	return buf->at + buf->len;
}

void buf_listed(struct buf *buf, const char *word)
{
	if (buf->len)
		buf_puts(buf, ", ");
	buf_puts(buf, word);
}

void buf_more(struct buf *buf, size_t count)
{
	if (count)
		buf_printf(buf, " and %zu more", count);
}

struct slice buf_view(const struct buf *buf)
{
	return (struct slice){ buf->at, buf->len };
}
