#include "admin/pages/page.h"

#include "admin/api/admin.h"
#include "base/digest.h"
#include "practice/wall_time.h"

#include <assert.h>

void page_go(struct page *page, const char *url)
{
	page->go = url;
}

void page_flash(struct page *page, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	page->flash = arena_vprintf(page->op->arena, format, args);
	va_end(args);
}

void page_keep(struct page *page, json_t *keep)
{
	page->keep = keep;
}

json_t *page_kept(const struct page *page)
{
	struct arena *arena = page->op->arena;
	const json_t *flash = json_read(arena, page->sign_in.flash);
	const char *text = json_string_value(json_object_get(flash, "keep"));
	struct slice sealed = { NULL, 0 }, bytes;

	if (text)
		sealed.at = base64_decode(arena, text, &sealed.len);
	if (!sealed.at || !seal_open(arena, sealed, &bytes))
		return NULL;
	return json_read(arena, bytes.at);
}

void page_crumb(struct page *page, const char *url, const char *text)
{
	assert(page->crumb_count < ARRAY_SIZE(page->crumbs));
	page->crumbs[page->crumb_count++] = (struct page_crumb){ url, text };
}

const char *page_query(struct page *page, const char *name)
{
	const char *text =
		http_query(page->op->arena, page->door->request, name);

	return str_empty(text) ? NULL : text;
}

void page_query_day(struct page *page, const char *name, struct day *day)
{
	const char *text = page_query(page, name);
	struct day found;

	if (text && day_parse(text, &found))
		*day = found;
}

/* False: what is given is no day. */
static bool query_day(struct page *page, const char *name, struct day *day)
{
	const char *text = page_query(page, name);

	if (!text || day_parse(text, day))
		return true;
	(void)fail_field(page->op, name, "not-a-day", "%s: a day such as %s.",
			 name, day_text(page->op->arena, page_today(page)));
	return false;
}

bool page_query_span(struct page *page, struct day *from, struct day *to)
{
	struct day first = *from, last = *to;
	bool fine = query_day(page, "from", &first);

	fine = query_day(page, "to", &last) && fine;
	if (fine && page_query(page, "from") && page_query(page, "to") &&
	    last.n < first.n) {
		(void)fail_field(page->op, "to", "before-from",
				 "The last day lies before the first.");
		fine = false;
	}
	if (!fine) {
		page_refuse(page);
		return false;
	}
	*from = first;
	*to = last;
	return true;
}

enum err page_id(struct page *page, size_t word, int64_t *id)
{
	int64_t found;

	if (!str_to_int64(page->words[word], &found) || found <= 0)
		return fail(page->op, ERR_NOT_FOUND,
			    "There is nothing at this address.");
	*id = found;
	return OK;
}

bool page_is(const struct page *page, unsigned roles)
{
	return actor_is(&page->op->actor, roles);
}

bool page_is_office(const struct page *page)
{
	return actor_is_office(&page->op->actor);
}

bool page_has_grant(const struct page *page, unsigned grants)
{
	return page_is(page, ROLE_ADMIN) ||
	       (page_is(page, ROLE_STAFF) &&
		(page->op->actor.grants & grants) != 0);
}

struct day page_today(const struct page *page)
{
	return practice_day(&page->practice, page->op->now);
}

void page_refuse(struct page *page)
{
	page->refused = ERR_INVALID;
	page->failure = page->op->failure;
	operation_recover(page->op);
}

const char *page_url_with(struct page *page, const char *name,
			  const char *value)
{
	struct arena *arena = page->op->arena;
	const struct http_request *request = page->door->request;
	struct slice rest = slice_of(request->query);
	const char *key, *text;
	struct buf buf;

	buf_init(&buf, arena);
	buf_puts(&buf, http_path_text(arena, &request->path));
	while (http_pair_next(arena, &rest, &key, &text))
		if (!str_empty(key) && text && !str_equal(key, name) &&
		    !str_equal(key, "page"))
			buf_puts(&buf, url_of(arena, "&%s=%s", key, text));
	if (value)
		buf_puts(&buf, url_of(arena, "&%s=%s", name, value));
	for (char *mark = buf.at; *mark; mark++) {
		if (*mark == '&') {
			*mark = '?';
			break;
		}
	}
	return buf.at;
}

size_t page_number(struct page *page)
{
	const char *text = page_query(page, "page");
	int64_t number;

	if (!text || !str_to_int64(text, &number) || number < 1 ||
	    number > 100000)
		return 0;
	return (size_t)number - 1;
}

void page_bytes(struct page *page, const char *type, const char *bytes,
		size_t len)
{
	page->door->response->status = 200;
	http_response_body(page->door->response, type, bytes, len);
	page->answered = true;
}

void page_problem(struct page *page, enum err err)
{
	admin_fail(page->op, err, page->door->response);
	operation_recover(page->op);
	page->answered = true;
}

void page_part(struct page *page)
{
	page_bytes(page, "text/html; charset=utf-8", page->html.buf.at,
		   page->html.buf.len);
}

enum err page_whole(struct page *page)
{
	page_go(page, page->row->menu);
	return OK;
}
