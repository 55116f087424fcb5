#include "server/command_import.h"

#include "base/file.h"
#include "base/str.h"
#include "base/word.h"

#include "practice/people/person.h"
#include "practice/transfer/import.h"
#include "practice/transfer/whole.h"
#include "server/command_context.h"
#include "server/progress.h"
#include "store/actor.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Files that are to be taken in together. */
struct batch {
	struct operation *op;
	struct import_file *files;
	size_t count, room;
};

static enum err file_add(struct batch *batch, const char *path)
{
	struct import_file file = { .name = path };
	enum err err = OK;

	/* What is not taken is named alone. */
	if (practice_import_takes(path))
		err = file_read(batch->op, path, IMPORT_FILE_LIMIT,
				&file.bytes);
	if (err)
		return err;
	batch->files = arena_grow(batch->op->arena, batch->files, batch->count,
				  &batch->room, sizeof(file));
	batch->files[batch->count++] = file;
	return OK;
}

/* The files of a folder, without those of folders in it. */
static enum err folder_add(struct batch *batch, const char *path)
{
	DIR *folder = opendir(path);
	const struct dirent *entry;
	enum err err = OK;

	if (!folder)
		return fail(batch->op, ERR_INVALID, "'%s' cannot be read: %s",
			    path, strerror(errno));
	while (!err && (entry = readdir(folder))) {
		if (str_equal(entry->d_name, ".") ||
		    str_equal(entry->d_name, ".."))
			continue;
		err = file_add(batch, arena_printf(batch->op->arena, "%s/%s",
						   path, entry->d_name));
	}
	closedir(folder);
	return err;
}

static bool any_taken(const struct batch *batch)
{
	for (size_t i = 0; i < batch->count; i++) {
		if (practice_import_takes(batch->files[i].name))
			return true;
	}
	return false;
}

static enum err path_add(struct batch *batch, const char *path)
{
	struct stat status;
	enum err err;

	if (stat(path, &status))
		return fail(batch->op, ERR_INVALID, "'%s': %s", path,
			    strerror(errno));
	if (!S_ISDIR(status.st_mode))
		return file_add(batch, path);
	err = folder_add(batch, path);
	if (!err && !any_taken(batch))
		return fail(batch->op, ERR_INVALID,
			    "'%s' holds no .csv and no .ics file", path);
	return err;
}

static enum err options_read(struct command_context *context,
			     struct import_options *options)
{
	const char *role = command_option(context, "role");
	const char *all_day = command_option(context, "all-day");
	unsigned value = IMPORT_ALL_DAY_DRAFT;

	*options = (struct import_options){
		.practitioner = command_option(context, "practitioner"),
	};
	if (all_day &&
	    !word_find(import_all_day_words, slice_of(all_day), &value))
		return fail(context->op, ERR_INVALID,
			    "--all-day is one of %s, not '%s'",
			    words_all(context->op->arena, import_all_day_words),
			    all_day);
	options->all_day = (enum import_all_day)value;
	if (!role)
		return OK;
	return practice_roles_parse(context->op, role, &options->roles);
}

static void report_print(const struct import_report *report)
{
	for (size_t i = 0; i < report->line_count; i++)
		fprintf(stderr, "%s:%zu: %s\n", report->lines[i].file,
			report->lines[i].line, report->lines[i].message);
	printf("added %lld, changed %lld, unchanged %lld, refused %lld\n",
	       (long long)report->added, (long long)report->changed,
	       (long long)report->unchanged, (long long)report->refused);
}

static enum err take(struct command_context *context, struct batch *batch,
		     const struct import_options *options,
		     struct import_report *report)
{
	bool preview = command_option(context, "preview") != NULL;
	struct progress *progress =
		progress_begin(preview ? "trying on a copy" : "importing");
	enum err err = (preview ? practice_import_preview : practice_import)(
		context->op, context->store, batch->files, batch->count,
		options, report);

	progress_end(progress);
	return err;
}

/* Of an own export, into an empty place: then nothing is left to do. *done
 * says whether it was. */
static enum err whole_take(struct command_context *context, bool *done)
{
	struct operation *op = context->op;
	const struct arguments *arguments = &context->arguments;
	const char *path = arena_printf(op->arena, "%s/" PRACTICE_WHOLE_FILE,
					arguments->words[0]);
	struct progress *progress;
	struct slice bytes;
	int64_t count = -1;
	enum err err;

	*done = false;
	if (arguments->word_count != 1 || command_option(context, "preview") ||
	    access(path, F_OK))
		return OK;
	progress = progress_begin("taking in a whole practice");
	err = file_read(op, path, PRACTICE_WHOLE_LIMIT, &bytes);
	if (!err)
		err = practice_whole_take(op, context->store, bytes, &count);
	progress_end(progress);
	*done = err || count >= 0;
	if (err || count < 0)
		return err;
	printf("imported the whole practice of %s: %lld rows, all checked. "
	       "Passwords, devices and calendar links are not in an export: "
	       "give people new ones (daybook person password NAME).\n",
	       arguments->words[0], (long long)count);
	return OK;
}

int command_import(struct command_context *context)
{
	const struct arguments *arguments = &context->arguments;
	struct import_report report = { 0 };
	struct import_options options;
	struct batch batch = { .op = context->op };
	int status = EXIT_DONE;
	bool done;

	if (!arguments->word_count)
		return command_usage(context, "import needs a DIR or FILE");
	if (options_read(context, &options) || command_store(context))
		return command_refused(context);
	context->op->actor.channel = CHANNEL_IMPORT;
	if (whole_take(context, &done))
		return command_refused(context);
	if (done)
		return EXIT_DONE;
	for (size_t i = 0; i < arguments->word_count; i++)
		if (path_add(&batch, arguments->words[i]))
			status = command_refused(context);
	if (take(context, &batch, &options, &report))
		status = command_refused(context);
	report_print(&report);
	/* What was refused has been told line by line; only files of which
	 * nothing at all could be taken make the command fail. */
	if (report.refused && !report.added && !report.changed &&
	    !report.unchanged)
		return EXIT_REFUSED;
	return status;
}
