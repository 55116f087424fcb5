/**
 * A client's statement on paper: the words of its PDF, and what its page says
 * of a session likewise (rules S40).
 */
#ifndef ADMIN_API_STATEMENT_PAPER_H
#define ADMIN_API_STATEMENT_PAPER_H

#include "admin/api/call.h"
#include "base/str.h"
#include "practice/money/statement.h"

struct statement_line {
	const char *date, *what, *how, *charge, *paid, *balance;
};

/** All texts are UTF-8; those that may be NULL say so. */
struct statement_paper {
	const char *file; /* "statement-C042-2026-06-10.pdf" */
	struct practice practice;
	const char *name, *code;
	const char *send_to, *address; /* or NULL */
	const char *span;              /* "1 May 2026 to 10 June 2026" */
	const char *opening, *charged, *paid, *closing;
	const char *total; /* "Closing balance, 10 June 2026, CAD" */
	struct statement_line *lines;
	size_t line_count;
	struct instant made;
};

/** The account of a client from one day to another, both inclusive, as the
 *  actor may see it: ERR_NOT_FOUND. The reader has begun. */
MUST_CHECK enum err statement_paper_load(struct call *call, int64_t client,
					 struct day from, struct day to,
					 struct statement_paper *paper);
/** "Speech, Maria Santos": what a session was, and with whom. */
MUST_CHECK enum err statement_session_words(struct reader *reader,
					    const struct account_entry *entry,
					    const char **words);

#endif
