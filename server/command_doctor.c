#include "server/command_doctor.h"

#include "base/file.h"
#include "base/str.h"

#include "ical/zone.h"
#include "server/certificate.h"
#include "server/command_context.h"
#include "server/command_notice.h"
#include "server/command_place.h"
#include "server/doctor_outside.h"
#include "server/finding.h"
#include "server/flaws.h"
#include "server/last_backup.h"
#include "server/second_opinion.h"
#include "store/audit.h"
#include "store/outbox.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timex.h>

#define LOW_DISK (INT64_C(200) * 1024 * 1024)
#define DAY INT64_C(86400)
#define OLD_BACKUP 3      /* days */
#define RENEW_IN 14       /* days: ACME clients renew at 30 */
#define OLD_ZONES 550     /* days on this machine */
#define SECRET_MOST 65536 /* of a file with a password */
#define AHEAD 300         /* seconds: a row of the future */

struct visit {
	struct command_context *context;
	struct operation *op;
	struct arena *arena;
	struct findings *findings;
	FILE *lines; /* about single objects */
};

static void add(struct visit *visit, const char *what, bool good,
		const char *said, const char *todo)
{
	finding_add(visit->findings, what, good ? VERDICT_FINE : VERDICT_BAD,
		    said, good ? NULL : todo);
}

static void note(struct visit *visit, const char *what, const char *said,
		 const char *todo)
{
	finding_add(visit->findings, what, VERDICT_NOTE, said, todo);
}

/* False: the rest of the database cannot be looked at. */
static bool look_at_database(struct visit *visit)
{
	struct ledger_proof proof = { 0 };
	enum err err = command_prove(visit->context, &proof);

	add(visit, "database", !err, err ? visit->op->failure.message : "whole",
	    "restore the last backup: daybook restore FILE");
	if (err) {
		operation_recover(visit->op);
		return false;
	}
	add(visit, "ledger", proof.ok,
	    proof.ok ? "every transaction holds" : proof.fault,
	    "somebody has changed the file by hand: compare it with a "
	    "backup (daybook verify FILE)");
	return true;
}

/* What fails the checks is served and harms nothing, but somebody's program may
 * not read it. */
static void look_at_objects(struct visit *visit)
{
	struct operation *op = visit->op;
	struct flaws flaws = { 0 };
	struct reader *reader;
	enum err err = command_read_begin(visit->context, &reader);

	if (!err) {
		err = flaws_find(reader, visit->lines, &flaws);
		command_read_end(reader);
	}
	if (err) {
		add(visit, "objects", false, op->failure.message,
		    "try again; report it if it stays");
		operation_recover(op);
		return;
	}
	add(visit, "objects", !flaws.flawed,
	    arena_printf(visit->arena,
			 "%lld of %lld personal objects fail the checks; they "
			 "are served as they are",
			 (long long)flaws.flawed, (long long)flaws.objects),
	    "whoever owns those that are named above should save them anew in "
	    "their program, or delete them");
}

/* A difference that RFC 5545 explains is no fault, and neither is silence. */
static void look_at_opinions(struct visit *visit)
{
	struct operation *op = visit->op;
	struct opinions opinions = { 0 };
	struct reader *reader;
	enum err err = command_read_begin(visit->context, &reader);

	if (!err) {
		err = second_opinions(op, reader, &opinion_limits, visit->lines,
				      &opinions);
		command_read_end(reader);
	}
	if (err) {
		add(visit, "recurrence", false, op->failure.message,
		    "try again; report it if it stays");
		operation_recover(op);
		return;
	}
	add(visit, "recurrence", !opinions.unexplained,
	    arena_printf(visit->arena,
			 "of %lld recurring objects libical agrees on %lld, "
			 "differs as RFC 5545 explains on %lld, otherwise on "
			 "%lld, and gives no answer on %lld",
			 (long long)opinions.objects,
			 (long long)opinions.agreed,
			 (long long)opinions.explained,
			 (long long)opinions.unexplained,
			 (long long)opinions.silent),
	    "report the objects that are named above: one of the two is "
	    "wrong about their dates");
}

static void look_at_place(struct visit *visit)
{
	const char *data = visit->context->config.data;
	struct statvfs disk;
	struct stat status;
	int64_t free_bytes;

	if (stat(data, &status) || statvfs(data, &disk)) {
		add(visit, "place", false,
		    arena_printf(visit->arena, "%s: %s", data, strerror(errno)),
		    "does the directory of --data exist?");
		return;
	}
	add(visit, "place", !(status.st_mode & 077),
	    status.st_mode & 077 ? "others can read the directory" : data,
	    arena_printf(visit->arena, "chmod 700 %s", data));
	free_bytes = (int64_t)disk.f_bavail * (int64_t)disk.f_frsize;
	add(visit, "disk", free_bytes >= LOW_DISK,
	    arena_printf(visit->arena, "%lld MiB free",
			 (long long)(free_bytes >> 20)),
	    "make room: writes fail when it is full");
}

static void look_at_backup(struct visit *visit)
{
	struct instant at;
	const char *path;
	int64_t days;

	if (!last_backup_find(visit->op, visit->context->config.data, &at,
			      &path)) {
		note(visit, "backup", "none was made yet",
		     "each night: daybook backup /var/backups/daybook "
		     "--keep 14");
		return;
	}
	days = (visit->op->now.s - at.s) / DAY;
	add(visit, "backup", days < OLD_BACKUP,
	    arena_printf(visit->arena, "the last was made at %s: %s",
			 instant_text(visit->arena, at), path),
	    "look why none was made since (journalctl -u daybook-backup)");
}

/* "cal.example.org" of https://cal.example.org:8443; NULL: not set. */
static const char *public_host(struct visit *visit)
{
	const char *url = visit->context->config.public_url;
	const char *host = strstr(url, "://");

	if (!host)
		return NULL;
	host += strlen("://");
	return arena_strndup(visit->arena, host, strcspn(host, ":/"));
}

static void judge_certificate(struct visit *visit,
			      const struct certificate *certificate)
{
	const char *age = certificate_age(visit->op, certificate);
	const char *host = public_host(visit);
	int64_t days = (certificate->until.s - visit->op->now.s) / DAY;

	add(visit, "certificate", !age && days >= RENEW_IN,
	    age ? age
		: arena_printf(visit->arena, "holds until %s",
			       instant_text(visit->arena, certificate->until)),
	    "renew it: certbot renew (is its timer on, and does its deploy "
	    "hook copy the files?)");
	add(visit, "chain", certificate_chain_ok(certificate),
	    certificate_chain_ok(certificate)
		    ? "each certificate is signed by the next"
		    : "the certificate is not signed by the one behind it, or "
		      "stands alone",
	    "tls_certificate must hold the whole chain (fullchain.pem), its "
	    "own first");
	if (host)
		add(visit, "name", certificate_names(certificate, host),
		    arena_printf(visit->arena,
				 "%s of public_url is %s the "
				 "certificate",
				 host,
				 certificate_names(certificate, host)
					 ? "in"
					 : "not in"),
		    "get a certificate for that name, or correct public_url");
}

static void look_at_tls(struct visit *visit)
{
	const struct config *config = &visit->context->config;
	struct certificate *certificate;

	if (!config_has_tls(config)) {
		if (!config->behind_proxy)
			note(visit, "tls",
			     "neither tls_certificate nor behind_proxy is "
			     "set: only this machine can connect",
			     "set tls_certificate and tls_key, or let a proxy "
			     "end TLS");
		return;
	}
	if (certificate_read(visit->op, config->tls_certificate,
			     config->tls_key, &certificate)) {
		add(visit, "certificate", false, visit->op->failure.message,
		    "correct tls_certificate and tls_key; the server serves "
		    "the old one until it is restarted");
		operation_recover(visit->op);
		return;
	}
	judge_certificate(visit, certificate);
	certificate_free(certificate);
}

static void look_at_secret(struct visit *visit, const char *what,
			   const char *path)
{
	struct slice text;

	if (!*path || file_read(visit->op, path, SECRET_MOST, &text) == OK)
		return;
	add(visit, what, false, visit->op->failure.message,
	    "the server must be able to read it");
	operation_recover(visit->op);
}

static void look_at_settings(struct visit *visit)
{
	const struct config *config = &visit->context->config;

	if (*config->public_url)
		add(visit, "public_url",
		    str_starts(config->public_url, "https://") ||
			    config_is_loopback(
				    strstr(config->public_url, "://") + 3),
		    config->public_url,
		    "people's passwords go there: it should be https://");
	else
		note(visit, "public_url", "is not set",
		     "set it, so that events, mails and profiles lead to the "
		     "right address");
	if (!*config->smtp_url)
		note(visit, "mail", "smtp_url is not set: notices by mail wait",
		     "set smtp_url and smtp_from, then daybook doctor "
		     "--send-test you@example.org");
	else
		add(visit, "mail", *config->smtp_from != '\0',
		    *config->smtp_from ? config->smtp_url
				       : "smtp_from is not set",
		    "set the address that mail is sent from");
	if (*config->sms_url)
		add(visit, "text messages", *config->sms_from != '\0',
		    *config->sms_from ? config->sms_url : "sms_from is not set",
		    "set the number that text messages are sent from");
	look_at_secret(visit, "mail", config->smtp_password_file);
	look_at_secret(visit, "mail", config->smtp_ca_file);
	look_at_secret(visit, "text messages", config->sms_secret_file);
}

static void look_at_outbox(struct visit *visit)
{
	size_t counts[OUTBOX_UNDONE + 1] = { 0 };
	struct reader *reader;
	enum err err = command_read_begin(visit->context, &reader);

	if (!err) {
		err = store_outbox_counts(reader, &(struct outbox_filter){ 0 },
					  counts);
		command_read_end(reader);
	}
	if (err) {
		operation_recover(visit->op);
		return;
	}
	if (counts[OUTBOX_DEAD] || counts[OUTBOX_RETRYING])
		note(visit, "outbox",
		     arena_printf(visit->arena,
				  "%zu notices were given up, %zu are tried "
				  "again",
				  counts[OUTBOX_DEAD], counts[OUTBOX_RETRYING]),
		     "the page Notices says why of each");
	else
		add(visit, "outbox", true, "no notice has failed", NULL);
}

static void look_at_zones(struct visit *visit)
{
	struct instant since = { 0 };
	const char *release = cal_zone_release(&since);
	int64_t days = (visit->op->now.s - since.s) / DAY;

	if (days > OLD_ZONES)
		note(visit, "zones",
		     arena_printf(visit->arena,
				  "the rules of time zones %s are %lld days "
				  "old",
				  release, (long long)days),
		     "update the package tzdata, and restart");
	else
		add(visit, "zones", true,
		    *release ? release : "of an unnamed release", NULL);
}

/* The newest row of the log cannot be of the future. */
static void look_at_clock(struct visit *visit)
{
	struct timex state = { 0 };
	struct instant latest = INSTANT_MIN;
	struct reader *reader;
	bool synced = adjtimex(&state) != TIME_ERROR;

	if (command_read_begin(visit->context, &reader) == OK) {
		if (store_audit_latest(reader, &latest))
			operation_recover(visit->op);
		command_read_end(reader);
	} else {
		operation_recover(visit->op);
	}
	if (latest.s > visit->op->now.s + AHEAD)
		add(visit, "clock", false,
		    arena_printf(visit->arena,
				 "it is %s here, and the last change is of %s",
				 instant_text(visit->arena, visit->op->now),
				 instant_text(visit->arena, latest)),
		    "set the clock: timedatectl set-ntp true");
	else if (!synced)
		note(visit, "clock", "nothing keeps this machine's clock right",
		     "timedatectl set-ntp true");
	else
		add(visit, "clock", true, "kept right", NULL);
}

static void look(struct visit *visit)
{
	const char *url = command_option(visit->context, "url");

	if (look_at_database(visit)) {
		look_at_objects(visit);
		look_at_opinions(visit);
		look_at_outbox(visit);
		look_at_clock(visit);
	}
	look_at_place(visit);
	look_at_backup(visit);
	look_at_zones(visit);
	look_at_settings(visit);
	look_at_tls(visit);
	if (url)
		doctor_outside(visit->findings, url,
			       command_option(visit->context, "ca"));
}

int command_doctor(struct command_context *context)
{
	struct findings findings = { .op = context->op };
	struct visit visit = { context, context->op, context->op->arena,
			       &findings, NULL };
	const char *url = command_option(context, "url");
	const char *test = command_option(context, "send-test");
	char *text = NULL;
	size_t size = 0;
	bool good;

	if (context->arguments.word_count)
		return command_usage(context, "doctor takes options only");
	if (url &&
	    ((!str_starts(url, "https://") && !str_starts(url, "http://")) ||
	     str_ends(url, "/")))
		return command_usage(context,
				     "--url is like https://cal.example.org, "
				     "without a slash at its end");
	visit.lines = open_memstream(&text, &size);
	if (!visit.lines)
		abort();
	look(&visit);
	fclose(visit.lines);
	if (size)
		findings.details =
			arena_strndup(context->op->arena, text, size);
	free(text);
	findings_print(&findings, command_option(context, "json") != NULL);
	good = findings_fine(&findings);
	if (test)
		good &= command_send_test(context, test);
	return good ? EXIT_DONE : EXIT_REFUSED;
}
