#include "admin/pages/pages_notices.h"

#include "admin/pages/call.h"
#include "admin/pages/field.h"
#include "admin/pages/part.h"
#include "admin/pages/settings.h"
#include "admin/pages/show.h"
#include "base/word.h"
#include "practice/notice/template.h"
#include "practice/notice/texts.h"
#include "practice/people/hours.h"

#define ADDRESS "/settings/notices"
#define PREVIEW ADDRESS "/preview"
#define API "/api/practice"

static const char *const names[] = {
	[NOTICE_CANCELED] = "Canceled",   [NOTICE_RESCHEDULED] = "Rescheduled",
	[NOTICE_RESTORED] = "Restored",   [NOTICE_CLOSURE] = "Closure",
	[NOTICE_REMINDER] = "Reminder",   [NOTICE_INVOICE] = "Invoice",
	[NOTICE_STATEMENT] = "Statement", [NOTICE_REVIEW] = "Review",
};

/* The parts of a text: their name in JSON, and the rows of their field. */
static const struct {
	const char *name, *label;
	int rows;
} parts[] = {
	{ "subject", "Subject", 0 },
	{ "text", "Text", 12 },
	{ "sms", "Text message", 3 },
};

static enum notice_kind kind_of(struct page *page)
{
	const char *word = form_value(&page->form, "kind");
	unsigned kind = NOTICE_CANCELED;

	if (!word)
		word = page_query(page, "kind");
	if (word && !word_find(notice_kind_words, slice_of(word), &kind))
		kind = NOTICE_CANCELED;
	return (enum notice_kind)kind;
}

static const char *url_of_kind(struct page *page, enum notice_kind kind)
{
	return url_of(page->op->arena, ADDRESS "?kind=%s",
		      notice_kind_words[kind]);
}

static const char *field_of(struct page *page, enum notice_kind kind,
			    size_t part)
{
	return arena_printf(page->op->arena, "notices[%s][%s]",
			    notice_kind_words[kind], parts[part].name);
}

static const char *text_at(const struct notice_texts *texts, size_t part)
{
	const char *const all[] = { texts->subject, texts->text, texts->sms };

	return all[part];
}

static bool is_own(struct page *page, enum notice_kind kind)
{
	json_t *own =
		practice_notice_texts_json(page->op->arena, &page->practice);

	return json_is_object(json_object_get(own, notice_kind_words[kind]));
}

static void put_kinds(struct page *page, enum notice_kind current)
{
	struct html *html = &page->html;

	html_add(html, "<nav class=\"tabs\" aria-label=\"Kinds of notices\">");
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		html_add(html, "<a href=\"%s\"",
			 url_of_kind(page, (enum notice_kind)i));
		html_attribute_if(html, i == (size_t)current, "aria-current",
				  "true");
		html_add(html, ">%s</a>", names[i]);
	}
	html_add(html, "</nav>\n");
}

static void put_names(struct page *page)
{
	const char *name;

	html_add(&page->html, "<p class=\"hint names\">Names that are filled "
			      "in:");
	for (size_t i = 0; (name = practice_template_name(i)); i++)
		html_add(&page->html, " <code>{%s}</code>", name);
	html_add(&page->html, "</p>\n");
}

static void put_texts(struct page *page, enum notice_kind kind)
{
	struct arena *arena = page->op->arena;
	const struct notice_texts texts =
		practice_notice_texts(arena, &page->practice, kind);
	bool own = is_own(page, kind);

	card_begin(page, names[kind],
		   own ? "Your text" : "The text that comes with Daybook");
	form_begin(page, ADDRESS, "form");
	field_hidden(page, "kind", notice_kind_words[kind]);
	field_hidden(page, "revision",
		     arena_printf(arena, "%lld",
				  (long long)page->practice.revision));
	html_add(&page->html,
		 "<span hx-post=\"" PREVIEW "\" hx-trigger=\"input "
		 "delay:400ms from:closest form\" hx-include=\"closest "
		 "form\" hx-target=\"#preview\" hx-swap=\"outerHTML\"></span>");
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		field_text(page, &(struct field_show){
					 .name = field_of(page, kind, i),
					 .label = parts[i].label,
					 .rows = parts[i].rows,
					 .value = text_at(&texts, i) });
	put_names(page);
	html_add(&page->html,
		 "<p class=\"buttons\"><button>Save text</button>"
		 "<button class=\"second\" name=\"preview\" value=\"1\">"
		 "Preview</button>");
	if (own)
		html_add(&page->html,
			 "<button class=\"second\" name=\"reset\" value=\"1\">"
			 "Reset to the house’s text</button>");
	html_add(&page->html, "</p>\n");
	form_end(page);
	card_end(page);
}

/* What is typed, or NULL where nothing was: then what stands. */
static json_t *preview_body(struct page *page, enum notice_kind kind)
{
	json_t *body = json_new(page->op->arena);

	json_put_text(body, "kind", notice_kind_words[kind]);
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		const char *typed =
			form_value(&page->form, field_of(page, kind, i));

		if (!str_empty(typed))
			json_put_text(body, parts[i].name, typed);
	}
	return body;
}

static const char *word(const json_t *json, const char *name)
{
	return json_string_value(json_object_get(json, name));
}

static void put_message(struct page *page, const json_t *message)
{
	struct html *html = &page->html;
	json_int_t count =
		json_integer_value(json_object_get(message, "parts"));

	html_add(html, "<p><strong>%s</strong></p><p class=\"message\">",
		 word(message, "subject"));
	html_lines(html, word(message, "text"));
	html_add(html, "</p><h3>Text message</h3><p class=\"message\">");
	html_lines(html, word(message, "sms"));
	html_add(html, "</p><p class=\"hint\">It goes in %s.%s</p>\n",
		 count == 1 ? "one part" : "two parts",
		 word(message, "ics") ? " The e-mail carries an event for the "
					"reader’s calendar."
				      : "");
}

/* A name that there is not is told here, as it is when saving. */
static enum err put_preview(struct page *page, enum notice_kind kind)
{
	struct html *html = &page->html;
	bool begun = store_reader_operation(page->reader) != NULL;
	enum err err, again = OK;

	if (begun)
		store_reader_end(page->reader);
	err = page_send(page, "POST", "/api/notices/preview",
			preview_body(page, kind));
	html_add(html,
		 "<section class=\"card\" id=\"preview\"><div "
		 "class=\"card-head\"><h2>Preview</h2><p>With an example's "
		 "names</p></div>\n<div aria-live=\"polite\">");
	if (err == ERR_INVALID)
		html_add(html, "<p class=\"wrong\">%s</p>\n",
			 page->op->failure.message);
	else if (!err)
		put_message(page, page->answer);
	html_add(html, "</div></section>\n");
	operation_recover(page->op);
	if (begun)
		again = store_reader_begin(page->reader, page->op);
	if (again)
		return again;
	return err == ERR_INVALID ? OK : err;
}

static void put_times(struct page *page)
{
	struct arena *arena = page->op->arena;
	const struct practice *practice = &page->practice;
	int64_t delay = page->door->notice_delay;

	card_begin(page, "When notices go", NULL);
	form_begin(page, ADDRESS, "form");
	html_add(&page->html, "<div class=\"group\">");
	field_text(page, &(struct field_show){
				 .name = "notice_hours[from]",
				 .label = "From",
				 .value = practice_clock_text(
					 arena, practice->notice_from) });
	field_text(page,
		   &(struct field_show){ .name = "notice_hours[to]",
					 .label = "To",
					 .value = practice_clock_text(
						 arena, practice->notice_to) });
	html_add(&page->html, "</div>");
	field_text(page, &(struct field_show){
				 .name = "reminder_hours",
				 .label = "Reminder hours",
				 .value = practice->reminder_hours,
				 .hint = "Before a session: numbers with "
					 "commas between them, such as 48, 2. "
					 "Empty: none." });
	html_add(&page->html,
		 "<p class=\"hint\">A notice waits %s, so that a change can "
		 "be taken back; whoever runs the server sets that "
		 "(notice_delay). One of the same day goes at any hour.</p>\n",
		 show_counted(page, delay, "second", "seconds"));
	form_buttons(page, "Save times", NULL);
	form_end(page);
	card_end(page);
}

static void put_conversation(struct page *page)
{
	const json_t *lines = json_object_get(page_kept(page), "lines");
	size_t count = json_array_size(lines);

	if (!count)
		return;
	html_add(&page->html, "<pre class=\"lines\" tabindex=\"0\">");
	for (size_t i = 0; i < count; i++)
		html_add(&page->html, "%s\n",
			 json_string_value(json_array_get(lines, i)));
	html_add(&page->html, "</pre>\n");
}

static void put_test(struct page *page)
{
	static const struct choice channels[] = {
		{ "email", "E-mail", NULL, false },
		{ "text", "Text message", NULL, false },
	};

	card_begin(page, "Test message", NULL);
	put_conversation(page);
	form_begin(page, ADDRESS, "form");
	field_select(page,
		     &(struct field_show){ .name = "channel",
					   .label = "Channel",
					   .value = "email" },
		     channels, ARRAY_SIZE(channels));
	field_text(page, &(struct field_show){
				 .name = "address",
				 .label = "Address",
				 .value = page->person.email,
				 .hint = "An e-mail address, or a number." });
	form_buttons(page, "Send test message", NULL);
	form_end(page);
	card_end(page);
}

static bool is_of_times(const struct form *form)
{
	return form_value(form, "notice_hours[from]") ||
	       form_value(form, "notice_hours[to]") ||
	       form_value(form, "reminder_hours");
}

/* Three forms: what was sent is of one of them. */
static enum err put_page(struct page *page)
{
	const struct form sent = page->form, none = { .count = 0 };
	bool test = form_value(&sent, "channel") != NULL;
	bool times = is_of_times(&sent);
	enum notice_kind kind = kind_of(page);
	enum err err;

	settings_begin(page);
	put_kinds(page, kind);
	html_add(&page->html, "<div class=\"columns\"><div>");
	page->form = test || times ? none : sent;
	put_texts(page, kind);
	html_add(&page->html, "</div><div>");
	err = put_preview(page, kind);
	page->form = times ? sent : none;
	put_times(page);
	page->form = test ? sent : none;
	put_test(page);
	page->form = sent;
	html_add(&page->html, "</div></div>\n");
	return err;
}

static enum err show_notices(struct page *page)
{
	return put_page(page);
}

static enum err send_texts(struct page *page, enum notice_kind kind,
			   json_t *body)
{
	const char *name = notice_kind_words[kind];
	json_t *own =
		practice_notice_texts_json(page->op->arena, &page->practice);
	json_t *before = json_new(page->op->arena);
	json_t *undo = json_new(page->op->arena);
	enum err err = page_send(page, "PATCH", API, body);

	if (err)
		return err;
	json_put(before, name, json_object_get(own, name));
	json_put(undo, "notices", before);
	json_put(undo, "revision", json_object_get(page->answer, "revision"));
	page_undo_add(page, "PATCH", API, undo);
	page_go(page, url_of_kind(page, kind));
	return OK;
}

static enum err take_reset(struct page *page, enum notice_kind kind)
{
	json_t *body = json_new(page->op->arena);
	json_t *texts = json_new(page->op->arena);
	enum err err;

	json_put(texts, notice_kind_words[kind], NULL);
	json_put(body, "notices", texts);
	err = send_texts(page, kind, body);
	if (!err)
		page_flash(page, "%s: the text that comes with Daybook again.",
			   names[kind]);
	return err;
}

static enum err take_times(struct page *page)
{
	json_t *body = page_form(page, "PATCH", API, NULL);
	enum err err;

	settings_take_hours(page, body);
	err = page_send(page, "PATCH", API, body);
	if (err)
		return err;
	page_flash(page, "Saved when notices go.");
	page_go(page, ADDRESS);
	return OK;
}

static enum err take_test(struct page *page)
{
	const char *address = form_value(&page->form, "address");
	json_t *keep = json_new(page->op->arena);
	const char *reason;
	enum err err = page_send_form(page, "POST", "/api/notices/test", NULL);

	if (err)
		return err;
	reason = word(page->answer, "reason");
	json_put(keep, "lines", json_object_get(page->answer, "conversation"));
	page_keep(page, keep);
	if (str_equal(word(page->answer, "state"), "sent"))
		page_flash(page,
			   "The test message to %s was taken. Look "
			   "whether it arrives.",
			   address ? address : "");
	else
		page_flash(page, "The test message was not sent: %s",
			   reason ? reason : "it was refused.");
	page_go(page, ADDRESS);
	return OK;
}

static enum err take_notices(struct page *page)
{
	const struct form *form = &page->form;
	enum notice_kind kind = kind_of(page);
	enum err err;

	if (form_value(form, "channel"))
		return take_test(page);
	if (is_of_times(form))
		return take_times(page);
	if (form_value(form, "preview"))
		return page_again(page, put_page);
	if (form_value(form, "reset"))
		return take_reset(page, kind);
	err = send_texts(page, kind, page_form(page, "PATCH", API, NULL));
	if (!err)
		page_flash(page, "%s: your text is saved.", names[kind]);
	return err;
}

/* The preview alone, for the page that shows it. */
static enum err take_preview(struct page *page)
{
	enum err err = put_preview(page, kind_of(page));

	if (!err)
		page_part(page);
	return err;
}

static const struct page_row rows[] = {
	{ ADDRESS, ROLE_ADMIN, "Account Settings", show_notices, take_notices,
	  0, NULL },
	{ PREVIEW, ROLE_ADMIN, "Account Settings", page_whole, take_preview, 0,
	  ADDRESS },
};

const struct page_table pages_notices = { rows, ARRAY_SIZE(rows) };
