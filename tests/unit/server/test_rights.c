/* Who may do what, and who is answered what: every route of the endpoint and
 * every method on every kind of resource, asked as everybody, beside the table
 * that people read (tests/data/rights.txt). A new route is asked as soon as
 * its row is there. Strangers, tokens and feeds are asked over HTTP
 * (tests/http/test_rights.py). */
#include "tests/unit/server/lived_practice.h"
#include "tests/unit/server/rights_rows.h"

#include "admin/api/route.h"
#include "admin/pages/register.h"
#include "dav/dav.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

#define TABLE "tests/data/rights.txt"
#define FOUND "build/rights.txt"
#define VIEWERS LIVED_PEOPLE

static const char *const viewers[VIEWERS] = { "office",  "staff",  "types",
					      "payroll", "voider", "logins",
					      "maria",   "tom",    "ada",
					      "ben" };

/* Texts that not everybody may be answered. */
static const struct secret {
	const char *text, *what;
} secrets[] = {
	{ "Zinnia", "a client's name" },
	{ "555 7301", "a client's phone" },
	{ "zmail@", "a client's e-mail" },
	{ "7302 Z", "a client's address" },
	{ "zcontact@", "a contact's e-mail" },
	{ "71.11", "a client's own rate" },
	{ "72.22", "a charge" },
	{ "73.33", "a wage" },
	{ "74.44", "an hourly rate" },
	{ "200.03", "a payment" },
	{ "zreason", "the reason of an override" },
	{ "Zroom", "a session's place" },
	{ "zpublic", "a public note" },
	{ "zprivate", "a private note" },
	{ "Zholiday", "a closure's title" },
	{ "zdiary", "a practitioner's own event" },
	{ "zletter", "an admin's own event" },
	{ "Zphone", "a token's label" },
	{ "Zreader", "a feed's label" },
	{ "Zmine", "a personal calendar's name" },
	{ "ztom", "another practitioner's own event" },
	{ "zstaff", "staff's own event" },
	{ "zshared", "an event that is shared with tom and staff" },
	{ "zdraft", "the words of another practitioner's draft" },
	{ "zfile", "a practitioner's own file" },
	{ "zinner", "an event in a calendar among one's files" },
	{ "Xenia", "a client whom no practitioner has met" },
	{ "C044", "that client's code" },
};

static struct {
	struct arena *arena;
	struct buf text; /* the table as it is found */
	const char *seen[ARRAY_SIZE(secrets)][VIEWERS]; /* where; or NULL */
	bool shown[ARRAY_SIZE(secrets)][LIVED_FEEDS];
} table;

/* Lines of iCalendar are folded anywhere. */
static void unfold(char *text)
{
	char *to = text;

	for (const char *from = text; *from; from++) {
		if (str_starts(from, "\r\n ") || str_starts(from, "\r\n\t"))
			from += 2;
		else if (str_starts(from, "&#13;\n "))
			from += 6;
		else
			*to++ = *from;
	}
	*to = '\0';
}

static const char *answer_text(struct arena *arena,
			       const struct http_response *response)
{
	char *text = arena_strndup(arena, response->body ? response->body : "",
				   response->body_len);

	unfold(text);
	return text;
}

static void search(struct arena *arena, const struct http_response *response,
		   size_t viewer, const char *where)
{
	const char *text = answer_text(arena, response);

	for (size_t i = 0; i < ARRAY_SIZE(secrets); i++) {
		if (strstr(text, secrets[i].text) && !table.seen[i][viewer])
			table.seen[i][viewer] = where;
	}
}

/* One cell: the status. The practice is as it was before it. */
static int ask(size_t viewer, const char *method, const char *target,
	       const char *rest)
{
	struct arena *arena = arena_new();
	struct lived_answer answer;
	const char *text = arena_printf(arena, "%s %s\nFrom: %s%s", method,
					target, viewers[viewer], rest);
	int status = 0;

	if (lived_ask(arena, slice_of(text), &answer)) {
		status = answer.response.status;
		search(arena, &answer.response, viewer,
		       arena_printf(table.arena, "%s %s", method, target));
	}
	arena_free(arena);
	lived_renew();
	return status;
}

static void line(const char *label, const char *method, const char *target,
		 const char *rest)
{
	buf_printf(&table.text, "%-62s", label);
	for (size_t i = 0; i < VIEWERS; i++) {
		int status = ask(i, method, target, rest);

		buf_printf(&table.text, " %7d", status);
	}
	buf_puts(&table.text, "\n");
}

/* The pattern with words[0] in place of its first brace, 1 in the others. */
static const char *fill(const char *pattern, const char *const *words)
{
	struct buf buf;
	struct slice rest = slice_of(pattern);
	size_t used = 0;

	buf_init(&buf, table.arena);
	while (rest.at) {
		struct slice before = slice_cut(&rest, '{');
		const char *word = used < 1 && words[0] ? words[0] : "1";

		buf_add(&buf, before.at, before.len);
		if (!rest.at)
			break;
		buf_puts(&buf, word);
		used++;
		slice_cut(&rest, '}');
	}
	return buf.at;
}

static const struct stand_in *stand_in_of(const char *pattern)
{
	const struct stand_in *row = rights_stand_ins;

	while (!str_starts(pattern, row->begins))
		row++;
	return row;
}

/* No fields: body is "" or an empty object. */
static void send_nothing(const struct route *route, const char *body)
{
	const struct stand_in *row = stand_in_of(route->pattern);

	for (size_t i = 0; i < 4 && row->words[i]; i++) {
		const char *words[2] = { row->words[i], NULL };
		const char *target = fill(route->pattern, words);

		if (row->query)
			target = arena_printf(table.arena, "%s%s", target,
					      row->query);

		line(arena_printf(table.arena, "%s %s", route->method, target),
		     route->method, target,
		     arena_printf(table.arena,
				  "\nContent-Type: application/json\n\n%s",
				  body));
		if (!strchr(route->pattern, '{'))
			break;
	}
}

static void send_bodies(const struct route *route)
{
	bool sent = false;

	for (const struct sending *row = rights_sendings; row->method; row++) {
		const char *target;

		if (!str_equal(row->method, route->method) ||
		    !str_equal(row->pattern, route->pattern))
			continue;
		target = fill(row->pattern, row->words);
		line(arena_printf(table.arena, "%s %s %.24s", row->method,
				  target, row->body),
		     row->method, target,
		     arena_printf(table.arena,
				  "\nContent-Type: application/json\n\n%s",
				  row->body));
		sent = true;
	}
	if (!sent)
		send_nothing(route, "{}");
}

static void ask_routes(void)
{
	const struct route *route;

	for (size_t i = 0; (route = route_row(i)); i++) {
		if (route->body && !str_equal(route->method, "GET"))
			send_bodies(route);
		else
			send_nothing(route, "");
	}
}

/* Forms are sent empty: whoever may is shown what is missing. */
static void ask_page(const struct page_row *row, const char *target)
{
	line(arena_printf(table.arena, "GET %s", target), "GET", target,
	     "\n\n");
	if (row->take)
		line(arena_printf(table.arena, "POST %s", target), "POST",
		     target,
		     "\nContent-Type: application/x-www-form-urlencoded\n\n");
}

static void ask_pages(void)
{
	const struct page_row *row;

	for (size_t i = 0; (row = register_row(i)); i++) {
		const char *const *list = stand_in_of(row->pattern)->words;

		for (size_t j = 0; j < 4 && list[j]; j++) {
			ask_page(row, fill(row->pattern, &list[j]));
			if (!strchr(row->pattern, '{'))
				break;
		}
	}
}

/* "a" of ".../a.ics". */
static const char *uid(const char *place)
{
	struct slice rest = slice_of(place), last = rest;

	while (rest.at)
		last = slice_cut(&rest, '/');
	return slice_dup(table.arena, slice_cut(&last, '.'));
}

/* A copy goes into another calendar of the same home. */
static const char *destination(const char *place)
{
	struct slice rest = slice_of(place + 1);
	const char *home = "maria";

	slice_cut(&rest, '/');
	slice_cut(&rest, '/');
	if (rest.at && rest.len > 0)
		home = slice_dup(table.arena, slice_cut(&rest, '/'));
	return arena_printf(table.arena, "/dav/calendars/%s/%s", home,
			    str_ends(place, "/") ? "copied/"
						 : "work/copied.ics");
}

/* What stands in a request where its row leaves a place. */
static const char *filled(const char *method, const char *place)
{
	if (str_equal(method, "PUT"))
		return uid(place);
	return str_equal(method, "POST") ? "posted" : destination(place);
}

static void ask_place(const char *method, const char *place)
{
	bool sent = false;

	for (const struct variant *row = rights_variants; row->method; row++) {
		const char *rest = row->rest;
		const char *mark = strstr(rest, "%s");

		if (!str_equal(row->method, method))
			continue;
		if (mark)
			rest = arena_printf(table.arena, "%.*s%s%s",
					    (int)(mark - rest), rest,
					    filled(method, place), mark + 2);
		line(arena_printf(table.arena, "%s%s %s", method, row->label,
				  place),
		     method, place, rest);
		sent = true;
	}
	if (!sent)
		line(arena_printf(table.arena, "%s %s", method, place), method,
		     place, "\n\n");
}

/* The methods are those that OPTIONS says there are. */
static void ask_places(void)
{
	struct http_request request = { .method = "OPTIONS", .target = "/" };
	struct http_response response;

	http_response_init(&response, table.arena);
	assert_true(dav_answer_open(&request, &response));
	for (size_t i = 0; rights_places[i]; i++) {
		struct slice allow =
			slice_of(http_response_header(&response, "Allow"));

		while (allow.at) {
			struct slice method =
				slice_trim(slice_cut(&allow, ','));

			ask_place(slice_dup(table.arena, method),
				  rights_places[i]);
		}
	}
}

static void heading(const char *what)
{
	buf_printf(&table.text, "\n%-62s", what);
	for (size_t i = 0; i < VIEWERS; i++)
		buf_printf(&table.text, " %7s", viewers[i]);
	buf_puts(&table.text, "\n");
}

/* Whoever has its address; what it shows is told beside it. */
static int ask_feed(size_t feed, const char *method)
{
	struct arena *arena = arena_new();
	struct lived_answer answer;
	const char *request = arena_printf(arena, "%s /feeds/%s.ics\n\n",
					   method, lived_feeds[feed]);
	int status = 0;

	if (lived_ask(arena, slice_of(request), &answer)) {
		const char *text = answer_text(arena, &answer.response);

		status = answer.response.status;
		for (size_t i = 0; i < ARRAY_SIZE(secrets); i++)
			table.shown[i][feed] |=
				strstr(text, secrets[i].text) != NULL;
	}
	arena_free(arena);
	lived_renew();
	return status;
}

static void ask_feeds(void)
{
	static const char *const methods[] = {
		"OPTIONS", "GET",       "HEAD",  "PUT",  "POST",
		"PATCH",   "DELETE",    "COPY",  "MOVE", "PROPFIND",
		"REPORT",  "PROPPATCH", "MKCOL", "LOCK", "ACL",
	};

	buf_printf(&table.text, "\n%-62s",
		   "# Feeds, of whoever has the address");
	for (size_t i = 0; i < LIVED_FEEDS; i++)
		buf_printf(&table.text, " %8s", lived_feeds[i]);
	for (size_t i = 0; i < ARRAY_SIZE(methods); i++) {
		buf_printf(&table.text, "\n%-8s %-53s", methods[i],
			   "/feeds/NAME.ics");
		for (size_t j = 0; j < LIVED_FEEDS; j++)
			buf_printf(&table.text, " %8d",
				   ask_feed(j, methods[i]));
	}
	for (size_t i = 0; i < ARRAY_SIZE(secrets); i++) {
		buf_printf(&table.text, "\n%-62s", secrets[i].what);
		for (size_t j = 0; j < LIVED_FEEDS; j++)
			buf_printf(&table.text, " %8s",
				   table.shown[i][j] ? "yes" : "-");
	}
	buf_puts(&table.text, "\n");
}

static void tell_secrets(void)
{
	heading("# Who was answered what, in any of the answers above");
	for (size_t i = 0; i < ARRAY_SIZE(secrets); i++) {
		buf_printf(&table.text, "%-62s", secrets[i].what);
		for (size_t j = 0; j < VIEWERS; j++)
			buf_printf(&table.text, " %7s",
				   table.seen[i][j] ? "yes" : "-");
		buf_puts(&table.text, "\n");
	}
}

static char *read_table(void)
{
	FILE *file = fopen(TABLE, "rb");
	char *text = arena_alloc(table.arena, 1024 * 1024);
	size_t len = file ? fread(text, 1, 1024 * 1024 - 1, file) : 0;

	if (file)
		fclose(file);
	text[len] = '\0';
	return text;
}

static void write_found(void)
{
	FILE *file = fopen(FOUND, "wb");

	if (!file)
		return;
	(void)fwrite(table.text.at, 1, table.text.len, file);
	fclose(file);
}

/* Lines of one that the other does not have. */
static void tell_lines(const char *mark, const char *text, const char *other)
{
	struct slice rest = slice_of(text);

	while (rest.at) {
		const char *row =
			slice_dup(table.arena, slice_cut(&rest, '\n'));

		if (!strstr(other, row))
			print_error("%s %s\n", mark, row);
	}
}

static void tell_difference(const char *wanted)
{
	tell_lines("-", wanted, table.text.at);
	tell_lines("+", table.text.at, wanted);
	for (size_t i = 0; i < ARRAY_SIZE(secrets); i++) {
		for (size_t j = 0; j < VIEWERS; j++) {
			if (table.seen[i][j] && !strchr("os", viewers[j][0]))
				print_error("%s: first told %s by %s\n",
					    secrets[i].what, viewers[j],
					    table.seen[i][j]);
		}
	}
	print_error("what was found is in %s; if it is right, it is the new "
		    "%s\n",
		    FOUND, TABLE);
}

static void everybody_may_what_the_table_of_rights_says(void **state UNUSED)
{
	char *wanted;

	buf_puts(&table.text,
		 "# What each request is answered with, as everybody. Staff "
		 "have the grant that\n# their name says; Maria's clients are "
		 "Ada (C042) and Ben (C043), Tom has none.\n");
	heading("# The JSON endpoint");
	ask_routes();
	heading("# Pages");
	ask_pages();
	heading("# Calendar programs");
	ask_places();
	ask_feeds();
	tell_secrets();
	wanted = read_table();
	if (!str_equal(wanted, table.text.at)) {
		write_found();
		tell_difference(wanted);
	}
	assert_true(str_equal(wanted, table.text.at));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everybody_may_what_the_table_of_rights_says),
	};
	int failed;

	lived_init();
	table.arena = arena_new();
	buf_init(&table.text, table.arena);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(table.arena);
	return failed;
}
