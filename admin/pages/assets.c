#include "admin/pages/assets.h"

#include "base/digest.h"
#include "base/str.h"

#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define HASH_BYTES 8
#define URL_SIZE 64

/* The bytes of build/assets/FILE between two symbols (admin/assets/assets.mk
 * makes them). */
#define EMBED(symbol, file)                                             \
	__asm__(".section .rodata\n"                                    \
		".balign 16\n" #symbol ":\n"                            \
		".incbin \"build/assets/" file "\"\n" #symbol "_end:\n" \
		".byte 0\n"                                             \
		".previous\n");                                         \
	extern const char symbol[], symbol##_end[]

EMBED(asset_css, "daybook.css");
EMBED(asset_css_gz, "daybook.css.gz");
EMBED(asset_js, "daybook.js");
EMBED(asset_js_gz, "daybook.js.gz");
EMBED(asset_calendar, "calendar.js");
EMBED(asset_calendar_gz, "calendar.js.gz");
EMBED(asset_icon, "icon.svg");
EMBED(asset_icon_gz, "icon.svg.gz");

struct asset {
	const char *name, *type;
	const char *start, *end;       /* the bytes */
	const char *gz_start, *gz_end; /* the same by gzip */
};

static const struct asset assets[] = {
	{ "daybook.css", "text/css; charset=utf-8", asset_css, asset_css_end,
	  asset_css_gz, asset_css_gz_end },
	{ "daybook.js", "text/javascript; charset=utf-8", asset_js,
	  asset_js_end, asset_js_gz, asset_js_gz_end },
	{ "calendar.js", "text/javascript; charset=utf-8", asset_calendar,
	  asset_calendar_end, asset_calendar_gz, asset_calendar_gz_end },
	{ "icon.svg", "image/svg+xml", asset_icon, asset_icon_end,
	  asset_icon_gz, asset_icon_gz_end },
};

static char urls[ARRAY_SIZE(assets)][URL_SIZE];
static pthread_once_t urls_once = PTHREAD_ONCE_INIT;

static void make_urls(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(assets); i++) {
		const struct asset *asset = &assets[i];
		struct digest digest = digest_sha256(
			asset->start, (size_t)(asset->end - asset->start));
		char hash[2 * HASH_BYTES + 1];

		for (size_t j = 0; j < HASH_BYTES; j++)
			snprintf(hash + 2 * j, 3, "%02x", digest.bytes[j]);
		snprintf(urls[i], URL_SIZE, "/assets/%s/%s", hash, asset->name);
	}
}

const char *assets_url(const char *name)
{
	size_t i = 0;

	pthread_once(&urls_once, make_urls);
	while (!str_equal(assets[i].name, name)) {
		i++;
		assert(i < ARRAY_SIZE(assets));
	}
	return urls[i];
}

bool assets_own(const struct http_path *path)
{
	return path->count > 0 && str_equal(path->segments[0], "assets");
}

/* Does the request take gzip? "gzip;q=0" does not. */
static bool takes_gzip(const struct http_request *request)
{
	struct slice rest = slice_of(http_header(request, "Accept-Encoding"));

	while (rest.at) {
		struct slice weight = slice_cut(&rest, ',');
		struct slice name = slice_trim(slice_cut(&weight, ';'));

		if (slice_is(name, "gzip"))
			return !weight.at ||
			       !slice_is(slice_trim(weight), "q=0");
	}
	return false;
}

static void answer_nothing(struct http_response *response, int status)
{
	http_response_text(response, status,
			   "There is nothing at this address.\n");
}

static void answer_bytes(const struct asset *asset,
			 const struct http_request *request,
			 struct http_response *response)
{
	bool gzip = takes_gzip(request);
	const char *start = gzip ? asset->gz_start : asset->start;
	const char *end = gzip ? asset->gz_end : asset->end;

	response->status = 200;
	http_response_body(response, asset->type, start, (size_t)(end - start));
	if (gzip)
		http_response_add(response, "Content-Encoding", "gzip");
	http_response_add(response, "Vary", "Accept-Encoding");
	http_response_add(response, "Cache-Control",
			  "public, max-age=31536000, immutable");
}

void assets_answer(const struct http_request *request,
		   struct http_response *response)
{
	const char *path = http_path_text(response->arena, &request->path);

	pthread_once(&urls_once, make_urls);
	http_response_add(response, "X-Content-Type-Options", "nosniff");
	if (!str_equal(request->method, "GET") &&
	    !str_equal(request->method, "HEAD")) {
		http_response_add(response, "Allow", "GET, HEAD");
		answer_nothing(response, 405);
		return;
	}
	for (size_t i = 0; i < ARRAY_SIZE(assets); i++) {
		if (!str_equal(urls[i], path))
			continue;
		answer_bytes(&assets[i], request, response);
		return;
	}
	answer_nothing(response, 404);
}
