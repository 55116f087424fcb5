/**
 * Words for people of what the audit log holds as the database's own: deeds,
 * doors and fields. What is not known stands as it is.
 */
#ifndef ADMIN_PAGES_AUDIT_WORDS_H
#define ADMIN_PAGES_AUDIT_WORDS_H

#include "admin/pages/field.h"

/** "saved it", of "session.save": behind the name of who did it. */
const char *audit_words_deed(const char *action);
/** "Calendar", of "calendar". */
const char *audit_words_channel(const char *channel);
/** "private note", of "private_note". */
const char *audit_words_field(struct arena *arena, const char *name);
/** All deeds for a select, each with what it is done to: "Session: saved it".
 *  The first choice is any. */
void audit_words_choices(struct arena *arena, struct choice **choices,
			 size_t *count);

#endif
