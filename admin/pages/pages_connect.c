#include "admin/pages/pages_connect.h"

#include "admin/pages/call.h"
#include "admin/pages/connect_profile.h"
#include "admin/pages/connect_program.h"
#include "admin/pages/device_part.h"
#include "admin/pages/field.h"
#include "admin/pages/part.h"
#include "admin/pages/qr.h"
#include "admin/pages/show.h"
#include "base/digest.h"

#include <string.h>

#define ADDRESS "/devices/connect"
#define PROFILE ADDRESS "/profile"
#define STATE ADDRESS "/state"
#define PROFILE_SECONDS 600 /* for which a profile may be fetched */

static const char *url_of_program(struct page *page,
				  const struct connect_program *program)
{
	return url_of(page->op->arena, ADDRESS "?program=%s", program->word);
}

static const char *word(const json_t *json, const char *name)
{
	const char *text = json_string_value(json_object_get(json, name));

	return text ? text : "";
}

static void put_programs(struct page *page,
			 const struct connect_program *current)
{
	const struct connect_program *program;
	struct html *html = &page->html;

	html_add(html, "<nav class=\"tabs\" aria-label=\"Programs\">");
	for (size_t i = 0; (program = connect_program_at(i)); i++) {
		html_add(html, "<a href=\"%s\"", url_of_program(page, program));
		html_attribute_if(html, program == current, "aria-current",
				  "page");
		html_add(html, ">%s</a>", program->name);
	}
	html_add(html, "</nav>\n");
}

static void put_steps(struct page *page, const struct connect_program *program)
{
	html_add(&page->html, "<ol class=\"steps\">");
	for (size_t i = 0; i < CONNECT_STEPS && program->steps[i]; i++)
		html_add(&page->html, "<li>%s</li>", program->steps[i]);
	html_add(&page->html, "</ol>\n");
}

/* One way from here to the profile, which only this browser can show. */
static const char *profile_pass(struct page *page, const json_t *made)
{
	struct arena *arena = page->op->arena;
	json_t *pass = json_new(arena);
	struct slice bytes;

	json_put_text(pass, "secret", word(made, "secret"));
	json_put_text(pass, "device", word(made, "id"));
	json_put_integer(pass, "person", page->person.id);
	json_put_integer(pass, "until", page->op->now.s + PROFILE_SECONDS);
	bytes = seal_bytes(arena, slice_of(json_text(arena, pass)));
	return base64_encode(arena, bytes.at, bytes.len);
}

static void put_profile(struct page *page, const json_t *made)
{
	html_add(&page->html,
		 "<form method=\"post\" action=\"" PROFILE
		 "\" class=\"buttons\">"
		 "<input type=\"hidden\" name=\"csrf\" value=\"%s\">"
		 "<input type=\"hidden\" name=\"pass\" value=\"%s\">"
		 "<button>Get the profile</button><span class=\"hint\">It "
		 "holds the password; it can be had for ten minutes.</span>"
		 "</form>\n",
		 page->csrf, profile_pass(page, made));
}

/* What DAVx5 opens: it stands for https, caldav for plain http. The password
 * goes from the screen to the phone and past no server. */
static const char *davx5_url(struct page *page, const json_t *made)
{
	const char *base = device_part_base(page);
	const char *host = strstr(base, "://");

	return arena_printf(page->op->arena, "%s://%s:%s@%s/dav/",
			    str_starts(base, "https:") ? "davx5" : "caldav",
			    word(made, "login"), word(made, "secret"),
			    host ? host + 3 : base);
}

static void put_waiting(struct page *page, const char *id)
{
	html_add(&page->html,
		 "<p id=\"state\" role=\"status\" hx-get=\"%s\" "
		 "hx-trigger=\"every 4s\" hx-swap=\"outerHTML\">Waiting for "
		 "the device. This page tells you when it has synced.</p>\n",
		 url_of(page->op->arena, STATE "?device=%s", id));
}

static void put_addresses(struct page *page,
			  const struct connect_program *program,
			  const json_t *made)
{
	struct arena *arena = page->op->arena;
	const char *base = device_part_base(page);

	device_part_copy(page, "Address", arena_printf(arena, "%s/dav/", base));
	device_part_copy(page, "User name", page->person.login);
	if (made)
		device_part_copy(page, "Password", word(made, "secret"));
	if (str_equal(program->word, "other"))
		device_part_copy(page, "Address of a single calendar",
				 arena_printf(arena,
					      "%s/dav/calendars/%s/sessions/",
					      base, page->person.login));
}

static void put_made(struct page *page, const struct connect_program *program,
		     const json_t *made)
{
	struct html *html = &page->html;

	if (program->way == CONNECT_PROFILE)
		put_profile(page, made);
	if (program->way == CONNECT_CODE) {
		qr_put(html, davx5_url(page, made),
		       "Code that DAVx5 opens, with the password");
		html_add(html, "<p class=\"hint\">Holds this device’s "
			       "password. Shown this once.</p>\n");
	}
	if (program->way == CONNECT_FEED) {
		device_part_copy(page, "Address", word(made, "url"));
	} else {
		html_add(html, "<h3>Type this</h3>\n");
		put_addresses(page, program, made);
	}
	html_add(html, "<p class=\"hint\">It is shown this once, and is not "
		       "your sign-in password. Lost? Make another, and revoke "
		       "this one.</p>\n");
	if (program->way != CONNECT_FEED)
		put_waiting(page, word(made, "id"));
}

static void put_form(struct page *page, const struct connect_program *program)
{
	form_begin(page, url_of_program(page, program), "form narrow");
	if (program->way == CONNECT_FEED) {
		device_part_feed_fields(page, program->device);
	} else {
		field_text(page, &(struct field_show){
					 .name = "label",
					 .label = "Label",
					 .required = true,
					 .value = program->device,
					 .hint = "By which you know it when "
						 "you revoke it." });
		form_buttons(page, "Add device", NULL);
	}
	form_end(page);
}

/* On another machine: the way to this very page, where one signs in. */
static void put_code_of_page(struct page *page,
			     const struct connect_program *program)
{
	struct arena *arena = page->op->arena;

	if (!str_equal(program->word, "iphone") || connect_is_iphone(page))
		return;
	html_add(&page->html, "<h3>The iPhone is beside you?</h3>\n");
	qr_put(&page->html,
	       arena_printf(arena, "%s%s", device_part_base(page),
			    url_of_program(page, program)),
	       "Code of the address of this page");
	html_add(&page->html,
		 "<p class=\"hint\">Scan it with its camera and sign in there: "
		 "it opens this page. It holds no password.</p>\n");
}

/* Of practitioners: what their phones call clients (S50). */
static void put_shown(struct page *page)
{
	static const char *const names[] = {
		[NAMES_CODE] = "Code only: C042",
		[NAMES_INITIALS] = "Code and initials: C042 A.W.",
		[NAMES_FULL] = "Full name: C042 Ada Whitfield",
	};

	if (!page_is(page, ROLE_PRACTITIONER))
		return;
	card_begin(page, "Your calendars show clients as", NULL);
	html_add(&page->html,
		 "<p>%s</p><p class=\"hint\">An admin sets it for a person, "
		 "not for a device; a change is kept in the audit.</p>\n",
		 names[page->person.calendar_names]);
	card_end(page);
}

static enum err show_connect(struct page *page)
{
	const struct connect_program *program = connect_program_of(page);
	const json_t *made = page_kept(page);
	enum err err;

	page_crumb(page, "/devices", "Devices");
	page->lead = "Your sessions and closures, in the calendar that you "
		     "already use. About one minute.";
	put_programs(page, program);
	html_add(&page->html, "<div class=\"columns\"><div>");
	card_begin(page, program->name, NULL);
	put_steps(page, program);
	if (*word(made, "secret") || *word(made, "url")) {
		put_made(page, program, made);
	} else {
		put_form(page, program);
		put_code_of_page(page, program);
		if (program->way != CONNECT_FEED) {
			html_add(&page->html, "<h3>What to type</h3>\n");
			put_addresses(page, program, NULL);
		}
	}
	card_end(page);
	html_add(&page->html, "</div><div>");
	put_shown(page);
	err = device_part_lists(page, page->person.id, "/devices");
	html_add(&page->html, "</div></div>\n");
	return err;
}

static enum err take_connect(struct page *page)
{
	return device_part_take(page, page->person.id,
				url_of_program(page, connect_program_of(page)));
}

/* What put_profile gave along; NULL: another's, or too late. */
static json_t *pass_of(struct page *page)
{
	struct arena *arena = page->op->arena;
	const char *text = form_value(&page->form, "pass");
	struct slice sealed = { NULL, 0 }, bytes;
	json_t *pass;

	if (text)
		sealed.at = base64_decode(arena, text, &sealed.len);
	if (!sealed.at || !seal_open(arena, sealed, &bytes))
		return NULL;
	pass = json_read(arena, bytes.at);
	if (json_integer_value(json_object_get(pass, "person")) !=
		    page->person.id ||
	    json_integer_value(json_object_get(pass, "until")) <=
		    page->op->now.s)
		return NULL;
	return pass;
}

static enum err take_profile(struct page *page)
{
	const json_t *pass = pass_of(page);
	struct connect_account account = {
		.base = device_part_base(page),
		.practice = page->practice.name,
		.login = page->person.login,
		.secret = word(pass, "secret"),
		.device = word(pass, "device"),
	};
	struct slice file;

	if (!pass) {
		page_flash(page, "This profile can no longer be had. Please "
				 "add the device once more.");
		page_go(page, ADDRESS "?program=iphone");
		return OK;
	}
	file = connect_profile(page->op->arena, &account);
	if (page->door->sign) {
		enum err err = page->door->sign(page->op, file, &file);

		if (err)
			return err;
	}
	page_bytes(page, CONNECT_PROFILE_TYPE, file.at, file.len);
	http_response_add(page->door->response, "Content-Disposition",
			  "attachment; filename=\"calendar.mobileconfig\"");
	return OK;
}

static enum err show_profile(struct page *page)
{
	page_go(page, ADDRESS "?program=iphone");
	return OK;
}

/* The part of the page that waits. */
static enum err show_state(struct page *page)
{
	struct device *devices;
	struct device_known *list;
	size_t count;
	int64_t id = 0;
	const struct device_known *found = NULL;
	enum err err = store_device_list(page->reader, page->person.id, 0,
					 SIZE_MAX, &devices, &count);

	if (!err)
		err = practice_devices_known(page->reader, page->person.id,
					     devices, count, &list, &count);
	if (err || !str_to_int64(page_query(page, "device"), &id))
		return err ? err : ERR_NOT_FOUND;
	for (size_t i = 0; i < count; i++)
		if (!list[i].is_feed && list[i].device.id == id)
			found = &list[i];
	if (!found)
		return ERR_NOT_FOUND;
	if (found->device.last_used.s == INSTANT_MIN.s)
		put_waiting(page, page_query(page, "device"));
	else
		html_add(&page->html,
			 "<p id=\"state\" role=\"status\"><strong>Connected."
			 "</strong> %s came at %s.</p>\n",
			 found->program ? found->program : "The program",
			 show_instant(page, found->device.last_used));
	page_part(page);
	return OK;
}

static const struct page_row rows[] = {
	{ ADDRESS, ROLES_ALL, "Connect a device", show_connect, take_connect, 0,
	  "/devices" },
	{ PROFILE, ROLES_ALL, "Connect a device", show_profile, take_profile, 0,
	  "/devices" },
	{ STATE, ROLES_ALL, "Connect a device", show_state, NULL, 0,
	  "/devices" },
};

const struct page_table pages_connect = { rows, ARRAY_SIZE(rows) };
