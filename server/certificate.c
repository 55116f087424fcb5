#include "server/certificate.h"

#include "base/file.h"
#include "base/str.h"

#include <gnutls/gnutls.h>
#include <gnutls/pkcs7.h>
#include <stdlib.h>
#include <string.h>

#define FILE_MOST ((size_t)256 * 1024)
#define KEY_ID 64
#define NAME_MOST 256

static gnutls_datum_t datum_of(struct slice bytes)
{
	return (gnutls_datum_t){ (unsigned char *)(uintptr_t)bytes.at,
				 (unsigned)bytes.len };
}

static enum err chain_read(struct operation *op, const char *path,
			   struct certificate *made)
{
	unsigned count = CERTIFICATE_CHAIN;
	gnutls_datum_t datum;
	struct slice text;
	int code;
	enum err err = file_read(op, path, FILE_MOST, &text);

	if (err)
		return err;
	datum = datum_of(text);
	code = gnutls_x509_crt_list_import(made->chain, &count, &datum,
					   GNUTLS_X509_FMT_PEM, 0);
	if (code <= 0)
		return fail(op, ERR_INVALID,
			    "'%s' holds no certificate in PEM (%s)", path,
			    code ? gnutls_strerror(code) : "it is empty");
	made->count = (unsigned)code;
	for (unsigned i = 0; i < made->count; i++)
		if (gnutls_pcert_import_x509(&made->sent[i], made->chain[i], 0))
			abort(); /* no memory */
	return OK;
}

static enum err key_read(struct operation *op, const char *path,
			 struct certificate *made)
{
	gnutls_datum_t datum;
	struct slice text;
	int code;
	enum err err = file_read(op, path, FILE_MOST, &text);

	if (err)
		return err;
	if (gnutls_privkey_init(&made->key))
		abort();
	datum = datum_of(text);
	code = gnutls_privkey_import_x509_raw(made->key, &datum,
					      GNUTLS_X509_FMT_PEM, NULL, 0);
	if (code == GNUTLS_E_DECRYPTION_FAILED)
		return fail(op, ERR_INVALID,
			    "the key in '%s' has a password; write it without "
			    "one, readable by the server alone",
			    path);
	if (code)
		return fail(op, ERR_INVALID, "'%s' holds no key in PEM (%s)",
			    path, gnutls_strerror(code));
	return OK;
}

/* The public half of either, by its hash. */
static bool same_key(const struct certificate *made)
{
	unsigned char of_key[KEY_ID], of_certificate[KEY_ID];
	size_t key_len = sizeof(of_key), len = sizeof(of_certificate);
	gnutls_pubkey_t public_half;
	bool same;

	if (gnutls_pubkey_init(&public_half))
		abort();
	same = gnutls_pubkey_import_privkey(public_half, made->key, 0, 0) ==
		       0 &&
	       gnutls_pubkey_get_key_id(public_half, 0, of_key, &key_len) ==
		       0 &&
	       gnutls_x509_crt_get_key_id(made->chain[0], 0, of_certificate,
					  &len) == 0 &&
	       len == key_len && memcmp(of_key, of_certificate, len) == 0;
	gnutls_pubkey_deinit(public_half);
	return same;
}

enum err certificate_read(struct operation *op, const char *path,
			  const char *key_path,
			  struct certificate **certificate)
{
	struct certificate *made = calloc(1, sizeof(*made));
	enum err err;

	if (!made)
		abort();
	err = chain_read(op, path, made);
	if (!err)
		err = key_read(op, key_path, made);
	if (!err && !same_key(made))
		err = fail(op, ERR_INVALID,
			   "the key in '%s' does not belong to the certificate "
			   "in '%s', whose own must be its first",
			   key_path, path);
	if (err) {
		certificate_free(made);
		return err;
	}
	made->from.s = gnutls_x509_crt_get_activation_time(made->chain[0]);
	made->until.s = gnutls_x509_crt_get_expiration_time(made->chain[0]);
	*certificate = made;
	return OK;
}

void certificate_free(struct certificate *certificate)
{
	for (unsigned i = 0; i < certificate->count; i++) {
		gnutls_pcert_deinit(&certificate->sent[i]);
		gnutls_x509_crt_deinit(certificate->chain[i]);
	}
	if (certificate->key)
		gnutls_privkey_deinit(certificate->key);
	free(certificate);
}

const char *certificate_age(struct operation *op,
			    const struct certificate *certificate)
{
	if (op->now.s > certificate->until.s)
		return arena_printf(
			op->arena,
			"the certificate expired at %s; programs "
			"refuse it until it is renewed",
			instant_text(op->arena, certificate->until));
	if (op->now.s < certificate->from.s)
		return arena_printf(op->arena,
				    "the certificate does not hold before %s; "
				    "is this machine's clock right?",
				    instant_text(op->arena, certificate->from));
	return NULL;
}

bool certificate_names(const struct certificate *certificate, const char *host)
{
	char first[NAME_MOST];
	size_t len = sizeof(first);
	int kind = gnutls_x509_crt_get_subject_alt_name(certificate->chain[0],
							0, first, &len, NULL);

	/* The common name alone is believed by no program any more. */
	if (kind < 0 && kind != GNUTLS_E_SHORT_MEMORY_BUFFER)
		return false;
	return gnutls_x509_crt_check_hostname(certificate->chain[0], host) != 0;
}

bool certificate_chain_ok(const struct certificate *certificate)
{
	unsigned last = certificate->count - 1;

	for (unsigned i = 0; i < last; i++)
		if (!gnutls_x509_crt_check_issuer(certificate->chain[i],
						  certificate->chain[i + 1]))
			return false;
	/* An end alone, which another signed, leaves programs without the
	 * middle of the chain. */
	return last > 0 || gnutls_x509_crt_check_issuer(certificate->chain[0],
							certificate->chain[0]);
}

enum err certificate_sign(struct operation *op,
			  const struct certificate *certificate,
			  struct slice bytes, struct slice *signed_)
{
	gnutls_datum_t datum = datum_of(bytes), out = { NULL, 0 };
	gnutls_pkcs7_t message;
	int code;

	if (gnutls_pkcs7_init(&message))
		abort();
	code = gnutls_pkcs7_sign(
		message, certificate->chain[0], certificate->key, &datum, NULL,
		NULL, GNUTLS_DIG_SHA256,
		GNUTLS_PKCS7_EMBED_DATA | GNUTLS_PKCS7_INCLUDE_TIME |
			GNUTLS_PKCS7_INCLUDE_CERT);
	for (unsigned i = 1; !code && i < certificate->count; i++)
		code = gnutls_pkcs7_set_crt(message, certificate->chain[i]);
	if (!code)
		code = gnutls_pkcs7_export2(message, GNUTLS_X509_FMT_DER, &out);
	gnutls_pkcs7_deinit(message);
	if (code)
		return fail(op, ERR_STORAGE, "the file cannot be signed: %s",
			    gnutls_strerror(code));
	*signed_ = (struct slice){ arena_memdup(op->arena, out.data, out.size),
				   out.size };
	gnutls_free(out.data);
	return OK;
}
