/**
 * Properties as they are stored: XML fragments.
 */
#ifndef PRACTICE_CALENDAR_FRAGMENT_H
#define PRACTICE_CALENDAR_FRAGMENT_H

#include "base/arena.h"

/** Its text: tags left out, entities undone, no blanks around it. */
char *practice_fragment_text(struct arena *arena, const char *fragment);

#endif
