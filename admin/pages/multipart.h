/**
 * Forms with files: multipart/form-data (RFC 7578), bounded, read where they
 * lie.
 */
#ifndef ADMIN_PAGES_MULTIPART_H
#define ADMIN_PAGES_MULTIPART_H

#include "admin/pages/form.h"

/** Is this the Content-Type of one? */
bool multipart_is(const char *type);
/** Fields as form_read has them, and the files that were chosen: their bytes
 *  are those of the body, their names have no folders. ERR_SYNTAX: it cannot
 *  be read, or has too many parts. */
MUST_CHECK enum err multipart_read(struct operation *op, const char *type,
				   struct slice body, struct form *form);

#endif
