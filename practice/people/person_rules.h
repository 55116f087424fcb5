/**
 * Who may add and change whom, and what makes a person's fields right
 * (rules S1-S4). Private to practice/.
 */
#ifndef PRACTICE_PEOPLE_PERSON_RULES_H
#define PRACTICE_PEOPLE_PERSON_RULES_H

#include "store/people.h"

/**
 * Bring *person's fields into their stored form and judge them all:
 * ERR_INVALID with fields, ERR_EXISTS for a login or code of another person.
 */
MUST_CHECK enum err practice_person_check(struct reader *reader,
					  struct person *person);
/** An e-mail address as a form has it, or none: comes into its stored form;
 *  ERR_INVALID (email). */
MUST_CHECK enum err practice_email_check(struct operation *op,
					 const char **email);
/** May the actor add this person, or make *after of *before? ERR_FORBIDDEN. */
MUST_CHECK enum err practice_person_may_add(struct operation *op,
					    const struct person *person);
MUST_CHECK enum err practice_person_may_change(struct operation *op,
					       const struct person *before,
					       const struct person *after);
/** S2: a role that sessions or money stand on stays, and so does one active
 *  admin. ERR_CONFLICT with the reasons role-used and last-admin. */
MUST_CHECK enum err practice_person_stays(struct reader *reader,
					  const struct person *before,
					  const struct person *after);
/** May the actor set the password and the tokens of this person?
 *  ERR_FORBIDDEN, or ERR_NOT_FOUND for those outside the office. */
MUST_CHECK enum err practice_person_may_sign(struct operation *op,
					     const struct person *person);
/** ERR_CONFLICT: nothing is to be written about an erased person again. */
MUST_CHECK enum err practice_not_erased(struct operation *op,
					const struct person *person);
/** ERR_INVALID with fields; texts come into their stored form. */
MUST_CHECK enum err practice_contact_check(struct operation *op,
					   struct contact *contact);

#endif
