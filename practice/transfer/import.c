#include "practice/transfer/import.h"

#include "base/digest.h"
#include "practice/transfer/import_contacts.h"
#include "practice/transfer/import_ics.h"
#include "practice/transfer/import_people.h"
#include "practice/transfer/import_run_private.h"
#include "practice/transfer/import_services.h"
#include "store/trial.h"

#include <stdlib.h>
#include <string.h>

#define PROOF "ledger-proof.json" /* in every export, and nowhere else */

static enum err people_take(struct operation *op, struct store *store,
			    const struct import_file *file,
			    const struct import_options *options,
			    struct import_report *report)
{
	return practice_import_people(op, store, file->name, options->roles,
				      file->bytes, report);
}

static enum err services_take(struct operation *op, struct store *store,
			      const struct import_file *file,
			      const struct import_options *options UNUSED,
			      struct import_report *report)
{
	return practice_import_services(op, store, file->name, file->bytes,
					report);
}

static enum err types_take(struct operation *op, struct store *store,
			   const struct import_file *file,
			   const struct import_options *options UNUSED,
			   struct import_report *report)
{
	return practice_import_types(op, store, file->name, file->bytes,
				     report);
}

static enum err rates_take(struct operation *op, struct store *store,
			   const struct import_file *file,
			   const struct import_options *options UNUSED,
			   struct import_report *report)
{
	return practice_import_rates(op, store, file->name, file->bytes,
				     report);
}

static enum err contacts_take(struct operation *op, struct store *store,
			      const struct import_file *file,
			      const struct import_options *options UNUSED,
			      struct import_report *report)
{
	return practice_import_contacts(op, store, file->name, file->bytes,
					report);
}

static enum err ics_take(struct operation *op, struct store *store,
			 const struct import_file *file,
			 const struct import_options *options,
			 struct import_report *report)
{
	return practice_import_ics(op, store, file->name, options, file->bytes,
				   report);
}

static const char *const table_ends[] = { ".csv", ".tsv", ".tab", NULL };
static const char *const ics_ends[] = { ".ics", ".ical", ".icalendar", NULL };

/* A practice's own export names its tables; any other table is of people. */
static const struct kind {
	const char *name;        /* of a file, or NULL */
	const char *const *ends; /* of its name */
	enum err (*take)(struct operation *op, struct store *store,
			 const struct import_file *file,
			 const struct import_options *options,
			 struct import_report *report);
} kinds[] = {
	/* each behind what it needs */
	{ "services.csv", NULL, services_take },
	{ "completion-types.csv", NULL, types_take },
	{ "people.csv", table_ends, people_take },
	{ "contacts.csv", NULL, contacts_take },
	{ "rates.csv", NULL, rates_take },
	{ NULL, ics_ends, ics_take },
};

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool ends_as(const char *name, const char *const *ends)
{
	size_t len = strlen(name);

	for (; ends && *ends; ends++) {
		if (len > strlen(*ends) &&
		    str_same(name + len - strlen(*ends), *ends))
			return true;
	}
	return false;
}

/* NULL: of none. Names with a dot in front are the system's, "._a.csv". */
static const struct kind *kind_of(const char *path)
{
	const char *name = base_name(path);

	if (name[0] == '.')
		return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		if (kinds[i].name && str_same(kinds[i].name, name))
			return &kinds[i];
	}
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		if (ends_as(name, kinds[i].ends))
			return &kinds[i];
	}
	return NULL;
}

bool practice_import_takes(const char *name)
{
	return kind_of(name) != NULL;
}

static int by_kind_and_name(const void *a, const void *b)
{
	const struct import_file *left = a;
	const struct import_file *right = b;
	const struct kind *first = kind_of(left->name);
	const struct kind *second = kind_of(right->name);

	if (first != second)
		return first < second ? -1 : 1;
	return strcmp(left->name, right->name);
}

/* Of a table that another one is in the place of, in the folder of an own
 * export: such as sessions.csv, for the calendars have them. */
static bool is_for_reading(const struct import_file *files, size_t count,
			   const char *path)
{
	size_t folder = (size_t)(base_name(path) - path);
	const struct kind *kind = kind_of(path);

	if (kind && (!kind->name || str_same(kind->name, base_name(path))))
		return false;
	for (size_t i = 0; i < count; i++) {
		const char *other = files[i].name;

		if (str_equal(base_name(other), PROOF) &&
		    (size_t)(base_name(other) - other) == folder &&
		    memcmp(other, path, folder) == 0)
			return true;
	}
	return false;
}

static void left_tell(struct operation *op, struct import_report *report,
		      const char *file, bool for_reading)
{
	struct import import;

	import_begin(&import, op, NULL, file, report);
	if (for_reading)
		import_tell(&import, 0,
			    "This file of an own export is for reading: "
			    "nothing was taken of it.");
	else
		import_refuse(&import, 0,
			      "This is neither a calendar (.ics) nor a table "
			      "(.csv): nothing was taken of it.");
	import_end(&import);
}

enum err practice_import(struct operation *op, struct store *store,
			 struct import_file *files, size_t count,
			 const struct import_options *options,
			 struct import_report *report)
{
	enum err err = OK;

	if (count)
		qsort(files, count, sizeof(*files), by_kind_and_name);
	for (size_t i = 0; i < count && !err; i++) {
		const char *name = files[i].name;
		const struct kind *kind = kind_of(name);
		bool for_reading = is_for_reading(files, count, name);

		if (kind && !for_reading)
			err = kind->take(op, store, &files[i], options, report);
		else
			left_tell(op, report, name, for_reading);
	}
	return err;
}

enum err practice_import_preview(struct operation *op, struct store *store,
				 struct import_file *files, size_t count,
				 const struct import_options *options,
				 struct import_report *report)
{
	struct trial trial;
	enum err err = store_trial_begin(op, store, &trial);

	if (err)
		return err;
	err = practice_import(op, trial.store, files, count, options, report);
	store_trial_end(op, &trial);
	return err;
}

const char *practice_import_hash(struct arena *arena,
				 const struct import_report *report)
{
	struct buf buf;

	buf_init(&buf, arena);
	buf_printf(&buf, "%lld %lld %lld %lld", (long long)report->added,
		   (long long)report->changed, (long long)report->unchanged,
		   (long long)report->refused);
	for (size_t i = 0; i < report->line_count; i++)
		buf_printf(&buf, "\n%s:%zu: %s", report->lines[i].file,
			   report->lines[i].line, report->lines[i].message);
	return digest_tag(arena, buf.at, buf.len);
}
