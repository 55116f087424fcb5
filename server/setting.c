#include "server/setting.h"

#include "server/config.h"
#include "base/str.h"

#include <string.h>

#define AT(field) offsetof(struct config, field)

/* Rows without prose belong to the one above. */
static const struct setting settings[] = {
	{ "data", SETTING_TEXT, AT(data), "/var/lib/daybook", 0, 0,
	  "directory that holds everything",
	  "The directory that holds everything; daybook.db is in it." },
	{ "listen", SETTING_TEXT, AT(listen), "127.0.0.1:8008", 0, 0,
	  "ADDR:PORT (port 0 picks a free one) or unix:PATH",
	  "ADDR:PORT, or unix:/run/daybook/daybook.sock. Port 0 picks a "
	  "free one." },
	{ "public_url", SETTING_TEXT, AT(public_url), "", 0, 0,
	  "https://… where people reach it: events lead to pages there",
	  "Where people reach it, such as https://cal.example.org, "
	  "without a slash at the end: each event then leads to its "
	  "session's page. None by default." },
	{ "tls_certificate", SETTING_TEXT, AT(tls_certificate), "", 0, 0,
	  "file of the certificate and its chain (PEM): HTTPS by "
	  "ourselves",
	  "The certificate with its chain, its own first, and its key, "
	  "both in PEM: Daybook then speaks HTTPS by itself (TLS 1.2 and "
	  "up), and needs no proxy. The files are read again when they "
	  "change, and on SIGHUP (systemctl reload), without a "
	  "connection noticing; what does not fit is logged, and the old "
	  "one stays." },
	{ "tls_key", SETTING_TEXT, AT(tls_key), "", 0, 0,
	  "file of its key (PEM)", NULL },
	{ "redirect_listen", SETTING_TEXT, AT(redirect_listen), "", 0, 0,
	  "ADDR:PORT that only leads to https://, such as 0.0.0.0:80",
	  "A second address, such as 0.0.0.0:80, that only leads to "
	  "https:// (public_url, or the name that was asked for). None "
	  "by default. It also serves what an ACME client puts below "
	  "acme_webroot/.well-known/acme-challenge, so that `certbot "
	  "certonly --webroot` gets and renews the certificate." },
	{ "acme_webroot", SETTING_TEXT, AT(acme_webroot), "", 0, 0,
	  "directory whose .well-known/acme-challenge it serves", NULL },
	{ "behind_proxy", SETTING_SWITCH, AT(behind_proxy), "off", 0, 1,
	  "on: a proxy ends TLS, so plain HTTP beyond loopback is meant",
	  "on: a proxy in front ends TLS. Say so wherever there is one, "
	  "also on this machine: wrong passwords are then counted for "
	  "the address that the proxy names last in X-Forwarded-For; "
	  "otherwise everybody would be one address. Without it, and "
	  "without a certificate of its own, an address to listen on "
	  "beyond loopback is refused, since passwords would cross the "
	  "network in the clear." },
	{ "trusted_proxies", SETTING_TEXT, AT(trusted_proxies), "", 0, 0,
	  "addresses of proxies, beside loopback, whose X-Forwarded-For "
	  "is believed with behind_proxy",
	  "The proxy's addresses where it is on another machine: "
	  "10.0.0.5, 2001:db8::7. Loopback and Unix sockets are always "
	  "trusted with behind_proxy." },
	{ "workers", SETTING_NUMBER, AT(workers), "0", 0, 256,
	  "threads that answer requests; 0: four a core, 8 to 32",
	  "Threads that answer requests (0: four for each core, 8 at "
	  "least and 32 at most), and threads that move bytes." },
	{ "io_threads", SETTING_NUMBER, AT(io_threads), "1", 1, 16,
	  "threads that move bytes", NULL },
	{ "connections", SETTING_NUMBER, AT(connections), "10000", 8, 100000,
	  "connections at once, at most",
	  "Connections at once, at most. Each needs a file descriptor; "
	  "near the limit those are closed that have waited longest "
	  "without a request." },
	{ "header_timeout", SETTING_NUMBER, AT(header_timeout), "15", 1, 3600,
	  "seconds for the headers of a request",
	  "Seconds for the headers of a request (and for the body of "
	  "somebody who has not signed in), for a whole body (and for "
	  "taking an answer), and between two requests of a connection." },
	{ "body_timeout", SETTING_NUMBER, AT(body_timeout), "120", 1, 3600,
	  "seconds for a whole body, and for taking an answer", NULL },
	{ "idle_timeout", SETTING_NUMBER, AT(idle_timeout), "75", 1, 3600,
	  "seconds that a connection may wait for its next request", NULL },
	{ "stop_timeout", SETTING_NUMBER, AT(stop_timeout), "20", 0, 600,
	  "seconds to deliver answers when stopping",
	  "Seconds to deliver the answers under way when stopping." },
	{ "quota_bytes", SETTING_NUMBER, AT(quota.bytes), "536870912", 0,
	  INT64_MAX, "bytes of events and files that one person may keep",
	  "What one person may keep: more is answered 507 "
	  "(quota-not-exceeded). Nobody who works meets these; they keep "
	  "one program, or one person who means harm, from filling the "
	  "disk. Calendars and folders, events and files are those that "
	  "people make themselves; sessions never count." },
	{ "quota_objects", SETTING_NUMBER, AT(quota.objects), "100000", 0,
	  INT64_MAX, "events and files that one person may keep", NULL },
	{ "quota_index", SETTING_NUMBER, AT(quota.index_rows), "12000000", 0,
	  INT64_MAX,
	  "rows of the index of dates that one person's series may take, each "
	  "about 60 bytes of the disk",
	  NULL },
	{ "quota_calendars", SETTING_NUMBER, AT(quota.collections), "1200", 0,
	  1000000, "calendars and folders that one person may make", NULL },
	{ "quota_properties", SETTING_NUMBER, AT(quota.properties), "10000", 0,
	  INT64_MAX, "properties that one person's programs may set", NULL },
	{ "quota_property_bytes", SETTING_NUMBER, AT(quota.property_bytes),
	  "8388608", 0, INT64_MAX, "bytes of those properties", NULL },
	{ "quota_tokens", SETTING_NUMBER, AT(quota.tokens), "100", 0, 1000000,
	  "device tokens of one person", NULL },
	{ "quota_feeds", SETTING_NUMBER, AT(quota.feeds), "100", 0, 1000000,
	  "feeds of one person", NULL },
	{ "quota_locks", SETTING_NUMBER, AT(quota.locks), "1000", 0, 1000000,
	  "locks that one person's programs may hold", NULL },
	{ "quota_copied", SETTING_NUMBER, AT(quota.copied), "1000000", 0,
	  INT64_MAX, "dates of series that one copy of a calendar may have",
	  NULL },
	{ "login_burst", SETTING_NUMBER, AT(login_burst), "10", 1, 1000000,
	  "wrong passwords in a row from an address",
	  "Wrong passwords in a row from an address, and eight times as "
	  "many for an account from all addresses, before more are "
	  "answered 429; and the seconds until one more is allowed." },
	{ "login_refill", SETTING_NUMBER, AT(login_refill), "6", 1, 3600,
	  "seconds until one more wrong password is allowed", NULL },
	{ "notice_delay", SETTING_NUMBER, AT(notice_delay), "180", 0, 86400,
	  "seconds between a change and its notices: time to take it back",
	  "Seconds between a change and the notices that tell of it. "
	  "What is taken back in that time is told to nobody." },
	{ "smtp_url", SETTING_TEXT, AT(smtp_url), "", 0, 0,
	  "smtp://HOST:PORT or smtps://HOST: the server that takes mail",
	  "The server that takes mail: smtp://HOST:PORT, which goes over "
	  "to TLS by STARTTLS, or smtps://HOST. smtp_tls of smtp:// is "
	  "required, try or off. The certificate is checked; "
	  "smtp_ca_file names a CA of one's own. None by default: "
	  "notices wait in the outbox." },
	{ "smtp_tls", SETTING_TEXT, AT(smtp_tls), "required", 0, 0,
	  "of smtp://: required, try or off (STARTTLS)", NULL },
	{ "smtp_user", SETTING_TEXT, AT(smtp_user), "", 0, 0,
	  "name to log in with at the mail server", NULL },
	{ "smtp_password_file", SETTING_TEXT, AT(smtp_password_file), "", 0, 0,
	  "file whose first line is the password for it", NULL },
	{ "smtp_ca_file", SETTING_TEXT, AT(smtp_ca_file), "", 0, 0,
	  "file of the CA that signed the server's certificate", NULL },
	{ "smtp_from", SETTING_TEXT, AT(smtp_from), "", 0, 0,
	  "address that mail is sent from, and comes back to",
	  "The address that mail is sent from. What cannot be delivered "
	  "comes back to it: let its mailbox run `daybook "
	  "deliver-bounce`." },
	{ "sms_url", SETTING_TEXT, AT(sms_url), "", 0, 0,
	  "http(s)://…: the gateway that takes text messages",
	  "The gateway that takes text messages: in Twilio's form "
	  "(…/Messages.json), or as JSON {to, from, text, id}. With "
	  "sms_user by Basic, else with the secret as a bearer's. None "
	  "by default." },
	{ "sms_format", SETTING_TEXT, AT(sms_format), "json", 0, 0,
	  "how it is asked: twilio or json", NULL },
	{ "sms_user", SETTING_TEXT, AT(sms_user), "", 0, 0,
	  "name to log in with at the gateway (none: a bearer's secret)",
	  NULL },
	{ "sms_secret_file", SETTING_TEXT, AT(sms_secret_file), "", 0, 0,
	  "file whose first line is the secret for it", NULL },
	{ "sms_from", SETTING_TEXT, AT(sms_from), "", 0, 0,
	  "number or name that text messages are sent from", NULL },
	{ "metrics_token_file", SETTING_TEXT, AT(metrics_token_file), "", 0, 0,
	  "file whose text lets others than this machine read /metrics",
	  "Figures for Prometheus (/metrics), and who is connected and what is "
	  "slow (/statusz), are read on this machine alone; from elsewhere "
	  "with "
	  "`Authorization: Bearer` and the text of this file. None by default. "
	  "/healthz (it lives) and /readyz (it may be sent work) are for "
	  "everybody." },
	{ "sandbox", SETTING_SWITCH, AT(sandbox), "on", 0, 1,
	  "on: write in the data directory alone, execute nothing",
	  "on: the server writes in its data directory alone, executes "
	  "nothing and has no system calls that it does not need "
	  "(landlock and seccomp, where the kernel has them). off: only "
	  "if your kernel or a library of yours does not bear it." },
	{ "log_level", SETTING_TEXT, AT(log_level), "info", 0, 0,
	  "error, warning, info or debug", "error, warning, info or debug." },
	{ "test_clock", SETTING_TEXT, AT(test_clock), "", 0, 0,
	  "an instant at which the clock starts (tests, loopback only)",
	  "For tests, on a loopback address only: an instant at which "
	  "the process's clock starts, such as 2026-06-10T17:40:00Z." },
};

const struct setting *setting_at(size_t at)
{
	return at < ARRAY_SIZE(settings) ? &settings[at] : NULL;
}

const struct setting *setting_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(settings); i++)
		if (str_equal(settings[i].name, name))
			return &settings[i];
	return NULL;
}
