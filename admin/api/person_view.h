/**
 * People in paths and answers: who may be known to whom, and how a person is
 * shown (rules S4, S50).
 */
#ifndef ADMIN_API_PERSON_VIEW_H
#define ADMIN_API_PERSON_VIEW_H

#include "admin/api/call.h"
#include "practice/people/person_known.h"

/** The person that a word of the path names, where the actor may know them at
 *  all: ERR_NOT_FOUND. The reader has begun. */
MUST_CHECK enum err person_of_path(struct call *call, size_t word,
				   struct person *person,
				   enum acquaintance *how);
/** The same in a read of its own, for routes about what is a person's. */
MUST_CHECK enum err person_find_of_path(struct call *call, size_t word,
					struct person *person);

/** *json belongs to the operation. The reader has begun. */
MUST_CHECK enum err person_view(struct call *call, const struct person *person,
				enum acquaintance how, json_t **json);

/** The person as the office sees them, for frame.h. */
MUST_CHECK enum err person_one(struct call *call, int64_t id, json_t **json);

/** How answers name a person: by login, else by id; NULL for 0. The reader
 *  has begun. */
MUST_CHECK enum err person_login(struct call *call, int64_t person,
				 const char **word);

#endif
