/**
 * Writing comma-separated values (RFC 4180, UTF-8) for spreadsheets and our
 * own reader.
 */
#ifndef BASE_CSV_WRITE_H
#define BASE_CSV_WRITE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/** A cell in quotation marks where it must be. */
void csv_quote(struct buf *buf, const char *text);
/** What people typed must not run when a spreadsheet opens it: text that would
 *  be taken for a formula gets a "'" in front. */
const char *csv_harmless(struct arena *arena, const char *text);
/** The text that csv_harmless was given. */
const char *csv_plain(const char *text);

/** A file on its way: cells, and the end of each row. */
struct csv_out {
	struct buf buf;
	bool in_row;
};

/** Begin with the names of the columns, "code,name". */
void csv_begin(struct csv_out *out, struct arena *arena, const char *columns);
/** NULL: an empty cell. */
void csv_text(struct csv_out *out, const char *text);
/** Words and numbers of ours, as they are. */
void csv_word(struct csv_out *out, const char *word);
void csv_int(struct csv_out *out, int64_t number);
/** 0: an empty cell. */
void csv_id(struct csv_out *out, int64_t id);
void csv_end(struct csv_out *out);

#endif
