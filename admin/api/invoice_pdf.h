/**
 * An invoice as a PDF, by cairo and Pango.
 */
#ifndef ADMIN_API_INVOICE_PDF_H
#define ADMIN_API_INVOICE_PDF_H

#include "admin/api/invoice_paper.h"

/** ERR_INTERNAL: the library failed. The same paper gives the same bytes. */
MUST_CHECK enum err paper_pdf(struct operation *op, const struct paper *paper,
			      bool letter, struct buf *buf);

#endif
