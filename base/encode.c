#include "base/str.h"

#include <string.h>

static const char hex_digits[] = "0123456789abcdef";
static const char base64_digits[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* The six bits that a base64 digit stands for, or -1. */
static int base64_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+')
		return 62;
	return c == '/' ? 63 : -1;
}

char *hex_encode(struct arena *arena, const void *bytes, size_t len)
{
	const unsigned char *in = bytes;
	char *out = arena_array(arena, len + 1, 2);

	for (size_t i = 0; i < len; i++) {
		out[2 * i] = hex_digits[in[i] >> 4];
		out[2 * i + 1] = hex_digits[in[i] & 15];
	}
	return out;
}

char *base64_decode(struct arena *arena, const char *text, size_t *len)
{
	size_t digits = strlen(text);
	size_t total = digits;
	unsigned bits = 0; /* those read and not yet written */
	int bit_count = 0;
	size_t used = 0;
	char *out;

	while (digits > 0 && text[digits - 1] == '=' && total - digits < 2)
		digits--;
	if (total % 4 != 0 || digits % 4 == 1)
		return NULL;
	out = arena_alloc(arena, total / 4 * 3 + 1);
	for (size_t i = 0; i < digits; i++) {
		int value = base64_value(text[i]);

		if (value < 0)
			return NULL;
		bits = bits << 6 | (unsigned)value;
		bit_count += 6;
		if (bit_count < 8)
			continue;
		bit_count -= 8;
		out[used++] = (char)(bits >> bit_count);
		bits &= (1U << bit_count) - 1;
	}
	/* RFC 4648 3.5: two spellings of the same bytes are not both taken. */
	if (bits != 0)
		return NULL;
	*len = used;
	return out;
}

char *base64_encode(struct arena *arena, const void *bytes, size_t len)
{
	const unsigned char *in = bytes;
	char *out = arena_alloc(arena, len / 3 * 4 + 5);
	char *at = out;

	for (size_t i = 0; i < len; i += 3) {
		size_t left = len - i;
		unsigned bits = (unsigned)in[i] << 16;

		if (left > 1)
			bits |= (unsigned)in[i + 1] << 8;
		if (left > 2)
			bits |= in[i + 2];
		*at++ = base64_digits[bits >> 18];
		*at++ = base64_digits[bits >> 12 & 63];
		*at++ = left > 1 ? base64_digits[bits >> 6 & 63] : '=';
		*at++ = left > 2 ? base64_digits[bits & 63] : '=';
	}
	return out;
}
