/**
 * Text for man: what the manual's pages are made of.
 */
#ifndef SERVER_ROFF_H
#define SERVER_ROFF_H

/** Print text to standard output: no line is taken for a request, hyphens can
 *  be copied. */
void roff_text(const char *text);

#endif
