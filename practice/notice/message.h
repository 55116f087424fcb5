/**
 * A row of the outbox in words: subject and text, the same as a page, the text
 * message, and the event that goes with it (rules S45).
 */
#ifndef PRACTICE_NOTICE_MESSAGE_H
#define PRACTICE_NOTICE_MESSAGE_H

#include "practice/notice/texts.h"
#include "store/outbox.h"

struct notice_message {
	struct practice practice;
	struct outbox row;
	const char *subject, *text, *html; /* of an e-mail */
	const char *sms;
	size_t parts;             /* in which the sms goes */
	const char *ics, *method; /* NULL: no event */
	const char *stop;         /* where its reader asks for no more, or
				     NULL */
	const char *status;       /* where a gateway tells what became of it,
				     or NULL */
};

/** Of a row as it stands. The reader has begun. */
MUST_CHECK enum err practice_notice_message(struct reader *reader,
					    const struct outbox *row,
					    struct notice_message *message);

/** What to show of a kind of notice before there is one. */
struct preview_ask {
	enum notice_kind kind;
	int64_t session, client;          /* 0: an example */
	const char *subject, *text, *sms; /* NULL: as they stand */
};

/** ERR_INVALID with fields: a name in the texts that there is not, no such
 *  session. Office only. */
MUST_CHECK enum err practice_notice_preview(struct reader *reader,
					    const struct preview_ask *ask,
					    struct notice_message *message);

#endif
