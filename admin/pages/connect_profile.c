#include "admin/pages/connect_profile.h"

#include "base/digest.h"

#include <string.h>

#define HTTPS "https://"
#define HTTP "http://"
#define HTTPS_PORT 443
#define HTTP_PORT 80

struct place {
	const char *host;
	int64_t port;
	bool tls;
};

/* "https://calendar.example.org:8443" in its parts. */
static struct place place_of(struct arena *arena, const char *base)
{
	struct place place = { .tls = str_starts(base, HTTPS) };
	const char *host = base + strlen(place.tls ? HTTPS : HTTP);
	const char *colon = strrchr(host, ':');
	size_t len = strcspn(host, "/");

	place.port = place.tls ? HTTPS_PORT : HTTP_PORT;
	/* The colons of [::1] are none. */
	if (colon && !strchr(colon, ']')) {
		const char *port = arena_strndup(arena, colon + 1,
						 strcspn(colon + 1, "/"));

		if (str_to_int64(port, &place.port))
			len = (size_t)(colon - host);
	}
	place.host = arena_strndup(arena, host, len);
	return place;
}

/* "C1F0…" as 8-4-4-4-12, the same for the same words. */
static const char *uuid_of(struct arena *arena, const char *words)
{
	char *hex = digest_tag(arena, words, strlen(words));

	for (char *at = hex; *at; at++)
		if (*at >= 'a' && *at <= 'f')
			*at = (char)(*at - 'a' + 'A');
	return arena_printf(arena, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8,
			    hex + 12, hex + 16, hex + 20);
}

static void put_text(struct html *xml, const char *key, const char *text)
{
	html_add(xml, "\t<key>%s</key>\n\t<string>%s</string>\n", key, text);
}

static void put_head(struct html *xml, const struct connect_account *account,
		     const char *type, const char *part)
{
	struct arena *arena = xml->buf.arena;
	const char *name = arena_printf(arena, "%s/%s/%s", account->base,
					account->device, part);

	put_text(xml, "PayloadType", type);
	put_text(xml, "PayloadIdentifier",
		 arena_printf(arena, "daybook.%s.%s",
			      digest_tag(arena, account->base,
					 strlen(account->base)),
			      part));
	put_text(xml, "PayloadUUID", uuid_of(arena, name));
	html_add(xml, "\t<key>PayloadVersion</key>\n\t<integer>1</integer>\n");
}

static void put_account(struct html *xml, const struct connect_account *account)
{
	struct arena *arena = xml->buf.arena;
	const struct place place = place_of(arena, account->base);

	html_add(xml, "<dict>\n");
	put_head(xml, account, "com.apple.caldav.account",
		 arena_printf(arena, "%s.account", account->device));
	put_text(xml, "PayloadDisplayName", account->practice);
	put_text(xml, "CalDAVAccountDescription", account->practice);
	put_text(xml, "CalDAVHostName", place.host);
	html_add(xml,
		 "\t<key>CalDAVPort</key>\n\t<integer>%lld</integer>\n"
		 "\t<key>CalDAVUseSSL</key>\n",
		 (long long)place.port);
	html_add(xml, place.tls ? "\t<true/>\n" : "\t<false/>\n");
	put_text(xml, "CalDAVPrincipalURL",
		 url_of(arena, "/dav/principals/%s/", account->login));
	put_text(xml, "CalDAVUsername", account->login);
	put_text(xml, "CalDAVPassword", account->secret);
	html_add(xml, "</dict>\n");
}

struct slice connect_profile(struct arena *arena,
			     const struct connect_account *account)
{
	struct html xml;

	html_init(&xml, arena);
	html_add(&xml, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		       "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" "
		       "\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n"
		       "<plist version=\"1.0\">\n<dict>\n");
	put_head(&xml, account, "Configuration", account->device);
	put_text(&xml, "PayloadDisplayName",
		 arena_printf(arena, "Calendar of %s", account->practice));
	put_text(&xml, "PayloadDescription",
		 "Adds your sessions to Calendar. Removing this profile "
		 "removes them.");
	put_text(&xml, "PayloadOrganization", account->practice);
	html_add(&xml, "\t<key>PayloadRemovalDisallowed</key>\n\t<false/>\n"
		       "\t<key>PayloadContent</key>\n\t<array>\n");
	put_account(&xml, account);
	html_add(&xml, "\t</array>\n</dict>\n</plist>\n");
	return (struct slice){ xml.buf.at, xml.buf.len };
}
