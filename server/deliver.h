/**
 * Handing bytes to mail servers and gateways, many at a time, on one thread:
 * with probe.c the one place that knows libcurl. What is sent and what an
 * answer means, others decide (sender.h, gateway.h).
 */
#ifndef SERVER_DELIVER_H
#define SERVER_DELIVER_H

#include "base/arena.h"
#include "base/operation.h"
#include "base/str.h"

#include <stdbool.h>

enum deliver_tls { DELIVER_TLS_REQUIRED, DELIVER_TLS_TRY, DELIVER_TLS_OFF };

/** How far it got. */
enum deliver_end {
	DELIVER_DONE,      /* the other side answered, and said yes to mail */
	DELIVER_REFUSED,   /* a mail server said no: code and answer */
	DELIVER_UNREACHED, /* not one byte of it was sent */
	DELIVER_BROKEN,    /* it was being sent, or was sent: no answer */
};

struct delivery {
	struct arena *arena;    /* of the answer; outlives the delivery */
	const char *url;        /* smtp:, smtps:, http: or https: */
	const char *from, *to;  /* of mail: addresses */
	const char *type;       /* of an HTTP body; NULL: a GET */
	const char *headers[4]; /* of HTTP, "Name: value"; NULL ends */
	struct slice body;
	const char *user, *secret; /* NULL: none */
	enum deliver_tls tls;      /* of smtp: */
	const char *ca_file;       /* NULL: the system's */
	int64_t seconds;           /* for all of it */
	bool tell;                 /* keep the conversation */
	/* What came of it. */
	enum deliver_end end;
	long code;               /* of SMTP, or HTTP's status */
	struct buf answer;       /* the last line of SMTP, or HTTP's body */
	const char *answer_type; /* Content-Type, or NULL */
	const char *why;         /* a sentence where there is no answer */
	const char **lines;      /* of the conversation, without secrets */
	size_t line_count, line_room;
	bool hush; /* the next lines are a secret */
	size_t sent;
	struct delivery *next;
	void *handle, *list;
};

struct deliver;

/** Before there are threads. */
void deliver_init(void);
/** For one thread; freed with deliver_free, which breaks off what is under
 *  way. */
struct deliver *deliver_new(void);
void deliver_free(struct deliver *deliver);

/** Begin; *delivery is the deliver's until deliver_next gives it back. */
void deliver_begin(struct deliver *deliver, struct delivery *delivery);
/** Go on for at most so long, or until something happens. */
void deliver_wait(struct deliver *deliver, int milliseconds);
/** One that is finished, or NULL. */
struct delivery *deliver_next(struct deliver *deliver);
/** Break one off. */
void deliver_cancel(struct deliver *deliver, struct delivery *delivery);
/** Let deliver_wait return: from any thread. */
void deliver_wake(struct deliver *deliver);

/** One delivery from beginning to end, on any thread. */
void deliver_once(struct delivery *delivery);

#endif
