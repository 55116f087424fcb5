/**
 * An invoice as a page to print.
 */
#ifndef ADMIN_API_INVOICE_HTML_H
#define ADMIN_API_INVOICE_HTML_H

#include "admin/api/invoice_paper.h"

/** A page of its own: nothing is loaded, A4 and Letter. */
void paper_html(const struct paper *paper, struct buf *buf);

#endif
