#include "server/command_backup.h"

#include "base/digest.h"
#include "base/str.h"

#include "server/command_context.h"
#include "server/command_place.h"
#include "server/last_backup.h"
#include "server/progress.h"
#include "store/backup.h"
#include "store/restore.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEEP_MOST 100000
#define SECOND 1000000
/* daybook-20261130T001500Z.db: by name is by time. */
#define NAME_HEAD "daybook-"
#define NAME_TIME "dddddddddddddddd" /* d: a digit, T or Z in their places */
#define NAME_END ".db"

static bool is_directory(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static const char *name_now(struct operation *op)
{
	struct wall w = instant_wall(op->now);

	return arena_printf(op->arena,
			    NAME_HEAD "%04d%02d%02dT%02d%02d%02dZ" NAME_END,
			    w.year, w.month, w.day, w.hour, w.minute, w.second);
}

/* One of ours, and of no other shape: nothing else is ever deleted. */
static bool is_name(const char *name)
{
	const char *time = name + strlen(NAME_HEAD);

	if (!str_starts(name, NAME_HEAD) ||
	    strlen(time) != strlen(NAME_TIME NAME_END) ||
	    !str_equal(time + strlen(NAME_TIME), NAME_END))
		return false;
	for (size_t i = 0; i < strlen(NAME_TIME); i++)
		if (i == 8    ? time[i] != 'T'
		    : i == 15 ? time[i] != 'Z'
			      : time[i] < '0' || time[i] > '9')
			return false;
	return true;
}

static int newest_first(const void *a, const void *b)
{
	return strcmp(*(const char *const *)b, *(const char *const *)a);
}

/* The newest `keep` stay. */
static enum err prune(struct operation *op, const char *dir, int64_t keep,
		      int64_t *deleted)
{
	DIR *there = opendir(dir);
	const struct dirent *entry;
	const char **names = NULL;
	size_t count = 0, room = 0;

	if (!there)
		return fail(op, ERR_STORAGE, "'%s' cannot be read: %s", dir,
			    strerror(errno));
	while ((entry = readdir(there))) {
		if (!is_name(entry->d_name))
			continue;
		names = arena_grow(op->arena, names, count, &room,
				   sizeof(*names));
		names[count++] = arena_strdup(op->arena, entry->d_name);
	}
	closedir(there);
	if (count)
		qsort(names, count, sizeof(*names), newest_first);
	for (size_t i = (size_t)keep; i < count; i++) {
		const char *path =
			arena_printf(op->arena, "%s/%s", dir, names[i]);

		if (unlink(path))
			return fail(op, ERR_STORAGE,
				    "the backup is made, but '%s' cannot be "
				    "deleted: %s",
				    path, strerror(errno));
		++*deleted;
	}
	return OK;
}

static const char *plural(int64_t count)
{
	return count == 1 ? "" : "s";
}

static void tell(struct operation *op, const struct backup_facts *facts,
		 int64_t took)
{
	printf("%s, %lld %s, %lld session%s, %lld transaction%s in the "
	       "ledger, all checked",
	       facts->practice, (long long)facts->people,
	       facts->people == 1 ? "person" : "people",
	       (long long)facts->sessions, plural(facts->sessions),
	       (long long)facts->proof.transactions,
	       plural(facts->proof.transactions));
	if (facts->latest.s != INSTANT_MIN.s)
		printf("; last change %s",
		       instant_text(op->arena, facts->latest));
	printf(" (%lld.%lld s)\n", (long long)(took / SECOND),
	       (long long)(took % SECOND / (SECOND / 10)));
}

/* --keep, or 0 without; -1: wrong. */
static int64_t keep_of(const struct command_context *context)
{
	const char *text = command_option(context, "keep");
	int64_t keep;

	if (!text)
		return 0;
	if (!str_to_int64(text, &keep) || keep < 1 || keep > KEEP_MOST)
		return -1;
	return keep;
}

static enum err back_up(struct command_context *context, const char *path)
{
	struct progress *progress = progress_begin("copying and checking");
	struct operation *op = context->op;
	struct backup_facts facts = { 0 };
	enum err err = command_store(context);
	int64_t took;

	if (!err)
		err = store_backup(op, context->store, path, &facts);
	took = progress_end(progress);
	if (err)
		return err;
	last_backup_note(op, context->config.data, path);
	printf("copied to %s: ", path);
	tell(op, &facts, took);
	return OK;
}

int command_backup(struct command_context *context)
{
	const struct arguments *arguments = &context->arguments;
	struct operation *op = context->op;
	int64_t keep = keep_of(context), deleted = 0;
	const char *path, *dir = NULL;
	enum err err = OK;

	if (arguments->word_count != 1 || str_empty(arguments->words[0]))
		return command_usage(context, "backup needs a FILE or a DIR");
	if (keep < 0)
		return command_usage(context,
				     "--keep is how many backups stay, such as "
				     "14");
	path = arguments->words[0];
	if (keep || is_directory(path)) {
		dir = path;
		path = arena_printf(op->arena, "%s/%s", dir, name_now(op));
		err = store_directory(op, dir);
	}
	if (!err)
		err = back_up(context, path);
	if (!err && keep)
		err = prune(op, dir, keep, &deleted);
	if (err)
		return command_refused(context);
	if (deleted)
		printf("deleted %lld older backup%s\n", (long long)deleted,
		       plural(deleted));
	return EXIT_DONE;
}

static int verify_file(struct command_context *context, const char *path)
{
	struct progress *progress = progress_begin("checking");
	struct backup_facts facts;
	enum err err = store_restore_prove(context->op, path, &facts);
	int64_t took = progress_end(progress);

	if (err)
		return command_refused(context);
	printf("ok %s: schema %lld, ", path, (long long)facts.version);
	tell(context->op, &facts, took);
	return EXIT_DONE;
}

int command_verify(struct command_context *context)
{
	const struct arguments *arguments = &context->arguments;
	struct progress *progress;
	struct ledger_proof proof;
	enum err err;

	if (arguments->word_count > 1)
		return command_usage(context, "verify takes one FILE, or none");
	if (arguments->word_count)
		return verify_file(context, arguments->words[0]);
	progress = progress_begin("checking");
	err = command_prove(context, &proof);
	progress_end(progress);
	if (err)
		return command_refused(context);
	if (!proof.ok) {
		fprintf(stderr, "daybook: the ledger does not hold: %s\n",
			proof.fault);
		return EXIT_REFUSED;
	}
	printf("ok transactions=%lld head=%s\n", (long long)proof.transactions,
	       hex_encode(context->op->arena, proof.head.bytes,
			  sizeof(proof.head.bytes)));
	return EXIT_DONE;
}

int command_restore(struct command_context *context)
{
	const struct arguments *arguments = &context->arguments;
	struct operation *op = context->op;
	const char *kept = NULL, *path;
	struct backup_facts facts;
	struct progress *progress;
	int64_t took;
	enum err err;

	if (arguments->word_count != 1 || str_empty(arguments->words[0]))
		return command_usage(context, "restore needs a FILE");
	path = arguments->words[0];
	progress = progress_begin("checking and copying");
	err = store_restore(op, context->config.data, path, &facts, &kept);
	took = progress_end(progress);
	if (err)
		return command_refused(context);
	printf("restored from %s: ", path);
	tell(op, &facts, took);
	if (kept)
		printf("the database from before is kept as %s\n", kept);
	if (facts.waiting)
		printf("%lld notice%s wait%s in the outbox and may have been "
		       "sent since that backup: serve without smtp_url and "
		       "sms_url first, and drop those on the page Notices\n",
		       (long long)facts.waiting, plural(facts.waiting),
		       facts.waiting == 1 ? "s" : "");
	return EXIT_DONE;
}
