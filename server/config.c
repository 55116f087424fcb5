#include "server/config.h"

#include "base/log.h"
#include "base/str.h"

#include "server/peer.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define FILE_LIMIT (1024 * 1024)

enum setting_type { SETTING_TEXT, SETTING_NUMBER, SETTING_SWITCH };

struct setting {
	const char *name;
	enum setting_type type;
	size_t offset;
	const char *value; /* default */
	int64_t min, max;
	const char *help;
};

#define AT(field) offsetof(struct config, field)

static const struct setting settings[] = {
	{ "data", SETTING_TEXT, AT(data), "/var/lib/daybook", 0, 0,
	  "directory that holds everything" },
	{ "listen", SETTING_TEXT, AT(listen), "127.0.0.1:8008", 0, 0,
	  "ADDR:PORT (port 0 picks a free one) or unix:PATH" },
	{ "public_url", SETTING_TEXT, AT(public_url), "", 0, 0,
	  "https://… where people reach it: events lead to pages there" },
	{ "behind_proxy", SETTING_SWITCH, AT(behind_proxy), "off", 0, 1,
	  "on: a proxy ends TLS, so plain HTTP beyond loopback is meant" },
	{ "trusted_proxies", SETTING_TEXT, AT(trusted_proxies), "", 0, 0,
	  "addresses of proxies, beside loopback, whose X-Forwarded-For is "
	  "believed with behind_proxy" },
	{ "workers", SETTING_NUMBER, AT(workers), "0", 0, 256,
	  "threads that answer requests; 0: four a core, 8 to 32" },
	{ "io_threads", SETTING_NUMBER, AT(io_threads), "1", 1, 16,
	  "threads that move bytes" },
	{ "connections", SETTING_NUMBER, AT(connections), "10000", 8, 100000,
	  "connections at once, at most" },
	{ "header_timeout", SETTING_NUMBER, AT(header_timeout), "15", 1, 3600,
	  "seconds for the headers of a request" },
	{ "body_timeout", SETTING_NUMBER, AT(body_timeout), "120", 1, 3600,
	  "seconds for a whole body, and for taking an answer" },
	{ "idle_timeout", SETTING_NUMBER, AT(idle_timeout), "75", 1, 3600,
	  "seconds that a connection may wait for its next request" },
	{ "stop_timeout", SETTING_NUMBER, AT(stop_timeout), "20", 0, 600,
	  "seconds to deliver answers when stopping" },
	{ "login_burst", SETTING_NUMBER, AT(login_burst), "10", 1, 1000000,
	  "wrong passwords in a row, for an account or an address" },
	{ "login_refill", SETTING_NUMBER, AT(login_refill), "6", 1, 3600,
	  "seconds until one more wrong password is allowed" },
	{ "notice_delay", SETTING_NUMBER, AT(notice_delay), "180", 0, 86400,
	  "seconds between a change and its notices: time to take it back" },
	{ "smtp_url", SETTING_TEXT, AT(smtp_url), "", 0, 0,
	  "smtp://HOST:PORT or smtps://HOST: the server that takes mail" },
	{ "smtp_tls", SETTING_TEXT, AT(smtp_tls), "required", 0, 0,
	  "of smtp://: required, try or off (STARTTLS)" },
	{ "smtp_user", SETTING_TEXT, AT(smtp_user), "", 0, 0,
	  "name to log in with at the mail server" },
	{ "smtp_password_file", SETTING_TEXT, AT(smtp_password_file), "", 0, 0,
	  "file whose first line is the password for it" },
	{ "smtp_from", SETTING_TEXT, AT(smtp_from), "", 0, 0,
	  "address that mail is sent from, and comes back to" },
	{ "smtp_ca_file", SETTING_TEXT, AT(smtp_ca_file), "", 0, 0,
	  "file of the CA that signed the server's certificate" },
	{ "sms_url", SETTING_TEXT, AT(sms_url), "", 0, 0,
	  "http(s)://…: the gateway that takes text messages" },
	{ "sms_format", SETTING_TEXT, AT(sms_format), "json", 0, 0,
	  "how it is asked: twilio or json" },
	{ "sms_user", SETTING_TEXT, AT(sms_user), "", 0, 0,
	  "name to log in with at the gateway (none: a bearer's secret)" },
	{ "sms_secret_file", SETTING_TEXT, AT(sms_secret_file), "", 0, 0,
	  "file whose first line is the secret for it" },
	{ "sms_from", SETTING_TEXT, AT(sms_from), "", 0, 0,
	  "number or name that text messages are sent from" },
	{ "quota_bytes", SETTING_NUMBER, AT(quota.bytes), "536870912", 0,
	  INT64_MAX, "bytes of events and files that one person may keep" },
	{ "quota_objects", SETTING_NUMBER, AT(quota.objects), "100000", 0,
	  INT64_MAX, "events and files that one person may keep" },
	{ "quota_calendars", SETTING_NUMBER, AT(quota.collections), "1200", 0,
	  1000000, "calendars and folders that one person may make" },
	{ "quota_properties", SETTING_NUMBER, AT(quota.properties), "10000", 0,
	  INT64_MAX, "properties that one person's programs may set" },
	{ "quota_property_bytes", SETTING_NUMBER, AT(quota.property_bytes),
	  "8388608", 0, INT64_MAX, "bytes of those properties" },
	{ "quota_tokens", SETTING_NUMBER, AT(quota.tokens), "100", 0, 1000000,
	  "device tokens of one person" },
	{ "quota_feeds", SETTING_NUMBER, AT(quota.feeds), "100", 0, 1000000,
	  "feeds of one person" },
	{ "quota_locks", SETTING_NUMBER, AT(quota.locks), "1000", 0, 1000000,
	  "locks that one person's programs may hold" },
	{ "sandbox", SETTING_SWITCH, AT(sandbox), "on", 0, 1,
	  "on: write in the data directory alone, execute nothing" },
	{ "log_level", SETTING_TEXT, AT(log_level), "info", 0, 0,
	  "error, warning, info or debug" },
	{ "test_clock", SETTING_TEXT, AT(test_clock), "", 0, 0,
	  "an instant at which the clock starts (tests, loopback only)" },
};

static const struct setting *setting_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(settings); i++)
		if (strcmp(settings[i].name, name) == 0)
			return &settings[i];
	return NULL;
}

static bool switch_parse(const char *text, bool *on)
{
	if (str_same(text, "on") || str_same(text, "yes") ||
	    str_same(text, "true") || str_equal(text, "1"))
		*on = true;
	else if (str_same(text, "off") || str_same(text, "no") ||
		 str_same(text, "false") || str_equal(text, "0"))
		*on = false;
	else
		return false;
	return true;
}

static bool url_is_right(const char *value)
{
	if (!*value)
		return true;
	return (str_starts(value, "https://") ||
		str_starts(value, "http://")) &&
	       !str_ends(value, "/") && !strpbrk(value, " \t\"<>");
}

/* What sends notices. */
static enum err sending_check(struct operation *op,
			      const struct setting *setting, const char *value)
{
	if (str_equal(setting->name, "smtp_url") && *value &&
	    !str_starts(value, "smtp://") && !str_starts(value, "smtps://"))
		return fail(op, ERR_INVALID,
			    "smtp_url is like smtp://mail.example.org:587 or "
			    "smtps://mail.example.org, not '%s'",
			    value);
	if (str_equal(setting->name, "smtp_tls") &&
	    !str_equal(value, "required") && !str_equal(value, "try") &&
	    !str_equal(value, "off"))
		return fail(op, ERR_INVALID,
			    "smtp_tls is required, try or off, not '%s'",
			    value);
	if (str_equal(setting->name, "smtp_from") && *value &&
	    (!strchr(value, '@') || strpbrk(value, " <>,\t\r\n")))
		return fail(op, ERR_INVALID,
			    "smtp_from is an address such as "
			    "practice@example.org, not '%s'",
			    value);
	if (str_equal(setting->name, "sms_url") && *value &&
	    !str_starts(value, "http://") && !str_starts(value, "https://"))
		return fail(op, ERR_INVALID,
			    "sms_url begins with https:// or http://, unlike "
			    "'%s'",
			    value);
	if (str_equal(setting->name, "sms_format") &&
	    !str_equal(value, "twilio") && !str_equal(value, "json"))
		return fail(op, ERR_INVALID,
			    "sms_format is twilio or json, not '%s'", value);
	return OK;
}

static enum err setting_check(struct operation *op,
			      const struct setting *setting, const char *value)
{
	enum log_level level;
	struct instant instant;

	if (str_equal(setting->name, "log_level") &&
	    !log_level_parse(value, &level))
		return fail(op, ERR_INVALID,
			    "log_level is error, warning, info or debug, not "
			    "'%s'",
			    value);
	if (str_equal(setting->name, "public_url") && !url_is_right(value))
		return fail(op, ERR_INVALID,
			    "public_url is like https://cal.example.org, "
			    "without a slash at its end");
	if (str_equal(setting->name, "trusted_proxies") && !peer_list_ok(value))
		return fail(op, ERR_INVALID,
			    "trusted_proxies is a list of addresses such as "
			    "10.0.0.5, 2001:db8::7, not '%s'",
			    value);
	if (str_equal(setting->name, "test_clock") && *value &&
	    !instant_parse(value, &instant))
		return fail(op, ERR_INVALID,
			    "test_clock is an instant such as "
			    "2026-06-08T20:00:00Z, not '%s'",
			    value);
	return sending_check(op, setting, value);
}

static enum err setting_store(struct operation *op,
			      const struct setting *setting, const char *value,
			      struct config *config)
{
	char *at = (char *)config + setting->offset;
	int64_t number;
	bool on;
	enum err err;

	switch (setting->type) {
	case SETTING_TEXT:
		err = setting_check(op, setting, value);
		if (err)
			return err;
		*(const char **)(void *)at = arena_strdup(op->arena, value);
		return OK;
	case SETTING_NUMBER:
		if (!str_to_int64(value, &number) || number < setting->min ||
		    number > setting->max)
			return fail(op, ERR_INVALID,
				    "%s is a whole number from %lld to %lld, "
				    "not '%s'",
				    setting->name, (long long)setting->min,
				    (long long)setting->max, value);
		*(int64_t *)(void *)at = number;
		return OK;
	case SETTING_SWITCH:
		if (!switch_parse(value, &on))
			return fail(op, ERR_INVALID,
				    "%s is on or off, not '%s'", setting->name,
				    value);
		*(bool *)(void *)at = on;
		return OK;
	}
	return OK;
}

static enum err pair_set(struct operation *op, struct slice pair,
			 struct config *config)
{
	struct slice value = pair;
	struct slice key = slice_cut(&value, '=');
	const struct setting *setting;
	char *name;

	if (!value.at)
		return fail(op, ERR_INVALID,
			    "a setting is key=value, not '%.*s'", (int)pair.len,
			    pair.at);
	name = slice_dup(op->arena, slice_trim(key));
	setting = setting_find(name);
	if (!setting)
		return fail(op, ERR_INVALID,
			    "there is no setting '%s'; daybook serve --help "
			    "lists them",
			    name);
	return setting_store(op, setting,
			     slice_dup(op->arena, slice_trim(value)), config);
}

void config_init(struct config *config)
{
	struct arena *arena = arena_new();
	struct operation op;

	memset(config, 0, sizeof(*config));
	operation_init(&op, arena, (struct instant){ 0 });
	for (size_t i = 0; i < ARRAY_SIZE(settings); i++) {
		const struct setting *setting = &settings[i];
		char *at = (char *)config + setting->offset;

		if (setting->type == SETTING_TEXT)
			*(const char **)(void *)at = setting->value;
		else if (setting_store(&op, setting, setting->value, config))
			abort();
	}
	arena_free(arena);
}

static enum err file_load(struct operation *op, const char *path,
			  struct slice *text)
{
	FILE *file = fopen(path, "rb");
	struct buf buf;
	size_t got;

	if (!file)
		return fail(op, ERR_INVALID,
			    "the configuration '%s' cannot be read: %s", path,
			    strerror(errno));
	buf_init(&buf, op->arena);
	do {
		got = fread(buf_reserve(&buf, 4096), 1, 4096, file);
		buf.len += got;
		buf.at[buf.len] = '\0';
	} while (got && buf.len <= FILE_LIMIT);
	fclose(file);
	if (buf.len > FILE_LIMIT)
		return fail(op, ERR_INVALID, "'%s' is over 1 MiB", path);
	*text = buf_view(&buf);
	return OK;
}

enum err config_read(struct operation *op, const char *path,
		     struct config *config)
{
	struct slice rest;
	enum err err = file_load(op, path, &rest);
	int number = 0;

	while (!err && rest.at) {
		struct slice line = slice_trim(slice_cut(&rest, '\n'));

		number++;
		if (!line.len || *line.at == '#')
			continue;
		err = pair_set(op, line, config);
		if (err)
			return fail(op, err, "%s, line %d: %s", path, number,
				    op->failure.message);
	}
	return err;
}

enum err config_set(struct operation *op, const char *pair,
		    struct config *config)
{
	return pair_set(op, slice_of(pair), config);
}

bool config_is_loopback(const char *listen)
{
	return str_starts(listen, "127.") || str_starts(listen, "localhost:") ||
	       str_starts(listen, "[::1]:") || str_starts(listen, "unix:");
}

void config_help(FILE *out)
{
	fprintf(out, "Settings (--set key=value, or lines of the file):\n");
	for (size_t i = 0; i < ARRAY_SIZE(settings); i++)
		fprintf(out, "  %-16s %s (%s)\n", settings[i].name,
			settings[i].help,
			*settings[i].value ? settings[i].value : "not set");
}
