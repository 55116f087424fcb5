/**
 * How the bytes of a file from elsewhere hold text. Spreadsheets and calendar
 * programs write any Unicode encoding, with and without a mark in front, and
 * old ones that of Western Windows.
 */
#ifndef BASE_CHARSET_H
#define BASE_CHARSET_H

#include "base/slice.h"

enum charset {
	CHARSET_UTF_8,
	CHARSET_UTF_16LE,
	CHARSET_UTF_16BE,
	CHARSET_UTF_32LE,
	CHARSET_UTF_32BE,
	CHARSET_WINDOWS_1252,
};

/** By its mark, else by where its zero bytes stand, else UTF-8; Windows-1252
 *  where not one character beyond ASCII would be UTF-8. A character of which a
 *  folded line (RFC 5545 3.1) holds one half counts as UTF-8. */
enum charset charset_guess(struct slice bytes);
/** How people call it. */
const char *charset_name(enum charset charset);
/**
 * The text in UTF-8 without a mark; in the arena, or a part of `bytes` where
 * that is UTF-8 already, which is not judged. What stands for no character
 * becomes a byte 0xFF, which no UTF-8 holds: it costs the line that it is in.
 */
struct slice charset_read(struct arena *arena, struct slice bytes,
			  enum charset charset);

#endif
