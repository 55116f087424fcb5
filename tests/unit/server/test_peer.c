#include "server/peer.h"

#include "tests/unit/base/arena_fixture.h"

#include <arpa/inet.h>
#include <netinet/in.h>

static const char *asked(struct arena *arena, const char *peer,
			 const char *forwarded, bool behind_proxy,
			 const char *trusted)
{
	const struct http_header header = { "X-Forwarded-For", forwarded };
	const struct http_request request = { .headers = &header,
					      .header_count =
						      forwarded ? 1 : 0 };
	struct sockaddr_in address = { .sin_family = AF_INET };

	inet_pton(AF_INET, peer, &address.sin_addr);
	return peer_address(arena,
			    (const struct sockaddr *)(const void *)&address,
			    behind_proxy, trusted, &request);
}

static void without_a_proxy_the_header_says_nothing(void **state)
{
	assert_string_equal(asked(*state, "127.0.0.1", "9.9.9.9", false, ""),
			    "127.0.0.1");
}

static void the_last_element_of_a_trusted_proxy_is_believed(void **state)
{
	static const char *const rows[][2] = {
		{ "9.9.9.9", "9.9.9.9" },
		{ "1.1.1.1, 9.9.9.9", "9.9.9.9" },
		{ "9.9.9.9:4711", "9.9.9.9" },
		{ "2001:db8::1", "2001:db8::1" },
		{ "[2001:DB8:0::1]:4711", "2001:db8::1" },
		{ "::ffff:9.9.9.9", "9.9.9.9" },
		{ "9.9.9.9, unknown", "" },
		{ "9.9.9.9, [::1", "" },
		{ "9.9.9.9,", "" },
		{ "", "" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_string_equal(
			asked(*state, "127.0.0.1", rows[i][0], true, ""),
			rows[i][1]);
	assert_string_equal(asked(*state, "127.0.0.1", NULL, true, ""), "");
}

static void a_peer_that_is_no_proxy_speaks_for_itself(void **state)
{
	assert_string_equal(asked(*state, "8.8.8.8", "9.9.9.9", true, ""),
			    "8.8.8.8");
	assert_string_equal(asked(*state, "10.0.0.5", "9.9.9.9", true,
				  "10.0.0.4, 10.0.0.5"),
			    "9.9.9.9");
}

static void a_list_of_proxies_holds_addresses_alone(void **state)
{
	(void)state;
	assert_true(peer_list_ok(""));
	assert_true(peer_list_ok("10.0.0.5, 2001:db8::7"));
	assert_false(peer_list_ok("10.0.0.5,"));
	assert_false(peer_list_ok("proxy.example.org"));
	assert_false(peer_list_ok("10.0.0.0/8"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_ARENA(without_a_proxy_the_header_says_nothing),
		WITH_ARENA(the_last_element_of_a_trusted_proxy_is_believed),
		WITH_ARENA(a_peer_that_is_no_proxy_speaks_for_itself),
		WITH_ARENA(a_list_of_proxies_holds_addresses_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
