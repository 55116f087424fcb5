/**
 * A schedule as the pattern of its sessions.
 */
#ifndef PRACTICE_SESSION_SCHEDULE_PRIVATE_H
#define PRACTICE_SESSION_SCHEDULE_PRIVATE_H

#include "practice/session/schedule.h"

/** What each session of the schedule is, but for its time. */
struct session practice_schedule_pattern(const struct schedule *schedule);

#endif
