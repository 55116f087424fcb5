/**
 * Bodies: parsed as JSON and judged whole against a shape.
 */
#ifndef ADMIN_BODY_H
#define ADMIN_BODY_H

#include "admin/call.h"

/** Parse the request's body and check it against the route's shape: sets
 *  call->body. ERR_SYNTAX (not JSON, not an object), ERR_INVALID with every
 *  wrong field. Required fields are asked of POST and PUT only. */
MUST_CHECK enum err body_read(struct call *call);

#endif
