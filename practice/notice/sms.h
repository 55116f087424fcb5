/**
 * The length of text messages: the alphabet of GSM 03.38 in septets where it
 * suffices, else UCS-2; 160 or 70 in one part, 153 or 67 in each of several.
 */
#ifndef PRACTICE_NOTICE_SMS_H
#define PRACTICE_NOTICE_SMS_H

#include <stddef.h>

#include "base/arena.h"

#define SMS_PARTS 2 /* at most */

/** In how many parts a text goes; 0: none, it is empty. */
size_t sms_parts(const char *text);
/** The text as it is sent: on one line, and cut at a word, with "..." behind,
 *  where it would take more than SMS_PARTS. In the arena. */
const char *sms_fit(struct arena *arena, const char *text);

#endif
