#include "store/search.h"

#include "base/unicode.h"
#include "store/search_private.h"

#include <string.h>

static const char *const names[SEARCH_WORDS] = { "word1", "word2", "word3",
						 "word4" };

/* So much of it that no character is cut through. */
static size_t bounded(const char *text)
{
	size_t len = strlen(text);

	if (len <= SEARCH_LONGEST)
		return len;
	len = SEARCH_LONGEST;
	while (len && ((unsigned char)text[len] & 0xc0) == 0x80)
		len--;
	return len;
}

const char *search_like(struct arena *arena, const char *word, bool loose)
{
	struct buf buf;

	buf_init(&buf, arena);
	buf_putc(&buf, '%');
	for (; *word; word++) {
		if (loose && ((unsigned char)*word & 0x80)) {
			if (buf.at[buf.len - 1] != '%')
				buf_putc(&buf, '%');
			continue;
		}
		if (strchr("%_!", *word))
			buf_putc(&buf, '!');
		buf_putc(&buf, *word);
	}
	buf_putc(&buf, '%');
	return buf.at;
}

struct search search_of(struct arena *arena, const char *text)
{
	struct search search = { .count = 0 };
	struct slice rest;

	if (!text)
		return search;
	text = str_normalize(arena, arena_strndup(arena, text, bounded(text)));
	rest = slice_of(str_fold(arena, text, strlen(text)));
	while (rest.len && search.count < SEARCH_WORDS) {
		struct slice all = slice_trim(rest);
		struct slice word = slice_trim(slice_cut(&rest, ' '));
		size_t at = search.count;

		if (!word.len)
			continue;
		if (at + 1 == SEARCH_WORDS)
			word = all;
		search.words[at] = slice_dup(arena, word);
		search.likes[at] = search_like(arena, search.words[at], false);
		search.count++;
	}
	return search;
}

const char *search_longest(const struct search *search)
{
	const char *longest = "";

	for (size_t i = 0; i < search->count; i++)
		if (strlen(search->words[i]) > strlen(longest))
			longest = search->words[i];
	return longest;
}

void bind_search(struct statement *st, const struct search *search)
{
	for (size_t i = 0; i < SEARCH_WORDS; i++)
		bind_text(st, names[i],
			  search && i < search->count ? search->likes[i] : "%");
}
