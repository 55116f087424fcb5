#include "practice/transfer/export_client.h"
#include "practice/transfer/export_practice.h"
#include "practice/transfer/export_run_private.h"
#include "tests/unit/practice/money_fixture.h"

#include <archive.h>
#include <archive_entry.h>

/* Exports read page by page: what is on the second one is told as well. */

#define MANY (EXPORT_PAGE + 3)

/* A day of work: a session, its invoice, its payment and its payroll. */
static void add_day(struct clinic *clinic, int64_t i)
{
	struct arena *arena = clinic->op->arena;
	struct day day = { day_of(2025, 10, 1).n + i };
	char *start = arena_printf(arena, "%sT15:00:00Z", day_text(arena, day));
	struct session session =
		clinic_session(clinic, start, 60, clinic->fixed, 1);
	struct invoice invoice;
	struct payroll run;

	assert_ok(clinic, clinic_save(clinic, session.id, "completed"));
	assert_ok(clinic,
		  practice_invoice_draft(clinic->op, clinic->store,
					 clinic->clients[0], day, &invoice));
	assert_ok(clinic, practice_invoice_issue(clinic->op, clinic->store,
						 invoice.id, &invoice));
	(void)billing_pay(clinic, 4803);
	assert_ok(clinic,
		  practice_payroll_add(clinic->op, clinic->store, day, &run));
	assert_ok(clinic, practice_payroll_close(clinic->op, clinic->store,
						 run.id, &run));
}

static void add_days(struct clinic *clinic)
{
	clinic_as(clinic, clinic->admin);
	for (size_t i = 0; i < MANY; i++)
		add_day(clinic, (int64_t)i);
}

struct file {
	char name[64];
	struct buf bytes;
};

/* What was written. */
struct files {
	struct arena *arena;
	struct file list[64];
	size_t count;
};

static struct buf *file_of(struct files *files, const char *name)
{
	struct file *file;

	for (size_t i = 0; i < files->count; i++)
		if (str_equal(files->list[i].name, name))
			return &files->list[i].bytes;
	assert_in_range(files->count, 0, ARRAY_SIZE(files->list) - 1);
	file = &files->list[files->count++];
	snprintf(file->name, sizeof(file->name), "%s", name);
	buf_init(&file->bytes, files->arena);
	buf_puts(&file->bytes, "");
	return &file->bytes;
}

static enum err keep(void *context, const char *name, struct slice bytes)
{
	buf_slice(file_of(context, name), bytes);
	return OK;
}

static size_t count_of(struct files *files, const char *name, const char *part)
{
	const char *at = file_of(files, name)->at;
	size_t count = 0;

	for (; (at = strstr(at, part)); at += strlen(part))
		count++;
	return count;
}

/* Numbers in the first column, which go one way, with no way back to one that
 * there was. */
static size_t count_numbers(struct files *files, const char *name, int way)
{
	struct slice rest = slice_of(file_of(files, name)->at);
	int64_t before = 0;
	size_t count = 0;

	(void)slice_cut(&rest, '\n');
	while (rest.at && rest.len > 0) {
		int64_t id = strtoll(slice_cut(&rest, '\n').at, NULL, 10);

		assert_true(count == 0 || (id - before) * way >= 0);
		count += count == 0 || id != before;
		before = id;
	}
	return count;
}

static void s49_all_pages_of_a_practice_are_written_once(void **state)
{
	static const struct {
		const char *name;
		int way;
		size_t each; /* numbers of a day */
	} tables[] = {
		{ "sessions.csv", 1, 1 },  { "saves.csv", 1, 1 },
		{ "ledger.csv", 1, 3 },    { "invoices.csv", -1, 1 },
		{ "payments.csv", -1, 1 }, { "payroll.csv", -1, 1 },
	};
	struct clinic *clinic = *state;
	struct files files = { .arena = clinic->op->arena };
	struct reader *reader;

	add_days(clinic);
	assert_int_equal(store_reader_new(clinic->op, clinic->store, &reader),
			 OK);
	assert_ok(clinic, practice_export(clinic->op, reader, keep, &files));
	store_reader_free(reader);
	for (size_t i = 0; i < ARRAY_SIZE(tables); i++)
		assert_int_equal(
			count_numbers(&files, tables[i].name, tables[i].way),
			MANY * tables[i].each);
	assert_int_equal(count_of(&files, "sessions.csv", "\n"), MANY + 1);
	assert_int_equal(count_of(&files, "payments.csv", "\n"), MANY + 1);
	assert_int_equal(count_of(&files, "audit.csv", ",session.add,"), MANY);
	assert_true(count_numbers(&files, "audit.csv", -1) > 5 * MANY);
	assert_int_equal(count_of(&files, "sessions-maria.ics", "BEGIN:VEVENT"),
			 MANY);
}

static void unpack(struct files *files, struct slice zip)
{
	struct archive *archive = archive_read_new();
	struct archive_entry *entry;

	archive_read_support_format_zip(archive);
	assert_int_equal(archive_read_open_memory(archive, zip.at, zip.len),
			 ARCHIVE_OK);
	while (archive_read_next_header(archive, &entry) == ARCHIVE_OK) {
		struct buf *into =
			file_of(files, archive_entry_pathname(entry));
		char part[4096];
		la_ssize_t len;

		while ((len = archive_read_data(archive, part, sizeof(part))) >
		       0)
			buf_add(into, part, (size_t)len);
		assert_int_equal(len, 0);
	}
	archive_read_free(archive);
}

static void s49_all_pages_of_a_client_are_written_once(void **state)
{
	struct clinic *clinic = *state;
	struct files files = { .arena = clinic->op->arena };
	struct reader *reader;
	struct slice zip;
	const char *name;

	add_days(clinic);
	assert_int_equal(store_reader_new(clinic->op, clinic->store, &reader),
			 OK);
	assert_ok(clinic,
		  practice_client_export(clinic->op, reader, clinic->clients[0],
					 &name, &zip));
	store_reader_free(reader);
	unpack(&files, zip);
	assert_int_equal(count_numbers(&files, "C042/sessions.csv", 1), MANY);
	assert_int_equal(count_numbers(&files, "C042/invoices.csv", -1), MANY);
	assert_int_equal(count_numbers(&files, "C042/payments.csv", -1), MANY);
	assert_int_equal(count_of(&files, "C042/audit.json",
				  "\"action\":\"session.add\""),
			 MANY);
	assert_int_equal(count_of(&files, "C042/sessions.ics", "BEGIN:VEVENT"),
			 MANY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_BILLING(s49_all_pages_of_a_practice_are_written_once),
		WITH_BILLING(s49_all_pages_of_a_client_are_written_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
