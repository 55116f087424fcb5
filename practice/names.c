#include "practice/names.h"

#include "base/str.h"

/* The bytes of the UTF-8 character at `text`. */
static size_t first_character(const char *text)
{
	size_t len = text[0] != '\0';

	while (len && ((unsigned char)text[len] & 0xC0) == 0x80)
		len++;
	return len;
}

static struct slice next_word(struct slice *rest)
{
	struct slice word = { NULL, 0 };

	while (rest->at && word.len == 0)
		word = slice_trim(slice_cut(rest, ' '));
	return word;
}

char *practice_initials(struct arena *arena, const char *name)
{
	struct slice rest = slice_of(name);
	struct slice first = next_word(&rest);
	struct slice last = { NULL, 0 };
	struct buf buf;

	while (rest.at) {
		struct slice word = next_word(&rest);

		if (word.len)
			last = word;
	}
	buf_init(&buf, arena);
	buf_puts(&buf, "");
	if (first.len) {
		buf_add(&buf, first.at, first_character(first.at));
		buf_putc(&buf, '.');
	}
	if (last.len) {
		buf_add(&buf, last.at, first_character(last.at));
		buf_putc(&buf, '.');
	}
	return buf.at;
}

char *practice_first_name(struct arena *arena, const char *name)
{
	struct slice rest = slice_of(name);

	return slice_dup(arena, next_word(&rest));
}

const char *practice_word(struct arena *arena, const struct person *person)
{
	if ((person->roles & ROLE_CLIENT) && person->code)
		return person->code;
	if (person->login)
		return person->login;
	return arena_printf(arena, "%lld", (long long)person->id);
}
