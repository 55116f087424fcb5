#include "dav/xml_private.h"

#include "base/block.h"
#include "base/charset.h"
#include "base/compiler.h"
#include "base/unicode.h"
#include "dav/xml_recent_private.h"
#include "dav/xml_scan_private.h"

#include <string.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

#define LANG_OPEN "<?lang "
#define LANG_CLOSE "?>"

/* Bytes that one byte becomes at most, and bytes that are escaped at once. */
#define LONGEST 6
#define ESCAPED_PART ((size_t)512)

/* A namespace declaration in force where a fragment is being written. */
struct scope {
	const char *prefix; /* "" for the default */
	const char *ns;
	const struct scope *outer;
};

static xmlParserInputPtr no_entities(UNUSED const char *url,
				     UNUSED const char *id,
				     UNUSED xmlParserCtxtPtr parser)
{
	return NULL;
}

void xml_init(void)
{
	xmlInitParser();
	xml_recent_init();
	xmlSetExternalEntityLoader(no_entities);
}

static void free_document(void *document)
{
	xmlFreeDoc(document);
}

static enum err parse_fail(struct operation *op, xmlParserCtxtPtr parser)
{
	struct slice message = slice_of(parser->lastError.message);

	message = slice_trim(message);
	return fail(op, ERR_SYNTAX, "line %d of the XML body: %s",
		    parser->lastError.line,
		    message.len > 0 ? slice_dup(op->arena, message)
				    : "not well-formed");
}

/* libxml2 leaves an ampersand in a namespace's name as "&#38;", for a second
 * reading that attributes get and declarations do not. */
static void mend_name(char *name)
{
	static const char mark[] = "&#38;";
	const size_t len = sizeof(mark) - 1;
	char *to = name;

	for (const char *from = name; *from; to++) {
		bool marked = !strncmp(from, mark, len);

		*to = *from;
		from += marked ? len : 1;
	}
	*to = '\0';
}

static void mend_namespaces(xmlNode *node)
{
	for (; node; node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		for (xmlNs *ns = node->nsDef; ns; ns = ns->next) {
			if (ns->href)
				mend_name((char *)ns->href);
		}
		mend_namespaces(node->children);
	}
}

/* XML 1.0 4.3.3: every processor reads UTF-16 too. */
static struct slice in_utf8(struct arena *arena, struct slice body)
{
	enum charset charset = charset_guess(body);

	if (charset == CHARSET_UTF_16LE || charset == CHARSET_UTF_16BE)
		return charset_read(arena, body, charset);
	return charset_read(arena, body, CHARSET_UTF_8);
}

/* *size is about what the document takes, which is the caller's. */
static enum err parse(struct operation *op, struct slice body,
		      xmlDocPtr *document, size_t *size)
{
	const int options =
		XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
	enum err err = OK;
	xmlParserCtxtPtr parser;
	xmlDocPtr read;

	body = in_utf8(op->arena, body);
	if (!utf8_valid(body.at, body.len, NULL))
		return fail(op, ERR_SYNTAX, "the XML body is not UTF-8");
	err = xml_scan(op, body, size);
	if (err)
		return err;
	parser = xmlNewParserCtxt();
	if (!parser)
		return fail(op, ERR_INTERNAL, "no XML parser");
	read = xmlCtxtReadMemory(parser, body.at, (int)body.len, NULL, "UTF-8",
				 options);
	if (!read || !parser->wellFormed || !parser->nsWellFormed ||
	    read->intSubset || read->extSubset)
		err = parse_fail(op, parser);
	else if (memchr(body.at, '&', body.len))
		mend_namespaces(read->children);
	xmlFreeParserCtxt(parser);
	if (err)
		xmlFreeDoc(read);
	else
		*document = read;
	return err;
}

enum err xml_parse(struct operation *op, struct slice body,
		   const xmlNode **root)
{
	int64_t before = op->budget.work;
	size_t size, work;
	xmlDocPtr document = xml_recent_find(body, &work);
	enum err err;

	if (document) {
		*root = xmlDocGetRootElement(document);
		(void)operation_spend(op, work);
		return operation_check(op);
	}
	err = parse(op, body, &document, &size);
	if (err)
		return err;
	*root = xmlDocGetRootElement(document);
	work = (size_t)(op->budget.work - before);
	if (!xml_recent_keep(op->arena, body, document, work))
		arena_own_sized(op->arena, document, size, free_document);
	return OK;
}

const char *xml_ns(const xmlNode *node)
{
	return node->ns && node->ns->href ? (const char *)node->ns->href : "";
}

const char *xml_name(const xmlNode *node)
{
	return (const char *)node->name;
}

bool xml_is(const xmlNode *node, const char *ns, const char *name)
{
	return str_equal(xml_name(node), name) && str_equal(xml_ns(node), ns);
}

static const xmlNode *element_from(const xmlNode *node)
{
	while (node && node->type != XML_ELEMENT_NODE)
		node = node->next;
	return node;
}

const xmlNode *xml_first(const xmlNode *node)
{
	return element_from(node->children);
}

const xmlNode *xml_next(const xmlNode *node)
{
	return element_from(node->next);
}

const xmlNode *xml_child(const xmlNode *node, const char *ns, const char *name)
{
	const xmlNode *child = xml_first(node);

	while (child && !xml_is(child, ns, name))
		child = xml_next(child);
	return child;
}

size_t xml_count(const xmlNode *node)
{
	size_t found = 1;

	for (const xmlNode *at = xml_first(node); at; at = xml_next(at))
		found += xml_count(at);
	return found;
}

static bool is_text(const xmlNode *node)
{
	return (node->type == XML_TEXT_NODE ||
		node->type == XML_CDATA_SECTION_NODE) &&
	       node->content;
}

static void collect_text(struct buf *buf, const xmlNode *node)
{
	for (; node; node = node->next) {
		if (is_text(node))
			buf_puts(buf, (const char *)node->content);
		else if (node->type == XML_ELEMENT_NODE)
			collect_text(buf, node->children);
	}
}

static char *text_from(struct arena *arena, const xmlNode *first)
{
	struct buf buf;

	buf_init(&buf, arena);
	buf_puts(&buf, "");
	collect_text(&buf, first);
	return buf.at;
}

bool xml_can_name(const char *ns, const char *name)
{
	return !str_equal(ns, NS_XMLNS) &&
	       xmlValidateNCName((const xmlChar *)name, 0) == 0;
}

char *xml_text(struct arena *arena, const xmlNode *node)
{
	return text_from(arena, node->children);
}

char *xml_trimmed(struct arena *arena, const xmlNode *node)
{
	return slice_dup(arena, slice_trim(slice_of(xml_text(arena, node))));
}

static const char *attribute_ns(const xmlAttr *attribute)
{
	return attribute->ns ? (const char *)attribute->ns->href : "";
}

static char *find_attribute(struct arena *arena, const xmlNode *node,
			    const char *ns, const char *name)
{
	for (const xmlAttr *attribute = node->properties; attribute;
	     attribute = attribute->next) {
		if (str_equal((const char *)attribute->name, name) &&
		    str_equal(attribute_ns(attribute), ns))
			return text_from(arena, attribute->children);
	}
	return NULL;
}

char *xml_attribute(struct arena *arena, const xmlNode *node, const char *name)
{
	return find_attribute(arena, node, "", name);
}

static bool in_scope(const struct scope *scope, const char *prefix,
		     const char *ns)
{
	for (; scope; scope = scope->outer) {
		if (str_equal(scope->prefix, prefix))
			return str_equal(scope->ns, ns);
	}
	return *prefix == '\0' && *ns == '\0';
}

/* Line ends and tabs of an attribute would be read back as blanks. */
static void escape_attribute(struct buf *buf, const char *text)
{
	while (*text) {
		size_t len = strcspn(text, "\n\t");

		xml_escape(buf, text, len);
		text += len;
		if (*text)
			buf_printf(buf, "&#%d;", *text++);
	}
}

/* Declares the namespace where it is not, and returns the scope within. */
static const struct scope *declare(struct buf *buf, const struct scope *scope,
				   const char *prefix, const char *ns)
{
	struct scope *inner;

	if (in_scope(scope, prefix, ns) || str_equal(prefix, "xml"))
		return scope;
	inner = arena_alloc(buf->arena, sizeof(*inner));
	*inner = (struct scope){ prefix, ns, scope };
	buf_puts(buf, *prefix ? " xmlns:" : " xmlns");
	buf_puts(buf, prefix);
	buf_puts(buf, "=\"");
	escape_attribute(buf, ns);
	buf_puts(buf, "\"");
	return inner;
}

static const char *prefix_of(const xmlNs *ns)
{
	return ns && ns->prefix ? (const char *)ns->prefix : "";
}

static void write_name(struct buf *buf, const xmlNs *ns, const xmlChar *name)
{
	if (*prefix_of(ns)) {
		buf_puts(buf, prefix_of(ns));
		buf_putc(buf, ':');
	}
	buf_puts(buf, (const char *)name);
}

static const struct scope *write_start(struct buf *buf, const xmlNode *node,
				       const struct scope *scope)
{
	buf_putc(buf, '<');
	write_name(buf, node->ns, node->name);
	for (const xmlNs *ns = node->nsDef; ns; ns = ns->next)
		scope = declare(buf, scope, prefix_of(ns),
				ns->href ? (const char *)ns->href : "");
	scope = declare(buf, scope, prefix_of(node->ns), xml_ns(node));
	for (const xmlAttr *attribute = node->properties; attribute;
	     attribute = attribute->next) {
		if (attribute->ns)
			scope = declare(buf, scope, prefix_of(attribute->ns),
					attribute_ns(attribute));
		buf_putc(buf, ' ');
		write_name(buf, attribute->ns, attribute->name);
		buf_puts(buf, "=\"");
		escape_attribute(buf,
				 text_from(buf->arena, attribute->children));
		buf_putc(buf, '"');
	}
	return scope;
}

/* A section of characters, and a comment, may hold nothing that is written. */
static bool is_empty(const xmlNode *node)
{
	for (const xmlNode *at = node->children; at; at = at->next) {
		if (at->type == XML_ELEMENT_NODE ||
		    (is_text(at) && *at->content))
			return false;
	}
	return true;
}

/* Depth is bounded by the parser. Comments and processing instructions go.
 * Hrefs are written by `hrefs` where that is given. */
static enum err write_nodes(struct buf *buf, const xmlNode *node,
			    const struct scope *scope,
			    const struct xml_hrefs *hrefs)
{
	enum err err = OK;

	for (; node && !err; node = node->next) {
		const struct scope *inner;

		if (is_text(node))
			xml_escape_text(buf, (const char *)node->content);
		if (node->type != XML_ELEMENT_NODE)
			continue;
		if (hrefs && xml_is(node, NS_DAV, "href")) {
			err = hrefs->write(hrefs->context,
					   xml_trimmed(buf->arena, node), buf);
			continue;
		}
		inner = write_start(buf, node, scope);
		if (is_empty(node)) {
			buf_puts(buf, "/>");
			continue;
		}
		buf_putc(buf, '>');
		err = write_nodes(buf, node->children, inner, hrefs);
		buf_puts(buf, "</");
		write_name(buf, node->ns, node->name);
		buf_putc(buf, '>');
	}
	return err;
}

/* The language in force at the node; NULL when none, or no language tag. */
static const char *language(struct arena *arena, const xmlNode *node)
{
	const char *lang = NULL;

	for (; !lang && node && node->type == XML_ELEMENT_NODE;
	     node = node->parent)
		lang = find_attribute(arena, node, NS_XML, "lang");
	if (!lang || !*lang ||
	    lang[strspn(lang, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			      "abcdefghijklmnopqrstuvwxyz0123456789-")])
		return NULL;
	return lang;
}

char *xml_fragment(struct arena *arena, const xmlNode *node)
{
	const char *lang = language(arena, node);
	struct buf buf;

	buf_init(&buf, arena);
	buf_puts(&buf, "");
	if (lang)
		buf_printf(&buf, LANG_OPEN "%s" LANG_CLOSE, lang);
	(void)write_nodes(&buf, node->children, NULL, NULL);
	return buf.at;
}

enum err xml_fragment_hrefs(struct operation *op, const char *fragment,
			    const struct xml_hrefs *hrefs, struct buf *buf)
{
	char *whole =
		arena_printf(op->arena,
			     "<v xmlns:D=\"" NS_DAV "\" xmlns:C=\"" NS_CALDAV
			     "\" xmlns:CS=\"" NS_CS "\" xmlns:A=\"" NS_APPLE
			     "\" xmlns:B=\"" NS_DAYBOOK "\">%s</v>",
			     fragment);
	xmlDocPtr document;
	size_t size;
	enum err err = parse(op, slice_of(whole), &document, &size);

	if (err)
		return err;
	arena_own_sized(op->arena, document, size, free_document);
	return write_nodes(buf, xmlDocGetRootElement(document)->children, NULL,
			   hrefs);
}

const char *xml_fragment_content(const char *fragment, struct slice *lang)
{
	const char *at, *end;

	*lang = (struct slice){ 0 };
	if (!str_starts(fragment, LANG_OPEN))
		return fragment;
	at = fragment + strlen(LANG_OPEN);
	end = strstr(at, LANG_CLOSE);
	if (!end)
		return fragment;
	*lang = (struct slice){ at, (size_t)(end - at) };
	return end + strlen(LANG_CLOSE);
}

/* What text must not hold as it is: markup, CR, what XML 1.0 forbids, and the
 * lead byte of U+FFFE and U+FFFF. '<' and '>', '"' and '&' differ by a bit. */
static text_block find_special(text_block block)
{
	return (text_block)((block < 0x20) & (block != '\t') &
			    (block != '\n')) |
	       (text_block)((block & 0xfd) == '<') |
	       (text_block)((block & 0xfb) == '"') |
	       (text_block)(block == 0xef);
}

/* U+FFFE and U+FFFF are no characters of XML. */
static bool is_no_character(const char *at, const char *end)
{
	return end - at >= 3 && at[1] == '\xbf' &&
	       (at[2] == '\xbe' || at[2] == '\xbf');
}

static char *put(char *to, struct slice bytes)
{
	memcpy(to, bytes.at, bytes.len);
	return to + bytes.len;
}

/* Writes what stands for the special byte; returns where that ends. */
static char *put_special(char *to, const char **at, const char *end)
{
	const char *special = (*at)++;

	switch (*special) {
	case '\r':
		return put(to, slice_of("&#13;"));
	case '&':
		return put(to, slice_of("&amp;"));
	case '<':
		return put(to, slice_of("&lt;"));
	case '>':
		return put(to, slice_of("&gt;"));
	case '"':
		return put(to, slice_of("&quot;"));
	case '\xef':
		if (is_no_character(special, end))
			*at += 2;
		else
			*to++ = *special;
		return to;
	default:
		return to;
	}
}

/* A block is written as it stands, and what is special in it is gone back
 * to: there is room. */
static char *escape_part(char *to, const char **text, const char *until,
			 const char *end)
{
	const char *at = *text;

	while (at < until) {
		size_t plain =
			block_copy(to, at, (size_t)(end - at), find_special);

		to += plain;
		at += plain;
		if (plain < BLOCK_SIZE && at < end)
			to = put_special(to, &at, end);
	}
	*text = at;
	return to;
}

void xml_escape(struct buf *buf, const char *text, size_t len)
{
	const char *end = text + len;

	while (text < end) {
		size_t part = (size_t)(end - text);
		char *to;

		if (part > ESCAPED_PART)
			part = ESCAPED_PART;
		to = buf_reserve(buf, (part + BLOCK_SIZE) * LONGEST);
		to = escape_part(to, &text, text + part, end);
		*to = '\0';
		buf->len = (size_t)(to - buf->at);
	}
}

void xml_escape_text(struct buf *buf, const char *text)
{
	xml_escape(buf, text, strlen(text));
}
