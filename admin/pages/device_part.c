#include "admin/pages/device_part.h"

#include "admin/pages/call.h"
#include "admin/pages/field.h"
#include "admin/pages/icon.h"
#include "admin/pages/part.h"
#include "admin/pages/show.h"
#include "base/word.h"

#include <string.h>

static const struct choice levels[] = {
	{ "busy", "Busy only", NULL, false },
	{ "initials", "Codes and initials", NULL, false },
	{ "full", "Names", NULL, false },
};

/* A host and perhaps a port, as browsers send it; else nothing is made of
 * it. */
static bool is_host(const char *text)
{
	return !str_empty(text) &&
	       !text[strspn(text, "abcdefghijklmnopqrstuvwxyz"
				  "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				  "0123456789.-:[]")];
}

const char *device_part_base(const struct page *page)
{
	const char *host = http_header(page->door->request, "Host");

	if (!str_empty(page->practice.public_url))
		return page->practice.public_url;
	return arena_printf(page->op->arena, "%s://%s",
			    page->door->secure ? "https" : "http",
			    is_host(host) ? host : "localhost");
}

const char *device_part_label(const struct device_known *known)
{
	if (known->device.label)
		return known->device.label;
	if (!known->device.id)
		return "A device that is not listed";
	return "Calendar link";
}

const char *device_part_kind(const struct device_known *known)
{
	static const char *const names[] = {
		[FEED_BUSY] = "Calendar link: busy only",
		[FEED_INITIALS] = "Calendar link: codes and initials",
		[FEED_FULL] = "Calendar link: names",
	};

	if (!known->device.id)
		return "Not known";
	return known->is_feed ? names[known->device.level] : "Device";
}

const char *device_part_program(const struct device_known *known)
{
	return known->program ? known->program : "";
}

const char *device_part_trouble(const struct page *page,
				const struct device_known *known)
{
	if (!known->has_trouble)
		return NULL;
	return arena_printf(page->op->arena, "Wrong password since %s",
			    show_instant(page, known->trouble.since));
}

void device_part_revoke(struct page *page, const char *action,
			const struct device_known *known)
{
	if (!known->device.id)
		return;
	html_add(&page->html,
		 "<form method=\"post\" action=\"%s\" class=\"inline\">"
		 "<input type=\"hidden\" name=\"csrf\" value=\"%s\">"
		 "<input type=\"hidden\" name=\"person\" value=\"%lld\">"
		 "<button class=\"second\" name=\"%s\" value=\"%lld\">Revoke"
		 "<span class=\"unseen\"> %s</span></button></form>",
		 action, page->csrf, (long long)known->device.person,
		 known->is_feed ? "revoke_feed" : "revoke_token",
		 (long long)known->device.id, device_part_label(known));
}

/* "iOS 17.5 · last sync today". */
static const char *facts_of(struct page *page, const struct device_known *known)
{
	struct arena *arena = page->op->arena;
	const struct device *device = &known->device;
	struct buf buf;

	buf_init(&buf, arena);
	if (known->is_feed)
		buf_printf(&buf, "%s · ", levels[device->level].text);
	if (known->program)
		buf_printf(&buf, "%s · ", known->program);
	if (device->last_used.s == INSTANT_MIN.s)
		buf_puts(&buf,
			 known->is_feed ? "never fetched" : "never synced");
	else
		buf_printf(&buf, "last %s %s",
			   known->is_feed ? "fetch" : "sync",
			   show_instant(page, device->last_used));
	if (device->expires.s != INSTANT_MAX.s)
		buf_printf(&buf, " · %s %s",
			   device->expires.s <= page->op->now.s ? "ended"
								: "ends",
			   show_instant(page, device->expires));
	return buf.at;
}

static void put_one(struct page *page, const struct device_known *known,
		    const char *action)
{
	struct html *html = &page->html;
	const char *trouble = device_part_trouble(page, known);

	html_add(html, "<li>");
	icon_put(html, known->is_feed ? "link" : "device");
	html_add(html,
		 "<div><p><strong>%s</strong></p><p class=\"hint\">%s</p>",
		 device_part_label(known),
		 known->device.id ? facts_of(page, known)
				  : device_part_program(known));
	if (trouble) {
		html_add(html, "<p class=\"wrong\">");
		icon_put(html, "warn");
		html_add(html, "%s</p>", trouble);
	}
	html_add(html, "</div>");
	device_part_revoke(page, action, known);
	html_add(html, "</li>\n");
}

static void put_card(struct page *page, const struct device_known *list,
		     size_t count, bool feeds, const char *action)
{
	size_t shown = 0;

	card_begin(page, feeds ? "Calendar links" : "Devices",
		   feeds ? "Read only" : NULL);
	for (size_t i = 0; i < count; i++) {
		if (list[i].is_feed != feeds)
			continue;
		if (!shown++)
			html_add(&page->html, "<ul class=\"rows\">");
		put_one(page, &list[i], action);
	}
	if (shown)
		html_add(&page->html, "</ul>\n");
	else
		html_add(&page->html, "<p class=\"hint\">%s</p>\n",
			 feeds ? "There is no calendar link. One is for "
				 "programs that take a web address."
			       : "No device is connected.");
	card_end(page);
}

enum err device_part_lists(struct page *page, int64_t person,
			   const char *action)
{
	struct device *devices;
	struct device_known *list;
	size_t count;
	enum err err = store_device_list(page->reader, person, 0, SIZE_MAX,
					 &devices, &count);

	if (!err)
		err = practice_devices_known(page->reader, person, devices,
					     count, &list, &count);
	if (err)
		return err;
	put_card(page, list, count, false, action);
	put_card(page, list, count, true, action);
	return OK;
}

void device_part_copy(struct page *page, const char *label, const char *value)
{
	html_add(&page->html,
		 "<div class=\"copy\"><span class=\"label\">%s</span>"
		 "<code>%s</code><button type=\"button\" class=\"second\" "
		 "data-copy hidden>Copy<span class=\"unseen\"> %s</span>"
		 "</button></div>\n",
		 label, value, label);
}

static const char *word(const json_t *json, const char *name)
{
	const char *text = json_string_value(json_object_get(json, name));

	return text ? text : "";
}

void device_part_made(struct page *page)
{
	const json_t *made = page_kept(page);
	const char *url = word(made, "url"), *secret = word(made, "secret");

	if (!*url && !*secret)
		return;
	card_begin(page, word(made, "label"), "Shown this once");
	if (*secret) {
		device_part_copy(page, "Address",
				 arena_printf(page->op->arena, "%s/dav/",
					      device_part_base(page)));
		device_part_copy(page, "User name", word(made, "login"));
		device_part_copy(page, "Password", secret);
		html_add(&page->html,
			 "<p class=\"hint\">It is of this device alone, and "
			 "not your sign-in password.</p>\n");
	} else {
		device_part_copy(page, "Address", url);
		html_add(&page->html,
			 "<p class=\"hint\">Whoever has this address can read "
			 "the calendar, without a password.</p>\n");
	}
	card_end(page);
}

void device_part_feed_fields(struct page *page, const char *label)
{
	field_text(page, &(struct field_show){ .name = "label",
					       .label = "Label",
					       .value = label,
					       .hint = "What it is for: "
						       "“Outlook”, "
						       "“kitchen wall”." });
	field_select(page,
		     &(struct field_show){
			     .name = "level",
			     .label = "Level",
			     .value = "busy",
			     .hint = "What it tells of your sessions." },
		     levels, ARRAY_SIZE(levels));
	field_text(page,
		   &(struct field_show){ .name = "expires",
					 .label = "Expires",
					 .type = "date",
					 .hint = "The last day on which "
						 "it can be read. Empty: "
						 "until it is revoked." });
	form_buttons(page, "Add calendar link", NULL);
}

static enum err take_revoke(struct page *page, int64_t person, const char *name,
			    const char *what)
{
	struct arena *arena = page->op->arena;
	int64_t id;
	enum err err;

	if (!str_to_int64(form_value(&page->form, name), &id))
		return fail(page->op, ERR_NOT_FOUND, "There is no such %s.",
			    what);
	err = page_send(page, "DELETE",
			arena_printf(arena, "/api/people/%lld/%ss/%lld",
				     (long long)person, what, (long long)id),
			NULL);
	if (err)
		return err;
	if (str_equal(what, "token"))
		page_flash(page, "The device can no longer sign in.");
	else
		page_flash(page, "The calendar link has ended.");
	return OK;
}

/* An address that is a path because nobody has said where people reach us. */
static const char *whole_url(const struct page *page, const char *url)
{
	return *url == '/' ? arena_printf(page->op->arena, "%s%s",
					  device_part_base(page), url)
			   : url;
}

static void keep_made(struct page *page, const char *login)
{
	struct arena *arena = page->op->arena;
	const json_t *answer = page->answer;
	const char *url = word(answer, "url");
	json_t *keep = json_new(arena);

	json_put_text(keep, "id", word(answer, "id"));
	json_put_text(keep, "label",
		      *word(answer, "label") ? word(answer, "label")
					     : "Calendar link");
	json_put_text(keep, "secret", word(answer, "secret"));
	json_put_text(keep, "login", login);
	json_put_text(keep, "url", *url ? whole_url(page, url) : "");
	page_keep(page, keep);
}

static enum err take_made(struct page *page, int64_t person)
{
	bool feed = form_value(&page->form, "level") != NULL;
	json_t *owner = NULL;
	enum err err = page_get(
		page,
		url_of(page->op->arena, "/api/people/%lld", (long long)person),
		&owner);

	if (!err)
		err = page_send_form(
			page, "POST",
			url_of(page->op->arena, "/api/people/%lld/%s",
			       (long long)person, feed ? "feeds" : "tokens"),
			NULL);
	if (err)
		return err;
	keep_made(page, word(owner, "login"));
	page_flash(page, feed ? "The calendar link is made. Its address is "
				"shown this once."
			      : "The device's password is made. It is shown "
				"this once.");
	return OK;
}

enum err device_part_take(struct page *page, int64_t person, const char *back)
{
	enum err err;

	if (form_value(&page->form, "revoke_token"))
		err = take_revoke(page, person, "revoke_token", "token");
	else if (form_value(&page->form, "revoke_feed"))
		err = take_revoke(page, person, "revoke_feed", "feed");
	else
		err = take_made(page, person);
	if (!err)
		page_go(page, back);
	return err;
}
