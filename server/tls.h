/**
 * The certificate that the process serves with: read at the start, read again
 * when told to or when its files change, without a connection noticing. One a
 * process.
 */
#ifndef SERVER_TLS_H
#define SERVER_TLS_H

#include "server/config.h"
#include "base/slice.h"

#include <gnutls/abstract.h>

/** What is spoken: TLS 1.2 and up. */
#define TLS_PRIORITIES "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"

/**
 * Read the certificate and the key of the settings; nothing where neither is
 * set. ERR_INVALID with a sentence: they cannot be served with. One that has
 * expired is served and logged: who renews it may need the server for that.
 */
MUST_CHECK enum err tls_start(struct operation *op,
			      const struct config *config);
void tls_stop(void);

/** Look whether the files have changed, or read them in any case (`told`). What
 *  cannot be served with, or has expired, is logged and not taken: the old one
 *  stays. For one thread, now and then. */
void tls_renew(struct operation *op, bool told);

/** For the library, which asks at each handshake. Any thread. */
gnutls_certificate_retrieve_function2 tls_certificate_for;

/** Is there a certificate to sign with? */
bool tls_signs(void);
/** certificate_sign with the one that is served. Any thread. */
MUST_CHECK enum err tls_sign(struct operation *op, struct slice bytes,
			     struct slice *signed_);

#endif
