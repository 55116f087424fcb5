#include "base/zip.h"

#include "tests/unit/base/arena_fixture.h"

#include <string.h>

#include <archive.h>
#include <archive_entry.h>

#define AT ((struct instant){ 1780948800 })

static struct slice text(const char *string)
{
	return slice_of(string);
}

/* What another reader of archives finds: "name=bytes;" of every file. */
static char *contents(struct arena *arena, struct slice bytes)
{
	struct archive *archive = archive_read_new();
	struct archive_entry *entry;
	struct buf found;

	buf_init(&found, arena);
	buf_puts(&found, "");
	archive_read_support_format_zip(archive);
	assert_int_equal(archive_read_open_memory(archive, bytes.at, bytes.len),
			 ARCHIVE_OK);
	while (archive_read_next_header(archive, &entry) == ARCHIVE_OK) {
		char part[100000];
		la_ssize_t len = archive_read_data(archive, part, sizeof(part));

		assert_true(len >= 0);
		assert_int_equal(archive_entry_mtime(entry), AT.s);
		buf_printf(&found, "%s=", archive_entry_pathname(entry));
		buf_add(&found, part, (size_t)len);
		buf_putc(&found, ';');
	}
	archive_read_free(archive);
	return found.at;
}

static void files_come_back_in_their_order(void **state)
{
	struct zip *zip = zip_new(*state, AT);

	zip_add(zip, "C042/b.json", text("{}"));
	zip_add(zip, "C042/a.csv", text("x,y\r\n"));
	zip_add(zip, "C042/empty", text(""));
	assert_string_equal(contents(*state, zip_end(zip)),
			    "C042/b.json={};C042/a.csv=x,y\r\n;C042/empty=;");
}

static void the_same_files_make_the_same_archive(void **state)
{
	struct slice made[2];

	for (int i = 0; i < 2; i++) {
		struct zip *zip = zip_new(*state, AT);

		zip_add(zip, "a", text("one"));
		zip_add(zip, "b", text("two"));
		made[i] = zip_end(zip);
	}
	assert_true(slice_equal(made[0], made[1]));
}

static void what_repeats_is_packed(void **state)
{
	struct zip *zip = zip_new(*state, AT);
	static char many[90000];
	size_t before = zip_size(zip);

	memset(many, 'x', sizeof(many));
	zip_add(zip, "many", (struct slice){ many, sizeof(many) });
	assert_true(zip_end(zip).len < 10000);
	assert_true(zip_size(zip) > before);
}

static void an_archive_without_an_end_goes_with_its_arena(void **state)
{
	struct zip *zip = zip_new(*state, AT);

	zip_add(zip, "a", text("one"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_ARENA(files_come_back_in_their_order),
		WITH_ARENA(the_same_files_make_the_same_archive),
		WITH_ARENA(what_repeats_is_packed),
		WITH_ARENA(an_archive_without_an_end_goes_with_its_arena),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
