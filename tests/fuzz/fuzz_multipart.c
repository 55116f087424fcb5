#include "admin/pages/multipart.h"

#include "base/str.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Forms with files. The first line is the Content-Type, the rest the body. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct slice body = { (const char *)data, size };
	const char *type = slice_dup(arena, slice_cut(&body, '\n'));
	struct form form = { .count = 0 };
	struct operation op;
	size_t total = 0;

	operation_init(&op, arena, INSTANT_MIN);
	if (!body.at)
		body = slice_of("");
	(void)multipart_is(type);
	if (multipart_read(&op, type, body, &form) == OK) {
		if (form.count + form.file_count > FORM_FIELD_LIMIT)
			abort();
		for (size_t i = 0; i < form.file_count; i++) {
			total += form.files[i].bytes.len;
			if (strchr(form.files[i].name, '/'))
				abort();
		}
		if (total > size)
			abort();
	}
	arena_free(arena);
	return 0;
}
