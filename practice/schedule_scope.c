#include "practice/schedule_scope.h"

#include <stddef.h>

const char *const schedule_scope_words[] = {
	[SCHEDULE_THIS] = "this",
	[SCHEDULE_FOLLOWING] = "following",
	[SCHEDULE_ALL] = "all",
	NULL,
};
