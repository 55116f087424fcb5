#include "server/filter.h"

#include "tests/unit/base/arena_fixture.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Empty lines before a request, a body in chunks with a trailer, another by
 * its length, one without. */
static const char requests[] = "\r\n\r\n"
			       "PUT /a HTTP/1.1\r\nHost: a\r\n"
			       "Transfer-Encoding: chunked\r\n\r\n"
			       "3;name=\"value\"\r\none\r\n"
			       "A\r\ntwo\r\nthree\r\n0\r\nX-Sum: 1\r\n\r\n"
			       "\r\n"
			       "PUT /b HTTP/1.1\r\nHost: a\r\n"
			       "Content-Length: 4\r\n\r\n\r\n\r\n"
			       "\r\n"
			       "GET /c HTTP/1.1\r\nHost: a\r\n\r\n";

/* Without what says nothing: the lines between, extensions, trailers. */
static const char let_through[] = "PUT /a HTTP/1.1\r\nHost: a\r\n"
				  "Transfer-Encoding: chunked\r\n\r\n"
				  "3\r\none\r\na\r\ntwo\r\nthree\r\n0\r\n\r\n"
				  "PUT /b HTTP/1.1\r\nHost: a\r\n"
				  "Content-Length: 4\r\n\r\n\r\n\r\n"
				  "GET /c HTTP/1.1\r\nHost: a\r\n\r\n";

/* A connection: what is sent at one end is read at the other, filtered. */
struct wire {
	int near, far;
	struct filter *filter;
	char out[4096];
	size_t len;
};

static void wire_open(struct wire *wire)
{
	int ends[2];

	assert_int_equal(
		socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
	*wire = (struct wire){ .near = ends[0], .far = ends[1] };
	wire->filter = filter_new(wire->far, false);
}

static void wire_close(struct wire *wire)
{
	filter_free(wire->filter);
	close(wire->near);
	close(wire->far);
}

static void wire_send(struct wire *wire, const char *bytes, size_t len)
{
	ssize_t got;

	assert_int_equal(send(wire->near, bytes, len, 0), len);
	do {
		got = recv(wire->far, wire->out + wire->len,
			   sizeof(wire->out) - wire->len, 0);
		if (got > 0)
			wire->len += (size_t)got;
	} while (got > 0);
}

static void assert_let_through(struct wire *wire)
{
	int status;

	for (uint64_t number = 1; number <= 3; number++)
		assert_null(filter_wrong(wire->filter, number, &status));
	assert_int_equal(filter_heads(wire->filter), 3);
	assert_int_equal(wire->len, strlen(let_through));
	assert_memory_equal(wire->out, let_through, wire->len);
}

static void requests_that_are_cut_anywhere_are_let_through_alike(void **state)
{
	size_t len = strlen(requests);

	(void)state;
	for (size_t first = 0; first <= len; first++) {
		for (size_t second = first; second <= len; second++) {
			struct wire wire;

			wire_open(&wire);
			wire_send(&wire, requests, first);
			wire_send(&wire, requests + first, second - first);
			wire_send(&wire, requests + second, len - second);
			assert_let_through(&wire);
			wire_close(&wire);
		}
	}
}

static void a_byte_at_a_time_is_let_through_alike(void **state)
{
	struct wire wire;

	(void)state;
	wire_open(&wire);
	for (size_t at = 0; requests[at]; at++)
		wire_send(&wire, requests + at, 1);
	assert_let_through(&wire);
	wire_close(&wire);
}

static void empty_lines_have_an_end_however_they_are_cut(void **state)
{
	static const char lines[] = "\r\n\r\n\r\n\r\n\r\n";
	int status = 0;

	(void)state;
	for (size_t step = 1; step < strlen(lines); step++) {
		struct wire wire;

		wire_open(&wire);
		for (size_t at = 0; at < strlen(lines); at += step)
			wire_send(&wire, lines + at, strnlen(lines + at, step));
		assert_non_null(filter_wrong(wire.filter, 1, &status));
		assert_int_equal(status, 400);
		wire_close(&wire);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			requests_that_are_cut_anywhere_are_let_through_alike),
		cmocka_unit_test(a_byte_at_a_time_is_let_through_alike),
		cmocka_unit_test(empty_lines_have_an_end_however_they_are_cut),
	};

	filters_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
