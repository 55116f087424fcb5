/**
 * A client's statement as a PDF.
 */
#ifndef ADMIN_API_STATEMENT_PDF_H
#define ADMIN_API_STATEMENT_PDF_H

#include "admin/api/statement_paper.h"

/** ERR_INTERNAL: the library failed. */
MUST_CHECK enum err statement_pdf(struct operation *op,
				  const struct statement_paper *paper,
				  bool letter, struct buf *buf);
/** That of a notice, as the system sees it: `data` is {"from", "to"}. The
 *  reader has begun. */
MUST_CHECK enum err statement_file(struct operation *op, struct reader *reader,
				   int64_t client, const char *data,
				   const char **name, struct slice *bytes);

#endif
