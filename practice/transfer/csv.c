#include "practice/transfer/csv.h"

#include "base/unicode.h"

#include <string.h>

/* Where a row is being read; the csv moves on only when that is settled. */
struct cursor {
	struct slice bytes; /* ends where the row must */
	size_t at;
	size_t line;
	char separator;
};

static const char mark[] = UTF8_MARK;

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

static bool at_end(const struct cursor *cursor)
{
	return cursor->at == cursor->bytes.len;
}

static char here(const struct cursor *cursor)
{
	return cursor->bytes.at[cursor->at];
}

/* CRLF, LF, or the lone CR of old programs. */
static void line_end_pass(struct cursor *cursor)
{
	char c = here(cursor);

	cursor->at++;
	if (c == '\r' && !at_end(cursor) && here(cursor) == '\n')
		cursor->at++;
	cursor->line++;
}

/* What stands between quotes, the opening one passed: NULL, or the problem. */
static const char *quoted_read(struct cursor *cursor, struct buf *field)
{
	while (!at_end(cursor)) {
		char c = here(cursor);

		if (is_line_end(c)) {
			line_end_pass(cursor);
			buf_putc(field, '\n');
			continue;
		}
		cursor->at++;
		if (c != '"') {
			buf_putc(field, c);
			continue;
		}
		if (at_end(cursor) || here(cursor) != '"')
			return NULL;
		buf_putc(field, '"');
		cursor->at++;
	}
	return "a quotation mark (\") opens and none closes";
}

static bool ends_field(const struct cursor *cursor)
{
	return at_end(cursor) || here(cursor) == cursor->separator ||
	       is_line_end(here(cursor));
}

static const char *field_read(struct cursor *cursor, struct arena *arena,
			      const char **field)
{
	size_t start = cursor->at;
	struct buf buf;
	const char *problem;

	if (at_end(cursor) || here(cursor) != '"') {
		/* A quote further on stands for itself: 5" pipe. */
		while (!ends_field(cursor))
			cursor->at++;
		*field = arena_strndup(arena, cursor->bytes.at + start,
				       cursor->at - start);
		return NULL;
	}
	cursor->at++;
	buf_init(&buf, arena);
	buf_puts(&buf, "");
	problem = quoted_read(cursor, &buf);
	if (!problem && !ends_field(cursor))
		problem = "text follows a closing quotation mark (\")";
	*field = buf.at;
	return problem;
}

static const char *row_read(struct cursor *cursor, struct arena *arena,
			    struct csv_row *row)
{
	size_t start = cursor->at;
	size_t room = 0;

	for (;;) {
		const char *field;
		const char *problem = field_read(cursor, arena, &field);

		if (problem)
			return problem;
		if (row->count == CSV_FIELD_LIMIT)
			return "the row has too many fields";
		row->fields = arena_grow(arena, row->fields, row->count, &room,
					 sizeof(*row->fields));
		row->fields[row->count++] = field;
		if (at_end(cursor) || is_line_end(here(cursor)))
			break;
		cursor->at++;
	}
	if (!utf8_valid(cursor->bytes.at + start, cursor->at - start, NULL))
		return "the text is not UTF-8 (save the file as \"CSV UTF-8\")";
	return NULL;
}

/* A row that is not whole gives up at its first line. */
static void line_skip(struct csv *csv)
{
	struct cursor cursor = {
		.bytes = csv->bytes,
		.at = csv->at,
		.line = csv->line,
	};

	while (!at_end(&cursor) && !is_line_end(here(&cursor)))
		cursor.at++;
	if (!at_end(&cursor))
		line_end_pass(&cursor);
	csv->at = cursor.at;
	csv->line = cursor.line;
}

/* Of as many of two the former: commas stand in headings too. */
static const char separators[] = "\t;,|";

/* The one that is most often in the first line that has any, but for what
 * quotes hold. */
static char separator_guess(struct slice bytes)
{
	size_t counts[sizeof(separators)] = { 0 };
	size_t best = 0;
	bool quoted = false;
	bool any = false;

	for (size_t i = 0; i < bytes.len && i < CSV_ROW_LIMIT; i++) {
		const char *found = strchr(separators, bytes.at[i]);

		if (bytes.at[i] == '"')
			quoted = !quoted;
		if (quoted)
			continue;
		if (is_line_end(bytes.at[i]) && any)
			break;
		if (!found || !*found)
			continue;
		any = true;
		counts[found - separators]++;
	}
	for (size_t i = 1; i < strlen(separators); i++) {
		if (counts[i] > counts[best])
			best = i;
	}
	return any ? separators[best] : ',';
}

/* "sep=;", quoted or not, which Excel heeds in the first line. */
static bool separator_told(struct slice line, char *separator)
{
	static const char word[] = "sep=";
	size_t len = strlen(word);

	if (line.len > 1 && line.at[0] == '"' && line.at[line.len - 1] == '"') {
		line.at++;
		line.len -= 2;
	}
	if (line.len != len + 1 ||
	    !slice_is((struct slice){ line.at, len }, word))
		return false;
	*separator = line.at[len];
	return *separator != '"';
}

void csv_init(struct csv *csv, struct slice bytes)
{
	size_t end = 0;

	if (slice_starts(bytes, mark)) {
		bytes.at += strlen(mark);
		bytes.len -= strlen(mark);
	}
	*csv = (struct csv){ .bytes = bytes, .line = 1 };
	while (end < bytes.len && !is_line_end(bytes.at[end]))
		end++;
	if (separator_told((struct slice){ bytes.at, end }, &csv->separator))
		line_skip(csv);
	else
		csv->separator = separator_guess(bytes);
}

static bool is_blank(const struct csv_row *row)
{
	return row->count == 1 && !row->problem && row->fields[0][0] == '\0';
}

static void one_row(struct csv *csv, struct arena *arena, struct csv_row *row)
{
	struct cursor cursor = {
		.bytes = csv->bytes,
		.at = csv->at,
		.line = csv->line,
		.separator = csv->separator,
	};
	bool cut = csv->bytes.len - csv->at > CSV_ROW_LIMIT;

	if (cut)
		cursor.bytes.len = csv->at + CSV_ROW_LIMIT;
	*row = (struct csv_row){ .line = csv->line };
	row->problem = row_read(&cursor, arena, row);
	if (cut && at_end(&cursor))
		row->problem = "the row is too long, or a quotation mark (\") "
			       "is missing";
	if (row->problem) {
		line_skip(csv);
		return;
	}
	if (!at_end(&cursor))
		line_end_pass(&cursor);
	csv->at = cursor.at;
	csv->line = cursor.line;
}

bool csv_next(struct csv *csv, struct arena *arena, struct csv_row *row)
{
	struct csv_row next;

	do {
		if (csv->at == csv->bytes.len)
			return false;
		one_row(csv, arena, &next);
	} while (is_blank(&next));
	*row = next;
	return true;
}
