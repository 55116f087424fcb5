/**
 * What exports share: one read transaction for all of it, so that its parts
 * fit together, and memory that is given back page by page.
 */
#ifndef PRACTICE_TRANSFER_EXPORT_RUN_PRIVATE_H
#define PRACTICE_TRANSFER_EXPORT_RUN_PRIVATE_H

#include "base/csv_write.h"
#include "store/people.h"
#include "store/practice.h"
#include "store/session.h"

/** Rows that are read at once. */
#define EXPORT_PAGE ((size_t)200)

struct export_run {
	struct operation *op; /* the caller's: what lives to the end */
	/** The reader's; what it made is gone at the next export_page. */
	struct operation one;
	struct arena *page;
	struct reader *reader;
	struct practice practice;
	int digits;
};

/** Begin to read, and load the practice; ended by export_end, whatever this
 *  answers. */
MUST_CHECK enum err export_begin(struct export_run *export,
				 struct operation *op, struct reader *reader);
/** What is read from here on lives to the end. */
void export_keep(struct export_run *export);
/** What is read from here on lives until the next page. */
void export_page(struct export_run *export);
/** Hands the failure on to the caller's operation; returns err. */
enum err export_end(struct export_run *export, enum err err);

/** How files name the person with that id (practice_word); "" of 0. */
MUST_CHECK enum err export_word_of(struct export_run *export, int64_t person,
				   const char **word);

/** Cells; an instant may be none. */
void export_money(const struct export_run *export, struct csv_out *out,
		  struct money money);
void export_instant(const struct export_run *export, struct csv_out *out,
		    struct instant instant);

#endif
