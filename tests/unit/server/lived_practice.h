/**
 * A practice that has been through something of every kind, asked by whole
 * requests: what fuzzers and the table of rights meet.
 *
 * A request is text: "METHOD TARGET", lines of headers, an empty line, the
 * body. A target without a leading '/' is below Maria's home. A header From
 * says who asks; else it is the office, or for calendars Maria. Below /api/ a
 * body is JSON unless it says otherwise. The day is fixed.
 *
 * It lies on a disk in memory (tests/unit/store/memory_disk.h), is made once,
 * and can be put back as it was.
 */
#ifndef TESTS_UNIT_SERVER_LIVED_PRACTICE_H
#define TESTS_UNIT_SERVER_LIVED_PRACTICE_H

#include "base/http.h"
#include "store/store.h"

/** office (an admin); staff, and types, payroll, voider, logins with one grant
 *  each; maria, tom (practitioners); ada, ben (clients C042 and C043).
 *  Beside them are clients whom nobody has met: cleo (C044), and dan (C045),
 *  who is not active. What is Ada's or Maria's own begins with a Z, or is an
 * amount of two digits four times. */
#define LIVED_PEOPLE 10

/** 2026-06-08T12:00:00Z, the clock of every request. */
extern const struct instant lived_now;

/** Feeds that anybody may ask by /feeds/NAME.ics: busy, initials and full of
 *  Maria, client (full) of Ada, and one that has ended, of Maria. */
#define LIVED_FEEDS 5
extern const char *const lived_feeds[LIVED_FEEDS];

/** Pages are asked with the cookie and the token of who asks. */
enum lived_door { LIVED_CALENDARS, LIVED_API, LIVED_PAGES, LIVED_FEED };

struct lived_answer {
	enum lived_door door;
	struct http_request request;
	struct http_response response;
};

/** Make the place and open it, until the process ends. Before SQLite is used
 *  for anything else. */
void lived_init(void);
/** Ask. False where the edge would refuse it before it comes to a handler;
 *  what is answered lives as long as the arena. */
bool lived_ask(struct arena *arena, struct slice text,
	       struct lived_answer *answer);
/** Not begun. */
struct reader *lived_reader(void);
/** Was anything written? Make the place as it was before. */
bool lived_written(void);
void lived_renew(void);
/** Close and open it again, as a disk finds it whose power was cut
 *  (memory_disk_cut) at this moment. */
void lived_cut(uint64_t seed);

#endif
