#include "tests/fuzz/request_fixture.h"

#include <string.h>

#define REQUESTS_MOST 3 /* an input; more of them only take longer */

/* LibFuzzer's loop frees much: a quarantine of 256 MiB would be written
 * through again and again. What was freed is wanted again at once, and a
 * finding is run alone, with whatever ASAN_OPTIONS tell more of it. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "quarantine_size_mb=2:malloc_context_size=2:"
	       "max_malloc_fill_size=0:"
	       "allocator_release_to_os_interval_ms=-1";
}

/* Fontconfig keeps what it has read of the system's fonts. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libfontconfig";
}

/* To set a page takes as long as a hundred other requests. */
static bool is_page(struct slice text)
{
	return memmem(text.at, text.len, ".pdf", 4) != NULL;
}

void fuzz_run(struct slice input, fuzz_check *check)
{
	for (int i = 0; i < REQUESTS_MOST && input.at; i++) {
		struct slice text = slice_cut(&input, FUZZ_REQUEST_MARK);
		struct arena *arena = arena_new();
		struct lived_answer answer;

		if (!is_page(text) && lived_ask(arena, text, &answer))
			check(&answer);
		arena_free(arena);
	}
}
