/**
 * The small bodies that each thread has read last, with their trees. A program
 * that polls sends the same bytes each time, and to read them is a third of
 * what a poll takes of the processor. The same bytes are always the same tree,
 * so that nothing has to be forgotten but for room: four bodies of at most
 * 1 KiB a thread.
 */
#ifndef DAV_XML_RECENT_PRIVATE_H
#define DAV_XML_RECENT_PRIVATE_H

#include <stdbool.h>

#include <libxml/tree.h>

#include "base/arena.h"
#include "base/str.h"

/** Must run once before threads start; again does nothing. */
void xml_recent_init(void);

/** The tree of a body that the calling thread has read, and the units of work
 *  that it took; NULL: none. It stays at least until the caller's operation
 *  ends, and nobody writes it. */
xmlDocPtr xml_recent_find(struct slice body, size_t *work);

/** Keep a tree, which is the calling thread's then; the one whose place it
 *  takes goes with the arena of the operation at hand. False: the body is too
 *  long, and the tree stays the caller's. */
bool xml_recent_keep(struct arena *arena, struct slice body, xmlDocPtr document,
		     size_t work);

#endif
