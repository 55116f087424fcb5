/**
 * What people are called where the whole name is not shown (rules S3).
 */
#ifndef PRACTICE_NAMES_H
#define PRACTICE_NAMES_H

#include "store/people.h"

/** "A.B." of "Ada Maria Brown": first letters of the first and last word. */
char *practice_initials(struct arena *arena, const char *name);
/** How files name a person: a client's code, else the login, else the id. */
const char *practice_word(struct arena *arena, const struct person *person);
/** "Ada". */
char *practice_first_name(struct arena *arena, const char *name);

#endif
