/**
 * What is answered on the address beside HTTPS: the way to https://, and the
 * files by which an ACME client proves whose name it is (RFC 8555 8.3).
 */
#ifndef SERVER_REDIRECT_H
#define SERVER_REDIRECT_H

#include "server/config.h"
#include "server/exchange.h"

struct redirect;

/** `address` is where HTTPS is served, as listen_address says it. Both outlive
 *  it; freed with redirect_free. */
struct redirect *redirect_new(const struct config *config, const char *address);
void redirect_free(struct redirect *redirect);

/** Answers all at once; context is the redirect. */
struct handler redirect_handler(struct redirect *redirect);

#endif
