/**
 * XML bodies read by libxml2 into trees, hardened: no DTD, no entities, no
 * network, bounded; and written by a buffer of our own that escapes by runs.
 */
#ifndef DAV_XML_PRIVATE_H
#define DAV_XML_PRIVATE_H

#include <stdbool.h>

#include <libxml/tree.h>

#include "base/operation.h"
#include "base/str.h"

#define NS_DAV "DAV:"
#define NS_CALDAV "urn:ietf:params:xml:ns:caldav"
#define NS_CS "http://calendarserver.org/ns/"
#define NS_APPLE "http://apple.com/ns/ical/"
#define NS_DAYBOOK "urn:daybook"
/* Bound to "xml" everywhere, and to nothing else. */
#define NS_XML "http://www.w3.org/XML/1998/namespace"
/* Bound to "xmlns": no element is in it. */
#define NS_XMLNS "http://www.w3.org/2000/xmlns/"

/** Must run once before threads start. */
void xml_init(void);

/**
 * Parse a body whole; the tree belongs to the operation. ERR_SYNTAX with the
 * line: not well-formed, a DTD, not UTF-8, a tag over 8 KiB or with over 128
 * attributes, deeper than 64, over 128 namespaces declared at once, over 5,000
 * elements, attributes and comments (45,000 in calendar-multiget).
 * ERR_MATCHES_LIMIT once the budget is spent.
 */
MUST_CHECK enum err xml_parse(struct operation *op, struct slice body,
			      const xmlNode **root);

bool xml_is(const xmlNode *node, const char *ns, const char *name);
/** First and next element child (any name). */
const xmlNode *xml_first(const xmlNode *node);
const xmlNode *xml_next(const xmlNode *node);
/** The elements of it, itself and all within. */
size_t xml_count(const xmlNode *node);
/** First child element of that name, or NULL. */
const xmlNode *xml_child(const xmlNode *node, const char *ns, const char *name);
/** "" for an element in no namespace. */
const char *xml_ns(const xmlNode *node);
const char *xml_name(const xmlNode *node);
/** Can an element of that namespace be called so (an NCName)? */
bool xml_can_name(const char *ns, const char *name);
/** All text inside, in the arena ("" when empty). */
char *xml_text(struct arena *arena, const xmlNode *node);
/** The same without blanks at the ends. */
char *xml_trimmed(struct arena *arena, const xmlNode *node);
/** Attribute in no namespace, or NULL. */
char *xml_attribute(struct arena *arena, const xmlNode *node, const char *name);
/** The children of a node as a fragment that stands alone: every prefix that
 *  it uses is declared inside, the xml:lang that holds is kept (RFC 4918 4.3)
 *  as a processing instruction in front, "<?lang en?>". */
char *xml_fragment(struct arena *arena, const xmlNode *node);
/** Writes what stands for a DAV:href, in which `href` was. */
struct xml_hrefs {
	enum err (*write)(void *context, const char *href, struct buf *buf);
	void *context;
};
/** Append a fragment, ours or one that was stored, with its hrefs rewritten.
 *  ERR_SYNTAX, or what `write` answers. */
MUST_CHECK enum err xml_fragment_hrefs(struct operation *op,
				       const char *fragment,
				       const struct xml_hrefs *hrefs,
				       struct buf *buf);
/** The fragment without that, which goes into *lang (at NULL: none). */
const char *xml_fragment_content(const char *fragment, struct slice *lang);

/** Escape text and attribute values; drop what XML 1.0 forbids; CR goes out
 *  as &#13;. */
void xml_escape(struct buf *buf, const char *text, size_t len);
void xml_escape_text(struct buf *buf, const char *text);

#endif
