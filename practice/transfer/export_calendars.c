#include "practice/transfer/export_calendars_private.h"
#include "practice/calendar/facts_list.h"

#include "ical/write.h"
#include "practice/names.h"
#include "practice/transfer/export_ics_private.h"
#include "store/calendar.h"
#include "store/object_list.h"
#include "store/session_list.h"

#include <string.h>

#define CALENDARS "calendars.csv"
/* What the practice knows and calendars do not show. */
static enum err inner_lines(struct practice_export *export,
			    const struct session_facts *facts,
			    const char **lines)
{
	const struct session *session = &facts->session;
	const char *practitioners;
	struct buf buf;
	enum err err = export_words(export, &session->terms.practitioners,
				    &practitioners);

	if (err)
		return err;
	buf_init(&buf, export->run.one.arena);
	cal_write(&buf, EXPORT_MARK, "1");
	if (*practitioners) {
		char *list = arena_strdup(buf.arena, practitioners);

		for (char *at = list; *at; at++)
			*at = *at == ';' ? ',' : *at;
		cal_write(&buf, "X-PRACTICE-PRACTITIONERS", list);
	}
	if (session->terms.private_note)
		cal_write_text(&buf, "X-PRACTICE-PRIVATE-NOTE",
			       session->terms.private_note);
	if (facts->saved && facts->completion.reason)
		cal_write_text(&buf, "X-PRACTICE-REASON",
			       facts->completion.reason);
	*lines = buf.at;
	return OK;
}

struct session_calendar {
	struct practice_export *export;
	const char *file;
	struct export_ics ics;
	bool of_nobody; /* those without a practitioner */
	size_t count;
};

static enum err session_add(struct session_calendar *calendar, int64_t id)
{
	/* Codes alone: names are in people.csv. */
	static const struct viewer viewer = {
		.kind = VIEW_OFFICE,
		.person = { .roles = ROLE_ADMIN,
			    .calendar_names = NAMES_CODE,
			    .calendar_money = true },
	};
	struct practice_export *export = calendar->export;
	struct session_facts facts;
	const char *lines;
	enum err err = practice_facts_load(export->run.reader, id, &facts);

	if (!err)
		err = inner_lines(export, &facts, &lines);
	if (err)
		return err;
	export_ics_add(&calendar->ics, export->run.one.arena, &facts, &viewer,
		       lines);
	calendar->count++;
	return OK;
}

static enum err pages_add(struct session_calendar *calendar,
			  struct session_filter *filter)
{
	struct practice_export *export = calendar->export;
	struct session *list;
	size_t count;
	enum err err;

	filter->limit = EXPORT_PAGE;
	do {
		export_page(&export->run);
		err = store_session_list(export->run.reader, filter, &list,
					 &count);
		for (size_t i = 0; !err && i < count; i++) {
			filter->after = list[i].id;
			if (!calendar->of_nobody ||
			    list[i].terms.practitioners.count == 0)
				err = session_add(calendar, list[i].id);
		}
		if (!err && calendar->count)
			err = export_flush_some(export, calendar->file,
						&calendar->ics.buf);
	} while (!err && count == EXPORT_PAGE);
	return err;
}

/* practitioner 0: of nobody, which is no file where there are none. */
static enum err calendar_export(struct practice_export *export,
				const char *word, int64_t practitioner)
{
	struct arena *arena = export->run.op->arena;
	struct session_filter filter = { .practitioner = practitioner,
					 .drafts = practitioner == 0 };
	struct session_calendar calendar = {
		.export = export,
		.of_nobody = practitioner == 0,
		.file = arena_printf(arena, "sessions-%s.ics",
				     export_file_word(arena, word)),
	};
	enum err err;

	export_ics_begin(&calendar.ics, arena);
	err = pages_add(&calendar, &filter);
	if (err || (calendar.of_nobody && !calendar.count))
		return err;
	export_ics_end(&calendar.ics);
	return export_flush(export, calendar.file, &calendar.ics.buf);
}

static enum err closures_export(struct practice_export *export)
{
	struct arena *arena = export->run.one.arena;
	struct closure *list;
	struct export_ics ics;
	size_t count;
	enum err err = store_closure_list(export->run.reader, WHOLE_TIME, &list,
					  &count);

	if (err)
		return err;
	export_ics_begin(&ics, arena);
	for (size_t i = 0; i < count; i++)
		export_ics_closure(&ics, arena, &list[i]);
	export_ics_end(&ics);
	return export_flush(export, "closures.ics", &ics.buf);
}

enum err export_calendar_files(struct practice_export *export)
{
	struct person *list;
	size_t count;
	enum err err = closures_export(export);

	export_keep(&export->run);
	if (!err)
		err = store_person_list(export->run.reader, ROLE_PRACTITIONER,
					&list, &count);
	for (size_t i = 0; !err && i < count; i++)
		err = calendar_export(
			export, practice_word(export->run.op->arena, &list[i]),
			list[i].id);
	return err ? err : calendar_export(export, "of-nobody", 0);
}

struct own_files {
	struct practice_export *export;
	struct csv_out index;
	const char *person; /* how files name whose they are */
};

/* Ids make names that never meet; words are for people. */
static const char *file_name(struct own_files *files,
			     const struct collection *of,
			     const struct member *member)
{
	struct arena *arena = files->export->run.op->arena;
	const char *place = arena_printf(
		arena, "%s/%s/%lld-%s",
		of->kind == COLLECTION_PLAIN ? "files" : "calendars",
		export_file_word(arena, files->person), (long long)of->id,
		export_file_word(arena, of->name));

	if (!member)
		return arena_printf(arena, "%s.ics", place);
	return arena_printf(arena, "%s/%lld-%s", place, (long long)member->id,
			    export_file_word(arena, member->name));
}

/* The objects of a calendar follow one another, as RFC 5545 3.4 allows. */
static enum err collection_export(struct own_files *files,
				  const struct collection *of)
{
	struct practice_export *export = files->export;
	struct reader *reader = export->run.reader;
	bool plain = of->kind == COLLECTION_PLAIN;
	const char *name = plain ? NULL : file_name(files, of, NULL);
	struct member *list;
	size_t count;
	enum err err;

	export_keep(&export->run);
	err = store_member_list(reader, of->id, &list, &count);
	for (size_t i = 0; !err && i < count; i++) {
		struct slice bytes;

		export_page(&export->run);
		err = store_member_bytes(reader, list[i].id, &bytes);
		if (plain)
			name = file_name(files, of, &list[i]);
		if (err)
			break;
		err = export->write(export->context, name, bytes);
		csv_text(&files->index, files->person);
		csv_text(&files->index, of->path);
		csv_text(&files->index, list[i].name);
		csv_word(&files->index, name);
		csv_end(&files->index);
		if (!err)
			err = export_flush_some(export, CALENDARS,
						&files->index.buf);
	}
	return err;
}

static enum err kind_export(struct own_files *files, enum collection_kind kind)
{
	struct export_run *run = &files->export->run;
	struct collection *list;
	size_t count;
	enum err err;

	export_keep(run);
	err = store_collection_showing(run->reader, kind, 0, &list, &count);
	for (size_t i = 0; !err && i < count; i++) {
		export_keep(run);
		err = export_word_of(run, list[i].owner, &files->person);
		if (!err)
			err = collection_export(files, &list[i]);
	}
	return err;
}

enum err export_personal(struct practice_export *export)
{
	struct own_files files = { .export = export };
	enum err err;

	csv_begin(&files.index, export->run.op->arena, "person,path,name,file");
	err = kind_export(&files, COLLECTION_PERSONAL);
	if (!err)
		err = kind_export(&files, COLLECTION_PLAIN);
	return err ? err : export_flush(export, CALENDARS, &files.index.buf);
}
