#include "base/unicode.h"

#include "base/block.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

/* Text as ICU wants it. */
struct utf16 {
	UChar *at;
	int32_t len;
};

/* Folding makes of one unit at most three, as does NFC (and not of the same
 * one): room for both, with some to spare. NFKD makes 18 of U+FDFA. */
#define GROWTH 4
#define GROWTH_NFKD 18

/* ICU counts in int32_t; what is longer is no text of ours. */
#define LONGEST ((size_t)INT32_MAX / (2 * GROWTH_NFKD))

/* False for more than ICU can take, and for what is not UTF-8. */
static bool utf16_from(struct arena *arena, const char *string, size_t len,
		       struct utf16 *text)
{
	UErrorCode code = U_ZERO_ERROR;

	if (len > LONGEST)
		return false;
	text->at = arena_array(arena, len + 1, sizeof(UChar));
	u_strFromUTF8(text->at, (int32_t)len + 1, &text->len, string,
		      (int32_t)len, &code);
	return U_SUCCESS(code);
}

static char *utf16_text(struct arena *arena, struct utf16 text)
{
	UErrorCode code = U_ZERO_ERROR;
	int32_t room = text.len * 3 + 1;
	char *out = arena_alloc(arena, (size_t)room);

	u_strToUTF8(out, room, NULL, text.at, text.len, &code);
	if (U_FAILURE(code))
		abort(); /* it came from valid UTF-8, and the room is enough */
	return out;
}

static struct utf16 in_form(struct arena *arena, const UNormalizer2 *form,
			    struct utf16 text, int32_t growth)
{
	UErrorCode code = U_ZERO_ERROR;
	int32_t room = text.len * growth + 1;
	struct utf16 out = { arena_array(arena, (size_t)room, sizeof(UChar)),
			     0 };

	out.len =
		unorm2_normalize(form, text.at, text.len, out.at, room, &code);
	if (U_FAILURE(code))
		abort(); /* ICU without its data is a broken installation */
	return out;
}

static struct utf16 nfc(struct arena *arena, struct utf16 text)
{
	UErrorCode code = U_ZERO_ERROR;

	return in_form(arena, unorm2_getNFCInstance(&code), text, GROWTH);
}

static struct utf16 fold(struct arena *arena, struct utf16 text)
{
	UErrorCode code = U_ZERO_ERROR;
	int32_t room = text.len * GROWTH + 1;
	struct utf16 out = { arena_array(arena, (size_t)room, sizeof(UChar)),
			     0 };

	out.len = u_strFoldCase(out.at, room, text.at, text.len,
				U_FOLD_CASE_DEFAULT, &code);
	if (U_FAILURE(code))
		abort();
	return out;
}

/* White_Space of Unicode lies in the BMP: no surrogate is one. */
static struct utf16 trim(struct utf16 text)
{
	while (text.len > 0 && u_isUWhiteSpace(text.at[0])) {
		text.at++;
		text.len--;
	}
	while (text.len > 0 && u_isUWhiteSpace(text.at[text.len - 1]))
		text.len--;
	return text;
}

static bool is_ascii(const char *string, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if ((unsigned char)string[i] >= 0x80)
			return false;
	}
	return true;
}

char *str_fold(struct arena *arena, const char *string, size_t len)
{
	struct utf16 text;

	if (is_ascii(string, len))
		return str_lower(arena, arena_strndup(arena, string, len));
	if (!utf8_valid(string, len, NULL) ||
	    !utf16_from(arena, string, len, &text))
		return arena_strndup(arena, string, len);
	/* A folded NFC form need not be NFC (U+0390), hence twice. */
	return utf16_text(arena, nfc(arena, fold(arena, nfc(arena, text))));
}

char *str_normalize(struct arena *arena, const char *string)
{
	size_t len = strlen(string);
	struct utf16 text;

	if (is_ascii(string, len))
		return slice_dup(arena, slice_trim(slice_of(string)));
	if (!utf8_valid(string, len, NULL) ||
	    !utf16_from(arena, string, len, &text))
		return arena_strndup(arena, string, len);
	return utf16_text(arena, trim(nfc(arena, text)));
}

char *str_decompose(struct arena *arena, const char *string)
{
	UErrorCode code = U_ZERO_ERROR;
	size_t len = strlen(string);
	struct utf16 text;

	if (is_ascii(string, len) || !utf8_valid(string, len, NULL) ||
	    !utf16_from(arena, string, len, &text))
		return arena_strndup(arena, string, len);
	return utf16_text(arena, in_form(arena, unorm2_getNFKDInstance(&code),
					 text, GROWTH_NFKD));
}

/* Its letter or digit in ASCII; '.' none (accents and other scripts vanish),
 * ' ' where a word ends. */
static char slug_letter(UChar32 c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c - 'A' + 'a');
	if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
		return (char)c;
	if (c < 0xC0 || c == 0xD7 || c == 0xF7)
		return ' ';
	return c >= 0x2000 && c < 0x2070 ? ' ' : '.'; /* dashes and the like */
}

char *str_slug(struct arena *arena, const char *string)
{
	const char *text = str_decompose(arena, string);
	int32_t at = 0;
	bool gap = false;
	struct buf buf;
	UChar32 c;

	buf_init(&buf, arena);
	buf_puts(&buf, "");
	while (text[at]) {
		char letter;

		U8_NEXT_UNSAFE(text, at, c);
		letter = slug_letter(c);
		if (letter == '.')
			continue;
		if (letter == ' ') {
			gap = true;
			continue;
		}
		if (gap && buf.len)
			buf_putc(&buf, '-');
		gap = false;
		buf_putc(&buf, letter);
	}
	return buf.at;
}

size_t str_length(const char *string)
{
	size_t count = 0;

	for (; *string; string++)
		count += ((unsigned char)*string & 0xC0) != 0x80;
	return count;
}

/* The length of the well-formed sequence at p, or 0; NUL is none. */
static size_t utf8_sequence(const unsigned char *p, size_t left)
{
	int32_t most = left < U8_MAX_LENGTH ? (int32_t)left : U8_MAX_LENGTH;
	int32_t len = 0;
	UChar32 c;

	U8_NEXT(p, len, most, c);
	return c > 0 ? (size_t)len : 0;
}

/* How many bytes of ASCII come first, NUL being none. */
static size_t ascii_length(const char *bytes, size_t len)
{
	size_t i = 0;

	while (i < len) {
		size_t left = len - i;
		text_block block = block_next(bytes + i, left);
		size_t first = block_first((text_block)(block == 0) |
					   (text_block)(block > 0x7f));

		i += first < left ? first : left;
		if (first < BLOCK_SIZE)
			break;
	}
	return i;
}

bool utf8_plain(const char *bytes, size_t len)
{
	return ascii_length(bytes, len) == len;
}

bool utf8_valid(const char *bytes, size_t len, size_t *bad)
{
	const unsigned char *p = (const unsigned char *)bytes;
	size_t i = 0;

	while (i < len) {
		size_t step;

		if (p[i] < 0x80 && p[i]) {
			i += ascii_length(bytes + i, len - i);
			continue;
		}
		step = utf8_sequence(p + i, len - i);
		if (step == 0) {
			if (bad)
				*bad = i;
			return false;
		}
		i += step;
	}
	return true;
}
