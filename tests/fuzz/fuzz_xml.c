/* XML bodies: whatever the bytes, they are refused or read within bounds; what
 * is kept of them as a property reads again as it was, and escaped text too. */
#include "dav/xml_private.h"
#include "base/unicode.h"

#include "dav/filter_private.h"
#include "dav/selection_private.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

/* Written again, a tag grows at most sixfold (&quot;): one of so many bytes
 * stays within what is read. */
#define ROUND_TRIP_LIMIT 1200

static void read_element(struct operation *op, const xmlNode *node)
{
	const struct cal_select *select;
	struct cal_comp_filter filter;
	struct span range;
	bool json;

	xml_trimmed(op->arena, node);
	xml_attribute(op->arena, node, "name");
	if (xml_is(node, NS_CALDAV, "filter") &&
	    !filter_parse(op, node, &filter)) {
		unsigned kinds;
		bool exact;

		cal_filter_plan(&filter, &kinds, &range, &exact);
		assert(range.start.s <= range.end.s);
	}
	if (xml_is(node, NS_CALDAV, "calendar-data") &&
	    !selection_parse(op, node, &select, &json))
		assert(!json || !select || !select->expand ||
		       select->expand->start.s < select->expand->end.s);
	if (xml_is(node, NS_CALDAV, "time-range") &&
	    !selection_range(op, node, &range))
		assert(range.start.s < range.end.s);
}

/* Returns how deep the tree is below the node. */
static int read_tree(struct operation *op, const xmlNode *node)
{
	int deepest = 0;

	read_element(op, node);
	for (const xmlNode *child = xml_first(node); child;
	     child = xml_next(child)) {
		int depth = read_tree(op, child);

		if (depth > deepest)
			deepest = depth;
	}
	return deepest + 1;
}

static const xmlNode *read_inside(struct operation *op, const char *content)
{
	const char *body = arena_printf(op->arena, "<x>%s</x>", content);
	const xmlNode *root = NULL;
	enum err err = xml_parse(op, slice_of(body), &root);

	assert(!err);
	return root;
}

/* RFC 4918 4.3: what is inside a property is preserved. */
static void fragment_round_trip(struct operation *op, const xmlNode *root)
{
	struct slice lang;
	const char *content =
		xml_fragment_content(xml_fragment(op->arena, root), &lang);
	const xmlNode *again = read_inside(op, content);

	assert(str_equal(xml_text(op->arena, again),
			 xml_text(op->arena, root)));
	assert(str_equal(xml_fragment(op->arena, again), content));
}

static bool is_plain(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < ' ' && !strchr("\t\n\r", *text))
			return false;
	return true;
}

static void escape_round_trip(struct operation *op, const char *text,
			      size_t len)
{
	struct buf buf;
	const char *read;

	buf_init(&buf, op->arena);
	buf_puts(&buf, "");
	xml_escape(&buf, text, len);
	read = xml_text(op->arena, read_inside(op, buf.at));
	if (is_plain(text) && !strstr(text, "\xef\xbf"))
		assert(str_equal(read, text));
	else
		assert(strlen(read) <= len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	const char *text = arena_strndup(arena, (const char *)data, size);
	struct slice body = { text, size };
	const xmlNode *root = NULL;
	struct operation op;

	xml_init();
	operation_init(&op, arena, (struct instant){ 1780920000 });
	if (!xml_parse(&op, body, &root)) {
		assert(read_tree(&op, root) <= 64);
		if (size <= ROUND_TRIP_LIMIT)
			fragment_round_trip(&op, root);
	}
	operation_recover(&op);
	if (utf8_valid(text, size, NULL))
		escape_round_trip(&op, text, size);
	arena_free(arena);
	return 0;
}
