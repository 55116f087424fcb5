/**
 * Bodies: parsed as JSON and judged whole against a shape.
 */
#ifndef ADMIN_API_BODY_H
#define ADMIN_API_BODY_H

#include "admin/api/call.h"

/** Parse the request's body and check it against the route's shape: sets
 *  call->body, without the fields that are wrong (call_go_on). ERR_SYNTAX:
 *  not JSON, not an object. Required fields are asked of POST and PUT only. */
MUST_CHECK enum err body_read(struct call *call);

/** What the route's handler found besides, after call_go_on: ERR_INVALID with
 *  every wrong field, once each. */
MUST_CHECK enum err body_judged(struct call *call);

/** Go on although fields are wrong, so that all that are get named: nothing
 *  will be written. Whatever else failed is returned. */
MUST_CHECK enum err call_go_on(struct call *call);

#endif
