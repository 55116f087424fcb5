#include "admin/pages/html.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define NASTY "<b onx=\"'&\x01"
#define SAFE "&lt;b onx=&quot;&#39;&amp; "

static int html_setup(void **state)
{
	*state = arena_new();
	return 0;
}

static int html_teardown(void **state)
{
	arena_free(*state);
	return 0;
}

#define HTML(test) \
	cmocka_unit_test_setup_teardown(test, html_setup, html_teardown)

static void what_is_put_in_is_escaped(void **state)
{
	const char *nothing = *state ? NULL : "";
	struct html html;

	html_init(&html, *state);
	html_add(&html, "<a title=\"%s\">%s</a> %d%% %zu %lld %s", NASTY, NASTY,
		 7, (size_t)8, -9LL, nothing);
	assert_string_equal(html.buf.at,
			    "<a title=\"" SAFE "\">" SAFE "</a> 7% 8 -9 ");
}

static void an_attribute_without_a_value_is_not_there(void **state)
{
	struct html html;

	html_init(&html, *state);
	html_add(&html, "<p");
	html_attribute(&html, "title", NULL);
	html_attribute(&html, "class", NASTY);
	html_attribute_if(&html, false, "id", "x");
	html_add(&html, ">");
	assert_string_equal(html.buf.at, "<p class=\"" SAFE "\">");
}

static void lines_stay_lines_and_text(void **state)
{
	struct html html;

	html_init(&html, *state);
	html_lines(&html, "a\n<br>\nb");
	assert_string_equal(html.buf.at, "a<br>&lt;br&gt;<br>b");
}

static void a_link_leads_to_the_web_or_to_us_alone(void **state)
{
	static const char *const bad[] = { "javascript:alert(1)",
					   " javascript:x",
					   "//evil.example",
					   "/\\evil.example",
					   "data:text/html,x",
					   "vbscript:x",
					   "",
					   "x/y" };
	static const char *const good[] = { "/clients/C042", "https://a.b/",
					    "HTTP://a.b", "mailto:a@b",
					    "tel:1" };
	struct html html;

	html_init(&html, *state);
	html_add(&html, "<a");
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		html_link(&html, bad[i]);
	html_link(&html, NULL);
	assert_string_equal(html.buf.at, "<a");
	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		html_init(&html, *state);
		html_link(&html, good[i]);
		assert_non_null(html.buf.at);
	}
}

static void json_in_a_script_cannot_end_it(void **state)
{
	struct html html;
	json_t *json = json_new(*state);

	json_put_text(json, "a", "</script><!--\"");
	html_init(&html, *state);
	html_json(&html, json);
	assert_string_equal(html.buf.at,
			    "{\"a\":\"\\u003c/script>\\u003c!--\\\"\"}");
}

static void an_address_encodes_its_parts(void **state)
{
	assert_string_equal(url_of(*state, "/clients/%s?q=%s&n=%d", "a/b?c#d",
				   "x&y=z +%", 3),
			    "/clients/a%2Fb%3Fc%23d?q=x%26y%3Dz%20%2B%25&n=3");
	assert_string_equal(url_of(*state, "%s", "\xc3\xa9"), "%C3%A9");
	assert_string_equal(url_of(*state, "%s", ""), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HTML(what_is_put_in_is_escaped),
		HTML(an_attribute_without_a_value_is_not_there),
		HTML(lines_stay_lines_and_text),
		HTML(a_link_leads_to_the_web_or_to_us_alone),
		HTML(json_in_a_script_cannot_end_it),
		HTML(an_address_encodes_its_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
