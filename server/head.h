/**
 * The head of a request as libmicrohttpd has read it, taken into an exchange.
 */
#ifndef SERVER_HEAD_H
#define SERVER_HEAD_H

#include "server/config.h"
#include "server/exchange.h"
#include "server/framing.h"

#include <microhttpd.h>

/** Collect method and headers, and find out whose request it is; a sentence
 *  when the head cannot be taken. */
const char *head_read(struct MHD_Connection *connection,
		      const struct config *config, const char *method,
		      const char *version, struct exchange *exchange,
		      struct framing *framing);

#endif
