#include "server/tls.h"

#include "base/log.h"
#include "base/str.h"

#include "server/certificate.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>

/* By which a file is known to be another one than before. */
struct mark {
	dev_t device;
	ino_t number;
	off_t size;
	struct timespec changed;
};

/* A handshake may still use one that was replaced, and nobody knows for how
 * long: all stay until the end. They are small, and come every few weeks. */
struct generation {
	struct certificate *certificate;
	struct generation *before;
};

static const char *certificate_path, *key_path;
static struct mark certificate_mark, key_mark;
static struct generation *_Atomic current;

static struct mark mark_of(const char *path)
{
	struct stat status;

	if (stat(path, &status))
		return (struct mark){ 0 };
	return (struct mark){ status.st_dev, status.st_ino, status.st_size,
			      status.st_mtim };
}

static bool mark_moved(const char *path, struct mark *mark)
{
	struct mark now = mark_of(path);
	bool moved = now.device != mark->device || now.number != mark->number ||
		     now.size != mark->size ||
		     now.changed.tv_sec != mark->changed.tv_sec ||
		     now.changed.tv_nsec != mark->changed.tv_nsec;

	*mark = now;
	return moved;
}

static void take(struct operation *op, struct certificate *certificate)
{
	struct generation *made = calloc(1, sizeof(*made));

	if (!made)
		abort();
	made->certificate = certificate;
	made->before = atomic_load(&current);
	atomic_store(&current, made);
	log_event(LOG_INFO, "certificate", "until=%s",
		  instant_text(op->arena, certificate->until));
}

enum err tls_start(struct operation *op, const struct config *config)
{
	struct certificate *certificate;
	const char *wrong;
	enum err err;

	if (!*config->tls_certificate != !*config->tls_key)
		return fail(op, ERR_INVALID,
			    "tls_certificate and tls_key are set together");
	if (!config_has_tls(config))
		return OK;
	certificate_path = config->tls_certificate;
	key_path = config->tls_key;
	(void)mark_moved(certificate_path, &certificate_mark);
	(void)mark_moved(key_path, &key_mark);
	err = certificate_read(op, certificate_path, key_path, &certificate);
	if (err)
		return err;
	wrong = certificate_age(op, certificate);
	if (wrong)
		log_event(LOG_ERROR, "certificate-age", "reason=\"%s\"", wrong);
	take(op, certificate);
	return OK;
}

void tls_stop(void)
{
	struct generation *at = atomic_exchange(&current, NULL);

	while (at) {
		struct generation *before = at->before;

		certificate_free(at->certificate);
		free(at);
		at = before;
	}
}

void tls_renew(struct operation *op, bool told)
{
	struct certificate *certificate;
	const char *wrong;
	bool moved;

	if (!atomic_load(&current))
		return;
	moved = mark_moved(certificate_path, &certificate_mark);
	moved |= mark_moved(key_path, &key_mark);
	if (!moved && !told)
		return;
	if (certificate_read(op, certificate_path, key_path, &certificate)) {
		wrong = op->failure.message;
	} else {
		wrong = certificate_age(op, certificate);
		if (wrong)
			certificate_free(certificate);
	}
	if (wrong)
		log_event(LOG_ERROR, "certificate-kept", "reason=\"%s\"",
			  wrong);
	else
		take(op, certificate);
}

int tls_certificate_for(gnutls_session_t session UNUSED,
			const gnutls_datum_t *roots UNUSED,
			int root_count UNUSED,
			const gnutls_pk_algorithm_t *kinds UNUSED,
			int kind_count UNUSED, gnutls_pcert_st **chain,
			unsigned int *count, gnutls_privkey_t *key)
{
	const struct generation *now = atomic_load(&current);

	*chain = now->certificate->sent;
	*count = now->certificate->count;
	*key = now->certificate->key;
	return 0;
}

bool tls_signs(void)
{
	return atomic_load(&current) != NULL;
}

enum err tls_sign(struct operation *op, struct slice bytes,
		  struct slice *signed_)
{
	return certificate_sign(op, atomic_load(&current)->certificate, bytes,
				signed_);
}
