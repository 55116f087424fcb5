/* Whole requests to the JSON endpoint, several in a row: each is answered,
 * never with a fault of ours, what is JSON can be read, and whatever was
 * written, the ledger proves itself. */
#include "tests/fuzz/request_fixture.h"

#include "base/json.h"
#include "store/ledger.h"
#include "store/verify.h"

#include <assert.h>

int LLVMFuzzerInitialize(int *argc UNUSED, char ***argv UNUSED)
{
	lived_init();
	return 0;
}

static void check_json(const struct http_response *response)
{
	const char *type = http_response_header(response, "Content-Type");
	json_t *json;

	if (!type || !str_starts(type, "application/json"))
		return;
	json = json_loadb(response->body, response->body_len,
			  JSON_REJECT_DUPLICATES, NULL);
	assert(json);
	json_decref(json);
}

static void check(const struct lived_answer *answer)
{
	if (answer->door != LIVED_API)
		return; /* other fuzzers look at these */
	assert(answer->response.status >= 200 && answer->response.status < 500);
	check_json(&answer->response);
}

static void check_ledger(void)
{
	struct reader *reader = lived_reader();
	struct arena *arena = arena_new();
	struct ledger_proof proof;
	struct operation op;

	operation_init(&op, arena, lived_now);
	assert(!store_reader_begin(reader, &op));
	assert(!store_ledger_verify(reader, &proof));
	assert(proof.ok);
	store_reader_end(reader);
	arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run((struct slice){ (const char *)data, size }, check);
	if (lived_written())
		check_ledger();
	lived_renew();
	return 0;
}
