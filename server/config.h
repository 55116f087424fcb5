/**
 * Settings: a table of names, bounds and meanings, read from a file of
 * `key = value` lines and from --set, never from the environment.
 */
#ifndef SERVER_CONFIG_H
#define SERVER_CONFIG_H

#include "base/operation.h"

#include "practice/quota.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct config {
	const char *data;       /* directory that holds everything */
	const char *listen;     /* ADDR:PORT, or unix:PATH */
	const char *public_url; /* where people reach it, or "" */
	const char *tls_certificate, *tls_key; /* files, or both "" */
	const char *redirect_listen; /* ADDR:PORT that leads to TLS, or "" */
	const char *acme_webroot;    /* directory, or "" */
	bool behind_proxy; /* a proxy ends TLS: plain HTTP beyond loopback */
	const char *trusted_proxies; /* addresses, beside loopback's */
	int64_t workers, io_threads;
	int64_t connections;    /* at most, over all */
	int64_t header_timeout; /* seconds from a request's first line */
	int64_t body_timeout;   /* seconds for a whole body */
	int64_t idle_timeout;   /* seconds between requests */
	int64_t stop_timeout;   /* seconds to deliver answers when stopping */
	int64_t login_burst;    /* wrong passwords at once... */
	int64_t login_refill;   /* ... and seconds until one more */
	int64_t notice_delay;   /* seconds from a change to its notices */
	/* Texts, "" where they are not set. */
	const char *smtp_url, *smtp_tls, *smtp_user, *smtp_password_file;
	const char *smtp_from, *smtp_ca_file;
	const char *sms_url, *sms_format, *sms_user, *sms_secret_file;
	const char *sms_from;
	struct quota quota;             /* of one person */
	const char *metrics_token_file; /* or "" */
	bool sandbox;                   /* give up what serving does not need */
	const char *log_level;
	const char *test_clock; /* an instant, or "" */
};

/** The defaults. */
void config_init(struct config *config);
/** Read a file over the settings; ERR_INVALID names file and line. */
MUST_CHECK enum err config_read(struct operation *op, const char *path,
				struct config *config);
/** One "key=value"; ERR_INVALID names the key and what it takes. */
MUST_CHECK enum err config_set(struct operation *op, const char *pair,
			       struct config *config);
/** Does the process itself speak TLS? */
bool config_has_tls(const struct config *config);
/** Do people reach it by TLS, ended here or by a proxy? */
bool config_is_secure(const struct config *config);
/** Is the listen address a loopback one (or a Unix socket)? */
bool config_is_loopback(const char *listen);
/** Every setting with its default and meaning, for `daybook serve --help`. */
void config_help(FILE *out);

#endif
