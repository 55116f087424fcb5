#include "server/command_place.h"

#include "server/command_notice.h"
#include "base/digest.h"
#include "base/log.h"

#include "server/command_context.h"
#include "server/flaws.h"
#include "server/second_opinion.h"
#include "store/ledger.h"
#include "store/schema.h"
#include "store/verify.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define LOW_DISK (INT64_C(200) * 1024 * 1024)

enum err command_prove(struct command_context *context,
		       struct ledger_proof *proof)
{
	struct operation *op = context->op;
	struct reader *reader;
	enum err err = command_store(context);

	if (!err)
		err = store_reader_new(op, context->store, &reader);
	if (err)
		return err;
	err = store_reader_begin(reader, op);
	if (!err) {
		err = store_check(reader);
		if (!err)
			err = store_ledger_verify(reader, proof);
		store_reader_end(reader);
	}
	store_reader_free(reader);
	return err;
}

static bool report_line(const char *what, bool good, const char *detail)
{
	printf("%-4s %s: %s\n", good ? "ok" : "BAD", what, detail);
	return good;
}

static bool disk_is_fine(struct command_context *context)
{
	struct arena *arena = context->op->arena;
	struct statvfs disk;
	int64_t free_bytes;

	if (statvfs(context->config.data, &disk))
		return report_line("disk", false, strerror(errno));
	free_bytes = (int64_t)disk.f_bavail * (int64_t)disk.f_frsize;
	return report_line("disk", free_bytes >= LOW_DISK,
			   arena_printf(arena, "%lld MiB free",
					(long long)(free_bytes >> 20)));
}

static bool place_is_private(struct command_context *context)
{
	struct stat status;

	if (stat(context->config.data, &status))
		return report_line("place", false, strerror(errno));
	return report_line("place", !(status.st_mode & 077),
			   (status.st_mode & 077)
				   ? "others can read the directory; chmod 700"
				   : context->config.data);
}

/* A difference that RFC 5545 explains is no fault, and neither is silence. */
static bool opinions_agree(struct command_context *context)
{
	struct operation *op = context->op;
	struct opinions opinions = { 0 };
	struct reader *reader;
	enum err err = command_read_begin(context, &reader);

	if (!err) {
		err = second_opinions(op, reader, &opinion_limits, stdout,
				      &opinions);
		command_read_end(reader);
	}
	if (err)
		return report_line("recurrence", false, op->failure.message);
	return report_line(
		"recurrence", !opinions.unexplained,
		arena_printf(op->arena,
			     "of %lld recurring objects libical agrees on "
			     "%lld, differs as RFC 5545 explains on %lld, "
			     "otherwise on %lld, and gives no answer on %lld",
			     (long long)opinions.objects,
			     (long long)opinions.agreed,
			     (long long)opinions.explained,
			     (long long)opinions.unexplained,
			     (long long)opinions.silent));
}

/* What fails the checks is served and harms nothing, but somebody's program may
 * not read it. */
static bool objects_are_fine(struct command_context *context)
{
	struct operation *op = context->op;
	struct flaws flaws = { 0 };
	struct reader *reader;
	enum err err = command_read_begin(context, &reader);

	if (!err) {
		err = flaws_find(reader, stdout, &flaws);
		command_read_end(reader);
	}
	if (err)
		return report_line("objects", false, op->failure.message);
	return report_line(
		"objects", !flaws.flawed,
		arena_printf(op->arena,
			     "%lld of %lld personal objects fail the checks; "
			     "they are served as they are",
			     (long long)flaws.flawed,
			     (long long)flaws.objects));
}

int command_doctor(struct command_context *context)
{
	struct ledger_proof proof = { 0 };
	bool good;
	enum err err = command_prove(context, &proof);

	good = report_line("database", !err,
			   err ? context->op->failure.message : "whole");
	if (!err)
		good &= report_line("ledger", proof.ok,
				    proof.ok ? "every transaction holds"
					     : proof.fault);
	if (!err)
		good &= objects_are_fine(context);
	if (!err)
		good &= opinions_agree(context);
	good &= place_is_private(context);
	good &= disk_is_fine(context);
	if (command_option(context, "send-test"))
		good &= command_send_test(context,
					  command_option(context, "send-test"));
	return good ? EXIT_DONE : EXIT_REFUSED;
}

int command_version(struct command_context *context UNUSED)
{
	printf("daybook %s (schema %d)\n", DAYBOOK_VERSION,
	       store_schema_version());
	return EXIT_DONE;
}
