#include "server/config.h"

#include "base/file.h"
#include "base/log.h"
#include "base/str.h"

#include "server/peer.h"
#include "server/setting.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define FILE_LIMIT (1024 * 1024)

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
	for (size_t i = 0; setting_at(i); i++) {
		const struct setting *setting = setting_at(i);
		char *at = (char *)config + setting->offset;

		if (setting->type == SETTING_TEXT)
			*(const char **)(void *)at = setting->value;
		else if (setting_store(&op, setting, setting->value, config))
			abort();
	}
	arena_free(arena);
}

enum err config_read(struct operation *op, const char *path,
		     struct config *config)
{
	struct slice rest;
	enum err err = file_read(op, path, FILE_LIMIT, &rest);
	int number = 0;

	if (err)
		return fail(op, ERR_INVALID, "the configuration: %s",
			    op->failure.message);

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

bool config_has_tls(const struct config *config)
{
	return *config->tls_certificate != '\0';
}

bool config_is_secure(const struct config *config)
{
	return config->behind_proxy || config_has_tls(config);
}

bool config_is_loopback(const char *listen)
{
	return str_starts(listen, "127.") || str_starts(listen, "localhost:") ||
	       str_starts(listen, "[::1]:") || str_starts(listen, "unix:");
}

void config_help(FILE *out)
{
	fprintf(out, "Settings (--set key=value, or lines of the file):\n");
	for (size_t i = 0; setting_at(i); i++) {
		const struct setting *setting = setting_at(i);

		fprintf(out, "  %-16s %s (%s)\n", setting->name, setting->help,
			*setting->value ? setting->value : "not set");
	}
}
