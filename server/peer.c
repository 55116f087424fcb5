#include "server/peer.h"

#include "base/str.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

/* An address in its shortest form, an IPv4 one inside IPv6 as itself; NULL
 * for what is none. */
static const char *canonical(struct arena *arena, const char *text)
{
	char out[INET6_ADDRSTRLEN];
	struct in6_addr six;
	struct in_addr four;

	if (inet_pton(AF_INET, text, &four) == 1)
		return arena_strdup(
			arena, inet_ntop(AF_INET, &four, out, sizeof(out)));
	if (inet_pton(AF_INET6, text, &six) != 1)
		return NULL;
	if (IN6_IS_ADDR_V4MAPPED(&six))
		return arena_strdup(arena, inet_ntop(AF_INET, &six.s6_addr[12],
						     out, sizeof(out)));
	return arena_strdup(arena, inet_ntop(AF_INET6, &six, out, sizeof(out)));
}

/* "1.2.3.4", "1.2.3.4:5678", "2001:db8::1", "[2001:db8::1]:5678" */
static const char *element_address(struct arena *arena, struct slice element)
{
	char *text = slice_dup(arena, element);
	char *end;

	if (*text == '[') {
		end = strchr(++text, ']');
		if (!end)
			return NULL;
		*end = '\0';
	} else {
		end = strchr(text, ':');
		if (end && !strchr(end + 1, ':'))
			*end = '\0';
	}
	return canonical(arena, text);
}

static const char *socket_address(struct arena *arena,
				  const struct sockaddr *peer)
{
	char out[INET6_ADDRSTRLEN];
	const void *bytes = NULL;

	if (!peer)
		return "";
	if (peer->sa_family == AF_INET)
		bytes = &((const struct sockaddr_in *)(const void *)peer)
				 ->sin_addr;
	if (peer->sa_family == AF_INET6)
		bytes = &((const struct sockaddr_in6 *)(const void *)peer)
				 ->sin6_addr;
	if (!bytes || !inet_ntop(peer->sa_family, bytes, out, sizeof(out)))
		return "";
	return canonical(arena, out);
}

static bool is_listed(struct arena *arena, const char *list,
		      const char *address)
{
	struct slice rest = slice_of(list);

	while (rest.at) {
		struct slice item = slice_trim(slice_cut(&rest, ','));
		const char *one = canonical(arena, slice_dup(arena, item));

		if (one && str_equal(one, address))
			return true;
	}
	return false;
}

static bool is_proxy(struct arena *arena, const char *address,
		     const char *trusted)
{
	return !*address || str_starts(address, "127.") ||
	       str_equal(address, "::1") || is_listed(arena, trusted, address);
}

bool peer_list_ok(const char *list)
{
	struct arena *arena = arena_new();
	struct slice rest = slice_of(list);
	bool ok = true;

	while (ok && *list && rest.at) {
		struct slice item = slice_trim(slice_cut(&rest, ','));

		ok = canonical(arena, slice_dup(arena, item)) != NULL;
	}
	arena_free(arena);
	return ok;
}

const char *peer_address(struct arena *arena, const struct sockaddr *peer,
			 bool behind_proxy, const char *trusted,
			 const struct http_request *request)
{
	const char *address = socket_address(arena, peer);
	const char *header = http_header(request, "X-Forwarded-For");
	const char *last, *said;

	if (!behind_proxy || !is_proxy(arena, address, trusted))
		return address;
	if (!header)
		return "";
	last = strrchr(header, ',');
	said = element_address(arena,
			       slice_trim(slice_of(last ? last + 1 : header)));
	return said ? said : "";
}
