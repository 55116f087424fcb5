/* Whole requests of an admin to the JSON endpoint, several in a row: each is
 * answered, never with a fault of ours, what is JSON can be read, and whatever
 * was written, the ledger proves itself. */
#include "admin/api/admin.h"

#include "base/json.h"
#include "practice/access.h"
#include "store/ledger.h"
#include "store/verify.h"
#include "tests/fuzz/request_fixture.h"

#include <assert.h>

int LLVMFuzzerInitialize(int *argc UNUSED, char ***argv UNUSED)
{
	fuzz_init();
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

static void send_request(struct slice text)
{
	struct arena *arena = arena_new();
	struct operation op;
	struct http_request request;
	struct http_response response;
	const struct fuzz_practice *practice = fuzz_get();
	struct admin admin = { .op = &op,
			       .store = practice->store,
			       .reader = practice->reader,
			       .request = &request,
			       .response = &response };

	operation_init(&op, arena, fuzz_now);
	op.actor = practice_actor(&practice->admin, CHANNEL_API, "fuzz");
	http_response_init(&response, arena);
	if (fuzz_request(arena, text, &request) && admin_owns(&request.path)) {
		admin_handle(&admin);
		assert(response.status >= 200 && response.status < 500);
		assert(!store_reader_operation(practice->reader));
		check_json(&response);
	}
	arena_free(arena);
}

static void check_ledger(void)
{
	struct reader *reader = fuzz_get()->reader;
	struct arena *arena = arena_new();
	struct ledger_proof proof;
	struct operation op;

	operation_init(&op, arena, fuzz_now);
	assert(!store_reader_begin(reader, &op));
	assert(!store_ledger_verify(reader, &proof));
	assert(proof.ok);
	store_reader_end(reader);
	arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice rest = { (const char *)data, size };

	while (rest.at)
		send_request(slice_cut(&rest, FUZZ_REQUEST_MARK));
	if (fuzz_written())
		check_ledger();
	fuzz_renew();
	return 0;
}
