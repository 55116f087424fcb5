#include "admin/pages/part.h"

#include "admin/pages/icon.h"
#include "admin/pages/show.h"
#include "practice/session/completion_rules.h"

#include <string.h>

#define COLOURS 8
#define OVERLAP "Double-booked"
#define CLOSURE "On a closure"

void card_begin(struct page *page, const char *heading, const char *note)
{
	html_add(&page->html, "<section class=\"card\">");
	if (!heading)
		return;
	html_add(&page->html, "<div class=\"card-head\"><h2>%s</h2>", heading);
	if (note)
		html_add(&page->html, "<p>%s</p>", note);
	html_add(&page->html, "</div>\n");
}

void card_end(struct page *page)
{
	html_add(&page->html, "</section>\n");
}

void part_filters(struct page *page, const char *address)
{
	html_add(&page->html,
		 "<details class=\"fold\"><summary>Filter</summary></details>"
		 "<form class=\"filters\" method=\"get\" action=\"%s\">",
		 address);
}

void part_empty(struct page *page, const char *text, const char *url,
		const char *deed)
{
	html_add(&page->html, "<div class=\"empty\"><p>%s</p>", text);
	if (url)
		part_button(&page->html, url, deed, NULL, NULL);
	html_add(&page->html, "</div>\n");
}

void part_button(struct html *html, const char *url, const char *text,
		 const char *icon, const char *class)
{
	html_add(html, "<a class=\"button%s%s\"", class ? " " : "",
		 class ? class : "");
	html_link(html, url);
	html_add(html, ">");
	if (icon)
		icon_put(html, icon);
	html_add(html, "<span>%s</span></a>", text);
}

void part_icon_link(struct html *html, const char *url, const char *name,
		    const char *icon)
{
	html_add(html, "<a class=\"icon-link\" title=\"%s\"", name);
	html_link(html, url);
	html_add(html, ">");
	icon_put(html, icon);
	html_add(html, "<span class=\"unseen\">%s</span></a>", name);
}

void part_post(struct page *page, const char *url, const char *deed,
	       const char *class, const char *name, const char *value)
{
	struct html *html = &page->html;

	html_add(html,
		 "<form method=\"post\" action=\"%s\" class=\"inline\">"
		 "<input type=\"hidden\" name=\"csrf\" value=\"%s\">",
		 url, page->csrf);
	if (name)
		html_add(html,
			 "<input type=\"hidden\" name=\"%s\" value=\"%s\">",
			 name, value);
	html_add(html, "<button class=\"%s\">%s</button></form>",
		 class ? class : "second", deed);
}

void part_post_command(struct page *page, const char *deed, const char *class,
		       const char *name, const char *value)
{
	const struct http_request *request = page->door->request;
	struct html content = page->html;

	page->html = page->commands;
	part_post(page, http_path_text(page->op->arena, &request->path), deed,
		  class, name, value);
	page->commands = page->html;
	page->html = content;
}

void part_badge(struct html *html, const char *kind, const char *icon,
		const char *word)
{
	html_add(html, "<span class=\"badge %s\">", kind);
	if (icon)
		icon_put(html, icon);
	html_add(html, "%s</span>", word);
}

struct look {
	const char *kind, *icon;
};

static const struct look over = { "over", "pencil" };

/* The badge of a way to end, by what it maps to; those that are always there
 * are filled. */
static struct look look_of_map(const char *map, bool builtin)
{
	struct look look = { builtin ? "good" : "outline good", "check" };

	if (str_equal(map, "missed"))
		look = (struct look){ builtin ? "bad" : "outline bad",
				      "slash" };
	if (str_equal(map, "canceled"))
		look = (struct look){ builtin ? "mute" : "outline mute",
				      "cross" };
	return look;
}

static struct look look_of(const struct session_known *known, const char *map)
{
	if (str_equal(known->type, "override"))
		return over;
	return look_of_map(map, str_equal(known->type, map));
}

void part_ending(struct html *html, const char *map, const char *label)
{
	struct look look = { "outline", "undo" };

	if (map)
		look = look_of_map(map, str_same(map, label));
	if (map && str_equal(label, PRACTICE_OVERRIDE_LABEL))
		look = over;
	part_badge(html, look.kind, look.icon, label);
}

static bool is_to_save(const struct page *page,
		       const struct session_known *known)
{
	struct span span = { known->start_utc, { 0 } };

	span.end.s = span.start.s + wall_utc(known->end).s -
		     wall_utc(known->start).s;
	return known->status == SESSION_OPEN && span.end.s <= page->op->now.s;
}

const char *part_status_word(const struct page *page,
			     const struct session_known *known)
{
	if (known->removed_at.s != INSTANT_MIN.s &&
	    known->removed_at.s != INSTANT_MAX.s)
		return "Removed";
	if (known->status == SESSION_DRAFT)
		return "Draft";
	if (known->status == SESSION_SAVED)
		return known->label ? known->label : "Saved";
	return is_to_save(page, known) ? "To save" : "Open";
}

/* How many clients' endings are not the session's. */
static size_t differing(const struct session_known *known)
{
	size_t count = 0;

	for (size_t i = 0; i < known->client_count; i++)
		if (known->clients[i].type &&
		    !str_equal(known->clients[i].type, known->type))
			count++;
	return count;
}

struct clashes {
	bool overlap, closure;
};

static struct clashes clashes_of(const struct session_known *known)
{
	struct clashes clashes = { false, false };

	for (size_t i = 0; i < known->conflict_count; i++) {
		if (str_starts(known->conflicts[i], "closure"))
			clashes.closure = true;
		else
			clashes.overlap = true;
	}
	return clashes;
}

void part_clashes(struct html *html, const struct session_known *known)
{
	struct clashes clashes = clashes_of(known);

	if (clashes.overlap)
		part_badge(html, "clash", "warn", OVERLAP);
	if (clashes.closure)
		part_badge(html, "clash", "warn", CLOSURE);
}

static void add_word(struct buf *buf, const char *word)
{
	if (!str_empty(word))
		buf_listed(buf, word);
}

const char *part_clashes_text(const struct page *page, const char *first,
			      const struct session_known *known)
{
	struct clashes clashes = clashes_of(known);
	struct buf buf;

	buf_init(&buf, page->op->arena);
	buf_puts(&buf, "");
	add_word(&buf, first);
	add_word(&buf, clashes.overlap ? OVERLAP : NULL);
	add_word(&buf, clashes.closure ? CLOSURE : NULL);
	return buf.at;
}

const char *part_status_text(const struct page *page,
			     const struct session_known *known)
{
	const char *word = part_status_word(page, known);
	size_t others = known->status == SESSION_SAVED ? differing(known) : 0;

	if (known->conflict_count && str_equal(word, "Open"))
		word = NULL;
	if (others)
		word = arena_printf(page->op->arena, "%s, %zu %s", word, others,
				    others == 1 ? "differs" : "differ");
	return part_clashes_text(page, word, known);
}

void part_status(const struct page *page, struct html *html,
		 const struct session_known *known)
{
	const char *word = part_status_word(page, known);
	bool open = str_equal(word, "Open");

	if (str_equal(word, "Removed")) {
		part_badge(html, "mute", "cross", word);
	} else if (known->status == SESSION_DRAFT) {
		part_badge(html, "draft", "draft", word);
	} else if (known->status == SESSION_SAVED) {
		struct look look = look_of(known, known->map);

		part_badge(html, look.kind, look.icon, word);
		if (differing(known))
			html_add(html, " <small>%zu %s</small>",
				 differing(known),
				 differing(known) == 1 ? "differs" : "differ");
	} else if (!open) {
		part_badge(html, "warn", "clock", word);
	} else if (!known->conflict_count) {
		part_badge(html, "outline", "ring", word);
	}
	part_clashes(html, known);
}

void part_pages(struct page *page, size_t shown, size_t total)
{
	size_t number = page_number(page);
	size_t first = number * PAGE_SIZE;
	struct html *html = &page->html;
	struct arena *arena = page->op->arena;

	html_add(html, "<nav class=\"pages\" aria-label=\"Pages\"><p>");
	if (shown)
		html_add(html, "%s–%s of %s",
			 show_count(page, (int64_t)first + 1),
			 show_count(page, (int64_t)(first + shown)),
			 show_count(page, (int64_t)total));
	else
		html_add(html, "0 of %s", show_count(page, (int64_t)total));
	html_add(html, "</p>");
	if (number)
		part_button(html,
			    page_url_with(page, "page",
					  number == 1
						  ? NULL
						  : arena_printf(arena, "%zu",
								 number)),
			    "Earlier", NULL, "second");
	if (first + shown < total)
		part_button(
			html,
			page_url_with(page, "page",
				      arena_printf(arena, "%zu", number + 2)),
			"Later", NULL, "second");
	html_add(html, "</nav>\n");
}

void part_commands(struct page *page, bool csv)
{
	struct html *html = &page->commands;

	html_add(html,
		 "<span class=\"icons\"><button type=\"button\" "
		 "class=\"icon-link\" data-print hidden title=\"Print\">");
	icon_put(html, "print");
	html_add(html, "<span class=\"unseen\">Print</span></button>");
	if (csv)
		part_icon_link(html, page_url_with(page, "format", "csv"),
			       "Download as CSV", "download");
	html_add(html, "</span>");
}

void part_fact(struct page *page, const char *term, const char *text)
{
	if (str_empty(text))
		return;
	html_add(&page->html, "<dt>%s</dt><dd>", term);
	html_lines(&page->html, text);
	html_add(&page->html, "</dd>\n");
}

const char *part_colour(const struct page *page, int64_t practitioner)
{
	return arena_printf(page->op->arena, "p%d",
			    (int)((practitioner - 1) % COLOURS) + 1);
}
