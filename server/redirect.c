#include "server/redirect.h"

#include "base/file.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

#define TOKEN_MOST 255
#define ANSWER_MOST ((size_t)16 * 1024)
#define BODY_MOST 4096 /* nobody needs any */
#define HTTPS_PORT "443"

struct redirect {
	const struct config *config;
	const char *port; /* of HTTPS */
};

struct redirect *redirect_new(const struct config *config, const char *address)
{
	struct redirect *redirect = calloc(1, sizeof(*redirect));
	const char *colon = strrchr(address, ':');

	if (!redirect)
		abort();
	redirect->config = config;
	redirect->port =
		str_starts(address, "https://") ? colon + 1 : HTTPS_PORT;
	return redirect;
}

void redirect_free(struct redirect *redirect)
{
	free(redirect);
}

static void say(struct http_response *response, int status, const char *text)
{
	response->status = status;
	http_response_body(response, "text/plain; charset=utf-8", text,
			   strlen(text));
}

/* The token of an ACME challenge; NULL: the path is none. */
static const char *challenge_of(const struct http_path *path)
{
	const char *token;

	if (path->count != 3 || !str_equal(path->segments[0], ".well-known") ||
	    !str_equal(path->segments[1], "acme-challenge"))
		return NULL;
	token = path->segments[2];
	/* RFC 8555 8.3: letters of base64url, so that it leads nowhere else. */
	if (strlen(token) > TOKEN_MOST ||
	    token[strspn(token, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				"abcdefghijklmnopqrstuvwxyz0123456789-_")])
		return NULL;
	return token;
}

static void answer_challenge(const struct redirect *redirect,
			     struct exchange *exchange, const char *token)
{
	struct http_response *response = &exchange->response;
	struct slice bytes;

	if (file_read(&exchange->op,
		      arena_printf(exchange->arena,
				   "%s/.well-known/acme-challenge/%s",
				   redirect->config->acme_webroot, token),
		      ANSWER_MOST, &bytes)) {
		operation_recover(&exchange->op);
		say(response, 404, "There is no such challenge.\n");
		return;
	}
	response->status = 200;
	http_response_body(response, "application/octet-stream", bytes.at,
			   bytes.len);
}

/* "https://host" by the name that was asked for; NULL: it names none. */
static const char *base_of(const struct redirect *redirect,
			   const struct exchange *exchange)
{
	const char *host = http_header(&exchange->request, "Host");
	size_t len;

	if (str_starts(redirect->config->public_url, "https://"))
		return redirect->config->public_url;
	if (!host)
		return NULL;
	len = *host == '[' ? strspn(host, "[0123456789abcdefABCDEF:.]")
			   : strspn(host, "abcdefghijklmnopqrstuvwxyz"
					  "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
					  "0123456789.-");
	if (!len || (host[len] && host[len] != ':'))
		return NULL;
	if (str_equal(redirect->port, HTTPS_PORT))
		return arena_printf(exchange->arena, "https://%.*s", (int)len,
				    host);
	return arena_printf(exchange->arena, "https://%.*s:%s", (int)len, host,
			    redirect->port);
}

static bool begin(void *context, struct exchange *exchange, size_t *body_limit)
{
	const struct redirect *redirect = context;
	const struct http_request *request = &exchange->request;
	const char *token = challenge_of(&request->path);
	bool reads = str_equal(request->method, "GET") ||
		     str_equal(request->method, "HEAD");
	const char *base;

	*body_limit = BODY_MOST;
	if (token && *redirect->config->acme_webroot) {
		if (reads)
			answer_challenge(redirect, exchange, token);
		else
			say(&exchange->response, 405, "It is only read.\n");
		return true;
	}
	base = base_of(redirect, exchange);
	if (!base) {
		say(&exchange->response, 400,
		    "The request does not say for which name it is.\n");
		return true;
	}
	/* 308 keeps the method, which 301 need not (RFC 9110 15.4). */
	say(&exchange->response, reads ? 301 : 308,
	    "Please use https://, which nobody can read on the way.\n");
	http_response_add(
		&exchange->response, "Location",
		arena_printf(exchange->arena, "%s%s", base,
			     *request->target == '/' ? request->target : "/"));
	return true;
}

static void no_body(struct exchange *exchange, bool too_large UNUSED)
{
	say(&exchange->response, 413, "Nothing is taken here.\n");
}

/* Nothing is left for workers: begin has answered. */
static void submit(void *context UNUSED, struct exchange *exchange UNUSED)
{
	abort();
}

static void ended(void *context UNUSED, struct exchange *exchange UNUSED)
{
}

struct handler redirect_handler(struct redirect *redirect)
{
	return (struct handler){ .begin = begin,
				 .no_body = no_body,
				 .submit = submit,
				 .ended = ended,
				 .context = redirect };
}
