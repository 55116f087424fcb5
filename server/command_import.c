#include "server/command_import.h"

#include "base/file.h"
#include "base/str.h"
#include "base/word.h"

#include "practice/people/person.h"
#include "practice/transfer/import.h"
#include "server/command_context.h"
#include "store/actor.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

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
	if (command_option(context, "preview"))
		return practice_import_preview(context->op, context->store,
					       batch->files, batch->count,
					       options, report);
	return practice_import(context->op, context->store, batch->files,
			       batch->count, options, report);
}

int command_import(struct command_context *context)
{
	const struct arguments *arguments = &context->arguments;
	struct import_report report = { 0 };
	struct import_options options;
	struct batch batch = { .op = context->op };
	int status = EXIT_DONE;

	if (!arguments->word_count)
		return command_usage(context, "import needs a DIR or FILE");
	if (options_read(context, &options) || command_store(context))
		return command_refused(context);
	context->op->actor.channel = CHANNEL_IMPORT;
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
