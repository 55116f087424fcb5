#include "admin/pages/shell.h"

#include "admin/pages/assets.h"
#include "admin/pages/field.h"
#include "admin/pages/guard.h"
#include "admin/pages/icon.h"
#include "admin/pages/menu.h"

#include <string.h>

static const char htmx_config[] =
	"{\"includeIndicatorStyles\":false,\"allowEval\":false,"
	"\"selfRequestsOnly\":true,\"historyCacheSize\":0,"
	"\"responseHandling\":[{\"code\":\"204\",\"swap\":false},"
	"{\"code\":\"[23]..\",\"swap\":true},"
	"{\"code\":\"422\",\"swap\":true},"
	"{\"code\":\"[45]..\",\"swap\":false,\"error\":true}]}";

void shell_headers(struct page *page)
{
	struct http_response *response = page->door->response;
	const char *policy = arena_printf(
		page->op->arena,
		"default-src 'none'; script-src 'self' 'nonce-%s'; "
		"style-src 'self' 'nonce-%s'; img-src 'self' data:; "
		"font-src 'self' data:; connect-src 'self'; "
		"form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
		page->nonce, page->nonce);

	http_response_add(response, "Content-Security-Policy", policy);
	http_response_add(response, "Referrer-Policy", "same-origin");
	http_response_add(response, "X-Content-Type-Options", "nosniff");
	http_response_add(response, "Cross-Origin-Opener-Policy",
			  "same-origin");
	http_response_add(response, "Cache-Control", "no-store");
}

static const char *look_of(const struct page *page)
{
	const char *look = guard_cookie(page->op->arena, page->door->request,
					"daybook-look");

	if (str_equal(look, "dark") || str_equal(look, "light"))
		return look;
	return "system";
}

static bool keys_are_off(const struct page *page)
{
	return str_equal(guard_cookie(page->op->arena, page->door->request,
				      "daybook-keys"),
			 "off");
}

static void put_head(struct page *page, struct html *html)
{
	const char *look = look_of(page);

	html_add(html, "<!doctype html>\n<html lang=\"en\"");
	if (!str_equal(look, "system"))
		html_attribute(html, "data-theme", look);
	html_add(html,
		 ">\n<head>\n<meta charset=\"utf-8\">\n"
		 "<meta name=\"viewport\" content=\"width=device-width, "
		 "initial-scale=1\">\n<title>%s%s · %s</title>\n",
		 page->refused ? "Error: " : "", page->title,
		 page->practice.name);
	html_add(html,
		 "<meta name=\"color-scheme\" content=\"light dark\">\n"
		 "<meta name=\"csrf-token\" content=\"%s\">\n"
		 "<meta name=\"csp-nonce\" content=\"%s\">\n"
		 "<meta name=\"htmx-config\" content=\"%s\">\n",
		 page->csrf, page->nonce, htmx_config);
	html_add(html,
		 "<link rel=\"icon\" href=\"%s\">\n"
		 "<link rel=\"stylesheet\" href=\"%s\">\n"
		 "<script src=\"%s\" defer></script>\n</head>\n",
		 assets_url("icon.svg"), assets_url("daybook.css"),
		 assets_url("daybook.js"));
}

static void put_banner(struct page *page, struct html *html)
{
	html_add(html, "<header class=\"banner\" role=\"banner\">"
		       "<a class=\"brand\" href=\"/\">");
	html_add(html,
		 "<img src=\"%s\" width=\"20\" height=\"20\" alt=\"\">"
		 "<span>Daybook</span></a>"
		 "<form class=\"find\" action=\"/search\" role=\"search\">",
		 assets_url("icon.svg"));
	icon_put(html, "search");
	html_add(html,
		 "<input type=\"search\" name=\"q\" aria-label=\"Find a client,"
		 " session or invoice\" placeholder=\"Find a client, session "
		 "or invoice\"><kbd aria-hidden=\"true\">/</kbd></form>"
		 "<p class=\"practice\">%s</p>",
		 page->practice.name);
	menu_person(page, html, look_of(page));
	html_add(html, "</header>\n");
}

static void put_crumbs(struct page *page, struct html *html)
{
	if (!page->crumb_count)
		return;
	html_add(html, "<nav class=\"crumbs\" aria-label=\"Where this is\">"
		       "<ol>");
	for (size_t i = 0; i < page->crumb_count; i++)
		html_add(html, "<li><a href=\"%s\">%s</a></li>",
			 page->crumbs[i].url, page->crumbs[i].text);
	/* The trail of the settings begins with their h1, and ends here. */
	if (!str_equal(page->crumbs[0].text, page->title))
		html_add(html, "<li>%s</li>",
			 page->name ? page->name : page->title);
	html_add(html, "</ol></nav>");
}

static void put_page_head(struct page *page, struct html *html)
{
	html_add(html, "<div class=\"head\"><div>");
	put_crumbs(page, html);
	html_add(html, "<h1>%s</h1>", page->title);
	if (page->lead)
		html_add(html, "<p class=\"lead\">%s</p>", page->lead);
	html_add(html, "</div>");
	if (page->commands.buf.len) {
		html_add(html, "<div class=\"commands\">");
		html_html(html, &page->commands);
		html_add(html, "</div>");
	}
	html_add(html, "</div>\n");
}

static void put_flash(struct page *page, struct html *html, const char *flash)
{
	json_t *json = json_read(page->op->arena, flash);
	const char *text = json_string_value(json_object_get(json, "text"));
	const char *undo = json_string_value(json_object_get(json, "undo"));

	if (!text)
		return;
	html_add(html, "<div class=\"flash\" role=\"status\">");
	icon_put(html, "check");
	html_add(html, "<p>%s</p>", text);
	if (undo)
		html_add(html,
			 "<form method=\"post\" action=\"/undo\">"
			 "<input type=\"hidden\" name=\"csrf\" value=\"%s\">"
			 "<input type=\"hidden\" name=\"undo\" value=\"%s\">"
			 "<button class=\"second\">Undo</button></form>",
			 page->csrf, undo);
	html_add(html, "</div>\n");
}

/* A failure's text as a sentence of its own. */
static const char *sentence(struct arena *arena, const char *text)
{
	size_t len = text ? strlen(text) : 0;
	char *made = len && strchr(".!?", text[len - 1]) == NULL
			     ? arena_printf(arena, "%s.", text)
			     : arena_strdup(arena, text ? text : "");

	if (*made >= 'a' && *made <= 'z')
		*made = (char)(*made - 'a' + 'A');
	return made;
}

/* What came of it: a filter of an address would have changed nothing. */
static const char *outcome(const struct page *page)
{
	if (guard_reads(page->door->request))
		return "This is not shown yet.";
	if (page->refused == ERR_INVALID || page->failure.field_count)
		return "Nothing was changed yet.";
	return sentence(page->op->arena, page->failure.message);
}

static void put_errors(struct page *page, struct html *html)
{
	const struct failure *failure = &page->failure;

	if (!page->refused)
		return;
	html_add(html, "<div class=\"errors\" role=\"alert\" tabindex=\"-1\">");
	icon_put(html, "warn");
	html_add(html, "<div>");
	/* Whoever signs in meant to change nothing. */
	if (page->refused != ERR_INVALID || page->person.id)
		html_add(html, "<p><strong>%s</strong></p>", outcome(page));
	if (failure->field_count) {
		html_add(html, "<ul>");
		for (size_t i = 0; i < failure->field_count; i++) {
			const char *name;
			const char *said =
				field_summary(page, &failure->fields[i], &name);

			if (name)
				html_add(html,
					 "<li><a href=\"#f-%s\">%s</a></li>",
					 name, said);
			else
				html_add(html, "<li>%s</li>", said);
		}
		html_add(html, "</ul>");
	} else if (page->refused == ERR_INVALID) {
		html_add(html, "<p>%s</p>", failure->message);
	} else {
		html_add(html, "<p>Nothing was changed.%s</p>",
			 page->drawn_count ? " What you typed is still here."
					   : "");
	}
	html_add(html, "</div></div>\n");
}

static void finish(struct page *page, struct html *html, int status)
{
	html_add(html, "</body>\n</html>\n");
	page->door->response->status = status;
	http_response_body(page->door->response, "text/html; charset=utf-8",
			   html->buf.at, html->buf.len);
}

void shell_put(struct page *page, int status, int64_t to_save,
	       const char *flash)
{
	struct html html;

	html_init(&html, page->op->arena);
	put_head(page, &html);
	html_add(&html, "<body");
	html_attribute_if(&html, keys_are_off(page), "data-keys", "off");
	html_add(&html,
		 "><a class=\"skip\" href=\"#main\">Skip to content</a>\n");
	put_banner(page, &html);
	menu_put(page, &html, to_save);
	html_add(&html, "<main id=\"main\" tabindex=\"-1\"");
	html_attribute_if(&html, page->wide, "class", "wide");
	html_add(&html, ">\n");
	put_flash(page, &html, flash);
	put_page_head(page, &html);
	put_errors(page, &html);
	html_html(&html, &page->html);
	html_add(&html, "</main>\n");
	menu_tabs(page, &html);
	icon_sprite(&html);
	finish(page, &html, status);
}

void shell_put_bare(struct page *page, int status)
{
	struct html html;

	html_init(&html, page->op->arena);
	put_head(page, &html);
	html_add(&html,
		 "<body class=\"bare\"><a class=\"skip\" href=\"#main\">Skip "
		 "to content</a>\n<header class=\"banner\" role=\"banner\">"
		 "<p class=\"brand\"><img src=\"%s\" width=\"20\" "
		 "height=\"20\" alt=\"\"><span>Daybook</span></p></header>\n"
		 "<main id=\"main\" tabindex=\"-1\">\n<h1>%s</h1>\n",
		 assets_url("icon.svg"), page->title);
	if (page->lead)
		html_add(&html, "<p class=\"lead\">%s</p>\n", page->lead);
	put_errors(page, &html);
	html_html(&html, &page->html);
	html_add(&html, "</main>\n");
	icon_sprite(&html);
	finish(page, &html, status);
}
