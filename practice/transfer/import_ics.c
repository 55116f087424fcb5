#include "practice/transfer/import_ics.h"

#include "practice/transfer/import_apply_private.h"

#include <stdlib.h>
#include <string.h>

struct group {
	const struct ics_event *const *events;
	size_t count;
};

static void work_report(struct import *import, const struct ics_work *work)
{
	struct import_report *report = import->report;

	report->added += work->counts.added;
	report->changed += work->counts.changed;
	report->unchanged += work->counts.unchanged;
	report->refused += work->counts.refused;
	if (work->wishes->remark && work->counts.added)
		import_tell(import, work->wishes->line, "%s",
			    work->wishes->remark);
	for (size_t i = 0; i < work->note_count; i++)
		import_tell(import, work->notes[i].line, "%s",
			    work->notes[i].text);
}

static enum err group_import(struct import *import, const struct names *names,
			     const struct group *group)
{
	struct ics_wishes wishes;
	struct ics_work work = { .names = names, .wishes = &wishes };
	enum err err = import_go_on(import);

	if (err)
		return err;
	import_next(import);
	err = import_series_read(import, names, group->events, group->count,
				 &wishes);
	if (!err && wishes.source)
		err = store_write(&import->one, import->store,
				  import_wishes_apply, &work);
	if (err && import_is_fatal(err))
		return import_fail(import, err);
	if (err)
		import_refuse(import, wishes.line, "%s",
			      import_reasons(import));
	else
		work_report(import, &work);
	return OK;
}

static int by_uid(const void *a, const void *b)
{
	const struct ics_event *left = *(const struct ics_event *const *)a;
	const struct ics_event *right = *(const struct ics_event *const *)b;
	int order = strcmp(left->uid, right->uid);

	return order ? order : (left > right) - (left < right);
}

static int by_place(const void *a, const void *b)
{
	const struct group *left = a;
	const struct group *right = b;

	return (left->events[0] > right->events[0]) -
	       (left->events[0] < right->events[0]);
}

/* Events of one UID belong together wherever they stand; the first one says
 * when it is the group's turn. */
static size_t groups_make(struct arena *arena, const struct ics_file *file,
			  struct group **groups)
{
	const struct ics_event **events =
		arena_array(arena, file->count, sizeof(*events));
	size_t count = 0;

	*groups = arena_array(arena, file->count, sizeof(**groups));
	for (size_t i = 0; i < file->count; i++)
		events[i] = &file->events[i];
	if (file->count)
		qsort(events, file->count, sizeof(*events), by_uid);
	for (size_t i = 0; i < file->count; i++) {
		if (i == 0 || !str_equal(events[i]->uid, events[i - 1]->uid))
			(*groups)[count++].events = &events[i];
		(*groups)[count - 1].count++;
	}
	if (count)
		qsort(*groups, count, sizeof(**groups), by_place);
	return count;
}

static enum err events_import(struct import *import, struct slice ics)
{
	struct ics_file file = { 0 };
	struct names names;
	struct group *groups;
	size_t count;
	enum err err = import_names_load(import, import->options->practitioner,
					 &names);

	if (err)
		return err;
	import_split(import, ics, names.zone, &file);
	count = groups_make(import->op->arena, &file, &groups);
	for (size_t i = 0; i < count && !err; i++)
		err = group_import(import, &names, &groups[i]);
	return err;
}

enum err practice_import_ics(struct operation *op, struct store *store,
			     const char *file,
			     const struct import_options *options,
			     struct slice ics, struct import_report *report)
{
	struct import import;
	enum err err;

	import_begin(&import, op, store, file, report);
	import.options = options;
	err = events_import(&import, ics);
	import_end(&import);
	return err;
}
