/**
 * What the words of an event's title say: clients by their codes, and how the
 * session ended (rules K12).
 */
#ifndef PRACTICE_BOOKING_TITLE_WORDS_PRIVATE_H
#define PRACTICE_BOOKING_TITLE_WORDS_PRIVATE_H

#include <stdbool.h>

#include "base/str.h"
#include "store/tables.h"

/** Clients, and what stands before the first and behind the last code. */
struct title {
	struct ids clients;
	bool inactive;              /* it names a client who is not active */
	bool rest;                  /* it holds words that are no codes */
	struct slice before, after; /* at NULL where there is no code */
};

/** Codes ignore case; ERR_STORAGE. */
MUST_CHECK enum err practice_title_read(struct reader *reader, const char *text,
					struct title *title);

/** The active service whose name stands in *text as words of their own, the
 *  longest where several do; *text is then the text without it. *service stays
 *  where there is none, or no text (NULL). ERR_STORAGE. */
MUST_CHECK enum err practice_title_service(struct reader *reader,
					   const char **text, int64_t *service);

/** Does a sign stand before a title that says how its session ended? */
bool practice_title_ends(struct slice before);

/** What stands behind the signs with which a title begins that was copied; all
 *  of it where nothing does. It lies in the title, which may be NULL. */
const char *practice_title_typed(const char *title);

/** A title for comparing: no signs of ours, no blanks, no case. */
char *practice_title_key(struct arena *arena, const char *title);

/** How words say that a session ended; zero at first. */
struct ending {
	const char *slug;    /* "open" too; NULL: they name no type */
	const char *word;    /* that named it */
	const char *unknown; /* the first #tag that no type has, or NULL */
};

/** One word, "#tag" or label; *ending stays where it names no type.
 *  REFUSAL_UNKNOWN_STATUS where it fits two types, or another one than a word
 *  before it. */
MUST_CHECK enum err practice_ending_add(struct reader *reader,
					struct slice word,
					struct ending *ending);
/**
 * The words that stand before or behind a title: all together ("late
 * cancel"), or each "#tag" and the rest, or each word where every one of them
 * names a type. Errors as above.
 */
MUST_CHECK enum err practice_ending_read(struct reader *reader,
					 struct slice words,
					 struct ending *ending);

#endif
