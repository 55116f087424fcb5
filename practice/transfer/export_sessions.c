#include "practice/transfer/export_sessions_private.h"

#include "base/word.h"
#include "practice/calendar/session_known.h"
#include "store/session_list.h"

#define SESSIONS "sessions.csv"
#define SESSION_COLUMNS                                                  \
	"id,uid,revision,start,end,tzid,status,type,label,map,service,"  \
	"practitioners,clients,place,public_note,private_note,schedule," \
	"created,modified,removed_at"
#define SAVES "saves.csv"
#define SAVE_COLUMNS                                                   \
	"id,session,type,label,map,service,minutes,saved_at,saved_by," \
	"channel,device,reason,transaction,reopened_at,reversal"
#define CHARGES "charges.csv"
#define CHARGE_COLUMNS "save,client,type,label,map,rate,base,charge,tax_bp,tax"
#define WAGES "wages.csv"
#define WAGE_COLUMNS "save,practitioner,rate,hourly,base,wage"

struct session_files {
	struct practice_export *export;
	struct csv_out sessions, saves, charges, wages;
};

static enum err charge_rows(struct session_files *files,
			    const struct completion *save)
{
	struct export_run *run = &files->export->run;
	struct csv_out *csv = &files->charges;
	enum err err = OK;

	for (size_t i = 0; !err && i < save->client_count; i++) {
		const struct completion_client *part = &save->clients[i];
		const char *client;

		err = export_word_of(run, part->client, &client);
		if (err)
			break;
		csv_id(csv, save->id);
		csv_word(csv, client);
		csv_word(csv, part->slug);
		csv_text(csv, part->label);
		csv_word(csv, word_of(map_words, part->map));
		export_money(run, csv, part->rate);
		export_money(run, csv, part->base);
		export_money(run, csv, part->charge);
		csv_int(csv, part->tax_bp);
		export_money(run, csv, part->tax);
		csv_end(csv);
	}
	return err;
}

static enum err wage_rows(struct session_files *files,
			  const struct completion *save)
{
	struct export_run *run = &files->export->run;
	struct csv_out *csv = &files->wages;
	enum err err = OK;

	for (size_t i = 0; !err && i < save->practitioner_count; i++) {
		const struct completion_practitioner *part =
			&save->practitioners[i];
		const char *practitioner;

		err = export_word_of(run, part->practitioner, &practitioner);
		if (err)
			break;
		csv_id(csv, save->id);
		csv_word(csv, practitioner);
		export_money(run, csv, part->rate);
		csv_bool(csv, part->hourly);
		export_money(run, csv, part->base);
		export_money(run, csv, part->wage);
		csv_end(csv);
	}
	return err;
}

static enum err save_row(struct session_files *files,
			 const struct completion *save)
{
	struct export_run *run = &files->export->run;
	struct csv_out *csv = &files->saves;
	const char *saved_by;
	enum err err = export_word_of(run, save->saved_by, &saved_by);

	if (err)
		return err;
	csv_id(csv, save->id);
	csv_id(csv, save->session);
	csv_word(csv, save->slug);
	csv_text(csv, save->label);
	csv_word(csv, word_of(map_words, save->map));
	csv_text(csv, save->service_name);
	csv_int(csv, save->minutes);
	export_instant(run, csv, save->saved_at);
	csv_word(csv, saved_by);
	csv_word(csv, word_of(channel_words, save->channel));
	csv_text(csv, save->device);
	csv_text(csv, save->reason);
	csv_id(csv, save->posting);
	export_instant(run, csv, save->reopened_at);
	csv_id(csv, save->reversal);
	csv_end(csv);
	return OK;
}

static enum err saves_export(struct session_files *files, int64_t session)
{
	struct completion *list;
	size_t count;
	enum err err = store_completion_list(files->export->run.reader, session,
					     &list, &count);

	for (size_t i = 0; !err && i < count; i++) {
		err = save_row(files, &list[i]);
		if (!err)
			err = charge_rows(files, &list[i]);
		if (!err)
			err = wage_rows(files, &list[i]);
	}
	return err;
}

static void session_row(struct session_files *files,
			const struct session_facts *facts)
{
	const struct export_run *run = &files->export->run;
	const struct audience who = { run->one.arena, run->digits, SEE_EXPORT };
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
	struct reader *reader = files->export->run.reader;
	enum err err = OK;

	for (size_t i = 0; !err && i < count; i++) {
		struct session_facts facts;

		err = practice_facts_load(reader, list[i].id, &facts);
		if (err)
			break;
		session_row(files, &facts);
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
	csv_begin(&files.saves, arena, SAVE_COLUMNS);
	csv_begin(&files.charges, arena, CHARGE_COLUMNS);
	csv_begin(&files.wages, arena, WAGE_COLUMNS);
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
