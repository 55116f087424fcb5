/**
 * An answer as libmicrohttpd sends it: its bytes where they lie, with the
 * headers that every answer has.
 */
#ifndef SERVER_REPLY_H
#define SERVER_REPLY_H

#include "server/exchange.h"

#include <microhttpd.h>

/**
 * Of exchange->response. last: it ends the connection. Where it is worth it,
 * the bytes are moved to memory of their own size and the exchange's arena is
 * emptied; *moved says how many were, and who ends the answer gives them back
 * (memory_count). Any thread.
 */
struct MHD_Response *reply_new(struct exchange *exchange, bool tls, bool last,
			       size_t *moved);

/** The same of the head alone: the body comes through exchange->stream, whose
 *  pipe has not been left by the reader yet, in chunks. */
struct MHD_Response *reply_new_stream(struct exchange *exchange, bool tls,
				      bool last);

#endif
