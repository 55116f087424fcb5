/**
 * Parts that pages are built of: cards, badges, buttons, pages of lists.
 */
#ifndef ADMIN_PAGES_PART_H
#define ADMIN_PAGES_PART_H

#include "admin/pages/page.h"
#include "practice/calendar/session_known.h"

/** <section class="card"> with a heading (h2; NULL: none) and a word beside
 *  it (or NULL). Ended by card_end. */
void card_begin(struct page *page, const char *heading, const char *note);
void card_end(struct page *page);

/** Begins the form of a list's filters, which on phones is folded away. Ended
 *  by </form>. */
void part_filters(struct page *page, const char *address);

/** What there is when there is nothing: what this is, and one button (url
 *  NULL: none). */
void part_empty(struct page *page, const char *text, const char *url,
		const char *deed);

/** A link that looks like a button, with a sign (or NULL); class "second" and
 *  the like, NULL: the page's first. */
void part_button(struct html *html, const char *url, const char *text,
		 const char *icon, const char *class);
/** A link that is a sign alone; its name is for whoever listens. */
void part_icon_link(struct html *html, const char *url, const char *name,
		    const char *icon);
/** A form of one button that posts to an address; name and value go along
 *  (name NULL: nothing). */
void part_post(struct page *page, const char *url, const char *deed,
	       const char *class, const char *name, const char *value);

/** The same at the right of the h1. */
void part_post_command(struct page *page, const char *deed, const char *class,
		       const char *name, const char *value);

/** A badge: its kind gives colour, its sign and word say it ("good", "warn",
 *  "bad", "mute", "over", "outline", "draft", "clash", "closed"). */
void part_badge(struct html *html, const char *kind, const char *icon,
		const char *word);
/** The badges of a session's state, as the viewer may know it. */
void part_status(const struct page *page, struct html *html,
		 const struct session_known *known);
/** The badge of how a session ended, by what is kept of it: the word of what it
 *  maps to (NULL: it was re-opened) and its label. */
void part_ending(struct html *html, const char *map, const char *label);
/** What it stands in the way of: a closure, another session. */
void part_clashes(struct html *html, const struct session_known *known);
/** Both in words, for files: "Completed, 1 differs, On a closure"; the first,
 *  which may be NULL, with what it stands in the way of. */
const char *part_status_text(const struct page *page,
			     const struct session_known *known);
const char *part_clashes_text(const struct page *page, const char *first,
			      const struct session_known *known);
/** The word of that: "To save", "Missed", … */
const char *part_status_word(const struct page *page,
			     const struct session_known *known);

/** "1–25 of 128" with Earlier and Later, for the page that was asked for. */
void part_pages(struct page *page, size_t shown, size_t total);

/** The command icons at the right of the h1: print, and CSV of this list. */
void part_commands(struct page *page, bool csv);

/** A term and what it is, inside <dl class="facts">; NULL or "": left out. */
void part_fact(struct page *page, const char *term, const char *text);

/** The colour of a practitioner: "p1" to "p8". */
const char *part_colour(const struct page *page, int64_t practitioner);

#endif
