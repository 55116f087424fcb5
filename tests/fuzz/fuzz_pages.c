/* Whole requests of browsers that are signed in, several in a row: addresses,
 * their queries, cookies, forms, and forms with files. Each is answered, never
 * with a fault of ours. */
#include "tests/fuzz/request_fixture.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerInitialize(int *argc UNUSED, char ***argv UNUSED)
{
	lived_init();
	return 0;
}

static void check(const struct lived_answer *answer)
{
	const struct http_response *response = &answer->response;

	if (answer->door != LIVED_PAGES)
		return; /* other fuzzers look at these */
	assert(response->status >= 200 && response->status < 500);
	for (size_t i = 0; i < response->header_count; i++)
		assert(!strpbrk(response->headers[i].value, "\r\n"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run((struct slice){ (const char *)data, size }, check);
	lived_renew();
	return 0;
}
