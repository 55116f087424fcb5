#include "dav/header_private.h"

#include <string.h>
#include <strings.h>

enum err header_depth(struct dav *dav, int otherwise, int *depth)
{
	const char *value = http_header(dav->request, "Depth");

	if (!value)
		*depth = otherwise;
	else if (str_equal(value, "0"))
		*depth = 0;
	else if (str_equal(value, "1"))
		*depth = 1;
	else if (str_same(value, "infinity"))
		*depth = DEPTH_INFINITY;
	else
		return fail(dav->op, ERR_INVALID,
			    "Depth is 0, 1 or infinity, not '%s'", value);
	return OK;
}

bool header_minimal(struct dav *dav)
{
	if (http_prefers(dav->request, "return=minimal")) {
		http_response_add(dav->response, "Preference-Applied",
				  "return=minimal");
		return true;
	}
	return str_same(http_header(dav->request, "Brief"), "t");
}

bool header_representation(struct dav *dav)
{
	return http_prefers(dav->request, "return=representation");
}

enum err header_flag(struct dav *dav, const char *name, bool otherwise,
		     bool *flag)
{
	const char *value = http_header(dav->request, name);

	if (!value)
		*flag = otherwise;
	else if (str_same(value, "T"))
		*flag = true;
	else if (str_same(value, "F"))
		*flag = false;
	else
		return fail(dav->op, ERR_INVALID, "%s is T or F, not '%s'",
			    name, value);
	return OK;
}

bool header_is_here(struct dav *dav, const char *uri)
{
	const char *host = http_header(dav->request, "Host");
	const char *forwarded = http_header(dav->request, "X-Forwarded-Host");
	const char *authority = strstr(uri, "://");
	size_t len;

	if (*uri == '/')
		return true;
	if (!authority || authority - uri > 5)
		return false;
	authority += 3;
	len = strcspn(authority, "/");
	return (host && strlen(host) == len &&
		!strncasecmp(host, authority, len)) ||
	       (forwarded && strlen(forwarded) == len &&
		!strncasecmp(forwarded, authority, len));
}
