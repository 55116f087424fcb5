/**
 * Who may see and do what (rules S4, R2-R12, K31).
 * Pure judgements over what was loaded; nothing here writes.
 */
#ifndef PRACTICE_ACCESS_H
#define PRACTICE_ACCESS_H

#include <stdbool.h>

#include "store/calendar.h"
#include "store/people.h"
#include "store/session.h"

/** For whom a row of a shape is (base/shape.h): `see` of struct field and of
 *  struct audience. Roles are meant as they are towards the thing that is
 *  shown: of a session, who works here may be the client. */
enum see {
	SEE_OFFICE = 1,
	SEE_PRACTITIONER = 2,
	SEE_CLIENT = 4,
	SEE_SELF = 8,            /* the person whom it is about */
	SEE_AUDIT = 16,          /* audit rows (S48) */
	SEE_HISTORY = 32,        /* what is kept of how it was (?at=) */
	SEE_EXPORT = 64,         /* the practice's export */
	SEE_OWN_EXPORT = 128,    /* one client's export, for that client */
	SEE_OFFICE_EXPORT = 256, /* the same for the office */
	SEE_CSV = 512,     /* rows that only CSV files have, beside these */
	SEE_SEARCH = 1024, /* what is searched beside what is shown */
};

/** Everybody who works here, and all to whom admin/api answers. */
#define SEE_TEAM (SEE_OFFICE | SEE_PRACTITIONER)
#define SEE_API (SEE_TEAM | SEE_CLIENT | SEE_SELF)

/** The actor that a signed-in person is; device and channel are the door's. */
struct actor practice_actor(const struct person *person, enum channel channel,
			    const char *device);

/** The home of that login, which only its own person may know:
 *  ERR_NOT_FOUND for anybody else, also where it does not exist. */
MUST_CHECK enum err practice_home_find(struct reader *reader, const char *login,
				       struct person *person);

/** The principal of that login: clients know their own only. */
MUST_CHECK enum err practice_principal_find(struct reader *reader,
					    const char *login,
					    struct person *person);
/** Principals that the actor may find by searching: none for clients. */
MUST_CHECK enum err practice_principal_list(struct reader *reader,
					    struct person **people,
					    size_t *count);

/** What may be done to a collection and in it (RFC 3744 3, RFC 4791 6.1).
 *  Values are stored. */
enum privilege {
	PRIVILEGE_FREE_BUSY = 1, /* see when its owner is busy */
	PRIVILEGE_READ = 2,
	PRIVILEGE_WRITE_PROPERTIES = 4,
	PRIVILEGE_WRITE_CONTENT = 8,
	PRIVILEGE_BIND = 16,   /* add members */
	PRIVILEGE_UNBIND = 32, /* take them away */
	PRIVILEGE_READ_ACL = 64,
	PRIVILEGE_READ_OWN = 128, /* what oneself may */
	PRIVILEGE_WRITE_ACL = 256,
	PRIVILEGE_UNLOCK = 512, /* end another's lock */
};
#define PRIVILEGES_READ (PRIVILEGE_READ | PRIVILEGE_FREE_BUSY)
#define PRIVILEGES_WRITE                                        \
	(PRIVILEGE_WRITE_PROPERTIES | PRIVILEGE_WRITE_CONTENT | \
	 PRIVILEGE_BIND | PRIVILEGE_UNBIND)
#define PRIVILEGES_ALL                                             \
	(PRIVILEGES_READ | PRIVILEGES_WRITE | PRIVILEGE_READ_ACL | \
	 PRIVILEGE_READ_OWN | PRIVILEGE_WRITE_ACL | PRIVILEGE_UNLOCK)

/** A row of the table of rights: of a kind of collection, for whom. */
struct right {
	enum collection_kind kind;
	bool owner;     /* only of the person in whose home it stands */
	unsigned roles; /* any of these; 0: whatever role */
	unsigned privileges;
};
/** The table that decides, row by row; NULL behind the last. Of what is shared
 *  the rows are its owner's grants (practice/calendar/share.h). */
const struct right *practice_right(size_t index);

/** All that the actor may do to this collection and in it. */
unsigned practice_privileges(const struct actor *actor,
			     const struct collection *collection);

/** May the actor change the members of this collection of their own home?
 *  (Single changes may still be refused.) Clients' own calendars, closures
 *  for all but the office and outboxes are read-only. */
bool practice_may_write(const struct actor *actor,
			const struct collection *collection);
/** Is a PUT onto a member of it judged at all? Also of what is shared and may
 *  only be read, where own lines are kept. Not in inboxes. */
bool practice_may_put(const struct actor *actor,
		      const struct collection *collection);
/** May the actor add members to it, too? Not to what is to be saved. */
bool practice_may_add(const struct actor *actor,
		      const struct collection *collection);
/** May the actor take members away? */
bool practice_may_remove(const struct actor *actor,
			 const struct collection *collection);
/** May the actor make collections in their home? Not clients. */
bool practice_may_make(const struct actor *actor);
/** May the collection itself be deleted? Personal and plain ones only. */
bool practice_may_drop(const struct actor *actor,
		       const struct collection *collection);

/** Does the actor see this session at all? (own ones, or the office) */
bool practice_sees_session(const struct actor *actor,
			   const struct session *session);
bool practice_is_practitioner_of(const struct actor *actor,
				 const struct session *session);

#endif
