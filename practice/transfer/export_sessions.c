#include "practice/transfer/export_sessions_private.h"

#include "practice/access.h"
#include "practice/calendar/facts_list.h"
#include "practice/calendar/session_known.h"
#include "practice/session/completion_known.h"
#include "store/session_list.h"

#define SESSIONS "sessions.csv"
#define SESSION_COLUMNS                                                  \
	"id,uid,revision,start,end,tzid,status,type,label,map,service,"  \
	"practitioners,clients,place,public_note,private_note,schedule," \
	"created,modified,removed_at"
#define SAVES "saves.csv"
#define CHARGES "charges.csv"
#define WAGES "wages.csv"

struct session_files {
	struct practice_export *export;
	struct csv_out sessions, saves, charges, wages;
};

static struct audience files_audience(const struct session_files *files)
{
	const struct export_run *run = &files->export->run;

	return (struct audience){ run->one.arena, run->digits, SEE_EXPORT };
}

static enum err charges_add(struct session_files *files,
			    const struct completion *save)
{
	const struct audience who = files_audience(files);
	struct known_charge known = { .save = *save };
	enum err err = OK;

	for (size_t i = 0; !err && i < save->client_count; i++) {
		known.part = save->clients[i];
		err = export_word_of(&files->export->run, known.part.client,
				     &known.client);
		if (!err)
			shape_row(&who, &files->charges, CHARGE_COLUMNS_CSV,
				  charge_rows, &known);
	}
	return err;
}

static enum err wages_add(struct session_files *files,
			  const struct completion *save)
{
	const struct audience who = files_audience(files);
	struct known_pay known = { .save = save->id };
	enum err err = OK;

	for (size_t i = 0; !err && i < save->practitioner_count; i++) {
		known.part = save->practitioners[i];
		err = export_word_of(&files->export->run,
				     known.part.practitioner,
				     &known.practitioner);
		if (!err)
			shape_row(&who, &files->wages, WAGE_COLUMNS_CSV,
				  pay_rows, &known);
	}
	return err;
}

static enum err save_add(struct session_files *files,
			 const struct completion *save)
{
	const struct audience who = files_audience(files);
	struct known_save known = { .save = *save };
	enum err err = export_word_of(&files->export->run, save->saved_by,
				      &known.saved_by);

	if (!err)
		shape_row(&who, &files->saves, SAVE_COLUMNS_CSV, save_rows,
			  &known);
	return err;
}

static enum err saves_export(struct session_files *files, int64_t session)
{
	struct completion *list;
	size_t count;
	enum err err = store_completion_list(files->export->run.reader, session,
					     &list, &count);

	for (size_t i = 0; !err && i < count; i++) {
		err = save_add(files, &list[i]);
		if (!err)
			err = charges_add(files, &list[i]);
		if (!err)
			err = wages_add(files, &list[i]);
	}
	return err;
}

static void session_row(struct session_files *files,
			const struct session_facts *facts)
{
	const struct audience who = files_audience(files);
	struct session_known all;

	session_known_all(who.arena, facts, &all);
	shape_row(&who, &files->sessions, SESSION_COLUMNS, session_rows, &all);
}

static enum err flush_some(struct session_files *files)
{
	struct practice_export *export = files->export;
	enum err err =
		export_flush_some(export, SESSIONS, &files->sessions.buf);

	if (!err)
		err = export_flush_some(export, SAVES, &files->saves.buf);
	if (!err)
		err = export_flush_some(export, CHARGES, &files->charges.buf);
	return err ? err : export_flush_some(export, WAGES, &files->wages.buf);
}

static enum err flush_all(struct session_files *files)
{
	struct practice_export *export = files->export;
	enum err err = export_flush(export, SESSIONS, &files->sessions.buf);

	if (!err)
		err = export_flush(export, SAVES, &files->saves.buf);
	if (!err)
		err = export_flush(export, CHARGES, &files->charges.buf);
	return err ? err : export_flush(export, WAGES, &files->wages.buf);
}

static enum err page_export(struct session_files *files,
			    const struct session *list, size_t count)
{
	struct session_facts *facts;
	enum err err = practice_facts_list(files->export->run.reader, list,
					   count, &facts);

	for (size_t i = 0; !err && i < count; i++) {
		session_row(files, &facts[i]);
		err = saves_export(files, list[i].id);
	}
	return err;
}

enum err export_sessions(struct practice_export *export)
{
	struct arena *arena = export->run.op->arena;
	struct session_files files = { .export = export };
	struct session_filter filter = { .removed = true,
					 .limit = EXPORT_PAGE };
	struct session *list;
	size_t count;
	enum err err;

	csv_begin(&files.sessions, arena, SESSION_COLUMNS);
	csv_begin(&files.saves, arena, SAVE_COLUMNS_CSV);
	csv_begin(&files.charges, arena, CHARGE_COLUMNS_CSV);
	csv_begin(&files.wages, arena, WAGE_COLUMNS_CSV);
	do {
		export_page(&export->run);
		err = store_session_list(export->run.reader, &filter, &list,
					 &count);
		if (!err)
			err = page_export(&files, list, count);
		if (!err && count)
			filter.after = list[count - 1].id;
		if (!err)
			err = flush_some(&files);
	} while (!err && count == EXPORT_PAGE);
	return err ? err : flush_all(&files);
}
