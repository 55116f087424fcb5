/**
 * Strings: slices of bytes that end nowhere in particular, a buffer that
 * grows in an arena, and the few text functions that every folder needs.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/compiler.h"

/** Some bytes that somebody else owns; not NUL-terminated. */
struct slice {
	const char *at;
	size_t len;
};

struct slice slice_of(const char *string);
bool slice_equal(struct slice a, struct slice b);
/** Equal to the string, ignoring ASCII case. */
bool slice_is(struct slice slice, const char *string);
bool slice_starts(struct slice slice, const char *prefix);
/** The slice without ASCII blanks at either end. */
struct slice slice_trim(struct slice slice);
/** Cut at the first `mark`: returns what stands before and moves *rest
 *  behind it; without a mark returns all and *rest has at == NULL. */
struct slice slice_cut(struct slice *rest, char mark);
/** A NUL-terminated copy in the arena. */
char *slice_dup(struct arena *arena, struct slice slice);

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
void buf_puts(struct buf *buf, const char *string);
void buf_putc(struct buf *buf, char c);
void buf_slice(struct buf *buf, struct slice slice);
void buf_printf(struct buf *buf, const char *format, ...) PRINTF(2, 3);
/** Make the next `len` bytes room and return where to write them. */
char *buf_reserve(struct buf *buf, size_t len);
/** The whole as a slice. */
struct slice buf_view(const struct buf *buf);

bool str_equal(const char *a, const char *b); /* NULL equals NULL only */
/** Equal ignoring ASCII case. */
bool str_same(const char *a, const char *b);
bool str_starts(const char *string, const char *prefix);
bool str_ends(const char *string, const char *suffix);
/** NULL or "". */
bool str_empty(const char *string);
/** ASCII lower case copy. */
char *str_lower(struct arena *arena, const char *string);

/**
 * Case-insensitive form for comparing and searching any language's text
 * (Unicode default case folding of the NFC form, by ICU). Invalid UTF-8 is
 * returned as it is.
 */
char *str_fold(struct arena *arena, const char *string, size_t len);
/** NFC form, blanks trimmed (Unicode White_Space). */
char *str_normalize(struct arena *arena, const char *string);

/** NFKD form: letters apart from their accents, and plain ones in place of
 *  those that only look otherwise. Invalid UTF-8 is returned as it is. */
char *str_decompose(struct arena *arena, const char *string);
/** Code points of a valid UTF-8 string. */
size_t str_length(const char *string);

/** True when the bytes are UTF-8 without NUL; *bad is the offset of the first
 *  wrong byte otherwise (may be NULL). */
bool utf8_valid(const char *bytes, size_t len, size_t *bad);

/** A whole decimal integer (sign allowed) with nothing around it. */
MUST_CHECK bool str_to_int64(const char *string, int64_t *value);

/** Hex of the bytes, lower case. */
char *hex_encode(struct arena *arena, const void *bytes, size_t len);
/** Standard base64; NULL when it is not. *len is the decoded length. The
 *  result is NUL-terminated. */
char *base64_decode(struct arena *arena, const char *text, size_t *len);
char *base64_encode(struct arena *arena, const void *bytes, size_t len);

#endif
