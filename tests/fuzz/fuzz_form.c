#include "admin/pages/form.h"

#include "admin/api/route.h"
#include "base/str.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* Forms as browsers, and others, send them: read, and made into the body of
 * every route. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct slice body = { (const char *)data, size };
	struct operation op;
	struct form form;
	const struct route *row;

	operation_init(&op, arena, INSTANT_MIN);
	if (form_read(&op, body, &form) == OK) {
		if (form.count > FORM_FIELD_LIMIT)
			abort();
		for (size_t i = 0; (row = route_row(i)); i++) {
			struct form_way way = { .fields = row->body,
						.boxes = "enabled,days",
						.change = i % 2 };
			json_t *json = form_json(arena, &form, &way);

			if (!json_is_object(json) || !json_text(arena, json))
				abort();
		}
	}
	arena_free(arena);
	return 0;
}
