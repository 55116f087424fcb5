/**
 * A certificate with its key, as files of PEM hold them: read, held against
 * each other and against the clock, and told about.
 */
#ifndef SERVER_CERTIFICATE_H
#define SERVER_CERTIFICATE_H

#include "base/operation.h"
#include "base/slice.h"

#include <gnutls/abstract.h>
#include <gnutls/x509.h>
#include <stdbool.h>

#define CERTIFICATE_CHAIN 16

/** It never changes once it is read. */
struct certificate {
	gnutls_x509_crt_t chain[CERTIFICATE_CHAIN]; /* its own first */
	gnutls_pcert_st sent[CERTIFICATE_CHAIN];    /* the same, for TLS */
	unsigned count;
	gnutls_privkey_t key;
	struct instant from, until; /* of its own */
};

/**
 * Read the two files, which may be one. ERR_INVALID with a sentence: a file
 * that cannot be read, that holds no certificate or no key, a key with a
 * password, one that belongs to another certificate. One that has expired is
 * read (certificate_age). Freed with certificate_free.
 */
MUST_CHECK enum err certificate_read(struct operation *op, const char *path,
				     const char *key_path,
				     struct certificate **certificate);
void certificate_free(struct certificate *certificate);

/** A sentence about a certificate that does not hold at the moment: expired,
 *  or not valid yet; NULL: it holds. In the operation's arena. */
const char *certificate_age(struct operation *op,
			    const struct certificate *certificate);
/** Is it for this host name (RFC 6125)? */
bool certificate_names(const struct certificate *certificate, const char *host);
/** Does each of the chain sign the one before it? Only a root may lack; one
 *  that signed itself is whole. */
bool certificate_chain_ok(const struct certificate *certificate);

/** The bytes signed, and within the signature (CMS, RFC 5652, in DER; SHA-256,
 *  the chain and the time along). ERR_STORAGE when the library cannot. */
MUST_CHECK enum err certificate_sign(struct operation *op,
				     const struct certificate *certificate,
				     struct slice bytes, struct slice *signed_);

#endif
