#include "server/framing.h"

#include "base/str.h"

#include <stdint.h>
#include <string.h>

/* Letters, digits and these. */
static bool made_of(const char *text, const char *marks)
{
	for (; *text; text++) {
		char c = *text;

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		      (c >= '0' && c <= '9') || strchr(marks, c)))
			return false;
	}
	return true;
}

/* RFC 9110 5.6.2: token characters */
static bool name_ok(const char *name)
{
	return *name && made_of(name, "!#$%&'*+-.^_`|~");
}

/* RFC 9112 3.2: a name or an address, and a port; nothing where the target has
 * no authority. */
static bool host_ok(const char *host)
{
	return made_of(host, "-._~%!$&'()*+,;=:[]");
}

bool framing_method_ok(const char *method)
{
	return name_ok(method);
}

static bool value_ok(const char *value)
{
	for (; *value; value++)
		if (((unsigned char)*value < 0x20 && *value != '\t') ||
		    *value == 0x7f)
			return false;
	return true;
}

bool framing_header_ok(const struct http_header *header)
{
	return name_ok(header->name) && value_ok(header->value);
}

static bool length_parse(const char *text, size_t *length)
{
	size_t value = 0;

	if (!*text)
		return false;
	for (; *text; text++) {
		if (*text < '0' || *text > '9' || value > SIZE_MAX / 20)
			return false;
		value = value * 10 + (size_t)(*text - '0');
	}
	*length = value;
	return true;
}

const char *framing_check(const struct http_header *headers, size_t count,
			  const char *version, struct framing *framing)
{
	size_t hosts = 0, lengths = 0, codings = 0;

	memset(framing, 0, sizeof(*framing));
	if (!str_equal(version, "HTTP/1.1") && !str_equal(version, "HTTP/1.0"))
		return "This server speaks HTTP/1.1 and HTTP/1.0.";
	for (size_t i = 0; i < count; i++) {
		const char *name = headers[i].name;
		const char *value = headers[i].value;

		if (!framing_header_ok(&headers[i]))
			return "A header's name or value has characters that "
			       "are not allowed.";
		if (str_same(name, "Host")) {
			hosts++;
			if (!host_ok(value))
				return "Host is not a name and a port.";
		}
		if (str_same(name, "Content-Length")) {
			lengths++;
			if (!length_parse(value, &framing->length))
				return "Content-Length is not a number.";
		}
		if (str_same(name, "Transfer-Encoding")) {
			codings++;
			if (!str_same(value, "chunked"))
				return "The only Transfer-Encoding taken is "
				       "chunked.";
		}
		if (str_same(name, "Expect") && str_same(value, "100-continue"))
			framing->expects_continue = true;
	}
	if (hosts > 1 || (hosts == 0 && str_equal(version, "HTTP/1.1")))
		return "A request has one Host header.";
	if (lengths > 1 || codings > 1 || (lengths && codings))
		return "A request has one Content-Length or one "
		       "Transfer-Encoding.";
	framing->chunked = codings == 1;
	framing->has_body = framing->chunked || framing->length > 0;
	return NULL;
}

size_t framing_join(struct arena *arena, struct http_header *headers,
		    size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		size_t j;

		for (j = 0; j < kept; j++)
			if (str_same(headers[j].name, headers[i].name))
				break;
		if (j == kept)
			headers[kept++] = headers[i];
		else
			headers[j].value =
				arena_printf(arena, "%s, %s", headers[j].value,
					     headers[i].value);
	}
	return kept;
}
