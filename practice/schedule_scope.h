/**
 * Which sessions of a schedule a change of one is meant for (rule S14).
 */
#ifndef PRACTICE_SCHEDULE_SCOPE_H
#define PRACTICE_SCHEDULE_SCOPE_H

enum schedule_scope { SCHEDULE_THIS, SCHEDULE_FOLLOWING, SCHEDULE_ALL };

extern const char *const schedule_scope_words[];

#endif
