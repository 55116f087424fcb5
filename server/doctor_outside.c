#include "server/doctor_outside.h"

#include "base/str.h"

#include "dav/dav.h"
#include "practice/calendar/address.h"
#include "server/authenticate.h"
#include "server/probe.h"

#include <arpa/nameser.h>
#include <resolv.h>
#include <string.h>

#define LARGE ((size_t)2 * 1024 * 1024)
#define PROXY "conf/ has what nginx and Caddy need"

struct outside {
	struct findings *findings;
	struct operation *op;
	struct arena *arena;
	const char *url, *ca_file;
};

static struct probe ask(struct outside *outside, const char *method,
			const char *path, size_t body)
{
	struct probe probe = {
		.url = arena_printf(outside->arena, "%s%s", outside->url, path),
		.method = method,
		.ca_file = outside->ca_file,
	};

	if (body) {
		char *bytes = arena_alloc(outside->arena, body);

		memset(bytes, 'x', body);
		probe.body = (struct slice){ bytes, body };
	}
	probe_ask(outside->op, &probe);
	return probe;
}

static const char *status_text(struct outside *outside,
			       const struct probe *probe)
{
	return probe->why ? probe->why
			  : arena_printf(outside->arena, "status %ld",
					 probe->status);
}

/* What our own program says of itself, which must arrive unchanged. */
static struct http_response own_words(struct outside *outside)
{
	struct http_request request = { .method = "OPTIONS",
					.target = ADDRESS_ROOT,
					.body = "",
					.remote = "" };
	struct http_response response;
	bool parsed = http_path_parse(outside->arena, request.target,
				      &request.path, &request.query);

	http_response_init(&response, outside->arena);
	if (!parsed || !dav_answer_open(&request, &response))
		http_response_add(&response, "DAV", "");
	return response;
}

static bool look_at_words(struct outside *outside,
			  const struct http_response *own)
{
	struct findings *findings = outside->findings;
	struct probe probe = ask(outside, "OPTIONS", ADDRESS_ROOT, 0);
	const char *dav = http_response_header(own, "DAV");

	if (probe.why) {
		finding_add(findings, "address", VERDICT_BAD,
			    arena_printf(outside->arena,
					 "%s cannot be reached: %s",
					 outside->url, probe.why),
			    "is the name right, the port open, the "
			    "certificate trusted?");
		return false;
	}
	if (str_equal(probe.dav, dav))
		finding_add(findings, "address", VERDICT_FINE,
			    arena_printf(outside->arena,
					 "%s answers as this program does",
					 outside->url),
			    NULL);
	else
		finding_add(
			findings, "address", VERDICT_BAD,
			arena_printf(outside->arena,
				     "%s says DAV: %s (%s); this program "
				     "says %s",
				     outside->url, probe.dav ? probe.dav : "-",
				     status_text(outside, &probe), dav),
			"does the proxy pass all of /, and is another version "
			"running? " PROXY);
	return probe.dav != NULL;
}

static void look_at_well_known(struct outside *outside)
{
	struct probe probe = ask(outside, "GET", "/.well-known/caldav", 0);
	bool leads = probe.status >= 301 && probe.status <= 308 &&
		     probe.location && str_ends(probe.location, ADDRESS_ROOT);

	finding_add(outside->findings, "well-known",
		    leads ? VERDICT_FINE : VERDICT_BAD,
		    leads ? "/.well-known/caldav leads to the calendars"
			  : arena_printf(outside->arena,
					 "/.well-known/caldav does not lead "
					 "to " ADDRESS_ROOT " (%s)",
					 status_text(outside, &probe)),
		    leads ? NULL
			  : "the proxy must pass it on: programs begin there");
}

/* Without a login each is refused by us, in our words; by a proxy that does
 * not know it, in others. */
static void look_at_methods(struct outside *outside, const char *allow)
{
	struct slice rest = slice_of(allow ? allow : "");
	const char *lost = "";
	size_t count = 0;

	while (rest.at && rest.len) {
		const char *method = slice_dup(
			outside->arena, slice_trim(slice_cut(&rest, ',')));
		struct probe probe;

		if (str_equal(method, "OPTIONS"))
			continue;
		probe = ask(outside, method, ADDRESS_ROOT, 0);
		count++;
		if (probe.status != 401 || !probe.challenge ||
		    !strstr(probe.challenge, REALM))
			lost = arena_printf(outside->arena, "%s %s (%s)", lost,
					    method,
					    status_text(outside, &probe));
	}
	finding_add(outside->findings, "methods",
		    *lost ? VERDICT_BAD : VERDICT_FINE,
		    *lost ? arena_printf(outside->arena,
					 "these do not arrive:%s", lost)
			  : arena_printf(outside->arena,
					 "all %zu methods arrive", count),
		    *lost ? "the proxy must pass every method; " PROXY : NULL);
}

static void look_at_sizes(struct outside *outside)
{
	struct probe probe = ask(outside, "PUT", ADDRESS_ROOT "probe", LARGE);
	bool passes = probe.status == 401 && probe.challenge &&
		      strstr(probe.challenge, REALM);

	finding_add(outside->findings, "sizes",
		    passes ? VERDICT_FINE : VERDICT_BAD,
		    passes ? "a body of 2 MiB arrives"
			   : arena_printf(outside->arena,
					  "a body of 2 MiB does not arrive "
					  "(%s)",
					  status_text(outside, &probe)),
		    passes ? NULL
			   : "raise the proxy's bound (client_max_body_size "
			     "of nginx); " PROXY);
}

static bool has_record(const char *name, ns_type type)
{
	unsigned char answer[4096];
	ns_msg message;
	int len = res_query(name, ns_c_in, type, answer, sizeof(answer));

	return len > 0 && ns_initparse(answer, len, &message) == 0 &&
	       ns_msg_count(message, ns_s_an) > 0;
}

static bool is_name(const char *host)
{
	return strchr(host, '.') && !strchr(host, ':') &&
	       host[strspn(host, "0123456789.")];
}

/* RFC 6764: of the domain itself, or of the one that the name is in, which
 * people's e-mail addresses end with. */
static void look_at_records(struct outside *outside)
{
	const char *host = strstr(outside->url, "://") + strlen("://");
	const char *domain, *name;
	bool found = false;

	host = arena_strndup(outside->arena, host, strcspn(host, ":/"));
	if (!is_name(host))
		return;
	for (domain = host; !found && domain && strchr(domain, '.');
	     domain = strchr(domain, '.') ? strchr(domain, '.') + 1 : NULL) {
		name = arena_printf(outside->arena, "_caldavs._tcp.%s", domain);
		found = has_record(name, ns_t_srv);
		if (found)
			finding_add(
				outside->findings, "records",
				has_record(name, ns_t_txt) ? VERDICT_FINE
							   : VERDICT_NOTE,
				arena_printf(outside->arena,
					     "%s has a SRV record%s", name,
					     has_record(name, ns_t_txt)
						     ? " and a TXT record"
						     : " and no TXT record"),
				NULL);
	}
	if (!found)
		finding_add(outside->findings, "records", VERDICT_NOTE,
			    "no SRV record is found: programs must be told the "
			    "server's name, and cannot find it from an e-mail "
			    "address",
			    "`daybook dns DOMAIN` prints the records to add");
}

void doctor_outside(struct findings *findings, const char *url,
		    const char *ca_file)
{
	struct outside outside = { findings, findings->op, findings->op->arena,
				   url, ca_file };
	struct http_response own = own_words(&outside);

	if (!look_at_words(&outside, &own))
		return;
	look_at_well_known(&outside);
	look_at_methods(&outside, http_response_header(&own, "Allow"));
	look_at_sizes(&outside);
	look_at_records(&outside);
}
