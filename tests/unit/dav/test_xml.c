#include "dav/xml_private.h"

#include <pthread.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

static struct arena *arena;
static struct operation op;

static int set_up(void **state)
{
	(void)state;
	xml_init();
	arena = arena_new();
	operation_init(&op, arena, INSTANT_MIN);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static const xmlNode *parsed(const char *text)
{
	const xmlNode *root = NULL;

	assert_int_equal(xml_parse(&op, slice_of(text), &root), OK);
	return root;
}

static void assert_refused(struct slice body)
{
	const xmlNode *root = NULL;

	assert_int_equal(xml_parse(&op, body, &root), ERR_SYNTAX);
	assert_null(root);
	assert_non_null(op.failure.message);
}

static const char *repeated(const char *part, size_t times, const char *before,
			    const char *after)
{
	struct buf buf;

	buf_init(&buf, arena);
	buf_puts(&buf, before);
	for (size_t i = 0; i < times; i++)
		buf_puts(&buf, part);
	buf_puts(&buf, after);
	return buf.at;
}

static void an_element_is_known_by_its_namespace(void **state)
{
	const xmlNode *root = parsed("<x:a xmlns:x='DAV:'><b/><x:c/></x:a>");

	(void)state;
	assert_true(xml_is(root, NS_DAV, "a"));
	assert_false(xml_is(root, "", "a"));
	assert_true(xml_is(xml_first(root), "", "b"));
	assert_string_equal(xml_name(xml_next(xml_first(root))), "c");
	assert_null(xml_child(root, "", "c"));
	assert_non_null(xml_child(root, NS_DAV, "c"));
}

static void text_is_gathered_from_cdata_and_children(void **state)
{
	const xmlNode *root =
		parsed("<a> x<![CDATA[<&]]><b>y</b><!-- no -->z </a>");

	(void)state;
	assert_string_equal(xml_text(arena, root), " x<&yz ");
	assert_string_equal(xml_trimmed(arena, root), "x<&yz");
}

static void an_ampersand_in_a_namespace_is_one(void **state)
{
	const xmlNode *root = parsed("<x:a xmlns:x='urn:u?v&amp;w'/>");

	(void)state;
	assert_string_equal(xml_ns(root), "urn:u?v&w");
}

static void attributes_are_found_without_a_namespace_only(void **state)
{
	const xmlNode *root = parsed("<a xmlns:x='u' x:n='1' m='a&amp;b'/>");

	(void)state;
	assert_null(xml_attribute(arena, root, "n"));
	assert_string_equal(xml_attribute(arena, root, "m"), "a&b");
}

static void what_is_not_well_formed_is_refused(void **state)
{
	static const char *const wrong[] = {
		"",
		"no XML",
		"<a>",
		"<a></b>",
		"<a b>",
		"<a/><b/>",
		"<a>&x;</a>",
		"<x:a/>",
		"<a xmlns:b=''/>",
		"<a b='1' b='2'/>",
		"<a>\x01</a>",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		assert_refused(slice_of(wrong[i]));
}

static void a_document_type_is_refused_with_or_without_entities(void **state)
{
	(void)state;
	assert_refused(slice_of("<!DOCTYPE a><a/>"));
	assert_refused(slice_of("<?xml version='1.0'?>\n<!-- <a> -->"
				"<!DOCTYPE a [<!ENTITY e SYSTEM "
				"'file:///etc/passwd'>]><a>&e;</a>"));
	assert_refused(slice_of("<!DOCTYPE a SYSTEM 'http://x/y'><a/>"));
}

static void a_doctype_inside_cdata_is_text(void **state)
{
	const xmlNode *root = parsed("<a><![CDATA[<!DOCTYPE <<<]]></a>");

	(void)state;
	assert_string_equal(xml_text(arena, root), "<!DOCTYPE <<<");
}

static void what_is_not_utf8_is_refused(void **state)
{
	(void)state;
	assert_refused(slice_of("<a>\xe9</a>"));
	assert_refused((struct slice){ "<a>\0</a>", 8 });
	assert_refused((struct slice){ "\xff\xfe<\0\xdc\0", 6 });
}

static void utf_16_is_read_with_and_without_a_mark(void **state)
{
	static const struct slice bodies[] = {
		{ "\xff\xfe<\0a\0/\0>\0", 10 },
		{ "\xfe\xff\0<\0a\0/\0>", 10 },
		{ "<\0a\0/\0>\0", 8 },
		{ "\0<\0a\0/\0>", 8 },
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bodies); i++) {
		const xmlNode *root;

		assert_int_equal(xml_parse(&op, bodies[i], &root), OK);
		assert_true(xml_is(root, "", "a"));
	}
}

static void a_byte_order_mark_is_taken(void **state)
{
	(void)state;
	assert_true(xml_is(parsed("\xef\xbb\xbf<a/>"), "", "a"));
}

static void fifty_thousand_attributes_are_refused(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, arena);
	buf_puts(&buf, "<a");
	for (int i = 0; i < 50000; i++)
		buf_printf(&buf, " a%d='>'", i);
	buf_puts(&buf, "/>");
	assert_refused(buf_view(&buf));
}

static void depth_64_is_taken_and_65_is_refused(void **state)
{
	const char *open = repeated("<a>", 64, "", "");
	const char *taken = repeated("</a>", 64, open, "");

	(void)state;
	assert_non_null(parsed(taken));
	assert_refused(slice_of(
		repeated("</a>", 64, repeated("<a>", 64, "", "<a></a>"), "")));
}

static void siblings_do_not_count_as_depth(void **state)
{
	(void)state;
	assert_non_null(parsed(repeated("<b>x</b><c/>", 1000, "<a>", "</a>")));
}

static void too_many_elements_are_refused(void **state)
{
	(void)state;
	assert_non_null(parsed(repeated("<b/>", 4999, "<a>", "</a>")));
	assert_refused(slice_of(repeated("<b/>", 5000, "<a>", "</a>")));
}

static void comments_instructions_and_cdata_count_as_elements_do(void **state)
{
	static const char *const pieces[] = { "<!---->", "<?b?>",
					      "<![CDATA[]]>", "<b c=''/>" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(pieces); i++) {
		assert_non_null(
			parsed(repeated(pieces[i], 2000, "<a>", "</a>")));
		assert_refused(
			slice_of(repeated(pieces[i], 5000, "<a>", "</a>")));
	}
}

static void a_multiget_may_name_twenty_thousand_addresses(void **state)
{
	static const char *const before[] = {
		"",
		"<?xml version='1.0' encoding='utf-8'?>\n",
		"<?xml version='1.0'?><!-- of a program --><?its own?>\n",
	};
	static const char open[] = "<C:calendar-multiget xmlns:D='DAV:' "
				   "xmlns:C='urn:ietf:params:xml:ns:caldav'>";
	const char *href = "<h xmlns='DAV:'>/a</h>";
	char start[256];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(before); i++) {
		snprintf(start, sizeof(start), "%s%s", before[i], open);
		assert_non_null(parsed(repeated(href, 20000, start,
						"</C:calendar-multiget>")));
		assert_refused(slice_of(repeated(href, 40000, start,
						 "</C:calendar-multiget>")));
	}
}

static void
namespaces_in_force_are_counted_and_those_behind_are_not(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, arena);
	buf_puts(&buf, "<a>");
	for (int i = 0; i < 200; i++)
		buf_printf(&buf, "<b xmlns:n%d='u'><n%d:c/></b>", i, i);
	buf_puts(&buf, "</a>");
	assert_non_null(parsed(buf.at));
	buf_init(&buf, arena);
	for (int i = 0; i < 26; i++)
		buf_printf(&buf,
			   "<a xmlns:a%d='u' xmlns:b%d='u' xmlns:c%d='u'"
			   " xmlns:d%d='u' xmlns:e%d='u'>",
			   i, i, i, i, i);
	for (int i = 0; i < 26; i++)
		buf_puts(&buf, "</a>");
	assert_refused(buf_view(&buf));
}

static void a_tag_has_at_most_128_attributes(void **state)
{
	struct buf buf;

	(void)state;
	for (int count = 128; count <= 129; count++) {
		buf_init(&buf, arena);
		buf_puts(&buf, "<a");
		for (int i = 0; i < count; i++)
			buf_printf(&buf, " b%d='='", i);
		buf_puts(&buf, "/>");
		if (count == 128)
			assert_non_null(parsed(buf.at));
		else
			assert_refused(buf_view(&buf));
	}
}

static void escaping_writes_cr_and_drops_what_xml_forbids(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, arena);
	xml_escape(&buf, "a<b>&\"\r\n\t\x01\0\x1f\x7f", 13);
	assert_string_equal(buf.at, "a&lt;b&gt;&amp;&quot;&#13;\n\t\x7f");
}

/* Text is escaped by blocks and parts, which may end anywhere. */
static void a_byte_is_escaped_alike_wherever_it_stands(void **state)
{
	char *text = arena_alloc(arena, 1100);
	struct buf buf;

	(void)state;
	memset(text, 'a', 1099);
	for (size_t at = 0; at < 1099; at += at < 40 || at > 500 ? 1 : 97) {
		static const char *const specials[][2] = {
			{ "<", "&lt;" },   { ">", "&gt;" },
			{ "&", "&amp;" },  { "\"", "&quot;" },
			{ "\r", "&#13;" }, { "\x01", "" },
			{ "\n", "\n" },    { "\xef", "\xef" },
		};
		const char *const *special =
			specials[at % ARRAY_SIZE(specials)];
		size_t len = strlen(special[1]);

		text[at] = special[0][0];
		buf_init(&buf, arena);
		xml_escape_text(&buf, text);
		assert_int_equal(buf.len, 1098 + len);
		assert_int_equal(strspn(buf.at, "a"), len ? at : 1098);
		assert_memory_equal(buf.at + at, special[1], len);
		assert_int_equal(strspn(buf.at + at + len, "a"), 1098 - at);
		assert_int_equal(strlen(buf.at), buf.len);
		text[at] = 'a';
	}
}

static void noncharacters_go_wherever_they_stand(void **state)
{
	char text[700];
	struct buf buf;

	(void)state;
	for (size_t at = 480; at < 530; at++) {
		memset(text, 'a', sizeof(text));
		memcpy(text + at, "\xef\xbf\xbe", 3);
		buf_init(&buf, arena);
		xml_escape(&buf, text, sizeof(text));
		assert_int_equal(buf.len, sizeof(text) - 3);
		assert_int_equal(strspn(buf.at, "a"), buf.len);
	}
}

static void
escaping_drops_noncharacters_and_keeps_their_neighbours(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, arena);
	xml_escape_text(&buf, "\xef\xbf\xbd|\xef\xbf\xbe|\xef\xbf\xbf|\xef");
	assert_string_equal(buf.at, "\xef\xbf\xbd|||\xef");
}

static void a_fragment_declares_the_prefixes_that_it_uses(void **state)
{
	const xmlNode *root = parsed("<a xmlns='u:1' xmlns:p='u:2'>t&lt;"
				     "<p:b p:c='&quot;&#10;'><d xmlns=''/>"
				     "</p:b><e/></a>");

	(void)state;
	assert_string_equal(xml_fragment(arena, root),
			    "t&lt;<p:b xmlns:p=\"u:2\" p:c=\"&quot;&#10;\">"
			    "<d/></p:b><e xmlns=\"u:1\"/>");
}

static void a_fragment_undoes_a_default_namespace(void **state)
{
	const xmlNode *root =
		parsed("<a><b xmlns='u'><c xmlns=''/></b><!--x--></a>");

	(void)state;
	assert_string_equal(xml_fragment(arena, root),
			    "<b xmlns=\"u\"><c xmlns=\"\"/></b>");
}

/* Read again, and written again, it is the same. */
static void an_element_that_holds_nothing_is_written_in_one_way(void **state)
{
	static const char *const bodies[] = {
		"<x><y/></x>",
		"<x><y></y></x>",
		"<x><y><![CDATA[]]></y></x>",
		"<x><y><!-- nothing --></y></x>",
		"<x><y><![CDATA[]]><!-- nothing --><![CDATA[]]></y></x>",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bodies); i++)
		assert_string_equal(xml_fragment(arena, parsed(bodies[i])),
				    "<y/>");
}

static void a_fragment_keeps_the_language_in_force(void **state)
{
	const xmlNode *root = parsed("<a xml:lang='de-CH'><b>x</b></a>");
	struct slice lang;
	const char *content = xml_fragment_content(
		xml_fragment(arena, xml_first(root)), &lang);

	(void)state;
	assert_string_equal(content, "x");
	assert_true(slice_is(lang, "de-CH"));
}

static void a_language_that_is_none_is_dropped(void **state)
{
	const xmlNode *root = parsed("<a xml:lang='?&gt;&lt;x'>y</a>");
	struct slice lang;

	(void)state;
	assert_string_equal(xml_fragment(arena, root), "y");
	assert_string_equal(xml_fragment_content("y", &lang), "y");
	assert_null(lang.at);
}

static void a_body_that_comes_again_is_not_read_again(void **state)
{
	static const char text[] = "<a xmlns='DAV:'><b/>again</a>";
	const xmlNode *first;
	int64_t work;

	(void)state;
	operation_bound(&op, INT64_MAX / 2, SIZE_MAX / 2);
	first = parsed(text);
	work = op.budget.work;
	/* It costs as much as before of what the request may. */
	operation_init(&op, arena, INSTANT_MIN);
	operation_bound(&op, INT64_MAX / 2, SIZE_MAX / 2);
	assert_ptr_equal(parsed(text), first);
	assert_int_equal(op.budget.work, work);
	assert_ptr_not_equal(parsed("<a xmlns='DAV:'><b/>agaim</a>"), first);
}

/* More of them than a thread keeps. */
static void all_bodies_of_an_operation_stay_until_it_ends(void **state)
{
	const xmlNode *roots[20];

	(void)state;
	for (int i = 0; i < 20; i++)
		roots[i] = parsed(arena_printf(arena, "<a>%d</a>", i));
	for (int i = 0; i < 20; i++)
		assert_string_equal(xml_text(arena, roots[i]),
				    arena_printf(arena, "%d", i));
}

static void a_body_that_is_refused_is_refused_again(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++)
		assert_refused(slice_of("<a><b></a>"));
}

static void *read_in_a_thread(void *context)
{
	const xmlNode **root = context;
	struct operation own;
	struct arena *held = arena_new();

	operation_init(&own, held, INSTANT_MIN);
	if (xml_parse(&own, slice_of("<a>everywhere</a>"), root))
		abort();
	arena_free(held);
	return NULL;
}

static void threads_share_no_tree(void **state)
{
	const xmlNode *here = parsed("<a>everywhere</a>"), *there;
	pthread_t thread;

	(void)state;
	assert_int_equal(
		pthread_create(&thread, NULL, read_in_a_thread, &there), 0);
	pthread_join(thread, NULL);
	assert_ptr_not_equal(there, here);
	assert_string_equal(xml_text(arena, here), "everywhere");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_element_is_known_by_its_namespace),
		TEST(text_is_gathered_from_cdata_and_children),
		TEST(an_ampersand_in_a_namespace_is_one),
		TEST(attributes_are_found_without_a_namespace_only),
		TEST(what_is_not_well_formed_is_refused),
		TEST(a_document_type_is_refused_with_or_without_entities),
		TEST(a_doctype_inside_cdata_is_text),
		TEST(what_is_not_utf8_is_refused),
		TEST(utf_16_is_read_with_and_without_a_mark),
		TEST(a_byte_order_mark_is_taken),
		TEST(fifty_thousand_attributes_are_refused),
		TEST(depth_64_is_taken_and_65_is_refused),
		TEST(siblings_do_not_count_as_depth),
		TEST(too_many_elements_are_refused),
		TEST(comments_instructions_and_cdata_count_as_elements_do),
		TEST(a_multiget_may_name_twenty_thousand_addresses),
		TEST(namespaces_in_force_are_counted_and_those_behind_are_not),
		TEST(a_tag_has_at_most_128_attributes),
		TEST(escaping_writes_cr_and_drops_what_xml_forbids),
		TEST(a_byte_is_escaped_alike_wherever_it_stands),
		TEST(noncharacters_go_wherever_they_stand),
		TEST(escaping_drops_noncharacters_and_keeps_their_neighbours),
		TEST(a_fragment_declares_the_prefixes_that_it_uses),
		TEST(a_fragment_undoes_a_default_namespace),
		TEST(an_element_that_holds_nothing_is_written_in_one_way),
		TEST(a_fragment_keeps_the_language_in_force),
		TEST(a_language_that_is_none_is_dropped),
		TEST(a_body_that_comes_again_is_not_read_again),
		TEST(all_bodies_of_an_operation_stay_until_it_ends),
		TEST(a_body_that_is_refused_is_refused_again),
		TEST(threads_share_no_tree),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
