/**
 * From failures to answers: the table of enum err to HTTP status and
 * precondition element, the only place in dav/ that knows both.
 */
#ifndef DAV_PROBLEM_PRIVATE_H
#define DAV_PROBLEM_PRIVATE_H

#include <stdbool.h>

#include "base/operation.h"
#include "base/http.h"
#include "dav/dav.h"

/** Answer with status, a DAV:error body holding the precondition's element
 *  (with href where it has one; ours beside need-privileges), and the
 *  sentence for people in a DAV:responsedescription. */
void problem_answer(const struct operation *op, enum err err,
		    struct http_response *response);

/** A privilege that is missing, and the resource of which it is asked. */
struct problem_need {
	const char *href, *privilege;
};
/** Is the error's element need-privileges? */
bool problem_needs(enum err err);
/** problem_answer of such an error, with what is missing in its element
 *  (RFC 3744 7.1.1). */
void problem_answer_need(const struct operation *op, enum err err,
			 const struct problem_need *need,
			 struct http_response *response);

/** 403 with a precondition of ACL's (RFC 3744 8.1.1), such as "no-invert", and
 *  the failure's sentence. */
void problem_answer_precondition(const struct operation *op, const char *name,
				 struct http_response *response);

/** The status alone. */
int problem_status(enum err err);
/** Write the element, such as "<C:valid-filter/>", with the prefixes that
 *  multistatus_begin declares; nothing where the error has none. `refusal` is
 *  the failure's word, of ERR_REFUSED. */
void problem_element_write(struct buf *buf, enum err err, const char *refusal);

#endif
