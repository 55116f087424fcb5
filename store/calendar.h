/**
 * Collections of a calendar home and the properties set on them.
 *
 * A collection's path is its segments below the home joined by '/'
 * ("sessions", "litmus/coll"). The closures collection is one for the whole
 * practice (owner 0) and appears in every home. Revisions are counted a
 * collection and raised in the transaction that changes it, so their order is
 * the order of commits.
 */
#ifndef STORE_CALENDAR_H
#define STORE_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>

#include "store/tables.h"

enum collection_kind {
	COLLECTION_SESSIONS = 1,     /* the owner's own sessions */
	COLLECTION_CLOSURES = 2,     /* the practice's; owner 0 */
	COLLECTION_TO_SAVE = 3,      /* VTODOs of a practitioner */
	COLLECTION_PRACTITIONER = 4, /* staff's view of `subject` */
	COLLECTION_PERSONAL = 5,
	COLLECTION_PLAIN = 6, /* RFC 4918: no calendar, any bytes */
	COLLECTION_INBOX = 7,
	COLLECTION_OUTBOX = 8,
	COLLECTION_SHARED = 9,         /* another's calendar, as its owner sees
					  it: its members are rendered */
	COLLECTION_NOTIFICATIONS = 10, /* what is told of shares; XML */
};

struct collection {
	int64_t id;
	int64_t owner;   /* person whose home it stands in; 0 shared */
	int64_t parent;  /* collection; 0 directly in the home */
	int64_t subject; /* practitioner shown, or 0 */
	const char *path;
	const char *name; /* last segment */
	enum collection_kind kind;
	unsigned components; /* enum cal_kind bits */
	int64_t revision;
	int64_t floor; /* tombstones before it are gone: older tokens expire */
	const char *etag_seed; /* random, so that tokens of a collection made
				  anew at the same path differ */
	struct instant created;
	int64_t locks; /* that are on it and its members (store/lock.h), with
			  those whose time is over */
	/* Of a shared one: whose members it shows, with which rights (of
	   practice/access.h), and which of that one's revisions; else 0. */
	int64_t source;
	unsigned privileges;
	int64_t followed;
	/* As it was read: */
	bool above;  /* others lie in it */
	bool viewed; /* shared ones show its members */
};

/** Dead (and stored live) properties: of a collection or, with member, of a
 *  member; as one viewer set them. value is an XML fragment. */
struct property {
	const char *ns, *name;
	const char *value;
};

/** In the home of `owner`; the shared closures collection is found too. */
MUST_CHECK enum err store_collection_find(struct reader *reader, int64_t owner,
					  const char *path,
					  struct collection *collection);
MUST_CHECK enum err store_collection_load(struct reader *reader, int64_t id,
					  struct collection *collection);
/** Children of a collection (parent) or of the home (0), closures with them,
 *  by path. */
MUST_CHECK enum err store_collection_children(struct reader *reader,
					      int64_t owner, int64_t parent,
					      struct collection **list,
					      size_t *count);
/** All of one kind that show this subject (0: any), in any home. */
MUST_CHECK enum err store_collection_showing(struct reader *reader,
					     enum collection_kind kind,
					     int64_t subject,
					     struct collection **list,
					     size_t *count);
/** All of their sessions that one of these people has, or that show one, in no
 *  order. No person may be named twice. */
MUST_CHECK enum err store_collection_concerned(struct reader *reader,
					       const struct ids *people,
					       struct collection **list,
					       size_t *count);
/** All of one kind in a home, at any depth, by id. */
MUST_CHECK enum err store_collection_owned(struct reader *reader, int64_t owner,
					   enum collection_kind kind,
					   struct collection **list,
					   size_t *count);
/** Those that show the members of this one, whoever's, by id. */
MUST_CHECK enum err store_collection_views(struct reader *reader,
					   int64_t source,
					   struct collection **list,
					   size_t *count);
/** The one of them in this person's home. */
MUST_CHECK enum err store_collection_view_find(struct reader *reader,
					       int64_t source, int64_t owner,
					       struct collection *collection);
/** Set the rights that a shared one has, or how far it shows its source. */
MUST_CHECK enum err store_collection_view_set(struct transaction *tx,
					      const struct collection *view);
/** The ids of those that hold recurring members, in order. */
MUST_CHECK enum err store_collection_recurring(struct reader *reader,
					       struct ids *collections);
/** Sets id, name, seed, created and revision (1, so that a token of it is
 *  never 0). ERR_EXISTS, for the path of a shared one too. */
MUST_CHECK enum err store_collection_insert(struct transaction *tx,
					    struct collection *collection);
/** With its members, properties and children, at once: for those that are
 *  small, or show sessions. Others are retired (store/retired.h). */
MUST_CHECK enum err store_collection_delete(struct transaction *tx,
					    int64_t collection);
/** Rename and re-parent in the same home (its children's paths follow).
 *  ERR_EXISTS. */
MUST_CHECK enum err store_collection_move(struct transaction *tx,
					  int64_t collection, int64_t parent,
					  const char *path);
/** Raise and return the collection's revision. */
MUST_CHECK enum err store_collection_touch(struct transaction *tx,
					   int64_t collection,
					   int64_t *revision);

/** member 0: of the collection itself. */
MUST_CHECK enum err store_property_list(struct reader *reader,
					int64_t collection, int64_t member,
					int64_t viewer, struct property **list,
					size_t *count);
/** Those of a collection, and with them the zone that the practice's row names
 *  (NULL: none), in which what they do not say is taken. */
MUST_CHECK enum err store_collection_settings(struct reader *reader,
					      int64_t collection,
					      int64_t viewer,
					      struct property **list,
					      size_t *count, const char **zone);
MUST_CHECK enum err store_property_set(struct transaction *tx,
				       int64_t collection, int64_t member,
				       int64_t viewer,
				       const struct property *property);
/** Also OK when it was not there. */
MUST_CHECK enum err store_property_remove(struct transaction *tx,
					  int64_t collection, int64_t member,
					  int64_t viewer, const char *ns,
					  const char *name);
/** Copy all of one resource's to another (COPY, MOVE). */
MUST_CHECK enum err store_property_copy(struct transaction *tx,
					int64_t collection, int64_t member,
					int64_t to_collection,
					int64_t to_member);

#endif
