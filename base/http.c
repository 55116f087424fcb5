#include "base/http.h"

#include "base/block.h"
#include "base/pieces.h"
#include "base/unicode.h"

#include <string.h>
#include <strings.h>

/* What is less is put together: one write sends it. */
#define WORTH_PIECES ((size_t)32 * 1024)

#define LONGEST_TARGET 4096

struct reason {
	int status;
	const char *phrase;
};

static const struct reason reasons[] = {
	{ 100, "Continue" },
	{ 200, "OK" },
	{ 201, "Created" },
	{ 202, "Accepted" },
	{ 204, "No Content" },
	{ 206, "Partial Content" },
	{ 207, "Multi-Status" },
	{ 301, "Moved Permanently" },
	{ 302, "Found" },
	{ 303, "See Other" },
	{ 304, "Not Modified" },
	{ 307, "Temporary Redirect" },
	{ 308, "Permanent Redirect" },
	{ 400, "Bad Request" },
	{ 401, "Unauthorized" },
	{ 403, "Forbidden" },
	{ 404, "Not Found" },
	{ 405, "Method Not Allowed" },
	{ 406, "Not Acceptable" },
	{ 408, "Request Timeout" },
	{ 409, "Conflict" },
	{ 410, "Gone" },
	{ 411, "Length Required" },
	{ 412, "Precondition Failed" },
	{ 413, "Content Too Large" },
	{ 414, "URI Too Long" },
	{ 415, "Unsupported Media Type" },
	{ 416, "Range Not Satisfiable" },
	{ 417, "Expectation Failed" },
	{ 422, "Unprocessable Content" },
	{ 423, "Locked" },
	{ 424, "Failed Dependency" },
	{ 429, "Too Many Requests" },
	{ 431, "Request Header Fields Too Large" },
	{ 500, "Internal Server Error" },
	{ 501, "Not Implemented" },
	{ 502, "Bad Gateway" },
	{ 503, "Service Unavailable" },
	{ 505, "HTTP Version Not Supported" },
	{ 507, "Insufficient Storage" },
};

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Decodes percent signs, and '+' as a blank where asked to. NULL when the
 * result is not clean text: not UTF-8, or with control bytes. */
static char *percent_decode(struct arena *arena, struct slice raw, bool plus)
{
	char *out = arena_alloc(arena, raw.len + 1);
	size_t used = 0;

	for (size_t i = 0; i < raw.len; i++) {
		char c = raw.at[i];

		if (c == '%') {
			int high =
				i + 1 < raw.len ? hex_value(raw.at[i + 1]) : -1;
			int low =
				i + 2 < raw.len ? hex_value(raw.at[i + 2]) : -1;

			if (high < 0 || low < 0)
				return NULL;
			c = (char)(high * 16 + low);
			i += 2;
		} else if (c == '+' && plus) {
			c = ' ';
		}
		out[used++] = c;
	}
	return utf8_valid(out, used, NULL) ? out : NULL;
}

static bool has_control(const char *text)
{
	for (; *text; text++) {
		if ((unsigned char)*text < ' ' || *text == 127)
			return true;
	}
	return false;
}

/* Takes "http://host" off an absolute URI (RFC 9112 3.2.2). */
static struct slice skip_authority(struct slice target)
{
	const char *slash;
	size_t scheme = 0;

	if (target.len >= 7 && !strncasecmp(target.at, "http://", 7))
		scheme = 7;
	else if (target.len >= 8 && !strncasecmp(target.at, "https://", 8))
		scheme = 8;
	if (scheme == 0)
		return target;
	target.at += scheme;
	target.len -= scheme;
	slash = memchr(target.at, '/', target.len);
	if (!slash)
		return slice_of("/");
	return (struct slice){ slash,
			       target.len - (size_t)(slash - target.at) };
}

/* Adds one raw segment; false when it must not be. */
static bool path_add(struct arena *arena, struct http_path *path, size_t *room,
		     struct slice raw)
{
	const char *segment = percent_decode(arena, raw, false);

	if (!segment || has_control(segment) || strchr(segment, '/') ||
	    str_equal(segment, ".."))
		return false;
	if (!*segment || str_equal(segment, ".")) {
		path->slash = true;
		return true;
	}
	path->segments = arena_grow(arena, (void *)path->segments, path->count,
				    room, sizeof(*path->segments));
	path->segments[path->count++] = segment;
	path->slash = false;
	return true;
}

bool http_path_parse(struct arena *arena, const char *target,
		     struct http_path *path, const char **query)
{
	struct http_path found = { 0 };
	struct slice rest = slice_of(target);
	struct slice raw_path;
	size_t room = 0;

	if (rest.len > LONGEST_TARGET || (rest.len > 0 && strchr(target, '#')))
		return false;
	raw_path = slice_cut(&rest, '?');
	raw_path = skip_authority(raw_path);
	if (!slice_starts(raw_path, "/"))
		return false;
	slice_cut(&raw_path, '/');
	while (raw_path.at) {
		if (!path_add(arena, &found, &room, slice_cut(&raw_path, '/')))
			return false;
	}
	*path = found;
	*query = rest.at ? slice_dup(arena, rest) : NULL;
	return true;
}

/* What a segment of a path does not hold as it is: RFC 3986, section 3.3, and
 * '&', which XML would write otherwise. From '\'' to ';' all but '/' is plain.
 */
static text_block find_coded(text_block block)
{
	text_block letter = (block | 0x20) - 'a';
	text_block sign = block - '\'';

	return ~(text_block)((letter < 26) | ((sign < 21) & (block != '/')) |
			     (block == '_') | (block == '~') | (block == '@') |
			     (block == '=') | (block == '!') | (block == '$'));
}

void http_segment_encode(struct buf *buf, const char *segment)
{
	static const char digits[] = "0123456789ABCDEF";
	size_t left = strlen(segment);
	char *to = buf_reserve(buf, 3 * left + BLOCK_SIZE);

	while (left > 0) {
		size_t plain = block_copy(to, segment, left, find_coded);

		to += plain;
		segment += plain;
		left -= plain;
		if (plain == BLOCK_SIZE || !left)
			continue;
		*to++ = '%';
		*to++ = digits[(unsigned char)*segment >> 4];
		*to++ = digits[(unsigned char)*segment++ & 15];
		left--;
	}
	*to = '\0';
	buf->len = (size_t)(to - buf->at);
}

bool http_segment_plain(const char *segment)
{
	size_t len = strlen(segment), at = 0;

	for (; len - at >= BLOCK_SIZE; at += BLOCK_SIZE) {
		text_block coded = find_coded(block_load(segment + at));

		if (block_first(coded) < BLOCK_SIZE)
			return false;
	}
	return len > 0 &&
	       block_first(find_coded(block_part(segment + at, len - at))) >=
		       len - at;
}

char *http_path_text(struct arena *arena, const struct http_path *path)
{
	struct buf buf;

	buf_init(&buf, arena);
	for (size_t i = 0; i < path->count; i++) {
		buf_putc(&buf, '/');
		http_segment_encode(&buf, path->segments[i]);
	}
	if (path->slash || path->count == 0)
		buf_putc(&buf, '/');
	return buf.at;
}

static const char *find_header(const struct http_header *headers, size_t count,
			       const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (str_same(headers[i].name, name))
			return headers[i].value;
	}
	return NULL;
}

const char *http_header(const struct http_request *request, const char *name)
{
	return find_header(request->headers, request->header_count, name);
}

const char *http_query(struct arena *arena, const struct http_request *request,
		       const char *name)
{
	struct slice rest = slice_of(request->query);
	const char *key, *value;

	while (http_pair_next(arena, &rest, &key, &value))
		if (key && str_equal(key, name))
			return value;
	return NULL;
}

bool http_query_ok(struct arena *arena, const struct http_request *request)
{
	struct slice rest = slice_of(request->query);
	const char *key, *value;

	while (http_pair_next(arena, &rest, &key, &value))
		if (!key || !value || has_control(value))
			return false;
	return true;
}

bool http_pair_next(struct arena *arena, struct slice *rest, const char **name,
		    const char **value)
{
	struct slice after, key;

	if (!rest->at)
		return false;
	after = slice_cut(rest, '&');
	key = slice_cut(&after, '=');
	*name = percent_decode(arena, key, true);
	*value = percent_decode(arena, after, true);
	return true;
}

void http_response_init(struct http_response *response, struct arena *arena)
{
	*response = (struct http_response){ .arena = arena, .body = "" };
}

/* A header value is one line: what would break out of it becomes blank. */
static const char *header_value(struct arena *arena, const char *value)
{
	char *copy = arena_strdup(arena, value);

	for (char *c = copy; *c; c++) {
		if ((unsigned char)*c < ' ' || *c == 127)
			*c = ' ';
	}
	return copy;
}

void http_response_add(struct http_response *response, const char *name,
		       const char *value)
{
	response->headers = arena_grow(
		response->arena, response->headers, response->header_count,
		&response->header_room, sizeof(*response->headers));
	response->headers[response->header_count++] = (struct http_header){
		.name = name, .value = header_value(response->arena, value)
	};
}

const char *http_response_header(const struct http_response *response,
				 const char *name)
{
	return find_header(response->headers, response->header_count, name);
}

void http_response_body(struct http_response *response, const char *type,
			const char *bytes, size_t len)
{
	struct http_header *header = response->headers;
	size_t i = 0;

	while (i < response->header_count &&
	       !str_same(header[i].name, "Content-Type"))
		i++;
	if (i < response->header_count)
		header[i].value = header_value(response->arena, type);
	else
		http_response_add(response, "Content-Type", type);
	response->body = bytes;
	response->body_len = len;
	response->pieces = NULL;
	response->piece_count = 0;
}

void http_response_length(struct http_response *response, size_t len)
{
	response->body = NULL;
	response->body_len = len;
	response->pieces = NULL;
	response->piece_count = 0;
}

void http_response_pieces(struct http_response *response, const char *type,
			  const struct pieces *pieces)
{
	http_response_body(response, type, "", pieces->len);
	response->pieces = pieces->list;
	response->piece_count = pieces->count;
	if (pieces->count <= 1 || pieces->len < WORTH_PIECES)
		http_response_join(response);
}

void http_response_join(struct http_response *response)
{
	struct buf buf;

	if (response->piece_count == 0)
		return;
	if (response->piece_count == 1) {
		response->body = response->pieces[0].at;
	} else {
		buf_init_sized(&buf, response->arena, response->body_len);
		for (size_t i = 0; i < response->piece_count; i++)
			buf_slice(&buf, response->pieces[i]);
		response->body = buf.at;
	}
	response->pieces = NULL;
	response->piece_count = 0;
}

void http_response_text(struct http_response *response, int status,
			const char *text)
{
	response->status = status;
	http_response_body(response, "text/plain; charset=utf-8", text,
			   strlen(text));
}

static struct slice without_suffix(struct slice slice, const char *suffix)
{
	size_t len = strlen(suffix);

	if (slice.len > len && !memcmp(slice.at + slice.len - len, suffix, len))
		slice.len -= len;
	return slice;
}

static bool is_weak(struct slice tag)
{
	return slice_starts(tag, "W/") || slice_starts(tag, "w/");
}

/* The next tag of the list without its mark and quotes; *rest moves behind
 * it and its comma. A tag may hold commas, hence no slice_cut. */
static struct slice etag_next(struct slice *rest)
{
	struct slice tag;

	*rest = slice_trim(*rest);
	if (is_weak(*rest)) {
		rest->at += 2;
		rest->len -= 2;
	}
	if (!slice_starts(*rest, "\""))
		return slice_trim(slice_cut(rest, ','));
	rest->at++;
	rest->len--;
	tag = slice_cut(rest, '"');
	slice_cut(rest, ',');
	return tag;
}

/* Do two tags tell the same but for derived words? */
static bool says_same(struct slice tag, struct slice wanted)
{
	const char *mark = memrchr(wanted.at, HTTP_ETAG_SAYS, wanted.len);
	size_t before = mark ? (size_t)(mark - wanted.at) : 0;

	return before > 0 && tag.len == wanted.len &&
	       !memcmp(tag.at + before, mark, wanted.len - before);
}

static bool etags_match(const char *list, const char *etag, bool strong)
{
	struct slice rest = slice_of(list);
	struct slice wanted = slice_of(etag);

	if (!list || !etag)
		return false;
	if (slice_is(slice_trim(rest), "*"))
		return true;
	while (rest.at) {
		bool weak = is_weak(slice_trim(rest));
		struct slice tag = etag_next(&rest);

		if (weak && strong)
			continue;
		tag = without_suffix(tag, "-gzip");
		tag = without_suffix(tag, "-br");
		if (strong) {
			tag = without_suffix(tag, HTTP_ETAG_LOOK);
			tag = without_suffix(tag, HTTP_ETAG_JSON);
			tag = without_suffix(tag, HTTP_ETAG_BARE);
			tag = without_suffix(tag, HTTP_ETAG_ZONES);
		}
		if (tag.len > 0 && slice_equal(tag, wanted))
			return true;
		if (strong && says_same(tag, wanted))
			return true;
	}
	return false;
}

bool http_etags_match(const char *list, const char *etag)
{
	return etags_match(list, etag, false);
}

bool http_etags_same(const char *list, const char *etag)
{
	return etags_match(list, etag, true);
}

/* "0.5" in thousandths (RFC 9110 12.4.2); what is no weight counts whole. */
static int weight_of(struct slice text)
{
	int weight = 0;
	int unit = 1000;

	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '.' && i == 1)
			continue;
		if (text.at[i] < '0' || text.at[i] > '9' || unit == 0)
			return 1000;
		weight += (text.at[i] - '0') * unit;
		unit /= 10;
	}
	return text.len == 0 || weight > 1000 ? 1000 : weight;
}

/* 3: the very type, 2: all of its kind, 1: all, 0: others. */
static int range_rank(struct slice range, const char *type)
{
	size_t kind = strcspn(type, "/") + 1;

	if (slice_is(range, type))
		return 3;
	if (range.len == kind + 1 && range.at[kind] == '*' &&
	    !strncasecmp(range.at, type, kind))
		return 2;
	return slice_is(range, "*/*") ? 1 : 0;
}

int http_accepts(const struct http_request *request, const char *type)
{
	const char *accept = http_header(request, "Accept");
	struct slice rest = slice_of(accept);
	int best = 0, weight = accept ? 0 : 1000;

	while (rest.at) {
		struct slice params = slice_cut(&rest, ',');
		struct slice range = slice_trim(slice_cut(&params, ';'));
		int rank = range_rank(range, type);
		int wanted = 1000;

		while (params.at) {
			struct slice value = slice_cut(&params, ';');
			struct slice name = slice_trim(slice_cut(&value, '='));

			if (slice_is(name, "q") && value.at)
				wanted = weight_of(slice_trim(value));
		}
		if (rank > best) {
			best = rank;
			weight = wanted;
		}
	}
	return weight;
}

struct slice http_media(const char *type)
{
	struct slice rest = slice_of(type);

	return slice_trim(slice_cut(&rest, ';'));
}

const char *http_coding(const struct http_request *request)
{
	const char *coding = http_header(request, "Content-Encoding");

	return str_empty(coding) || str_same(coding, "identity") ? NULL
								 : coding;
}

bool http_prefers(const struct http_request *request, const char *preference)
{
	struct slice wanted = slice_of(preference);
	struct slice name = slice_cut(&wanted, '=');
	struct slice rest = slice_of(http_header(request, "Prefer"));

	while (rest.at) {
		struct slice item = slice_cut(&rest, ',');
		struct slice value = slice_cut(&item, ';'); /* parameters */
		struct slice key = slice_trim(slice_cut(&value, '='));

		value = slice_trim(value);
		if (value.len >= 2 && value.at[0] == '"' &&
		    value.at[value.len - 1] == '"')
			value = (struct slice){ value.at + 1, value.len - 2 };
		/* RFC 7240 2: names ignore case, and so do our values; of a
		 * name that stands twice the first counts. */
		if (key.len == name.len &&
		    !strncasecmp(key.at, name.at, name.len))
			return value.len == wanted.len &&
			       (value.len == 0 ||
				!strncasecmp(value.at, wanted.at, value.len));
	}
	return false;
}

const char *http_reason(int status)
{
	for (size_t i = 0; i < ARRAY_SIZE(reasons); i++) {
		if (reasons[i].status == status)
			return reasons[i].phrase;
	}
	return "Unknown";
}
