#include "admin/pages/guard.h"

#include "base/digest.h"
#include "base/str.h"
#include "practice/access.h"
#include "practice/people/sign_in.h"

#include <string.h>
#include <strings.h>

#define SECURE_NAME "__Host-daybook"
#define PLAIN_NAME "daybook"
#define TOKEN_LENGTH 32

const char *guard_cookie(struct arena *arena,
			 const struct http_request *request, const char *name)
{
	/* HTTP/2 proxies may split the header: listen.c joined it by ", ". */
	struct slice rest = slice_of(http_header(request, "Cookie"));

	while (rest.at) {
		struct slice value = slice_trim(slice_cut(&rest, ';'));
		struct slice key = slice_cut(&value, '=');

		if (value.at && slice_equal(key, slice_of(name)))
			return slice_dup(arena, value);
	}
	return NULL;
}

const char *guard_cookie_name(const struct pages *pages)
{
	return pages->secure ? SECURE_NAME : PLAIN_NAME;
}

void guard_cookie_set(struct pages *pages, const char *secret)
{
	http_response_add(
		pages->response, "Set-Cookie",
		arena_printf(pages->op->arena,
			     "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s",
			     guard_cookie_name(pages), secret ? secret : "",
			     pages->secure ? "; Secure" : "",
			     secret ? "" : "; Max-Age=0"));
}

const char *guard_secret(const struct pages *pages)
{
	return guard_cookie(pages->op->arena, pages->request,
			    guard_cookie_name(pages));
}

bool guard_has_cookie(const struct http_request *request)
{
	const char *cookies = http_header(request, "Cookie");

	return cookies && strstr(cookies, PLAIN_NAME "=");
}

enum err guard_sign_in(struct pages *pages, unsigned channel,
		       struct sign_in *sign_in, struct person *person)
{
	struct operation *op = pages->op;
	const char *secret = guard_secret(pages);
	enum err err;

	if (str_empty(secret))
		return fail(op, ERR_UNAUTHENTICATED, "Please sign in.");
	err = store_reader_begin(pages->reader, op);
	if (err)
		return err;
	err = practice_sign_in_find(pages->reader, secret, sign_in, person);
	store_reader_end(pages->reader);
	if (!err)
		op->actor = practice_actor(person, (enum channel)channel,
					   sign_in->program);
	return err;
}

const char *guard_token(struct arena *arena, const char *secret)
{
	const char *text = arena_printf(arena, "csrf:%s", secret);
	struct digest digest = digest_sha256(text, strlen(text));

	return hex_encode(arena, digest.bytes, TOKEN_LENGTH / 2);
}

static bool is_loopback(const char *host)
{
	return str_starts(host, "127.0.0.1") || str_starts(host, "localhost") ||
	       str_starts(host, "[::1]");
}

/* Is the origin "scheme://host" of this address, whatever its path? */
static bool is_origin_of(const char *url, const char *origin)
{
	size_t len = strlen(origin);

	return len && !strncasecmp(url, origin, len) &&
	       (!url[len] || url[len] == '/');
}

static bool is_own_origin(const struct pages *pages, const char *origin)
{
	const char *host = http_header(pages->request, "Host");
	const char *own;

	if (!str_empty(pages->public_url) &&
	    is_origin_of(pages->public_url, origin))
		return true;
	if (str_empty(host))
		return false;
	own = arena_printf(pages->op->arena, "%s://%s",
			   pages->secure ? "https" : "http", host);
	if (str_same(own, origin))
		return true;
	/* Behind a proxy's settings, but tried out on the machine itself. */
	return pages->secure && is_loopback(host) &&
	       str_same(arena_printf(pages->op->arena, "http://%s", host),
			origin);
}

bool guard_is_ours(const struct pages *pages)
{
	const char *origin = http_header(pages->request, "Origin");
	const char *site = http_header(pages->request, "Sec-Fetch-Site");

	if (origin)
		return is_own_origin(pages, origin);
	return !site || str_equal(site, "same-origin") ||
	       str_equal(site, "none");
}

static bool is_token(const char *sent, const char *token)
{
	struct digest a, b;

	if (!sent || strlen(sent) != TOKEN_LENGTH)
		return false;
	a = digest_sha256(sent, TOKEN_LENGTH);
	b = digest_sha256(token, TOKEN_LENGTH);
	return digest_equal(&a, &b);
}

bool guard_is_meant(const struct pages *pages, const char *sent)
{
	const char *secret = guard_secret(pages);
	const char *header = http_header(pages->request, "X-CSRF-Token");
	const char *token;

	if (!guard_is_ours(pages) || !secret)
		return false;
	token = guard_token(pages->op->arena, secret);
	return is_token(sent, token) || is_token(header, token);
}

bool guard_reads(const struct http_request *request)
{
	return str_equal(request->method, "GET") ||
	       str_equal(request->method, "HEAD");
}

enum err guard_api(struct pages *pages)
{
	struct sign_in sign_in;
	struct person person;
	enum err err = guard_sign_in(pages, CHANNEL_API, &sign_in, &person);

	if (err || guard_reads(pages->request))
		return err;
	if (!guard_is_meant(pages, NULL))
		return fail(pages->op, ERR_FORBIDDEN,
			    "The request lacks the token of this sign-in: "
			    "send it as X-CSRF-Token.");
	return practice_sign_in_used(pages->op, pages->store, &sign_in);
}

bool guard_follows(const char *to)
{
	if (!to || to[0] != '/' || to[1] == '/' || to[1] == '\\')
		return false;
	for (; *to; to++) {
		unsigned char c = (unsigned char)*to;

		/* C0, DEL, and C1 as UTF-8 has them. */
		if (c < ' ' || c == 127 ||
		    (c == 0xC2 && (unsigned char)to[1] < 0xA0))
			return false;
	}
	return true;
}
