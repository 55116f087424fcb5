/**
 * Text of any language, by ICU.
 */
#ifndef BASE_UNICODE_H
#define BASE_UNICODE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/** The byte order mark, with which some programs begin UTF-8. */
#define UTF8_MARK "\xEF\xBB\xBF"

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

/** True when the bytes are ASCII without NUL. */
bool utf8_plain(const char *bytes, size_t len);

/** True when the bytes are UTF-8 without NUL; *bad is the offset of the first
 *  wrong byte otherwise (may be NULL). */
bool utf8_valid(const char *bytes, size_t len, size_t *bad);

/** A word for addresses and the like: letters and digits of ASCII in lower
 *  case, one '-' where others stood, accents dropped. "" where nothing is left.
 *  The string is valid UTF-8. */
char *str_slug(struct arena *arena, const char *string);

#endif
