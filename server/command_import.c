#include "server/command_import.h"

#include "base/str.h"

#include "practice/transfer/import_ics.h"
#include "practice/transfer/import_people.h"
#include "practice/transfer/import_services.h"
#include "server/command_context.h"
#include "store/actor.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PROOF "ledger-proof.json" /* in every export, and nowhere else */
#define IMPORT_LIMIT (64 * 1024 * 1024)

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

/* Is it a file to import? Of our own export not every table is. */
static bool is_taken(const char *name, bool exported)
{
	if (!str_ends(name, ".csv"))
		return str_ends(name, ".ics");
	return !exported || table_named(name);
}

/* The .csv and .ics files of a folder. */
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
