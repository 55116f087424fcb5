/* Whole requests of one practitioner, several in a row: each is answered,
 * never with a fault of ours, and what is XML is well-formed. */
#include "dav/dav.h"

#include "practice/access.h"
#include "tests/fuzz/request_fixture.h"

#include <assert.h>

#include <libxml/parser.h>

int LLVMFuzzerInitialize(int *argc UNUSED, char ***argv UNUSED)
{
	dav_init();
	fuzz_init();
	return 0;
}

static void check_xml(const struct http_response *response)
{
	const char *type = http_response_header(response, "Content-Type");
	xmlDocPtr document;

	if (!type || !str_starts(type, "application/xml"))
		return;
	document = xmlReadMemory(
		response->body, (int)response->body_len, NULL, "UTF-8",
		XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	assert(document);
	xmlFreeDoc(document);
}

static void send_request(struct slice text)
{
	struct arena *arena = arena_new();
	struct operation op;
	struct http_request request;
	struct http_response response;
	const struct fuzz_practice *practice = fuzz_get();
	struct dav dav = { .op = &op,
			   .store = practice->store,
			   .reader = practice->reader,
			   .request = &request,
			   .response = &response };

	operation_init(&op, arena, fuzz_now);
	op.actor = practice_actor(&practice->practitioner, CHANNEL_CALENDAR,
				  "fuzz");
	http_response_init(&response, arena);
	if (fuzz_request(arena, text, &request) && dav_owns(&request.path)) {
		dav_handle(&dav);
		/* 502 is for destinations elsewhere (RFC 4918 9.8.5) */
		assert(response.status >= 200 && response.status < 600);
		assert(response.status != 500 && response.status != 503);
		assert(!store_reader_operation(practice->reader));
		check_xml(&response);
	}
	arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice rest = { (const char *)data, size };

	while (rest.at)
		send_request(slice_cut(&rest, FUZZ_REQUEST_MARK));
	fuzz_renew();
	return 0;
}
