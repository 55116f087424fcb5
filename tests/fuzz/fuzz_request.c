/* Whole requests of calendar programs, several in a row: each is answered,
 * never with a fault of ours, and what is XML is well-formed. */
#include "tests/fuzz/request_fixture.h"

#include <assert.h>

#include <libxml/parser.h>

int LLVMFuzzerInitialize(int *argc UNUSED, char ***argv UNUSED)
{
	lived_init();
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

static void check(const struct lived_answer *answer)
{
	const struct http_response *response = &answer->response;

	if (answer->door != LIVED_CALENDARS)
		return; /* other fuzzers look at these */
	/* 502 is for destinations elsewhere (RFC 4918 9.8.5) */
	assert(response->status >= 200 && response->status < 600);
	assert(response->status != 500 && response->status != 503);
	check_xml(response);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run((struct slice){ (const char *)data, size }, check);
	lived_renew();
	return 0;
}
