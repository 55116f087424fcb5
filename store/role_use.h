/**
 * What stands on the roles of a person: sessions and money.
 */
#ifndef STORE_ROLE_USE_H
#define STORE_ROLE_USE_H

#include "store/tables.h"

/** Those of these roles (bits) on which sessions, removed ones too, or
 *  postings of the person stand: *used are bits. */
MUST_CHECK enum err store_roles_used(struct reader *reader, int64_t person,
				     unsigned roles, unsigned *used);

#endif
