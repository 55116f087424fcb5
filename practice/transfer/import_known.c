#include "practice/transfer/import_known.h"

#include "base/shape_read.h"
#include "practice/access.h"

#define LINES_KEPT 1000 /* of a report */
#define LOGIN_LONGEST 100
#define ENCODED_LONGEST (IMPORT_UPLOAD_BYTES / 3 * 4 + 4)

/* What is kept with the job, and what is answered of it. */
#define SEE_KEPT SEE_HISTORY
#define SEE_TOLD (SEE_OFFICE | SEE_KEPT)

static const struct field line_rows[] = {
	ROW_TEXT("file", struct import_line, file, .see = SEE_TOLD),
	ROW_INTEGER("line", struct import_line, line, .see = SEE_TOLD,
		    .help = "1 is the first; 0: the file itself"),
	ROW_TEXT("message", struct import_line, message, .see = SEE_TOLD),
	{ 0 },
};

#define ROW_COUNT(wire, member, seen, ...)                                  \
	ROW_INTEGER(wire, struct import_known, member, .see = (seen),       \
		    .max = INT64_MAX, ROW_GIVEN(struct import_known, told), \
		    __VA_ARGS__)

const struct field import_rows[] = {
	ROW_ID("id", struct import_known, job.id, .see = SEE_OFFICE),
	ROW_CHOICE("state", struct import_known, job.state, import_state_words,
		   .see = SEE_OFFICE),
	ROW_INSTANT("created", struct import_known, job.created,
		    .see = SEE_OFFICE),
	ROW_TEXTS("files", struct import_known, files, file_count,
		  .see = SEE_OFFICE, .help = "their names"),
	ROW_TEXT("practitioner", struct import_known, job.practitioner,
		 .see = SEE_OFFICE),
	ROW_CHOICE("all_day", struct import_known, job.all_day,
		   import_all_day_words, .see = SEE_OFFICE),
	ROW_TEXT("hash", struct import_known, job.hash, .see = SEE_OFFICE,
		 .help = "of the preview; null before"),
	ROW_TEXT("reason", struct import_known, job.reason, .see = SEE_OFFICE,
		 .help = "why it stands so"),
	ROW_COUNT("added", report.added, SEE_TOLD, .help = "null before"),
	ROW_COUNT("changed", report.changed, SEE_TOLD, .help = "null before"),
	ROW_COUNT("unchanged", report.unchanged, SEE_TOLD,
		  .help = "null before"),
	ROW_COUNT("refused", report.refused, SEE_TOLD, .help = "null before"),
	ROW_COUNT("handled", total, SEE_KEPT, .help = "rows and events"),
	ROW_LIST("lines", struct import_known, report.lines, report.line_count,
		 struct import_line, line_rows, .see = SEE_TOLD,
		 .help = "what was refused or only partly taken"),
	ROW_INTEGER("handled", struct import_known, handled, .see = SEE_OFFICE,
		    .max = INT64_MAX, .help = "so far, while it is worked on"),
	ROW_COUNT("total", total, SEE_OFFICE,
		  .help = "that the preview handled; null before"),
	{ 0 },
};

static const struct field file_rows[] = {
	ROW_TEXT("name", struct import_upload, name, .see = SEE_OFFICE,
		 .flags = FIELD_REQUIRED, .max = IMPORT_UPLOAD_NAME,
		 .help = "its ending says what it is: .ics, .csv"),
	{ .name = "content",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED,
	  .max = ENCODED_LONGEST,
	  .help = "its bytes in base64" },
	{ 0 },
};

const struct field import_upload_rows[] = {
	{ .name = "files",
	  .type = FIELD_LIST,
	  .flags = FIELD_REQUIRED,
	  .fields = file_rows },
	ROW_TEXT("practitioner", struct import_options, practitioner,
		 .see = SEE_OFFICE, .flags = FIELD_NULLABLE,
		 .max = LOGIN_LONGEST,
		 .help = "login: whose calendars these are; null: whom events "
			 "name"),
	ROW_CHOICE("all_day", struct import_options, all_day,
		   import_all_day_words, .see = SEE_OFFICE,
		   .help = "what becomes of all-day events without a client"),
	{ 0 },
};

const char *import_report_text(struct arena *arena,
			       const struct import_report *report,
			       int64_t handled)
{
	const struct audience kept = { arena, 0, SEE_KEPT };
	struct import_known known = {
		.told = true,
		.report = *report,
		.total = handled,
	};

	if (known.report.line_count > LINES_KEPT)
		known.report.line_count = LINES_KEPT;
	return json_text(arena, shape_write(&kept, import_rows, &known));
}

enum err practice_import_known(struct reader *reader,
			       const struct import_job *job,
			       struct import_known *known)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	const struct audience kept = { arena, 0, SEE_KEPT };
	struct import_known made = { .job = *job };
	struct import_upload *names;
	enum err err =
		store_import_names(reader, job->id, &names, &made.file_count);

	if (err)
		return err;
	made.files = arena_array(arena, made.file_count, sizeof(*made.files));
	for (size_t i = 0; i < made.file_count; i++)
		made.files[i] = names[i].name;
	shape_read_answer(&kept, import_rows, json_read(arena, job->report),
			  &made);
	*known = made;
	return OK;
}
