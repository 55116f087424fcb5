#include "dav/xml_scan_private.h"

#include <string.h>

#define TAG_LIMIT 8192
#define DEPTH_LIMIT 64
#define PIECE_LIMIT 5000
#define MULTIGET_LIMIT 45000 /* 20,000 addresses, however they are written */
#define ATTRIBUTE_LIMIT 128
#define DECLARED_LIMIT 128

#define PIECE_SIZE 320 /* bytes of what a parser makes of a piece */

/* Units of work: of a byte, of a piece. */
#define BYTE_WORK 4
#define PIECE_WORK 1500

/* What stands in the body so far: its pieces are what a parser makes nodes of
 * (tags, attributes, comments, instructions, CDATA), so that their number
 * bounds its memory. A name is looked for among the declarations in force. */
struct scan {
	struct operation *op;
	const char *start, *at, *end;
	bool rooted; /* the first element was met */
	int depth;
	int pieces, limit;
	int declared;            /* in force */
	int opened[DEPTH_LIMIT]; /* of those, by each open element */
};

static enum err scan_fail(const struct scan *scan, const char *what)
{
	int line = 1;

	for (const char *at = scan->start; at < scan->at; at++)
		line += *at == '\n';
	return fail(scan->op, ERR_SYNTAX, "line %d of the XML body: %s", line,
		    what);
}

/* Moves behind the next `mark`, or to the end: the parser will complain. */
static void scan_past(struct scan *scan, const char *mark)
{
	size_t len = strlen(mark);
	const char *found =
		memmem(scan->at, (size_t)(scan->end - scan->at), mark, len);

	scan->at = found ? found + len : scan->end;
}

/* The '>' that ends the tag at hand, quotes respected; the end of the bytes
 * where there is none; NULL when the tag is too long. */
static const char *scan_tag_end(const struct scan *scan)
{
	char quote = 0;

	for (const char *at = scan->at; at < scan->end; at++) {
		if (at - scan->at > TAG_LIMIT)
			return NULL;
		if (quote) {
			if (*at == quote)
				quote = 0;
		} else if (*at == '>') {
			return at;
		} else if (*at == '"' || *at == '\'') {
			quote = *at;
		}
	}
	return scan->end;
}

static enum err scan_piece(struct scan *scan)
{
	if (++scan->pieces <= scan->limit)
		return OK;
	return scan_fail(scan, "too many elements, attributes and comments");
}

/* Attributes of a tag: each has one '=' outside of quotes. Of those the
 * declarations are counted too. */
static enum err scan_attributes(struct scan *scan, const char *end,
				int *declared)
{
	const char *word = scan->at; /* where the name at hand begins */
	int count = 0;
	char quote = 0;
	enum err err = OK;

	*declared = 0;
	for (const char *at = scan->at; !err && at < end; at++) {
		if (quote) {
			if (*at == quote)
				quote = 0;
		} else if (*at == '"' || *at == '\'') {
			quote = *at;
		} else if (strchr(" \t\r\n", *at)) {
			word = at + 1;
		} else if (*at == '=') {
			*declared +=
				at - word >= 5 && !memcmp(word, "xmlns", 5);
			err = scan_piece(scan);
			if (++count > ATTRIBUTE_LIMIT)
				return scan_fail(scan, "over 128 attributes");
		}
	}
	return err;
}

/* The only request that names very many things. Programs write a declaration
 * before it, and some of them comments. */
static void scan_root(struct scan *scan, const char *end)
{
	struct slice name = { scan->at + 1, 0 };

	scan->rooted = true;
	while (name.at + name.len < end &&
	       !strchr(" \t\r\n/>", name.at[name.len])) {
		name.len++;
		if (name.at[name.len - 1] == ':')
			name = (struct slice){ name.at + name.len, 0 };
	}
	if (slice_is(name, "calendar-multiget"))
		scan->limit = MULTIGET_LIMIT;
}

static enum err scan_open(struct scan *scan, const char *end)
{
	int declared;
	enum err err;

	if (!scan->rooted)
		scan_root(scan, end);
	err = scan_piece(scan);
	if (!err)
		err = scan_attributes(scan, end, &declared);
	if (err)
		return err;
	if (scan->declared + declared > DECLARED_LIMIT)
		return scan_fail(scan, "over 128 namespaces declared");
	if (end[-1] == '/')
		return OK;
	if (scan->depth == DEPTH_LIMIT)
		return scan_fail(scan, "nested deeper than 64");
	scan->opened[scan->depth++] = declared;
	scan->declared += declared;
	return OK;
}

static enum err scan_tag(struct scan *scan)
{
	const char *end = scan_tag_end(scan);
	enum err err = OK;

	if (!end)
		return scan_fail(scan, "a tag of over 8 KiB");
	if (scan->at + 1 == scan->end || scan->at[1] != '/')
		err = scan_open(scan, end);
	else if (scan->depth > 0)
		scan->declared -= scan->opened[--scan->depth];
	scan->at = end;
	return err;
}

static bool scan_at(const struct scan *scan, const char *mark)
{
	size_t len = strlen(mark);

	return (size_t)(scan->end - scan->at) >= len &&
	       !memcmp(scan->at, mark, len);
}

static enum err scan_mark(struct scan *scan)
{
	enum err err;

	if (scan_at(scan, "<!--")) {
		err = scan_piece(scan);
		scan->at += 4;
		scan_past(scan, "-->");
	} else if (scan_at(scan, "<![CDATA[")) {
		err = scan_piece(scan);
		scan_past(scan, "]]>");
	} else if (scan_at(scan, "<?")) {
		err = scan_piece(scan);
		scan_past(scan, "?>");
	} else if (scan_at(scan, "<!")) {
		err = scan_fail(scan, "document types are not taken");
	} else {
		err = scan_tag(scan);
	}
	return err;
}

/* libxml2 needs seconds for tags with very many attributes or declarations,
 * and tells of a DTD only when it has read it: so look first. */
enum err xml_scan(struct operation *op, struct slice body, size_t *size)
{
	struct scan scan = { .op = op,
			     .limit = PIECE_LIMIT,
			     .start = body.at,
			     .at = body.at,
			     .end = body.at + body.len };
	enum err err = OK;

	while (!err &&
	       (scan.at = memchr(scan.at, '<', (size_t)(scan.end - scan.at))))
		err = scan_mark(&scan);
	if (err)
		return err;
	*size = body.len + (size_t)scan.pieces * PIECE_SIZE;
	(void)operation_spend(op, body.len * BYTE_WORK +
					  (size_t)scan.pieces * PIECE_WORK);
	return operation_check(op);
}
