/**
 * A person with contacts as forms have them: added and changed in one
 * transaction, and who may look at whom (rules S4, S50).
 *
 * Errors are those of practice/people/person.h.
 */
#ifndef PRACTICE_PEOPLE_PROFILE_H
#define PRACTICE_PEOPLE_PROFILE_H

#include "practice/edit.h"
#include "store/people.h"
#include "store/store.h"

/** Sets person->id and what else practice_person_add sets. */
MUST_CHECK enum err practice_profile_add(struct operation *op,
					 struct store *store,
					 struct person *person,
					 const struct contact *contacts,
					 size_t count);

/** A person as a form changes them. */
struct profile {
	struct person person;
	bool has_contacts; /* else they stay */
	const struct contact *contacts;
	size_t count;
};
/** Apply gets a struct profile, without contacts. */
MUST_CHECK enum err practice_profile_change(struct operation *op,
					    struct store *store,
					    const struct edit *edit);

enum acquaintance {
	STRANGER,      /* not to be known at all */
	KNOWN_BY_CODE, /* a client of own sessions: code, and the name as
			  far as the actor's calendars show it */
	KNOWN,
};
/** How the actor may know a person: the office knows all, others themselves,
 *  practitioners the clients of their sessions. */
MUST_CHECK enum err practice_person_known(struct reader *reader,
					  const struct person *person,
					  enum acquaintance *how);
/** May the actor hear that there is such a person? Whoever works here of each
 *  other, and practitioners and clients of those they meet in sessions. */
MUST_CHECK enum err practice_person_met(struct reader *reader,
					const struct person *person, bool *met);

#endif
