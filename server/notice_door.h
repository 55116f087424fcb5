/**
 * The door for readers of notices and for gateways, without a login: the key
 * in the address is of one notice. /notices/stop/KEY asks and, by POST, ends
 * them (RFC 8058); at /notices/status/KEY a gateway tells what became of a
 * text message.
 */
#ifndef SERVER_NOTICE_DOOR_H
#define SERVER_NOTICE_DOOR_H

#include "base/http.h"
#include "base/operation.h"
#include "store/store.h"

bool notice_door_owns(const struct http_path *path);
/** On an I/O thread: answer what needs no store; true when it did. */
bool notice_door_open(const struct http_request *request,
		      struct http_response *response, size_t *body_limit);
/** Answer the request; the reader has not begun. */
void notice_door_handle(struct operation *op, struct store *store,
			struct reader *reader,
			const struct http_request *request,
			struct http_response *response);

#endif
