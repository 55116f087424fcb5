#include "base/log.h"
#include "base/str.h"

#include "practice/transfer/import.h"
#include "server/command.h"
#include "store/actor.h"
#include "store/ledger.h"
#include "store/schema.h"
#include "store/verify.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define PROOF "ledger-proof.json" /* in every export, and nowhere else */
#define IMPORT_LIMIT (64 * 1024 * 1024)
#define LOW_DISK (INT64_C(200) * 1024 * 1024)

static enum err file_read(struct operation *op, const char *path,
			  struct slice *bytes)
{
	FILE *file = fopen(path, "rb");
	struct stat status;
	struct buf buf;
	size_t got;

	if (!file || fstat(fileno(file), &status)) {
		enum err err = fail(op, ERR_INVALID, "'%s' cannot be read: %s",
				    path, strerror(errno));
		if (file)
			fclose(file);
		return err;
	}
	if (status.st_size > IMPORT_LIMIT) {
		fclose(file);
		return fail(op, ERR_TOO_LARGE, "'%s' is over 64 MiB", path);
	}
	buf_init_sized(&buf, op->arena, (size_t)status.st_size);
	do {
		got = fread(buf_reserve(&buf, 65536), 1, 65536, file);
		buf.len += got;
	} while (got && buf.len <= IMPORT_LIMIT);
	fclose(file);
	*bytes = buf_view(&buf);
	return OK;
}

/* A practice's own export names its tables; each needs those before it. Any
 * other .csv is of people. */
static const struct table {
	const char *name;
	enum err (*take)(struct operation *op, struct store *store,
			 const char *file, struct slice csv,
			 struct import_report *report);
} tables[] = {
	{ "services.csv", practice_import_services },
	{ "completion-types.csv", practice_import_types },
	{ "people.csv", practice_import_people },
	{ "rates.csv", practice_import_rates },
};

static const struct table *table_named(const char *path)
{
	const char *slash = strrchr(path, '/');

	for (size_t i = 0; i < ARRAY_SIZE(tables); i++) {
		if (str_equal(slash ? slash + 1 : path, tables[i].name))
			return &tables[i];
	}
	return NULL;
}

static const struct table *table_of(const char *path)
{
	const struct table *named = table_named(path);

	return named ? named : table_named("people.csv");
}

static enum err import_file(struct command_context *context, const char *path,
			    struct import_report *report)
{
	struct operation *op = context->op;
	struct slice bytes;
	enum err err = file_read(op, path, &bytes);

	if (err)
		return err;
	if (str_ends(path, ".csv"))
		return table_of(path)->take(op, context->store, path, bytes,
					    report);
	if (str_ends(path, ".ics") || str_ends(path, ".ical"))
		return practice_import_ics(
			op, context->store, path,
			command_option(context, "practitioner"), bytes, report);
	return fail(op, ERR_INVALID,
		    "'%s' is neither .ics nor .csv: nothing was taken of it",
		    path);
}

static int by_kind_and_name(const void *a, const void *b)
{
	const char *left = *(const char *const *)a;
	const char *right = *(const char *const *)b;
	bool left_csv = str_ends(left, ".csv");
	bool right_csv = str_ends(right, ".csv");

	/* people before the sessions that name them */
	if (left_csv != right_csv)
		return left_csv ? -1 : 1;
	if (left_csv && table_of(left) != table_of(right))
		return table_of(left) < table_of(right) ? -1 : 1;
	return strcmp(left, right);
}

/** Is it a file to import? Of our own export not every table is. */
static bool is_taken(const char *name, bool exported)
{
	if (!str_ends(name, ".csv"))
		return str_ends(name, ".ics");
	return !exported || table_named(name);
}

/** The .csv and .ics files of a folder. */
static enum err folder_list(struct operation *op, const char *path,
			    const char ***files, size_t *count)
{
	DIR *folder = opendir(path);
	const struct dirent *entry;
	bool exported =
		access(arena_printf(op->arena, "%s/" PROOF, path), F_OK) == 0;
	size_t room = 0;

	*files = NULL;
	*count = 0;
	if (!folder)
		return fail(op, ERR_INVALID, "'%s' cannot be read: %s", path,
			    strerror(errno));
	while ((entry = readdir(folder))) {
		if (!is_taken(entry->d_name, exported))
			continue;
		*files = arena_grow(op->arena, *files, *count, &room,
				    sizeof(**files));
		(*files)[(*count)++] =
			arena_printf(op->arena, "%s/%s", path, entry->d_name);
	}
	closedir(folder);
	if (*count)
		qsort(*files, *count, sizeof(**files), by_kind_and_name);
	return OK;
}

static enum err import_path(struct command_context *context, const char *path,
			    struct import_report *report)
{
	const char **files;
	struct stat status;
	size_t count;
	enum err err;

	if (stat(path, &status))
		return fail(context->op, ERR_INVALID, "'%s': %s", path,
			    strerror(errno));
	if (!S_ISDIR(status.st_mode))
		return import_file(context, path, report);
	err = folder_list(context->op, path, &files, &count);
	if (!err && !count)
		return fail(context->op, ERR_INVALID,
			    "'%s' holds no .csv and no .ics file", path);
	for (size_t i = 0; i < count && !err; i++)
		err = import_file(context, files[i], report);
	return err;
}

int command_import(struct command_context *context)
{
	const struct arguments *arguments = &context->arguments;
	struct import_report report = { 0 };
	int status = EXIT_DONE;

	if (!arguments->word_count)
		return command_usage(context, "import needs a DIR or FILE");
	if (command_store(context))
		return command_refused(context);
	context->op->actor.channel = CHANNEL_IMPORT;
	for (size_t i = 0; i < arguments->word_count; i++)
		if (import_path(context, arguments->words[i], &report))
			status = command_refused(context);
	for (size_t i = 0; i < report.line_count; i++)
		fprintf(stderr, "%s:%zu: %s\n", report.lines[i].file,
			report.lines[i].line, report.lines[i].message);
	printf("added %lld, changed %lld, unchanged %lld, refused %lld\n",
	       (long long)report.added, (long long)report.changed,
	       (long long)report.unchanged, (long long)report.refused);
	/* What was refused has been told line by line; only a file of which
	 * nothing at all could be taken makes the command fail. */
	if (report.refused && !report.added && !report.changed &&
	    !report.unchanged)
		return EXIT_REFUSED;
	return status;
}

int command_backup(struct command_context *context)
{
	const struct arguments *arguments = &context->arguments;

	if (arguments->word_count != 1)
		return command_usage(context, "backup needs a FILE");
	if (command_store(context) ||
	    store_backup(context->op, context->store, arguments->words[0]))
		return command_refused(context);
	printf("copied to %s\n", arguments->words[0]);
	return EXIT_DONE;
}

/** Check the database and the ledger's chain inside one read transaction. */
static enum err prove(struct command_context *context,
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

int command_verify(struct command_context *context)
{
	struct ledger_proof proof;

	if (prove(context, &proof))
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

int command_doctor(struct command_context *context)
{
	struct ledger_proof proof = { 0 };
	bool good;
	enum err err = prove(context, &proof);

	good = report_line("database", !err,
			   err ? context->op->failure.message : "whole");
	if (!err)
		good &= report_line("ledger", proof.ok,
				    proof.ok ? "every transaction holds"
					     : proof.fault);
	good &= place_is_private(context);
	good &= disk_is_fine(context);
	return good ? EXIT_DONE : EXIT_REFUSED;
}

int command_version(struct command_context *context UNUSED)
{
	printf("daybook %s (schema %d)\n", DAYBOOK_VERSION,
	       store_schema_version());
	return EXIT_DONE;
}
