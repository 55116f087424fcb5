#include "tests/bench/answer.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The value of a header of the head, or NULL; it ends at a CR. */
static const char *header(const struct answer *answer, const char *name)
{
	const char *at = answer->at;
	const char *end = answer->at + answer->head;
	size_t len = strlen(name);

	while ((at = memchr(at, '\n', (size_t)(end - at)))) {
		at++;
		if (end - at > (ptrdiff_t)len && at[len] == ':' &&
		    !strncasecmp(at, name, len))
			return at + len + 1 + strspn(at + len + 1, " ");
	}
	return NULL;
}

static bool head_read(struct answer *answer)
{
	char *end = memmem(answer->at, answer->len, "\r\n\r\n", 4);
	const char *value;

	if (!end)
		return false;
	answer->head = (size_t)(end - answer->at) + 4;
	answer->next = answer->head;
	if (answer->head < 16 || strncmp(answer->at, "HTTP/1.", 7) != 0)
		return true;
	answer->status = (int)strtol(answer->at + 9, NULL, 10);
	value = header(answer, "Transfer-Encoding");
	answer->chunked = value && !strncasecmp(value, "chunked", 7);
	value = header(answer, "Content-Length");
	answer->body = value ? strtoul(value, NULL, 10) : 0;
	value = header(answer, "Connection");
	answer->closes = value && !strncasecmp(value, "close", 5);
	return true;
}

/* Moves whole chunks down, so that the body stands right behind the head. */
static bool chunks_read(struct answer *answer)
{
	for (;;) {
		char *line = answer->at + answer->next;
		size_t left = answer->len - answer->next;
		char *end = memmem(line, left, "\r\n", 2);
		size_t size, taken;

		if (!end)
			return false;
		size = strtoul(line, NULL, 16);
		taken = (size_t)(end - line) + 2 + size + 2;
		if (left < taken)
			return false;
		memmove(answer->at + answer->head + answer->body, end + 2,
			size);
		answer->body += size;
		answer->next += taken;
		if (size == 0)
			return true;
	}
}

bool answer_is_whole(struct answer *answer)
{
	if (!answer->head && !head_read(answer))
		return false;
	if (answer->chunked)
		return chunks_read(answer);
	return answer->len - answer->head >= answer->body;
}

void answer_reset(struct answer *answer)
{
	*answer = (struct answer){ .at = answer->at, .room = answer->room };
}

size_t answer_count(const struct answer *answer, const char *needle)
{
	const char *at = answer->at + answer->head;
	const char *end = at + answer->body;
	size_t len = strlen(needle);
	size_t count = 0;

	while ((at = memmem(at, (size_t)(end - at), needle, len))) {
		at += len;
		count++;
	}
	return count;
}
