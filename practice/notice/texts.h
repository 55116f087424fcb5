/**
 * The texts of notices, by kind: those of conf/notices/, which are inside the
 * program, and the practice's own over them.
 *
 * A file is the subject, a line "---", the text, a line "---", and the text
 * message.
 */
#ifndef PRACTICE_NOTICE_TEXTS_H
#define PRACTICE_NOTICE_TEXTS_H

#include "base/json.h"
#include "store/outbox.h"
#include "store/practice.h"

struct notice_texts {
	const char *subject, *text, *sms; /* templates */
};

/** Of the practice, or what comes with the program. In the arena. */
struct notice_texts practice_notice_texts(struct arena *arena,
					  const struct practice *practice,
					  enum notice_kind kind);
/** All kinds as JSON: {kind: {subject, text, sms}}, of the practice's own
 *  where they are, null for what comes with the program. */
json_t *practice_notice_texts_json(struct arena *arena,
				   const struct practice *practice);

/**
 * Lay what was sent, {kind: {subject, text, sms} or null}, over the practice's
 * own texts. ERR_INVALID with fields such as "notices.canceled.text": no such
 * kind or name, too long, not a text.
 */
MUST_CHECK enum err practice_notice_texts_apply(struct operation *op,
						const json_t *sent,
						struct practice *practice);
/** One text by itself: NULL is fine. ERR_INVALID names the field. */
MUST_CHECK enum err practice_notice_text_check(struct operation *op,
					       const char *field,
					       const char *part,
					       const char **text);

#endif
