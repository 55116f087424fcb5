#include "admin/pages/pages.h"

#include "admin/api/admin.h"
#include "admin/pages/assets.h"
#include "admin/pages/guard.h"
#include "admin/pages/multipart.h"
#include "admin/pages/page.h"
#include "admin/pages/pages_door.h"
#include "admin/pages/part.h"
#include "admin/pages/shell.h"
#include "admin/pages/register.h"
#include "base/request_id.h"
#include "base/digest.h"
#include "base/log.h"
#include "practice/people/sign_in.h"
#include "store/session_list.h"

#include <string.h>

#define NONCE_BYTES 16

static const char *const others[] = { "api",         "dav",     "feeds",
				      "healthz",     "metrics", "notices",
				      ".well-known", NULL };

bool pages_owns(const struct http_request *request)
{
	const struct http_path *path = &request->path;

	if (path->count == 0)
		return guard_reads(request);
	for (size_t i = 0; others[i]; i++)
		if (str_equal(path->segments[0], others[i]))
			return false;
	return true;
}

bool pages_answer_open(const struct http_request *request,
		       struct http_response *response)
{
	if (!assets_own(&request->path))
		return false;
	assets_answer(request, response);
	return true;
}

static void page_init(struct page *page, struct pages *pages)
{
	*page = (struct page){ .door = pages,
			       .op = pages->op,
			       .reader = pages->reader,
			       .csrf = "" };
	page->nonce = random_hex(pages->op->arena, NONCE_BYTES);
	html_init(&page->html, pages->op->arena);
	html_init(&page->commands, pages->op->arena);
}

static enum err practice_read(struct page *page)
{
	enum err err = store_reader_begin(page->reader, page->op);

	if (err)
		return err;
	err = store_practice_load(page->reader, &page->practice);
	store_reader_end(page->reader);
	page->digits = err ? 2 : currency_digits(page->practice.currency);
	return err;
}

/* How many sessions the menu says are to be saved. */
static int64_t to_save(struct page *page)
{
	struct session_filter filter = { .open = true,
					 .ended_before = page->op->now };
	int64_t count = 0;

	if (!page_is(page, ROLES_TEAM))
		return 0;
	if (!page_is_office(page))
		filter.practitioner = page->op->actor.person;
	if (store_reader_begin(page->reader, page->op))
		return 0;
	if (store_session_count(page->reader, &filter, &count))
		count = 0;
	store_reader_end(page->reader);
	return count;
}

static void put_page(struct page *page, int status, const char *flash)
{
	if (page->person.id)
		shell_put(page, status, to_save(page), flash);
	else
		shell_put_bare(page, status);
}

struct trouble {
	int status;
	const char *title, *text;
};

static const struct trouble unknown = { 500, "Something failed",
					"Something failed on our side. "
					"Nothing was changed." };

static const struct trouble troubles[ERR_COUNT] = {
	[ERR_SYNTAX] = { 400, "It cannot be read",
			 "What was sent cannot be read." },
	[ERR_INVALID] = { 422, "Something is wrong", NULL },
	[ERR_UNAUTHENTICATED] = { 401, "Please sign in", "Please sign in." },
	[ERR_FORBIDDEN] = { 403, "Not for you",
			    "You may not see or do this. If you should, ask "
			    "the practice." },
	[ERR_REFUSED] = { 403, "Not for you", NULL },
	[ERR_NOT_FOUND] = { 404, "Not found",
			    "There is nothing at this address." },
	[ERR_METHOD] = { 405, "Not like this",
			 "This address does not take that." },
	[ERR_CONFLICT] = { 409, "It has changed", NULL },
	[ERR_EXISTS] = { 409, "There is one already", NULL },
	[ERR_TOO_LARGE] = { 413, "Too much", "The form is too large." },
	[ERR_MEDIA_TYPE] = { 415, "It cannot be read",
			     "Forms are sent as "
			     "application/x-www-form-urlencoded." },
	[ERR_BUSY] = { 429, "Too many tries", NULL },
	[ERR_UNAVAILABLE] = { 503, "Not just now", "Try again in a minute." },
	[ERR_QUOTA] = { 507, "No room for more", NULL },
	[ERR_MATCHES_LIMIT] = { 507, "Too much at once", NULL },
	[ERR_FULL] = { 507, "No room for more",
		       "The disk of the server is full. Nothing was changed." },
};

/* Once, with the reason. What no page should fail with is a bug. */
static void log_trouble(const struct page *page, enum err err)
{
	bool known = err > OK && err < ERR_COUNT && troubles[err].status;

	if (page->logged)
		return;
	failure_log(page->op, err, "page-failed");
	if (!known && err != ERR_STORAGE && err != ERR_INTERNAL)
		log_event(LOG_ERROR, "page-failed", "id=%s error=%s",
			  request_id(page->op->arena, page->op->id),
			  failure_name(&page->op->failure, err));
}

/* A page that says why there is none. A refused address tells nothing of
 * itself: those that are not there look the same. */
static void put_trouble(struct page *page, enum err err)
{
	const struct trouble *trouble = &unknown;
	const char *text;

	if (err > OK && err < ERR_COUNT && troubles[err].status)
		trouble = &troubles[err];
	text = trouble->text ? trouble->text : page->op->failure.message;
	log_trouble(page, err);
	if (page->op->failure.wait)
		http_response_add(
			page->door->response, "Retry-After",
			arena_printf(page->op->arena, "%lld",
				     (long long)page->op->failure.wait));
	page->row = NULL;
	page->refused = OK;
	page->title = trouble->title;
	page->lead = NULL;
	page->crumb_count = 0;
	html_init(&page->html, page->op->arena);
	html_init(&page->commands, page->op->arena);
	html_add(&page->html, "<p>%s</p>\n", text ? text : "");
	if (trouble->status >= 500)
		html_add(&page->html, "<p>Request %s</p>\n",
			 request_id(page->op->arena, page->op->id));
	html_add(&page->html, "<p>");
	part_button(&page->html, "/", "Back to the start", NULL, "second");
	html_add(&page->html, "</p>\n");
	put_page(page, trouble->status, NULL);
}

static void go(struct page *page)
{
	page->door->response->status = 303;
	http_response_add(page->door->response, "Location", page->go);
}

static const char *sealed(const struct page *page)
{
	struct arena *arena = page->op->arena;
	struct slice bytes =
		seal_bytes(arena, slice_of(json_text(arena, page->keep)));

	return base64_encode(arena, bytes.at, bytes.len);
}

/* What happened is kept with the sign-in until the next page tells it. */
static enum err keep_flash(struct page *page)
{
	struct arena *arena = page->op->arena;
	json_t *flash, *undo = NULL;

	if (!page->flash)
		return OK;
	flash = json_new(arena);
	json_put_text(flash, "text", page->flash);
	if (page->keep)
		json_put_text(flash, "keep", sealed(page));
	if (page->undo) {
		const char *id = random_hex(arena, 8);

		undo = json_new(arena);
		json_put_text(flash, "undo", id);
		json_put_text(undo, "id", id);
		json_put_text(undo, "back", page->go);
		json_put(undo, "steps", page->undo);
	}
	return practice_sign_in_tell(page->op, page->door->store,
				     page->sign_in.id, json_text(arena, flash),
				     json_text(arena, undo));
}

static enum err run_show(struct page *page)
{
	enum err err = store_reader_begin(page->reader, page->op);

	if (err)
		return err;
	err = page->row->show(page);
	store_reader_end(page->reader);
	return err;
}

static void show(struct page *page)
{
	struct pages *door = page->door;
	const char *flash = page->sign_in.flash;
	bool part = http_header(door->request, "HX-Request") != NULL;
	enum err err = run_show(page);

	if (!err && page->sign_in.id)
		err = practice_sign_in_used(page->op, door->store,
					    &page->sign_in);
	if (err) {
		put_trouble(page, err);
		return;
	}
	if (page->go)
		go(page);
	if (page->go || page->answered)
		return;
	put_page(page, page->refused ? 422 : 200, part ? NULL : flash);
	if (flash && !part && str_equal(door->request->method, "GET") &&
	    practice_sign_in_told(page->op, door->store, page->sign_in.id))
		operation_recover(page->op); /* it is told once more */
}

/* The form again, with what is wrong with it. */
static void show_refused(struct page *page, enum err err)
{
	enum err again;

	page->refused = err;
	page->failure = page->op->failure;
	page->go = NULL;
	page->answered = false;
	operation_recover(page->op);
	again = run_show(page);
	if (again)
		put_trouble(page, again);
	else if (!page->answered)
		put_page(page, err == ERR_INVALID ? 422 : 409, NULL);
}

/* The one page that files are sent to. */
static bool takes_files(const struct http_path *path)
{
	return path->count == 2 && str_equal(path->segments[0], "settings") &&
	       str_equal(path->segments[1], "import");
}

size_t pages_body_limit(const struct http_request *request)
{
	return takes_files(&request->path) ? UPLOAD_BODY_LIMIT
					   : FORM_BODY_LIMIT;
}

static enum err form_of(struct page *page)
{
	const struct http_request *request = page->door->request;
	const char *type = http_header(request, "Content-Type");
	struct slice body = { request->body, request->body_len };

	if (http_coding(request))
		return fail(page->op, ERR_MEDIA_TYPE,
			    "A form is sent as it is, not in a coding.");
	if (takes_files(&request->path) && multipart_is(type))
		return multipart_read(page->op, type, body, &page->form);
	if (body.len &&
	    !slice_is(http_media(type), "application/x-www-form-urlencoded"))
		return fail(page->op, ERR_MEDIA_TYPE, "This is no form.");
	return form_read(page->op, body, &page->form);
}

/* Refused by a rule of the state: the form says why. Whose role may not is
 * told so (U2). */
static bool is_of_form(const struct page *page, enum err err)
{
	return err == ERR_INVALID || err == ERR_CONFLICT || err == ERR_EXISTS ||
	       page->failure.field_count;
}

/* Strangers have no token; an address that is a secret does as well. */
static bool is_meant(const struct page *page)
{
	return page->row->roles
		       ? guard_is_meant(page->door,
					form_value(&page->form, "csrf"))
		       : guard_is_ours(page->door);
}

static void take(struct page *page)
{
	enum err err = form_of(page);

	if (!err && !is_meant(page))
		err = fail(page->op, ERR_FORBIDDEN,
			   "The form lacks the token of this sign-in.");
	if (!err) {
		err = page->row->take(page);
		if (err && is_of_form(page, err)) {
			show_refused(page, err);
			return;
		}
	}
	if (!err)
		err = keep_flash(page);
	if (err)
		put_trouble(page, err);
	else if (page->go)
		go(page);
	else if (!page->answered)
		put_page(page, 200, NULL);
}

static bool is_sign_in(const struct page_row *row)
{
	return str_equal(row->pattern, "/sign-in");
}

/* The form of /sign-in has no take: passwords are judged before any page is
 * looked for. */
static void put_allow(struct page *page)
{
	bool posts = page->row->take || is_sign_in(page->row);

	http_response_add(page->door->response, "Allow",
			  posts ? "GET, HEAD, POST" : "GET, HEAD");
	put_trouble(page, fail(page->op, ERR_METHOD, "Not taken here."));
}

static void dispatch(struct page *page)
{
	const struct page_row *row = page->row;
	const char *method = page->door->request->method;
	bool reads = guard_reads(page->door->request);
	bool posts = str_equal(method, "POST");

	if (!row) {
		put_trouble(page, ERR_NOT_FOUND);
		return;
	}
	page->title = row->title;
	if (!reads && !(posts && row->take)) {
		put_allow(page);
		return;
	}
	if ((row->roles && !page_is(page, row->roles)) ||
	    (row->grants && !page_has_grant(page, row->grants))) {
		put_trouble(page, ERR_FORBIDDEN);
		return;
	}
	/* A filter that cannot be read would be none, and all be shown. */
	if (!http_query_ok(page->op->arena, page->door->request))
		put_trouble(page, fail(page->op, ERR_INVALID,
				       "A value behind the '?' cannot be read: "
				       "it is percent-encoded UTF-8."));
	else if (posts)
		take(page);
	else
		show(page);
}

/* Where to come back to after signing in. */
static const char *here(const struct page *page)
{
	const struct http_request *request = page->door->request;
	const char *path = http_path_text(page->op->arena, &request->path);

	if (!request->query)
		return path;
	return arena_printf(page->op->arena, "%s?%s", path, request->query);
}

static void ask_to_sign_in(struct page *page)
{
	struct http_response *response = page->door->response;
	const char *url = url_of(page->op->arena, "/sign-in?to=%s", here(page));

	if (http_header(page->door->request, "HX-Request")) {
		response->status = 401;
		http_response_add(response, "HX-Redirect", url);
		return;
	}
	page_go(page, url);
	go(page);
}

/* The pages of whoever is not signed in. */
static void handle_stranger(struct page *page)
{
	const struct http_request *request = page->door->request;
	bool sign_in = page->row && is_sign_in(page->row);
	bool sign_out = page->row && str_equal(page->row->pattern, "/sign-out");

	operation_recover(page->op);
	page->op->actor.channel = CHANNEL_PAGE;
	if (page->row && !page->row->roles) {
		dispatch(page);
	} else if (sign_out) {
		page_go(page, "/sign-in");
		go(page);
	} else if (!sign_in) {
		ask_to_sign_in(page);
	} else if (!guard_reads(request)) {
		put_allow(page);
	} else {
		page_sign_in_put(page, 200);
	}
}

void pages_handle(struct pages *pages)
{
	struct page page;
	enum err err;

	page_init(&page, pages);
	shell_headers(&page);
	page.row = register_find(pages->op->arena, &pages->request->path,
				 page.words);
	err = practice_read(&page);
	if (!err)
		err = guard_sign_in(pages, CHANNEL_PAGE, &page.sign_in,
				    &page.person);
	if (err == ERR_UNAUTHENTICATED) {
		handle_stranger(&page);
		return;
	}
	if (err) {
		put_trouble(&page, err);
		return;
	}
	page.csrf = guard_token(pages->op->arena, guard_secret(pages));
	dispatch(&page);
}

bool pages_is_sign_in(const struct http_request *request)
{
	return request->path.count == 1 && !request->path.slash &&
	       str_equal(request->path.segments[0], "sign-in") &&
	       str_equal(request->method, "POST");
}

bool pages_sign_in_read(struct pages *pages, const char **login,
			const char **password)
{
	struct page page;
	const char *name, *secret;
	enum err err;

	page_init(&page, pages);
	err = form_of(&page);
	if (!err && !guard_is_ours(pages))
		err = fail(pages->op, ERR_FORBIDDEN,
			   "This was asked for by another site.");
	if (err) {
		shell_headers(&page);
		if (practice_read(&page))
			page.practice.name = "Daybook";
		put_trouble(&page, err);
		return false;
	}
	name = form_value(&page.form, "login");
	secret = form_value(&page.form, "password");
	*login = name ? name : "";
	*password = secret ? secret : "";
	return true;
}

static enum err welcome(struct page *page)
{
	struct pages *pages = page->door;
	struct sign_in before;
	struct person person;
	struct actor actor = pages->op->actor;
	const char *to = form_value(&page->form, "to");
	const char *secret;
	bool had = guard_sign_in(pages, CHANNEL_PAGE, &before, &person) == OK;
	enum err err;

	operation_recover(pages->op);
	pages->op->actor = actor;
	pages->op->actor.channel = CHANNEL_PAGE;
	err = practice_sign_in_add(pages->op, pages->store, actor.person,
				   http_header(pages->request, "User-Agent"),
				   had ? &before : NULL, &secret);
	if (err)
		return err;
	guard_cookie_set(pages, secret);
	page_go(page, guard_follows(to) ? to : "/");
	go(page);
	return OK;
}

static void refuse(struct page *page, enum err err)
{
	page->failure = (struct failure){ 0 };
	page->op->failure = (struct failure){ 0 };
	(void)fail_field(page->op, "password", "wrong",
			 "Name or password is wrong.");
	page->failure = page->op->failure;
	page->refused = ERR_INVALID;
	if (err == ERR_BUSY)
		page->failure.fields[0].message =
			"Too many tries. Please try again later.";
	page_sign_in_put(page, err == ERR_BUSY ? 429 : 422);
}

void pages_sign_in_done(struct pages *pages, enum err err)
{
	int64_t wait = pages->op->failure.wait;
	struct page page;
	enum err failed;

	page_init(&page, pages);
	shell_headers(&page);
	failed = form_of(&page);
	if (!failed)
		failed = practice_read(&page);
	if (!failed && !err)
		failed = welcome(&page);
	if (err == ERR_BUSY)
		http_response_add(pages->response, "Retry-After",
				  arena_printf(pages->op->arena, "%lld",
					       (long long)wait));
	if (failed)
		put_trouble(&page, failed);
	else if (err == ERR_UNAUTHENTICATED || err == ERR_BUSY)
		refuse(&page, err);
	else if (err)
		put_trouble(&page, err);
}

void pages_fail(const struct operation *op, enum err err,
		struct http_response *response)
{
	const struct trouble *trouble = &unknown;
	const char *text;

	if (err > OK && err < ERR_COUNT && troubles[err].status)
		trouble = &troubles[err];
	text = trouble->text ? trouble->text : op->failure.message;
	text = arena_printf(response->arena, "%s\n", text ? text : "");
	http_response_text(response, trouble->status, text);
	http_response_add(response, "X-Content-Type-Options", "nosniff");
}
