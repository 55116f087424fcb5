/**
 * What of an event changes the session that is here. Three are compared: what
 * the file tells, what it told the last time, and what stands here; what was
 * changed here since stays.
 */
#ifndef PRACTICE_TRANSFER_IMPORT_MERGE_PRIVATE_H
#define PRACTICE_TRANSFER_IMPORT_MERGE_PRIVATE_H

#include "practice/session/terms.h"
#include "store/session.h"

struct import_telling {
	const struct session *session; /* as the file has it */
	bool own;   /* of a practice's export: says of each text what it is */
	bool joins; /* the practitioner is whose calendar it is: one more */
	bool first; /* no file told of it so far */
	/* The words of what it was at first, where they are known: what no
	 * file told and nobody changed is as this was, such as the default
	 * service. */
	const char *made;
};

struct import_merge {
	unsigned take;   /* parts of enum session_part that are the file's */
	unsigned kept;   /* parts in which the file differs, and stays out */
	unsigned beside; /* parts that come along where others do */
	bool conflict;   /* of one that is kept the file tells something new */
	bool unwritten;  /* its words are others, and no note takes them */
	struct ids practitioners; /* where they are taken */
	const char *told;         /* the words to keep for the next time */
};

/** told: the words of the last time (import_merge_words), or NULL. */
struct import_merge import_merge_judge(struct arena *arena,
				       const struct session *here,
				       const struct import_telling *telling,
				       const char *told);
/** The words of a session's parts: digests and ids in a fixed order. */
const char *import_merge_words(struct arena *arena,
			       const struct session *session);
/** Does the session stand as these words tell, and in what they do not tell as
 *  those of its first revision? first: NULL where that is not known. */
bool import_merge_untouched(struct arena *arena, const struct session *here,
			    const char *told, const char *first);
/** "time, place" for sentences. */
const char *import_merge_names(struct arena *arena, unsigned of);

#endif
