/**
 * Members many at a time: all of a collection, those of a span, those of some
 * names. What is asked for comes by one statement, bytes and all.
 */
#ifndef STORE_OBJECT_LIST_H
#define STORE_OBJECT_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "store/object.h"

/** Called for each row found; bytes has at NULL where not asked for. Another
 *  answer than OK stops the walk and is its result. What was taken from the
 *  operation's arena for one row, by the walk and by the function, is given
 *  back before the next: what is kept lies in an arena within it. */
typedef enum err store_member_each(void *context, const struct member *member,
				   struct slice bytes);

/** Names, etags, kinds, ids and types of all, by name, from the covering
 *  index: the other fields of the rows are zero. */
MUST_CHECK enum err store_member_list(struct reader *reader, int64_t collection,
				      struct member **list, size_t *count);
/** The same, one after another. */
MUST_CHECK enum err store_member_index_walk(struct reader *reader,
					    int64_t collection,
					    store_member_each *each,
					    void *context);
/** Names and etags alone, as before. */
MUST_CHECK enum err store_member_tag_walk(struct reader *reader,
					  int64_t collection,
					  store_member_each *each,
					  void *context);
/** Ids and bytes alone, as they were changed last. */
MUST_CHECK enum err store_member_bytes_walk(struct reader *reader,
					    int64_t collection,
					    store_member_each *each,
					    void *context);
/** Every member whole, by id; with its bytes when asked for. Who stores members
 *  meanwhile does not meet them. */
MUST_CHECK enum err store_member_walk(struct reader *reader, int64_t collection,
				      bool bytes, store_member_each *each,
				      void *context);
/** The same for who only reads, as they were changed last: the first comes at
 *  once, however many there are. */
MUST_CHECK enum err store_member_read(struct reader *reader, int64_t collection,
				      bool bytes, store_member_each *each,
				      void *context);
/**
 * Members of these kinds (0: any) that may have an instance in the span:
 * sure ones by instance rows, and recurring ones whose rows do not reach the
 * whole of it, each once, by id. Cost goes with what is found. *each tells the
 * sure ones by store_member_sure(member, span). Spans are half-open; a
 * moment (start == end) is in the span that it starts.
 */
MUST_CHECK enum err store_member_overlapping(struct reader *reader,
					     int64_t collection, unsigned kinds,
					     struct span span, bool bytes,
					     store_member_each *each,
					     void *context);
/** Members of these kinds in a span of which store_instance_busy does not tell:
 *  their bytes must be asked. As above, with bytes. */
MUST_CHECK enum err store_member_asked(struct reader *reader,
				       int64_t collection, unsigned kinds,
				       struct span span,
				       store_member_each *each, void *context);
/** True when the index alone proves that a member found has an instance in
 *  the span. */
bool store_member_sure(const struct member *member, struct span span);

/** Names that are looked up at once. */
#define MEMBER_BLOCK ((size_t)32)

/** What stands under one of these names. */
struct member_named {
	bool found;
	struct member member;
	struct slice bytes; /* at NULL: not asked for, or too much at once */
};
/**
 * Fill in what stands under `count` names, at most MEMBER_BLOCK, in their
 * order. With `bytes` members bring theirs, of which so much is held at once
 * that a block takes no more memory than one large member; who meets a found
 * one without them asks store_member_bytes. Not `whole`: of the other fields
 * those of store_member_list, and the size, are enough.
 */
MUST_CHECK enum err store_member_block(struct reader *reader,
				       int64_t collection,
				       const char *const *names, size_t count,
				       bool whole, bool bytes,
				       struct member_named *found);

#endif
