/**
 * HTML as text in a buffer: what comes from people goes through here.
 */
#ifndef BASE_MARKUP_H
#define BASE_MARKUP_H

#include "base/str.h"

/** Text, in an element or in a double-quoted attribute; NULL is nothing. What
 *  HTML gives a meaning, and characters that it forbids, lose it. */
void markup_text(struct buf *buf, const char *text);
/** <element class="name">text</element>; name NULL: no class. */
void markup_element(struct buf *buf, const char *element, const char *name,
		    const char *text);

#endif
