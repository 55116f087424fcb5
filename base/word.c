#include "base/word.h"

const char *word_of(const char *const *words, unsigned value)
{
	for (unsigned i = 0; words[i]; i++) {
		if (i == value)
			return words[i];
	}
	return "unknown";
}

bool word_find(const char *const *words, struct slice word, unsigned *value)
{
	for (unsigned i = 0; words[i]; i++) {
		if (slice_is(word, words[i])) {
			*value = i;
			return true;
		}
	}
	return false;
}

char *words_text(struct arena *arena, const char *const *words, unsigned bits,
		 char mark)
{
	struct buf buf;

	buf_init(&buf, arena);
	for (unsigned i = 0; words[i]; i++) {
		if (!(bits & 1U << i))
			continue;
		if (buf.len)
			buf_putc(&buf, mark);
		buf_puts(&buf, words[i]);
	}
	return buf.len ? buf.at : arena_strdup(arena, "");
}

char *words_all(struct arena *arena, const char *const *words)
{
	struct buf buf;

	buf_init(&buf, arena);
	buf_puts(&buf, "");
	for (; *words; words++)
		buf_listed(&buf, *words);
	return buf.at;
}
