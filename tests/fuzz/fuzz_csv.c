/* The reader of people.csv: whatever the bytes and their charset, it moves on,
 * stays within its bounds, and reads what it gave again as it gave it. */
#include "base/charset.h"
#include "practice/transfer/csv.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

static void field_write(struct buf *buf, const char *field)
{
	buf_putc(buf, '"');
	for (; *field; field++) {
		if (*field == '"')
			buf_putc(buf, '"');
		buf_putc(buf, *field);
	}
	buf_putc(buf, '"');
}

static void round_trip(struct arena *arena, const struct csv_row *row)
{
	struct csv csv;
	struct csv_row again;
	struct buf buf;

	buf_init(&buf, arena);
	for (size_t i = 0; i < row->count; i++) {
		if (i)
			buf_putc(&buf, ',');
		field_write(&buf, row->fields[i]);
	}
	/* Quotes may make it longer than a row may be; one field that is
	 * empty is a blank line. */
	if (buf.len > CSV_ROW_LIMIT)
		return;
	/* "sep=;" is a row here, wherever it stood. */
	csv = (struct csv){ .bytes = buf_view(&buf),
			    .line = 1,
			    .separator = ',' };
	if (!csv_next(&csv, arena, &again)) {
		assert(row->count == 1 && row->fields[0][0] == '\0');
		return;
	}
	assert(!again.problem && again.count == row->count);
	for (size_t i = 0; i < row->count; i++)
		assert(str_equal(again.fields[i], row->fields[i]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice bytes = { (const char *)data, size };
	struct arena *arena = arena_new();
	struct csv csv;
	struct csv_row row;
	size_t before = 0;
	size_t line = 0;

	csv_init(&csv, charset_read(arena, bytes, charset_guess(bytes)));
	while (csv_next(&csv, arena, &row)) {
		assert(csv.at > before && csv.at <= csv.bytes.len);
		assert(row.line > line && row.line <= csv.line);
		assert(row.count <= CSV_FIELD_LIMIT);
		before = csv.at;
		line = row.line;
		if (!row.problem)
			round_trip(arena, &row);
	}
	arena_free(arena);
	return 0;
}
