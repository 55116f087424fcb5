/**
 * The door of the program: what is answered before anybody has signed in, how
 * long a body may be, and refusals in the form of the part that owns the path.
 */
#ifndef SERVER_DOOR_H
#define SERVER_DOOR_H

#include "server/exchange.h"

/** On an I/O thread: answer what needs neither the store nor a login. False:
 *  it goes on, with a body of at most *body_limit bytes. */
bool door_begin(struct exchange *exchange, size_t *body_limit);
/** There is no room for its body now, or the body is too large. */
void door_no_body(struct exchange *exchange, bool too_large);
/** Answer with what went wrong (exchange->op.failure). */
void door_refuse(struct exchange *exchange, enum err err);

#endif
