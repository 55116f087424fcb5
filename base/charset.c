#include "base/charset.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/compiler.h"
#include "base/unicode.h"

#include <stdint.h>
#include <string.h>

#define SAMPLE 4096 /* bytes that are looked at for zeros */
#define BAD 0xFFFFFFFFU

static const char *const names[] = {
	[CHARSET_UTF_8] = "UTF-8",     [CHARSET_UTF_16LE] = "UTF-16",
	[CHARSET_UTF_16BE] = "UTF-16", [CHARSET_UTF_32LE] = "UTF-32",
	[CHARSET_UTF_32BE] = "UTF-32", [CHARSET_WINDOWS_1252] = "Windows-1252",
};

/* UTF-16's little mark begins UTF-32's: the longer ones come first. */
static const struct mark {
	enum charset charset;
	struct slice bytes;
} marks[] = {
	{ CHARSET_UTF_32LE, { "\xFF\xFE\0\0", 4 } },
	{ CHARSET_UTF_32BE, { "\0\0\xFE\xFF", 4 } },
	{ CHARSET_UTF_16LE, { "\xFF\xFE", 2 } },
	{ CHARSET_UTF_16BE, { "\xFE\xFF", 2 } },
	{ CHARSET_UTF_8, { "\xEF\xBB\xBF", 3 } },
};

/* Its 0x80 to 0x9F; all else is as in Latin 1. */
static const uint16_t windows_1252[32] = {
	0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
	0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
	0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
	0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

const char *charset_name(enum charset charset)
{
	return names[charset];
}

static const struct mark *mark_of(struct slice bytes)
{
	for (size_t i = 0; i < ARRAY_SIZE(marks); i++) {
		const struct slice *mark = &marks[i].bytes;

		if (bytes.len >= mark->len &&
		    memcmp(bytes.at, mark->at, mark->len) == 0)
			return &marks[i];
	}
	return NULL;
}

/* Text from elsewhere is ASCII for the most part, in its separators and names
 * at least, and the high bytes of such characters are zero. */
static bool zeros_tell(struct slice bytes, enum charset *charset)
{
	size_t len = bytes.len < SAMPLE ? bytes.len : SAMPLE;
	size_t zeros[4] = { 0 };
	size_t even;
	size_t odd;

	for (size_t i = 0; i < len; i++)
		zeros[i % 4] += bytes.at[i] == '\0';
	even = zeros[0] + zeros[2];
	odd = zeros[1] + zeros[3];
	if ((even + odd) * 4 <= len)
		return false;
	if (zeros[1] * 8 > len && zeros[2] * 8 > len)
		*charset = zeros[3] > zeros[0] ? CHARSET_UTF_32LE
					       : CHARSET_UTF_32BE;
	else
		*charset = odd > even ? CHARSET_UTF_16LE : CHARSET_UTF_16BE;
	return true;
}

/* Passes over the fold of a line: its end and one blank. */
static size_t fold_pass(struct slice bytes, size_t at)
{
	size_t end = at;

	if (end < bytes.len && bytes.at[end] == '\r')
		end++;
	if (end < bytes.len && bytes.at[end] == '\n')
		end++;
	if (end > at && end < bytes.len &&
	    (bytes.at[end] == ' ' || bytes.at[end] == '\t'))
		return end + 1;
	return at;
}

/* The length of the character at `at`, 0 where it is no UTF-8. */
static size_t character(struct slice bytes, size_t at)
{
	unsigned char lead = (unsigned char)bytes.at[at];
	size_t end = at + 1;
	size_t more;

	if (lead < 0xC2 || lead > 0xF4)
		return 0;
	more = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
	for (; more; more--) {
		end = fold_pass(bytes, end);
		if (end == bytes.len ||
		    ((unsigned char)bytes.at[end] & 0xC0) != 0x80)
			return 0;
		end++;
	}
	return end - at;
}

static bool is_utf8(struct slice bytes)
{
	bool bad = false;

	if (utf8_plain(bytes.at, bytes.len))
		return true;
	for (size_t i = 0; i < bytes.len; i++) {
		if ((unsigned char)bytes.at[i] < 0x80)
			continue;
		if (character(bytes, i))
			return true;
		bad = true;
	}
	return !bad;
}

enum charset charset_guess(struct slice bytes)
{
	const struct mark *mark = mark_of(bytes);
	enum charset charset;

	if (mark)
		return mark->charset;
	if (zeros_tell(bytes, &charset))
		return charset;
	return is_utf8(bytes) ? CHARSET_UTF_8 : CHARSET_WINDOWS_1252;
}

/* Two or four bytes, the least of weight first or last. */
static uint32_t unit(const char *at, size_t size, bool little)
{
	uint32_t value = 0;

	for (size_t i = 0; i < size; i++)
		value = value << 8 |
			(unsigned char)at[little ? size - 1 - i : i];
	return value;
}

static bool is_half(uint32_t code)
{
	return code >= 0xD800 && code <= 0xDFFF;
}

static uint32_t utf16_next(struct slice bytes, size_t *at, bool little)
{
	uint32_t code = unit(bytes.at + *at, 2, little);
	uint32_t low;

	*at += 2;
	if (!is_half(code))
		return code;
	if (code > 0xDBFF || bytes.len - *at < 2)
		return BAD;
	low = unit(bytes.at + *at, 2, little);
	if (low < 0xDC00 || low > 0xDFFF)
		return BAD;
	*at += 2;
	return 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
}

static uint32_t utf32_next(struct slice bytes, size_t *at, bool little)
{
	uint32_t code = unit(bytes.at + *at, 4, little);

	*at += 4;
	return code > 0x10FFFF || is_half(code) ? BAD : code;
}

static uint32_t windows_next(struct slice bytes, size_t *at)
{
	unsigned char byte = (unsigned char)bytes.at[(*at)++];

	if (byte < 0x80 || byte > 0x9F)
		return byte;
	return windows_1252[byte - 0x80] ? windows_1252[byte - 0x80] : BAD;
}

static uint32_t next(struct slice bytes, size_t *at, enum charset charset)
{
	switch (charset) {
	case CHARSET_UTF_16LE:
	case CHARSET_UTF_16BE:
		return utf16_next(bytes, at, charset == CHARSET_UTF_16LE);
	case CHARSET_UTF_32LE:
	case CHARSET_UTF_32BE:
		return utf32_next(bytes, at, charset == CHARSET_UTF_32LE);
	case CHARSET_UTF_8:
	case CHARSET_WINDOWS_1252:
		break;
	}
	return windows_next(bytes, at);
}

static void put(struct buf *buf, uint32_t code)
{
	if (code == BAD) {
		buf_putc(buf, (char)0xFF);
	} else if (code < 0x80) {
		buf_putc(buf, (char)code);
	} else if (code < 0x800) {
		buf_putc(buf, (char)(0xC0 | code >> 6));
		buf_putc(buf, (char)(0x80 | (code & 0x3F)));
	} else if (code < 0x10000) {
		buf_putc(buf, (char)(0xE0 | code >> 12));
		buf_putc(buf, (char)(0x80 | (code >> 6 & 0x3F)));
		buf_putc(buf, (char)(0x80 | (code & 0x3F)));
	} else {
		buf_putc(buf, (char)(0xF0 | code >> 18));
		buf_putc(buf, (char)(0x80 | (code >> 12 & 0x3F)));
		buf_putc(buf, (char)(0x80 | (code >> 6 & 0x3F)));
		buf_putc(buf, (char)(0x80 | (code & 0x3F)));
	}
}

static size_t least(enum charset charset)
{
	switch (charset) {
	case CHARSET_UTF_16LE:
	case CHARSET_UTF_16BE:
		return 2;
	case CHARSET_UTF_32LE:
	case CHARSET_UTF_32BE:
		return 4;
	case CHARSET_UTF_8:
	case CHARSET_WINDOWS_1252:
		break;
	}
	return 1;
}

struct slice charset_read(struct arena *arena, struct slice bytes,
			  enum charset charset)
{
	const struct mark *mark = mark_of(bytes);
	size_t at = 0;
	struct buf buf;

	if (mark && mark->charset == charset) {
		bytes.at += mark->bytes.len;
		bytes.len -= mark->bytes.len;
	}
	if (charset == CHARSET_UTF_8)
		return bytes;
	buf_init_sized(&buf, arena, bytes.len + 1);
	buf_puts(&buf, "");
	while (bytes.len - at >= least(charset))
		put(&buf, next(bytes, &at, charset));
	if (at < bytes.len)
		put(&buf, BAD);
	return buf_view(&buf);
}
