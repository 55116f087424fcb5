/**
 * QR codes, drawn as SVG: dark on white, whatever the look, because cameras
 * read nothing else.
 */
#ifndef ADMIN_PAGES_QR_H
#define ADMIN_PAGES_QR_H

#include "admin/pages/html.h"

/** The code of a text, with a name for whoever listens. A text that no code can
 *  hold (over 2 KiB) is left out. */
void qr_put(struct html *html, const char *text, const char *name);

#endif
