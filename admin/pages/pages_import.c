#include "admin/pages/pages_import.h"

#include "admin/pages/call.h"
#include "admin/pages/field.h"
#include "admin/pages/grid.h"
#include "admin/pages/part.h"
#include "admin/pages/people_list.h"
#include "admin/pages/settings.h"
#include "admin/pages/show.h"
#include "base/digest.h"
#include "base/word.h"
#include "store/import_job.h"

#define ADDRESS "/settings/import"
#define API "/api/imports"
#define LINES_SHOWN 200

static const char *text_of(const json_t *json, const char *name)
{
	return json_string_value(json_object_get(json, name));
}

static int64_t count_of(const json_t *json, const char *name)
{
	return json_integer_value(json_object_get(json, name));
}

static const struct column columns[] = {
	{ "File", COLUMN_MAIN },
	{ "Line", COLUMN_NUMBER },
	{ "What is said of it", COLUMN_TEXT },
};

static enum err put_form(struct page *page)
{
	static const struct choice all_day[] = {
		{ "draft", "A draft of its first day", NULL, false },
		{ "closure", "A closure", NULL, false },
		{ "skip", "Nothing", NULL, false },
	};
	static const char hint[] =
		"people.csv with name, email, phone, code, roles; calendars "
		"(.ics); or the files of an export. At most 20 files and 8 MiB "
		"in all.";
	struct choice *people;
	size_t count;
	enum err err = people_list_choices(page, "Whom the events name", false,
					   &people, &count);

	if (err)
		return err;
	html_add(
		&page->html,
		"<form method=\"post\" action=\"" ADDRESS "\" class=\"form "
		"narrow\" enctype=\"multipart/form-data\"><input "
		"type=\"hidden\" name=\"csrf\" value=\"%s\">\n"
		"<div class=\"field\"><label for=\"f-files\">Files</label>"
		"<input type=\"file\" multiple accept=\".csv,.ics,.tsv,.ical\"",
		page->csrf);
	field_attributes(page, "files", "Files", hint);
	html_add(&page->html, ">");
	field_notes(page, "files", hint);
	html_add(&page->html, "</div>\n");
	field_select(page,
		     &(struct field_show){ .name = "practitioner",
					   .label = "Whose calendars these "
						    "are" },
		     people, count);
	field_select(page,
		     &(struct field_show){ .name = "all_day",
					   .label = "An all-day event without "
						    "a client becomes",
					   .value = "draft" },
		     all_day, ARRAY_SIZE(all_day));
	form_buttons(page, "Preview", NULL);
	form_end(page);
	return OK;
}

static const char *state_text(enum import_state state)
{
	switch (state) {
	case IMPORT_READING:
		return "Being read";
	case IMPORT_READY:
		return "Waits for you";
	case IMPORT_APPLYING:
	case IMPORT_TAKING:
		return "Being taken in";
	case IMPORT_DONE:
		return "Done";
	case IMPORT_FAILED:
		return "Failed";
	}
	return "";
}

static enum err put_jobs(struct page *page)
{
	struct import_job *list;
	size_t count;
	enum err err = store_import_job_list(page->reader, &list, &count);

	if (err || !count)
		return err;
	card_begin(page, "Imports of the last day", NULL);
	html_add(&page->html, "<ul class=\"rows\">");
	for (size_t i = 0; i < count; i++)
		html_add(&page->html,
			 "<li><div><p><a href=\"" ADDRESS "/%lld\">Import "
			 "%lld</a></p><p class=\"hint\">%s</p></div>"
			 "<span>%s</span></li>",
			 (long long)list[i].id, (long long)list[i].id,
			 show_instant(page, list[i].created),
			 state_text(list[i].state));
	html_add(&page->html, "</ul>\n");
	card_end(page);
	return OK;
}

static enum err show_import(struct page *page)
{
	enum err err;

	settings_begin(page);
	card_begin(page, "Import people and sessions", NULL);
	html_add(&page->html,
		 "<p>First you see what would be taken in and what would not. "
		 "Nothing is written before you say so, and importing the same "
		 "again changes nothing.</p>\n");
	err = put_form(page);
	card_end(page);
	return err ? err : put_jobs(page);
}

static enum err take_import(struct page *page)
{
	struct arena *arena = page->op->arena;
	json_t *body = page_form(page, "POST", API, NULL);
	json_t *files = json_new_list(arena);
	const char *id;
	enum err err;

	for (size_t i = 0; i < page->form.file_count; i++) {
		const struct form_file *file = &page->form.files[i];
		json_t *one = json_new(arena);

		json_put_text(one, "name", file->name);
		json_put_text(
			one, "content",
			base64_encode(arena, file->bytes.at, file->bytes.len));
		json_add(files, one);
	}
	json_put(body, "files", files);
	err = page_send(page, "POST", API, body);
	if (err)
		return err;
	id = text_of(page->answer, "id");
	page_go(page, url_of(arena, ADDRESS "/%s", id ? id : ""));
	return OK;
}

/* While it is worked on the part asks for itself again. */
static void begin_state(struct page *page, const char *url, bool busy)
{
	html_add(&page->html, "<div id=\"import-state\"");
	if (busy)
		html_add(&page->html,
			 " hx-get=\"%s\" hx-trigger=\"every 1s\" "
			 "hx-select=\"#import-state\" hx-swap=\"outerHTML\"",
			 url);
	html_add(&page->html, ">\n");
}

static void put_progress(struct page *page, const json_t *job,
			 enum import_state state, const char *url)
{
	struct html *html = &page->html;
	int64_t handled = count_of(job, "handled");
	int64_t total = count_of(job, "total");

	html_add(
		html, "<p aria-live=\"polite\">%s%s</p>\n",
		state == IMPORT_READING ? "The files are being read: "
					: "They are being taken in: ",
		show_counted(page, handled, "thing so far.", "things so far."));
	if (total)
		html_add(html,
			 "<progress max=\"%lld\" value=\"%lld\" "
			 "aria-label=\"How far it is\"></progress>\n",
			 (long long)total,
			 (long long)(handled < total ? handled : total));
	else
		html_add(html, "<progress aria-label=\"How far it is\">"
			       "</progress>\n");
	html_add(html,
		 "<p class=\"hint\">You may close this page: it goes on "
		 "without you.</p><p><a class=\"button second\" href=\"%s\">"
		 "Look again</a></p>\n",
		 url);
}

static void put_counts(struct page *page, const json_t *job, bool done)
{
	struct html *html = &page->html;

	html_add(html, "<dl class=\"facts\">");
	part_fact(page, done ? "Added" : "Would be added",
		  show_count(page, count_of(job, "added")));
	part_fact(page, done ? "Changed" : "Would be changed",
		  show_count(page, count_of(job, "changed")));
	part_fact(page, "There already",
		  show_count(page, count_of(job, "unchanged")));
	part_fact(page, done ? "Not taken" : "Would not be taken",
		  show_count(page, count_of(job, "refused")));
	html_add(html, "</dl>\n");
}

static void put_lines(struct page *page, const json_t *job)
{
	const json_t *lines = json_object_get(job, "lines");
	size_t count = json_array_size(lines);
	struct grid grid;

	if (!count)
		return;
	grid_begin(&grid, page, "What is said of the files", columns,
		   ARRAY_SIZE(columns));
	for (size_t i = 0; i < count && i < LINES_SHOWN; i++) {
		const json_t *line = json_array_get(lines, i);
		int64_t number = count_of(line, "line");

		grid_row(&grid, NULL);
		grid_text(&grid, text_of(line, "file"));
		grid_text(&grid, number ? show_count(page, number) : "");
		grid_text(&grid, text_of(line, "message"));
	}
	grid_end(&grid);
	if (count > LINES_SHOWN)
		html_add(&page->html, "<p class=\"hint\">And %s more.</p>\n",
			 show_count(page, (int64_t)(count - LINES_SHOWN)));
}

static void put_decision(struct page *page, const json_t *job)
{
	int64_t things = count_of(job, "added") + count_of(job, "changed");

	form_begin(page, NULL, "form");
	field_hidden(page, "hash", text_of(job, "hash"));
	html_add(&page->html, "<p class=\"buttons\">");
	if (things)
		html_add(&page->html,
			 "<button name=\"deed\" value=\"apply\">Take in %s"
			 "</button>",
			 show_counted(page, things, "thing", "things"));
	html_add(&page->html,
		 "<button class=\"second\" name=\"deed\" value=\"drop\">Drop "
		 "it</button></p>\n");
	form_end(page);
}

static enum import_state state_of(const json_t *job)
{
	unsigned state = IMPORT_FAILED;
	const char *word = text_of(job, "state");

	(void)word_find(import_state_words, slice_of(word ? word : ""), &state);
	return (enum import_state)state;
}

static void put_job(struct page *page, const json_t *job, const char *url)
{
	enum import_state state = state_of(job);
	const char *reason = text_of(job, "reason");
	bool busy = state == IMPORT_READING || state == IMPORT_APPLYING ||
		    state == IMPORT_TAKING;

	begin_state(page, url, busy);
	card_begin(page, state_text(state), NULL);
	if (reason)
		html_add(&page->html, "<p role=\"alert\">%s</p>\n", reason);
	if (busy) {
		put_progress(page, job, state, url);
	} else if (state != IMPORT_FAILED) {
		put_counts(page, job, state == IMPORT_DONE);
		put_lines(page, job);
	}
	if (state == IMPORT_READY)
		put_decision(page, job);
	if (state == IMPORT_DONE || state == IMPORT_FAILED)
		part_button(&page->html, ADDRESS, "Import more", NULL,
			    "second");
	card_end(page);
	html_add(&page->html, "</div>\n");
}

static enum err show_job(struct page *page)
{
	const char *url =
		url_of(page->op->arena, ADDRESS "/%s", page->words[0]);
	json_t *job = NULL;
	enum err err = page_get(
		page, url_of(page->op->arena, API "/%s", page->words[0]), &job);

	if (err)
		return err;
	settings_begin(page);
	put_job(page, job, url);
	return OK;
}

static enum err take_job(struct page *page)
{
	struct arena *arena = page->op->arena;
	const char *url = url_of(arena, API "/%s", page->words[0]);
	enum err err;

	if (str_equal(form_value(&page->form, "deed"), "drop")) {
		err = page_send(page, "DELETE", url, NULL);
		if (err)
			return err;
		page_flash(page, "The import was dropped; nothing was taken "
				 "in.");
		page_go(page, ADDRESS);
		return OK;
	}
	err = page_send_form(page, "POST",
			     url_of(arena, API "/%s/apply", page->words[0]),
			     NULL);
	if (!err)
		page_go(page, url_of(arena, ADDRESS "/%s", page->words[0]));
	return err;
}

static const struct page_row rows[] = {
	{ ADDRESS, ROLE_ADMIN, "Account Settings", show_import, take_import, 0,
	  "/settings/practice" },
	{ ADDRESS "/{id}", ROLE_ADMIN, "Account Settings", show_job, take_job,
	  0, "/settings/practice" },
};

const struct page_table pages_import = { rows, ARRAY_SIZE(rows) };
