/**
 * From failures to answers: the table of enum err to HTTP status and
 * precondition element, the only place in dav/ that knows both.
 */
#ifndef DAV_PROBLEM_PRIVATE_H
#define DAV_PROBLEM_PRIVATE_H

#include "base/operation.h"
#include "base/http.h"
#include "dav/dav.h"

/** Answer with status, a DAV:error body holding the precondition's element
 *  (with href where it has one; ours beside need-privileges), and the
 *  sentence for people in a DAV:responsedescription. */
void problem_answer(const struct operation *op, enum err err,
		    struct http_response *response);

/** The status alone. */
int problem_status(enum err err);
/** Write the element, such as "<C:valid-filter/>", with the prefixes that
 *  multistatus_begin declares; nothing where the error has none. `refusal` is
 *  the failure's word, of ERR_REFUSED. */
void problem_element_write(struct buf *buf, enum err err, const char *refusal);

#endif
