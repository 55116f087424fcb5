#include "admin/pages/field.h"

#include "admin/pages/icon.h"

#include <string.h>

void form_begin(struct page *page, const char *action, const char *class)
{
	const struct http_request *request = page->door->request;

	html_add(&page->html,
		 "<form method=\"post\" action=\"%s\" class=\"%s\">"
		 "<input type=\"hidden\" name=\"csrf\" value=\"%s\">\n",
		 action ? action
			: http_path_text(page->op->arena, &request->path),
		 class ? class : "form", page->csrf);
}

void form_end(struct page *page)
{
	html_add(&page->html, "</form>\n");
}

const char *field_value(struct page *page, const char *name, const char *value)
{
	const char *sent = form_value(&page->form, name);

	if (!page->form.count)
		return value;
	return sent;
}

void field_hidden(struct page *page, const char *name, const char *value)
{
	const char *shown = field_value(page, name, value);

	if (str_equal(name, "revision"))
		shown = value; /* read anew: the next try is on what is there */
	html_add(&page->html,
		 "<input type=\"hidden\" name=\"%s\" value=\"%s\">", name,
		 shown);
}

/* "contacts[0].email" is said of the field "contacts[0][email]". */
static bool same_path(const char *name, const char *wrong)
{
	while (*name && *wrong) {
		if (*name == '[' && *wrong == '.') {
			size_t len = strcspn(name + 1, "]");

			if (strncmp(name + 1, wrong + 1, len) != 0)
				return false;
			wrong += len + 1;
			name += len + 1 + (name[len + 1] == ']');
		} else if (*name++ != *wrong++) {
			return false;
		}
	}
	return !*name && !*wrong;
}

bool field_is(const char *name, const char *wrong)
{
	struct slice rest = slice_of(wrong);
	struct slice first = slice_cut(&rest, '[');

	if (!slice_equal(first, slice_of(name)))
		return same_path(name, wrong);
	slice_cut(&rest, ']');
	return !rest.len;
}

/* "payment_days" is "payment days", "contacts[0].email" is "email". */
static char *name_of(struct arena *arena, const char *field)
{
	const char *dot = strrchr(field, '.');
	char *text = arena_strdup(arena, dot ? dot + 1 : field);

	text[strcspn(text, "[")] = '\0';
	for (char *at = text; *at; at++)
		if (*at == '_')
			*at = ' ';
	return text;
}

static void capital(char *text)
{
	if (*text >= 'a' && *text <= 'z')
		*text = (char)(*text - 'a' + 'A');
}

/* "A public_note has at most 9 characters" is "A public note has …", and a time
 * of a page has no day before it. */
static const char *plain_message(struct arena *arena,
				 const struct field_error *wrong)
{
	size_t len = strlen(wrong->field);
	char *name;

	if (str_equal(wrong->code, "not-a-time"))
		return arena_printf(arena, "%s: a time such as 16:00.",
				    wrong->field);
	if (str_equal(wrong->message,
		      arena_printf(arena, "The field %s is missing.",
				   wrong->field)))
		return arena_printf(arena, "%s: please fill this in.",
				    wrong->field);
	if (strncmp(wrong->message, "A ", 2) != 0 ||
	    strncmp(wrong->message + 2, wrong->field, len) != 0 ||
	    wrong->message[2 + len] != ' ')
		return wrong->message;
	name = arena_strdup(arena, wrong->field);
	for (char *at = name; *at; at++)
		if (*at == '_')
			*at = ' ';
	return arena_printf(arena, "%s %s%s",
			    strchr("aeio", *name) ? "An" : "A", name,
			    wrong->message + 2 + len);
}

void field_refuse_time(struct page *page, const char *name)
{
	const char *typed = form_value(&page->form, name);
	const struct failure *failure = &page->op->failure;
	struct wall wall;

	if (!str_empty(typed) &&
	    wall_parse(arena_printf(page->op->arena, "2026-06-08T%s", typed),
		       &wall))
		return;
	for (size_t i = 0; i < failure->field_count; i++)
		if (field_is(name, failure->fields[i].field))
			return;
	if (str_empty(typed))
		(void)fail_field(page->op, name, "time-missing",
				 "%s: please fill this in.", name);
	else
		(void)fail_field(page->op, name, "not-a-time",
				 "%s: a time such as 16:00.", name);
}

/* Of "count: a whole number." what follows the JSON's field, which routes name
 * before some of their sentences; NULL where they do not. */
static const char *unnamed(const char *message, const char *field)
{
	size_t len = strlen(field);

	if (strncmp(message, field, len) != 0 ||
	    strncmp(message + len, ": ", 2) != 0)
		return NULL;
	return message + len + 2;
}

const char *field_summary(const struct page *page,
			  const struct field_error *wrong, const char **name)
{
	struct arena *arena = page->op->arena;
	const char *message = plain_message(arena, wrong);
	const char *rest = unnamed(message, wrong->field);
	const char *called = NULL;
	char *label;

	*name = NULL;
	for (size_t i = 0; i < page->drawn_count && !*name; i++)
		if (field_is(page->drawn[i].name, wrong->field)) {
			*name = page->drawn[i].name;
			called = page->drawn[i].label;
		}
	if (!rest)
		return message;
	label = called ? arena_strdup(arena, called)
		       : name_of(arena, wrong->field);
	capital(label);
	return arena_printf(arena, "%s: %s", label, rest);
}

/* What is wrong, beside its field. */
static const char *said(struct arena *arena, const struct field_error *wrong)
{
	const char *message = plain_message(arena, wrong);
	const char *rest = unnamed(message, wrong->field);
	char *text;

	if (!rest)
		return message;
	text = arena_strdup(arena, rest);
	capital(text);
	return text;
}

const char *field_wrong(const struct page *page, const char *name)
{
	for (size_t i = 0; i < page->failure.field_count && page->refused; i++)
		if (field_is(name, page->failure.fields[i].field))
			return said(page->op->arena, &page->failure.fields[i]);
	return NULL;
}

/* "notices[canceled][text]" is a member of members. */
static json_t *member(struct arena *arena, json_t *json, const char *name)
{
	struct slice rest = slice_of(name);
	struct slice word = slice_cut(&rest, '[');

	json = json_object_get(json, slice_dup(arena, word));
	while (rest.at && json) {
		word = slice_cut(&rest, ']');
		json = json_object_get(json, slice_dup(arena, word));
		slice_cut(&rest, '[');
	}
	return json;
}

/* As a field would show it; NULL: as no field of text does. Numbers of a list
 * are hours, texts of one are ids. */
static const char *shown(struct arena *arena, const json_t *value)
{
	struct buf buf;
	size_t i;
	json_t *item;

	if (json_is_null(value))
		return "";
	if (json_is_true(value) || json_is_false(value))
		return json_is_true(value) ? "on" : "";
	if (json_is_integer(value))
		return arena_printf(arena, "%lld",
				    (long long)json_integer_value(value));
	if (!json_is_array(value))
		return json_string_value(value);
	buf_init(&buf, arena);
	buf_puts(&buf, "");
	json_array_foreach (value, i, item) {
		if (!json_is_integer(item))
			return NULL;
		buf_printf(&buf, "%s%lld", i ? "," : "",
			   (long long)json_integer_value(item));
	}
	return buf.at;
}

/* Of a field that was refused as stale: what is there now, where it differs
 * from what was typed. */
static const char *newer(struct page *page, const char *name)
{
	struct arena *arena = page->op->arena;
	const json_t *value = member(arena, page->current, name);
	const char *sent = form_value(&page->form, name);
	const char *text = value ? shown(arena, value) : NULL;
	bool box = json_is_true(value) || json_is_false(value);

	if (box && !sent)
		sent = "";
	if (!text || !sent || str_equal(text, sent))
		return NULL;
	if (box)
		return *text ? "ticked" : "not ticked";
	return *text ? text : "nothing";
}

void field_attributes(struct page *page, const char *name, const char *label,
		      const char *hint)
{
	struct html *html = &page->html;
	bool wrong = field_wrong(page, name) != NULL;
	bool stale = newer(page, name) != NULL;

	if (page->drawn_count < PAGE_FIELDS)
		page->drawn[page->drawn_count++] =
			(struct page_field){ name, label };
	html_add(html, " id=\"f-%s\" name=\"%s\"", name, name);
	if (wrong)
		html_add(html, " aria-invalid=\"true\"");
	if (!wrong && !hint && !stale)
		return;
	html_add(html, " aria-describedby=\"");
	if (wrong)
		html_add(html, "e-%s", name);
	if (stale)
		html_add(html, "%sn-%s", wrong ? " " : "", name);
	if (hint)
		html_add(html, "%sh-%s", wrong || stale ? " " : "", name);
	html_add(html, "\"");
}

/* What is there now, in the words of the choices where there are any. */
static void put_notes(struct page *page, const char *name, const char *hint,
		      const struct choice *choices, size_t count)
{
	struct html *html = &page->html;
	const char *wrong = field_wrong(page, name);
	const char *now = newer(page, name);

	for (size_t i = 0; now && i < count; i++)
		if (str_equal(choices[i].value, now)) {
			now = choices[i].text;
			break;
		}
	if (wrong) {
		html_add(html, "<p class=\"wrong\" id=\"e-%s\">", name);
		icon_put(html, "warn");
		html_add(html, "%s</p>", wrong);
	}
	if (now)
		html_add(html,
			 "<p class=\"hint now\" id=\"n-%s\">Now there: %s</p>",
			 name, now);
	if (hint)
		html_add(html, "<p class=\"hint\" id=\"h-%s\">%s</p>", name,
			 hint);
}

void field_notes(struct page *page, const char *name, const char *hint)
{
	put_notes(page, name, hint, NULL, 0);
}

static void put_label(struct page *page, const struct field_show *show)
{
	html_add(&page->html, "<label for=\"f-%s\"", show->name);
	html_attribute_if(&page->html, show->hide_label, "class", "unseen");
	html_add(&page->html, ">%s</label>", show->label);
}

/* A field of days shows nothing of a value that is none, so what was typed
 * would be lost: then it is a field of text. */
static const char *type_of(struct page *page, const struct field_show *show)
{
	const char *value = field_value(page, show->name, show->value);
	const char *type = show->type ? show->type : "text";
	struct wall wall;
	struct day day;

	if (str_empty(value))
		return type;
	if (str_equal(type, "date") && !day_parse(value, &day))
		return "text";
	if (str_equal(type, "datetime-local") && !wall_parse(value, &wall))
		return "text";
	return type;
}

static void put_input(struct page *page, const struct field_show *show)
{
	struct html *html = &page->html;
	const char *type = type_of(page, show);
	bool secret = str_equal(type, "password");

	html_add(html, "<input type=\"%s\"", type);
	field_attributes(page, show->name, show->label, show->hint);
	if (!secret)
		html_add(html, " value=\"%s\"",
			 field_value(page, show->name, show->value));
	html_attribute(html, "placeholder", show->placeholder);
	html_attribute(html, "autocomplete", show->autocomplete);
	html_attribute(html, "list", show->list);
	if (show->numeric)
		html_add(html, " inputmode=\"decimal\" class=\"number\"");
	if (show->required)
		html_add(html, " aria-required=\"true\"");
	if (show->autofocus)
		html_add(html, " autofocus");
	html_add(html, ">");
}

void field_text(struct page *page, const struct field_show *show)
{
	struct html *html = &page->html;
	const char *value = field_value(page, show->name, show->value);

	html_add(html, "<div class=\"field\">");
	put_label(page, show);
	if (show->rows) {
		html_add(html, "<textarea rows=\"%d\"", show->rows);
		field_attributes(page, show->name, show->label, show->hint);
		html_attribute(html, "placeholder", show->placeholder);
		/* A parser drops the first line end. */
		html_add(html, ">%s%s</textarea>",
			 value && *value == '\n' ? "\n" : "", value);
	} else {
		put_input(page, show);
	}
	field_notes(page, show->name, show->hint);
	html_add(html, "</div>\n");
}

/* What was typed, where that is refused. */
static const char *day_typed(struct page *page, const char *name,
			     const char *value)
{
	const char *typed = page->refused ? page_query(page, name) : NULL;

	return typed ? typed : value;
}

void field_span(struct page *page, const char *from, const char *to)
{
	from = day_typed(page, "from", from);
	to = day_typed(page, "to", to);
	field_text(page, &(struct field_show){ .name = "from",
					       .label = "From",
					       .type = "date",
					       .value = from });
	field_text(page, &(struct field_show){ .name = "to",
					       .label = "To",
					       .type = "date",
					       .value = to });
}

void field_box(struct page *page, const struct field_show *show)
{
	struct html *html = &page->html;
	const char *value = field_value(page, show->name, show->value);

	html_add(html, "<div class=\"field box\"><input type=\"checkbox\" "
		       "value=\"on\"");
	field_attributes(page, show->name, show->label, show->hint);
	if (str_equal(value, "on"))
		html_add(html, " checked");
	html_add(html, "><label for=\"f-%s\">%s</label>", show->name,
		 show->label);
	field_notes(page, show->name, show->hint);
	html_add(html, "</div>\n");
}

void field_box_of(struct page *page, const char *name, const char *value,
		  const char *label, bool ticked)
{
	if (page->form.count)
		ticked = form_has(&page->form, name, value);
	html_add(&page->html,
		 "<label class=\"key\"><input type=\"checkbox\" name=\"%s\" "
		 "value=\"%s\"%s> <span>%s</span></label>",
		 name, value, ticked ? " checked" : "", label);
}

void field_select(struct page *page, const struct field_show *show,
		  const struct choice *choices, size_t count)
{
	struct html *html = &page->html;
	const char *value = field_value(page, show->name, show->value);

	html_add(html, "<div class=\"field\">");
	put_label(page, show);
	html_add(html, "<select");
	field_attributes(page, show->name, show->label, show->hint);
	html_add(html, ">");
	for (size_t i = 0; i < count; i++)
		html_add(html, "<option value=\"%s\"%s%s>%s</option>",
			 choices[i].value,
			 str_equal(choices[i].value, value ? value : "")
				 ? " selected"
				 : "",
			 choices[i].off ? " disabled" : "", choices[i].text);
	html_add(html, "</select>");
	put_notes(page, show->name, show->hint, choices, count);
	html_add(html, "</div>\n");
}

void field_radios(struct page *page, const struct field_show *show,
		  const struct choice *choices, size_t count)
{
	struct html *html = &page->html;
	const char *value = field_value(page, show->name, show->value);

	html_add(html, "<fieldset class=\"radios\" role=\"radiogroup\"");
	field_attributes(page, show->name, show->label, show->hint);
	html_add(html, "><legend");
	html_attribute_if(html, show->hide_label, "class", "unseen");
	html_add(html, ">%s</legend>", show->label);
	if (show->asides)
		html_add(
			html,
			"<p class=\"aside-head\" aria-hidden=\"true\">%s</p>\n",
			show->aside_label);
	for (size_t i = 0; i < count; i++) {
		html_add(html,
			 "<label class=\"radio\"><input type=\"radio\" "
			 "name=\"%s\" value=\"%s\"%s%s> <span>%s</span>",
			 show->name, choices[i].value,
			 str_equal(choices[i].value, value) ? " checked" : "",
			 choices[i].off ? " disabled" : "", choices[i].text);
		if (show->asides && show->asides[i])
			html_add(html,
				 " <span class=\"aside number\"><span "
				 "class=\"unseen\">%s </span>%s</span>",
				 show->aside_label, show->asides[i]);
		if (choices[i].hint)
			html_add(html, " <small>%s</small>", choices[i].hint);
		html_add(html, "</label>\n");
	}
	put_notes(page, show->name, show->hint, choices, count);
	html_add(html, "</fieldset>\n");
}

void field_notice(struct page *page, const char *name, const char *label,
		  enum notice value)
{
	static const char *const texts[] = {
		[NOTICE_NONE] = "Nothing",
		[NOTICE_EMAIL] = "E-mail",
		[NOTICE_TEXT] = "Text message",
		[NOTICE_BOTH] = "E-mail and text message",
	};
	struct choice choices[ARRAY_SIZE(texts)];

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		choices[i] = (struct choice){ .value = notice_words[i],
					      .text = texts[i] };
	field_select(page,
		     &(struct field_show){ .name = name,
					   .label = label,
					   .value = notice_words[value] },
		     choices, ARRAY_SIZE(choices));
}

static void put_buttons(struct page *page, const char *class, const char *deed,
			const char *back)
{
	html_add(&page->html, "<p class=\"buttons\"><button");
	if (class)
		html_attribute(&page->html, "class", class);
	html_add(&page->html, ">%s</button>", deed);
	if (back)
		html_add(&page->html,
			 "<a class=\"button second\" href=\"%s\">Back</a>",
			 back);
	html_add(&page->html, "</p>\n");
}

void form_buttons(struct page *page, const char *deed, const char *back)
{
	put_buttons(page, NULL, deed, back);
}

void form_buttons_bad(struct page *page, const char *deed, const char *back)
{
	put_buttons(page, "bad-deed", deed, back);
}
