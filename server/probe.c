#include "server/probe.h"

#include "base/str.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#define SECONDS 30L
#define HEADER_MOST 2000
#define BODY_MOST ((size_t)1024 * 1024)

struct asking {
	struct operation *op;
	struct probe *probe;
	size_t sent;
};

static size_t
keep_body(char *bytes, /* NOLINT(readability-non-const-parameter): libcurl's */
	  size_t size, size_t count, void *context)
{
	struct asking *asking = context;
	struct buf *answer = &asking->probe->answer;

	if (answer->len + size * count <= BODY_MOST)
		buf_add(answer, bytes, size * count);
	return size * count;
}

static size_t give(char *to, size_t size, size_t count, void *context)
{
	struct asking *asking = context;
	size_t left = asking->probe->body.len - asking->sent;
	size_t len = size * count < left ? size * count : left;

	memcpy(to, asking->probe->body.at + asking->sent, len);
	asking->sent += len;
	return len;
}

static size_t keep_header(
	char *bytes, /* NOLINT(readability-non-const-parameter): libcurl's */
	size_t size, size_t count, void *context)
{
	struct asking *asking = context;
	struct probe *probe = asking->probe;
	struct {
		const char *name, **value;
	} const kept[] = {
		{ "DAV", &probe->dav },
		{ "Allow", &probe->allow },
		{ "WWW-Authenticate", &probe->challenge },
		{ "Location", &probe->location },
		{ "Date", &probe->date },
	};
	struct slice value = { bytes, size * count };
	struct slice name = slice_cut(&value, ':');

	for (size_t i = 0; value.at && i < ARRAY_SIZE(kept); i++)
		if (slice_is(name, kept[i].name) && value.len < HEADER_MOST)
			*kept[i].value =
				slice_dup(asking->op->arena, slice_trim(value));
	return size * count;
}

void probe_ask(struct operation *op, struct probe *probe)
{
	struct asking asking = { .op = op, .probe = probe };
	CURL *curl = curl_easy_init();
	char why[CURL_ERROR_SIZE] = "";
	struct curl_slist *headers = NULL;
	CURLcode code;

	if (!curl)
		abort();
	buf_init(&probe->answer, op->arena);
	curl_easy_setopt(curl, CURLOPT_URL, probe->url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, SECONDS);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, why);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep_body);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, &asking);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, keep_header);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, &asking);
	if (probe->ca_file)
		curl_easy_setopt(curl, CURLOPT_CAINFO, probe->ca_file);
	if (probe->proxied) {
		headers = curl_slist_append(NULL, "X-Forwarded-For: 127.0.0.1");
		curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	}
	if (probe->local) {
		curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
		curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
	}
	if (probe->socket)
		curl_easy_setopt(curl, CURLOPT_UNIX_SOCKET_PATH, probe->socket);
	if (str_equal(probe->method, "HEAD"))
		curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
	if (probe->body.len) {
		curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
		curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
		curl_easy_setopt(curl, CURLOPT_READDATA, &asking);
		curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE,
				 (curl_off_t)probe->body.len);
	}
	curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, probe->method);
	code = curl_easy_perform(curl);
	if (code == CURLE_OK)
		curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &probe->status);
	else
		probe->why = arena_strdup(
			op->arena, *why ? why : curl_easy_strerror(code));
	curl_easy_cleanup(curl);
	curl_slist_free_all(headers);
}
