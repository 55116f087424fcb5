/* The reader of If headers: what it takes must survive being written and read
 * again, within its bounds. */
#include "base/str.h"
#include "dav/if_header_private.h"

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *write_header(struct arena *arena,
				const struct if_header *header)
{
	struct buf buf;

	buf_init(&buf, arena);
	for (size_t i = 0; i < header->count; i++) {
		const struct if_list *list = &header->lists[i];

		assert(list->count > 0);
		if (list->tag)
			buf_printf(&buf, "<%s> ", list->tag);
		buf_puts(&buf, "(");
		for (size_t j = 0; j < list->count; j++) {
			const struct if_condition *one = &list->conditions[j];

			assert(!one->token != !one->etag);
			if (one->not )
				buf_puts(&buf, "Not ");
			buf_printf(&buf, one->token ? "<%s>" : "[%s]",
				   one->token ? one->token : one->etag);
		}
		buf_puts(&buf, ")");
	}
	return buf.at;
}

static size_t token_count(const struct if_header *header)
{
	size_t count = 0;

	while (header->tokens[count])
		count++;
	return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	char *text = arena_strndup(arena, (const char *)data, size);
	struct if_header header, again;
	size_t tags = 0;

	if (if_header_read(arena, text, &header)) {
		for (size_t i = 0; i < header.count; i++)
			tags += header.lists[i].tag != NULL;
		assert(header.count > 0);
		assert(token_count(&header) <= IF_CONDITION_LIMIT);
		text = arena_strdup(arena, write_header(arena, &header));
		/* A tag is written before each of its lists. */
		if (tags <= IF_TAG_LIMIT) {
			assert(if_header_read(arena, text, &again));
			assert(again.count == header.count);
			assert(token_count(&again) == token_count(&header));
			assert(str_equal(text, write_header(arena, &again)));
		}
	}
	arena_free(arena);
	return 0;
}
