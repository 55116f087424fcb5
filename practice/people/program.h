/**
 * What a calendar program calls itself (User-Agent), as it is kept and as
 * people read it.
 */
#ifndef PRACTICE_PEOPLE_PROGRAM_H
#define PRACTICE_PEOPLE_PROGRAM_H

#include "base/arena.h"

/** As it is kept: cut between two characters, at most 200 bytes; NULL of none
 *  and of what is not UTF-8. In the arena. */
const char *practice_program_kept(struct arena *arena, const char *agent);
/** "iOS 17.5", "Thunderbird 115.10.1", "DAVx5 4.4.1-ose"; of one that is not
 *  known its first word; NULL of none. In the arena. */
const char *practice_program_words(struct arena *arena, const char *agent);

/** The same of a browser: "Firefox, Windows"; what is no known browser as it
 *  calls itself, NULL for nothing. */
const char *practice_browser_words(struct arena *arena, const char *agent);

#endif
