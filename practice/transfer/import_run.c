#include "practice/transfer/import_run_private.h"

#include "base/charset.h"
#include "base/str.h"
#include "store/actor.h"

void import_begin(struct import *import, struct operation *op,
		  struct store *store, const char *file,
		  struct import_report *report)
{
	*import = (struct import){
		.op = op,
		.store = store,
		.file = arena_strdup(op->arena, file),
		.report = report,
		.lines_left = IMPORT_LINE_LIMIT,
	};
	operation_init(&import->one, arena_new(), op->now);
	import->one.actor.channel = CHANNEL_IMPORT;
}

void import_end(struct import *import)
{
	arena_free(import->one.arena);
	import->one.arena = NULL;
}

void import_next(struct import *import)
{
	arena_reset(import->one.arena);
	operation_recover(&import->one);
	if (import->report->watch)
		atomic_fetch_add(&import->report->watch->handled, 1);
}

enum err import_go_on(struct import *import)
{
	const struct import_watch *watch = import->report->watch;

	if (!watch || !atomic_load(&watch->stop))
		return OK;
	return fail(import->op, ERR_UNAVAILABLE,
		    "The server is being stopped: the import goes on "
		    "afterwards.");
}

static void line_add(struct import *import, size_t line, const char *message)
{
	struct import_report *report = import->report;

	report->lines =
		arena_grow(import->op->arena, report->lines, report->line_count,
			   &report->line_room, sizeof(*report->lines));
	report->lines[report->line_count++] = (struct import_line){
		.file = import->file,
		.line = line,
		.message = message,
	};
}

static void PRINTF(3, 0) tell(struct import *import, size_t line,
			      const char *format, va_list args)
{
	if (import->lines_left == 0)
		return;
	if (--import->lines_left == 0)
		line_add(import, line,
			 "there is more to tell than a report holds: what "
			 "follows is only counted");
	else
		line_add(import, line,
			 arena_vprintf(import->op->arena, format, args));
}

void import_tell(struct import *import, size_t line, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	tell(import, line, format, args);
	va_end(args);
}

void import_refuse(struct import *import, size_t line, const char *format, ...)
{
	va_list args;

	import->report->refused++;
	va_start(args, format);
	tell(import, line, format, args);
	va_end(args);
}

void remark(struct remarks *remarks, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	remarks->at = arena_grow(remarks->arena, remarks->at, remarks->count,
				 &remarks->room, sizeof(*remarks->at));
	remarks->at[remarks->count++] =
		arena_vprintf(remarks->arena, format, args);
	va_end(args);
}

struct slice import_text(struct import *import, struct slice bytes)
{
	enum charset charset = charset_guess(bytes);

	if (charset == CHARSET_WINDOWS_1252)
		import_tell(import, 0,
			    "The file is not in UTF-8; it was read as %s. If "
			    "letters with accents came out wrong, save it as "
			    "UTF-8.",
			    charset_name(charset));
	return charset_read(import->op->arena, bytes, charset);
}

const char *import_reasons(const struct import *import)
{
	const struct failure *failure = &import->one.failure;
	struct buf buf;
	bool told = false;

	buf_init(&buf, import->one.arena);
	buf_puts(&buf, "");
	for (size_t i = 0; i < failure->field_count; i++) {
		const char *message = failure->fields[i].message;

		buf_printf(&buf, "%s%s", buf.len ? " " : "", message);
		told = told || str_equal(message, failure->message);
	}
	if (!told && failure->message)
		buf_printf(&buf, "%s%s", buf.len ? " " : "", failure->message);
	return buf.at;
}

bool import_is_fatal(enum err err)
{
	return err_is_outage(err) || err == ERR_INTERNAL;
}

enum err import_fail(struct import *import, enum err err)
{
	const char *message = import->one.failure.message;

	return fail(import->op, err, "%s",
		    message ? message : "the import was ended");
}
