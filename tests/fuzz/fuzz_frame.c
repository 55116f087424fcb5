/* What stands before every request: the filter on the sockets, the judge of
 * heads, the address of a proxy's peer, cookies. The first byte says how the
 * bytes arrive. However that is, the filter lets through the same, and what it
 * let through it takes again as it is. */
#include "admin/pages/guard.h"
#include "server/filter.h"
#include "server/framing.h"
#include "server/peer.h"

#include <assert.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LONGEST 8192 /* so much fits into a socket at once */

struct outcome {
	char bytes[4 * LONGEST];
	size_t len;
	uint64_t heads;
	bool wrong;
};

int LLVMFuzzerInitialize(int *argc UNUSED, char ***argv UNUSED)
{
	filters_init();
	return 0;
}

static void take_all(int fd, struct outcome *outcome)
{
	ssize_t got;

	while ((got = recv(fd, outcome->bytes + outcome->len,
			   sizeof(outcome->bytes) - outcome->len, 0)) > 0)
		outcome->len += (size_t)got;
}

/* The bytes through a filter of their own, so many at a time. */
static void pass(struct slice bytes, size_t step, struct outcome *outcome)
{
	struct filter *filter;
	int both[2], status = 0;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, both))
		abort();
	filter = filter_new(both[0], false);
	outcome->len = 0;
	for (size_t at = 0; at < bytes.len; at += step) {
		size_t len = bytes.len - at < step ? bytes.len - at : step;

		if (write(both[1], bytes.at + at, len) != (ssize_t)len)
			abort();
		take_all(both[0], outcome);
	}
	outcome->heads = filter_heads(filter);
	outcome->wrong = false;
	for (uint64_t i = 1; i <= outcome->heads && !outcome->wrong; i++)
		outcome->wrong = filter_wrong(filter, i, &status) != NULL;
	assert(!outcome->wrong || status >= 400);
	filter_free(filter);
	close(both[0]);
	close(both[1]);
}

static bool same(const struct outcome *a, const struct outcome *b)
{
	return a->len == b->len && a->heads == b->heads &&
	       !memcmp(a->bytes, b->bytes, a->len);
}

static void filtered(struct slice bytes, size_t step)
{
	static struct outcome whole, pieces, again;

	pass(bytes, bytes.len + 1, &whole);
	pass(bytes, step, &pieces);
	assert(same(&whole, &pieces) && whole.wrong == pieces.wrong);
	assert(whole.heads <= bytes.len);
	if (whole.wrong)
		return;
	pass((struct slice){ whole.bytes, whole.len }, step, &again);
	assert(same(&whole, &again) && !again.wrong);
}

/* Lines as the headers of one request. */
static void judged(struct arena *arena, struct slice bytes)
{
	struct http_header headers[16];
	struct http_request request = { .headers = headers };
	struct sockaddr_in proxy = { .sin_family = AF_INET };
	struct framing framing;
	const char *address;
	size_t count = 0;

	proxy.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	while (bytes.at && count < ARRAY_SIZE(headers)) {
		struct slice value = slice_cut(&bytes, '\n');
		struct slice name = slice_cut(&value, ':');

		headers[count].name = slice_dup(arena, name);
		headers[count++].value =
			slice_dup(arena, value.at ? value : slice_of(""));
	}
	if (framing_check(headers, count, "HTTP/1.1", &framing))
		return;
	assert(!(framing.chunked && framing.length));
	request.header_count = framing_join(arena, headers, count);
	assert(request.header_count <= count);
	address = peer_address(arena, (const struct sockaddr *)&proxy, true, "",
			       &request);
	assert(strlen(address) < 64);
	(void)guard_has_cookie(&request);
	(void)guard_cookie(arena, &request, "look");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice bytes = { (const char *)data + 1, size - 1 };
	struct arena *arena;

	if (!size || size > LONGEST)
		return 0;
	filtered(bytes, (size_t)data[0] % 64 + 1);
	arena = arena_new();
	judged(arena, bytes);
	arena_free(arena);
	return 0;
}
