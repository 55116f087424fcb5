/* What one may not know of is answered as what is not there: every request
 * that names a person or a thing is sent twice, with the name of one that is
 * hidden from who asks and with a name that nobody has, and the answers are
 * compared to the byte. */
#include "tests/unit/server/lived_practice.h"
#include "tests/unit/server/rights_rows.h"
#include "tests/unit/server/untold_rows.h"

#include "admin/api/route.h"
#include "admin/pages/register.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

/* What the first word of a path is. */
static const struct naming {
	const char *begins;
	enum untold_kind kind;
} namings[] = {
	{ "/api/people/{", PERSON },      { "/api/people/{", CODE },
	{ "/api/sessions/{", SESSION },   { "/api/schedules/{", SCHEDULE },
	{ "/api/invoices/{", INVOICE },   { "/sessions/{", SESSION },
	{ "/schedules/{", SCHEDULE },     { "/invoices/{", INVOICE },
	{ "/clients/{", CODE },           { "/practitioners/{", PERSON },
	{ "/settings/people/{", PERSON },
};

static struct {
	struct arena *arena;
	size_t asked, told; /* pairs, and those that differ */
} found;

/* Both words become the same one, wherever they stand. */
static void put_masked(struct buf *buf, const char *text, size_t len,
		       const struct untold *row)
{
	const char *const words[] = { row->word, row->absent };
	size_t at = 0;

	while (at < len) {
		size_t skip = 0;

		for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
			size_t word = strlen(words[i]);

			if (word <= len - at &&
			    memcmp(text + at, words[i], word) == 0)
				skip = word;
		}
		buf_add(buf, skip ? "@" : text + at, 1);
		at += skip ? skip : 1;
	}
}

/* A nonce is new in each answer. */
static void without_nonce(char *text)
{
	const char *told = strstr(text, "'nonce-");
	char nonce[64], *at = text;

	if (!told || sscanf(told, "'nonce-%63[^']", nonce) != 1)
		return;
	while ((at = strstr(at, nonce)))
		memset(at, '#', strlen(nonce));
}

static const char *seen(struct arena *arena, const struct lived_answer *answer,
			const struct untold *row)
{
	const struct http_response *response = &answer->response;
	struct buf buf, masked;
	char *text;

	buf_init(&buf, arena);
	buf_init(&masked, arena);
	buf_printf(&buf, "%d\n", response->status);
	for (size_t i = 0; i < response->header_count; i++) {
		const struct http_header *header = &response->headers[i];

		/* Of bytes that hold the word: these are compared below. */
		if (!str_equal(header->name, "ETag"))
			buf_printf(&buf, "%s: %s\n", header->name,
				   header->value);
	}
	buf_add(&buf, response->body ? response->body : "", response->body_len);
	text = arena_strndup(arena, buf.at, buf.len);
	without_nonce(text);
	put_masked(&masked, text, strlen(text), row);
	return masked.at;
}

static const char *with_word(struct arena *arena, const char *request,
			     const char *word)
{
	struct buf buf;
	const char *at;

	buf_init(&buf, arena);
	while ((at = strstr(request, MARK))) {
		buf_add(&buf, request, (size_t)(at - request));
		buf_puts(&buf, word);
		request = at + strlen(MARK);
	}
	buf_puts(&buf, request);
	return buf.at;
}

static const char *answer_of(struct arena *arena, const char *request,
			     const struct untold *row, const char *word)
{
	const char *text = with_word(arena, request, word);
	struct lived_answer answer = { .response.status = 0 };
	const char *shown = "nothing";

	if (lived_ask(arena, slice_of(text), &answer))
		shown = seen(arena, &answer, row);
	lived_renew();
	return shown;
}

static void show_difference(const char *request, const struct untold *row,
			    const char *with, const char *without)
{
	size_t same = 0, from;

	while (with[same] && with[same] == without[same])
		same++;
	from = same > 60 ? same - 60 : 0;
	print_error("%s is told of '%s' by\n%.300s\n+ %.3s ...%.160s\n"
		    "- %.3s ...%.160s\n\n",
		    row->from, row->word, request, with, with + from, without,
		    without + from);
}

static void compare(const char *request, const struct untold *row)
{
	struct arena *arena = arena_new();
	const char *end = strchr(request, '\n');
	const char *text =
		arena_printf(arena, "%.*s\nFrom: %s%s", (int)(end - request),
			     request, row->from, end);
	const char *with = answer_of(arena, text, row, row->word);
	const char *without = answer_of(arena, text, row, row->absent);

	found.asked++;
	if (!str_equal(with, without)) {
		found.told++;
		show_difference(text, row, with, without);
	}
	arena_free(arena);
}

/* A request that has the mark, of everybody from whom something of that kind
 * is hidden. */
static void ask(enum untold_kind kind, const char *request)
{
	for (const struct untold *row = untold_hidden; row->from; row++)
		if (row->kind == kind)
			compare(request, row);
}

/* The pattern with the mark for the brace of that number, 1 for others. */
static const char *fill(const char *pattern, size_t marked, const char *other)
{
	struct buf buf;
	struct slice rest = slice_of(pattern);

	buf_init(&buf, found.arena);
	for (size_t i = 0; rest.at; i++) {
		struct slice before = slice_cut(&rest, '{');

		buf_add(&buf, before.at, before.len);
		if (!rest.at)
			break;
		buf_puts(&buf, i == marked ? MARK : other);
		slice_cut(&rest, '}');
	}
	return buf.at;
}

static const char *sent_with(const char *method, const char *pattern)
{
	for (const struct sending *row = rights_sendings; row->method; row++)
		if (str_equal(row->method, method) &&
		    str_equal(row->pattern, pattern))
			return row->body;
	return "{}";
}

static void ask_pattern(const char *method, const char *pattern,
			const char *rest)
{
	for (size_t i = 0; i < ARRAY_SIZE(namings); i++)
		if (str_starts(pattern, namings[i].begins))
			ask(namings[i].kind,
			    arena_printf(found.arena, "%s %s%s", method,
					 fill(pattern, 0, "1"), rest));
}

static void a_hidden_thing_of_a_route_is_as_none(void **state UNUSED)
{
	const struct route *row;

	found.asked = found.told = 0;
	for (size_t i = 0; (row = route_row(i)); i++) {
		const char *body =
			row->body ? sent_with(row->method, row->pattern) : "";

		ask_pattern(row->method, row->pattern,
			    arena_printf(found.arena, "\n\n%s", body));
		/* Another's, as if it were one's own. */
		if (strstr(row->pattern, "{token}") ||
		    strstr(row->pattern, "{feed}")) {
			ask(TOKEN,
			    arena_printf(found.arena, "%s %s\n\n", row->method,
					 fill(row->pattern, 1, "tom")));
			ask(TOKEN,
			    arena_printf(found.arena, "%s %s\n\n", row->method,
					 fill(row->pattern, 1, "ada")));
		}
	}
	assert_true(found.asked > 200);
	assert_int_equal(found.told, 0);
}

static void a_hidden_thing_of_a_page_is_as_none(void **state UNUSED)
{
	const struct page_row *row;

	found.asked = found.told = 0;
	for (size_t i = 0; (row = register_row(i)); i++) {
		ask_pattern("GET", row->pattern, "\n\n");
		if (row->take)
			ask_pattern("POST", row->pattern,
				    "\nContent-Type: "
				    "application/x-www-form-urlencoded\n\n");
	}
	assert_true(found.asked > 100);
	assert_int_equal(found.told, 0);
}

#define THERE "/dav/calendars/" MARK "/"
#define PRINCIPAL_THERE "/dav/principals/" MARK "/"

static void ask_all(enum untold_kind kind, const char *const *list)
{
	for (size_t i = 0; list[i]; i++)
		ask(kind, list[i]);
}

static void whom_one_may_not_know_is_as_nobody(void **state UNUSED)
{
	found.asked = found.told = 0;
	ask_all(PERSON, untold_of_people);
	ask_all(PERSON, untold_by_no_code);
	ask_all(CODE, untold_of_people);
	ask_all(CODE, untold_of_codes);
	ask_all(SESSION, untold_of_sessions);
	assert_int_equal(found.told, 0);
}

/* The request as that person's, whose login stands where it has %s. */
static const char *as(const char *request, const char *login)
{
	struct buf buf;
	const char *at;

	buf_init(&buf, found.arena);
	while ((at = strstr(request, "%s"))) {
		buf_add(&buf, request, (size_t)(at - request));
		buf_puts(&buf, login);
		request = at + 2;
	}
	buf_puts(&buf, request);
	return buf.at;
}

static void ask_own(enum untold_kind kind, const char *request)
{
	for (const struct untold *row = untold_hidden; row->from; row++)
		if (row->kind == kind)
			compare(as(request, row->from), row);
}

/* What stands in a request where its row leaves a place. */
static const char *variant_rest(const struct variant *row)
{
	const char *mark = strstr(row->rest, "%s");
	const char *word =
		str_equal(row->method, "COPY") || str_equal(row->method, "MOVE")
			? "/dav/calendars/maria/work/copied.ics"
			: "posted";

	return mark ? arena_printf(found.arena, "%.*s%s%s",
				   (int)(mark - row->rest), row->rest, word,
				   mark + 2)
		    : row->rest;
}

static void ask_place(enum untold_kind kind, const char *place)
{
	static const char *const bare[] = { "OPTIONS", "GET",        "HEAD",
					    "DELETE",  "MKCALENDAR", "MKCOL" };

	for (size_t i = 0; i < ARRAY_SIZE(bare); i++)
		ask(kind,
		    arena_printf(found.arena, "%s %s\n\n", bare[i], place));
	for (const struct variant *row = rights_variants; row->method; row++)
		ask(kind, arena_printf(found.arena, "%s %s%s", row->method,
				       place, variant_rest(row)));
}

static void a_hidden_home_is_as_none(void **state UNUSED)
{
	found.asked = found.told = 0;
	for (size_t i = 0; rights_places[i]; i++) {
		const char *home = "/dav/calendars/maria/";

		/* It is shared with two of them, who may know it. */
		if (strstr(rights_places[i], "/shared/"))
			continue;
		if (str_starts(rights_places[i], home))
			ask_place(HOME, arena_printf(found.arena, "%s%s", THERE,
						     rights_places[i] +
							     strlen(home)));
	}
	for (size_t i = 0; untold_of_homes[i]; i++)
		ask_own(HOME, untold_of_homes[i]);
	assert_true(found.asked > 1000);
	assert_int_equal(found.told, 0);
}

static void a_hidden_principal_is_as_none(void **state UNUSED)
{
	found.asked = found.told = 0;
	ask_place(PRINCIPAL, PRINCIPAL_THERE);
	for (size_t i = 0; untold_of_principals[i]; i++)
		ask_own(PRINCIPAL, untold_of_principals[i]);
	assert_int_equal(found.told, 0);
}

static void an_event_that_is_refused_tells_of_no_client(void **state UNUSED)
{
	found.asked = found.told = 0;
	for (size_t i = 0; untold_of_events[i]; i++)
		ask(CODE, as(untold_of_events[i], "new"));
	assert_int_equal(found.told, 0);
}

/* The one answer that tells leaves a session, which the office sees. */
static void a_code_of_somebody_makes_the_first_meeting(void **state UNUSED)
{
	struct arena *arena = arena_new();
	struct lived_answer answer;

	assert_true(
		lived_ask(arena,
			  slice_of("POST /api/sessions\nFrom: maria\n\n{" TIMES
				   ", \"practitioners\": [\"maria\"],"
				   " \"clients\": [\"c044\", \"C042\"]}"),
			  &answer));
	assert_int_equal(answer.response.status, 201);
	assert_non_null(strstr(answer.response.body, "C044"));
	assert_non_null(strstr(answer.response.body, "C042"));
	assert_true(lived_written());
	lived_renew();
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_hidden_thing_of_a_route_is_as_none),
		cmocka_unit_test(a_hidden_thing_of_a_page_is_as_none),
		cmocka_unit_test(whom_one_may_not_know_is_as_nobody),
		cmocka_unit_test(a_hidden_home_is_as_none),
		cmocka_unit_test(a_hidden_principal_is_as_none),
		cmocka_unit_test(an_event_that_is_refused_tells_of_no_client),
		cmocka_unit_test(a_code_of_somebody_makes_the_first_meeting),
	};
	int failed;

	lived_init();
	found.arena = arena_new();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(found.arena);
	return failed;
}
