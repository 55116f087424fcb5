#include "server/command_dns.h"

#include "base/str.h"

#include "practice/calendar/address.h"
#include "server/command_context.h"
#include "server/timezones.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define TTL 86400
/* RFC 1035 2.3.4 */
#define DOMAIN_LIMIT 253
#define LABEL_LIMIT 63

/* A service: its name with TLS and without, and where it begins. */
static const struct {
	const char *with_tls, *without, *path;
} services[] = {
	{ "_caldavs", "_caldav", ADDRESS_ROOT },
	{ "_timezones", "_timezone", TIMEZONES_ROOT },
};

struct target {
	const char *host;
	int64_t port;
	bool tls;
};

/* Letters, digits and hyphens between dots; a dot at the end is no part. */
static bool is_domain(struct slice name)
{
	size_t label = 0;

	if (name.len == 0 || name.len > DOMAIN_LIMIT)
		return false;
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];

		if (c == '.' ? label == 0
			     : !isalnum((unsigned char)c) && c != '-')
			return false;
		label = c == '.' ? 0 : label + 1;
		if (label > LABEL_LIMIT)
			return false;
	}
	return label > 0;
}

static struct slice without_dot(struct slice name)
{
	if (name.len > 0 && name.at[name.len - 1] == '.')
		name.len--;
	return name;
}

/* The host and port of public_url; it was checked when it was set. */
static struct target target_of(struct arena *arena, const char *url,
			       const char *domain)
{
	struct target target = { domain, 443, true };
	struct slice rest;
	struct slice host;

	if (str_empty(url))
		return target;
	target.tls = str_starts(url, "https://");
	target.port = target.tls ? 443 : 80;
	rest = slice_of(strstr(url, "://") + 3);
	rest = slice_cut(&rest, '/');
	host = slice_cut(&rest, ':');
	if (rest.at && !str_to_int64(slice_dup(arena, rest), &target.port))
		host.len = 0; /* no host that anybody finds */
	target.host = slice_dup(arena, host);
	return target;
}

/* RFC 2782: "." says that there is no such service here. */
static void print_srv(const char *service, const char *domain,
		      const struct target *target)
{
	if (target)
		printf("%s._tcp.%s. %d IN SRV 0 1 %lld %s.\n", service, domain,
		       TTL, (long long)target->port, target->host);
	else
		printf("%s._tcp.%s. %d IN SRV 0 0 0 .\n", service, domain, TTL);
}

int command_dns(struct command_context *context)
{
	const struct arguments *arguments = &context->arguments;
	struct arena *arena = context->op->arena;
	struct target target;
	struct slice name;
	const char *domain;

	if (arguments->word_count != 1)
		return command_usage(context, "dns takes a domain");
	name = without_dot(slice_of(arguments->words[0]));
	if (!is_domain(name))
		return command_usage(
			context, "dns takes a domain such as example.org: that "
				 "of people's e-mail addresses");
	domain = slice_dup(arena, name);
	target = target_of(arena, context->config.public_url, domain);
	if (!is_domain(slice_of(target.host))) {
		(void)fail(context->op, ERR_INVALID,
			   "public_url names no host: '%s'", target.host);
		return command_refused(context);
	}
	for (size_t i = 0; i < ARRAY_SIZE(services); i++) {
		const char *said =
			target.tls ? services[i].with_tls : services[i].without;

		print_srv(services[i].with_tls, domain,
			  target.tls ? &target : NULL);
		print_srv(services[i].without, domain,
			  target.tls ? NULL : &target);
		printf("%s._tcp.%s. %d IN TXT \"path=%s\"\n", said, domain, TTL,
		       services[i].path);
	}
	return EXIT_DONE;
}
