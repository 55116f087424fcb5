/**
 * A message as mail (RFC 5322, 2045 to 2047, 6047, 8058): text and page, the
 * event as a part and as a file, and what else is attached.
 */
#ifndef PRACTICE_NOTICE_MIME_H
#define PRACTICE_NOTICE_MIME_H

#include "practice/notice/message.h"

/** A file to attach, or none: name NULL. */
struct notice_file {
	const char *name, *type;
	struct slice bytes;
};

/** The whole message with CRLF, in the arena of op; `from` is an address. What
 *  people typed cannot end a header or begin one. */
struct slice practice_notice_mail(struct operation *op,
				  const struct notice_message *message,
				  const char *from,
				  const struct notice_file *file);

/** Its Message-ID without < and >: the same at every try. */
const char *practice_notice_id(struct arena *arena, const struct outbox *row,
			       const char *from);

/** A header's text (RFC 2047): as it is where that is plain, else in encoded
 *  words, folded. */
char *mime_text(struct arena *arena, const char *text);

#endif
