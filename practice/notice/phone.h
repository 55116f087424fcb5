/**
 * Phone numbers as people type them, brought into the form that gateways take
 * (E.164): "+14165550123".
 */
#ifndef PRACTICE_NOTICE_PHONE_H
#define PRACTICE_NOTICE_PHONE_H

#include "base/arena.h"

/**
 * The number in E.164, read by the customs of the country in which a practice
 * of that zone (an IANA name) lies where it does not name a country itself.
 * In the arena; NULL: it cannot be read so.
 */
const char *practice_phone_read(struct arena *arena, const char *zone,
				const char *typed);

#endif
