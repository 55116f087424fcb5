/**
 * Changes of all fields of a row by the door through which edits go: what the
 * struct says is what was sent. A revision in it is the one that was seen.
 * After a change of a session, schedule or closure it is the row as it stands.
 */
#ifndef TESTS_UNIT_PRACTICE_WHOLE_EDIT_H
#define TESTS_UNIT_PRACTICE_WHOLE_EDIT_H

#include "practice/people/profile.h"
#include "practice/session/closure.h"
#include "practice/session/completion_type.h"
#include "practice/session/schedule.h"
#include "practice/session/schedule_shift.h"

/** Only what is sent: nothing is read behind it, as where each step of the
 *  database is counted. It lives as long as the struct. */
struct edit whole_session_edit(struct session *session);
struct edit whole_schedule_edit(struct schedule *schedule);
struct edit whole_closure_edit(struct closure *closure);

enum err whole_session_change(struct operation *op, struct store *store,
			      struct session *session);
enum err whole_session_change_scope(struct operation *op, struct store *store,
				    struct session *session,
				    enum schedule_scope scope);
enum err whole_schedule_change(struct operation *op, struct store *store,
			       struct schedule *schedule, struct day from,
			       struct ids *sessions);
enum err whole_closure_change(struct operation *op, struct store *store,
			      struct closure *closure);
enum err whole_type_change(struct operation *op, struct store *store,
			   const struct completion_type *type);
enum err whole_person_change(struct operation *op, struct store *store,
			     const struct person *person);

#endif
