#include "admin/pages/pages_status.h"

#include "admin/pages/call.h"
#include "admin/pages/field.h"
#include "admin/pages/grid.h"
#include "admin/pages/icon.h"
#include "admin/pages/part.h"
#include "admin/pages/settings.h"
#include "admin/pages/show.h"
#include "base/word.h"
#include "practice/session/pricing.h"
#include "practice/wall_time.h"
#include "store/actor.h"
#include "store/completion_type.h"
#include "store/services.h"

#define ADDRESS "/settings/sessions/status"
#define API "/api/completion-types"

static const struct choice maps[] = {
	{ "completed", "Completed", NULL, false },
	{ "missed", "Missed", NULL, false },
	{ "canceled", "Canceled", NULL, false },
};

static const struct choice modifiers[] = {
	{ "percentage", "Percentage", NULL, false },
	{ "fixed", "Fixed amount", NULL, false },
};

struct types {
	struct completion_type *at;
	size_t count;
};

static const struct completion_type *type_of(const struct types *types,
					     const char *slug)
{
	for (size_t i = 0; slug && i < types->count; i++)
		if (!types->at[i].archived && !types->at[i].builtin &&
		    str_equal(types->at[i].slug, slug))
			return &types->at[i];
	return NULL;
}

static const char *number(struct page *page, const struct completion_type *type,
			  int64_t value)
{
	return type ? arena_printf(page->op->arena, "%lld", (long long)value)
		    : NULL;
}

/* An example by a service of the practice: what the type that stands there
 * makes of its price. */
static enum err put_example(struct page *page,
			    const struct completion_type *type)
{
	struct service *services;
	struct price price;
	size_t count;
	enum err err = store_service_list(page->reader, &services, &count);

	if (err || !count || !type)
		return err;
	err = store_price_load(page->reader, services[0].id, page_today(page),
			       &price);
	if (err)
		return err;
	html_add(&page->html, "<p class=\"worked\">");
	icon_put(&page->html, "money");
	html_add(
		&page->html,
		"<span>A %s session charges <strong>%s</strong>, a wage of "
		"%s pays <strong>%s</strong>.</span></p>\n",
		show_money(page, price.cost),
		show_money(page, practice_modified(price.cost, type->modifier,
						   type->client, page->digits)),
		show_money(page, price.wage),
		show_money(page, practice_modified(price.wage, type->modifier,
						   type->practitioner,
						   page->digits)));
	return OK;
}

static void put_words(struct page *page, const struct completion_type *type)
{
	html_add(&page->html, "<div class=\"group\">");
	field_text(page,
		   &(struct field_show){ .name = "label",
					 .label = "Label",
					 .required = true,
					 .value = type ? type->label : NULL,
					 .hint = "At most 15 characters." });
	field_text(page, &(struct field_show){
				 .name = "short",
				 .label = "Short word",
				 .value = type ? type->short_word : NULL,
				 .hint = "Optional, to type on a phone." });
	html_add(&page->html, "</div>");
	field_text(page, &(struct field_show){
				 .name = "description",
				 .label = "Description",
				 .rows = 2,
				 .value = type ? type->description : NULL,
				 .hint = "Shown when somebody chooses. At "
					 "most 500 characters." });
}

static void put_modifiers(struct page *page, const struct completion_type *type)
{
	html_add(&page->html, "<div class=\"side\">");
	field_radios(
		page,
		&(struct field_show){
			.name = "modifier",
			.label = "Modifier type",
			.value = type ? word_of(modifier_words, type->modifier)
				      : "percentage" },
		modifiers, ARRAY_SIZE(modifiers));
	html_add(&page->html, "</div><div class=\"group\">");
	field_text(page,
		   &(struct field_show){
			   .name = "client",
			   .label = "Client pays",
			   .numeric = true,
			   .value = type ? number(page, type, type->client)
					 : "100" });
	field_text(page, &(struct field_show){
				 .name = "practitioner",
				 .label = "Practitioner gets",
				 .numeric = true,
				 .value = type ? number(page, type,
							type->practitioner)
					       : "100" });
	html_add(&page->html,
		 "</div><p class=\"hint\">Whole numbers: per cent of fee and "
		 "wage, or whole %s in their place.</p>\n",
		 page->practice.currency);
}

static enum err put_form(struct page *page, const struct completion_type *type)
{
	struct arena *arena = page->op->arena;
	enum err err;

	card_begin(page,
		   type ? arena_printf(arena, "Edit “%s”", type->label)
			: "Add a type",
		   NULL);
	form_begin(page,
		   type ? url_of(arena, ADDRESS "?edit=%s", type->slug)
			: ADDRESS,
		   NULL);
	if (type)
		field_hidden(page, "revision",
			     number(page, type, type->revision));
	field_radios(
		page,
		&(struct field_show){
			.name = "map",
			.label = "Map session status",
			.value = type ? word_of(map_words, type->map) : NULL,
			.hint = "For signs and reports. It never changes "
				"money." },
		maps, ARRAY_SIZE(maps));
	put_words(page, type);
	put_modifiers(page, type);
	err = put_example(page, type);
	form_buttons(page, type ? "Save changes" : "Add type",
		     type ? ADDRESS : NULL);
	form_end(page);
	card_end(page);
	return err;
}

static void put_defaults(struct page *page, const struct types *types, bool may)
{
	struct html *html = &page->html;

	card_begin(page, "Default types",
		   may ? "Click one to take it out of the choices. One type "
			 "stays on."
		       : NULL);
	form_begin(page, ADDRESS, "buttons");
	for (size_t i = 0; i < types->count; i++) {
		const struct completion_type *type = &types->at[i];

		if (!type->builtin)
			continue;
		html_add(html,
			 "<button class=\"second toggle\" name=\"toggle\" "
			 "value=\"%s\" aria-pressed=\"%s\"%s>",
			 type->slug, type->enabled ? "true" : "false",
			 may ? "" : " disabled");
		icon_put(html, type->enabled ? "check" : "ring");
		html_add(html, "%s</button>\n", type->label);
	}
	form_end(page);
	card_end(page);
}

/* A button that looks like a sign; its name is for whoever listens. */
static void put_remove(struct page *page, const struct completion_type *type)
{
	struct html *html = &page->html;

	html_add(html,
		 "<form method=\"post\" action=\"" ADDRESS
		 "\" class=\"inline\"><input type=\"hidden\" name=\"csrf\" "
		 "value=\"%s\"><button class=\"icon-link red\" name=\"remove\" "
		 "value=\"%s\" title=\"Remove %s\">",
		 page->csrf, type->slug, type->label);
	icon_put(html, "cross");
	html_add(html,
		 "<span class=\"unseen\">Remove %s</span></button></form>",
		 type->label);
}

static void put_tools(struct page *page, const struct completion_type *type,
		      bool shown, bool may)
{
	struct arena *arena = page->op->arena;

	html_add(&page->html, "<span class=\"icons\">");
	part_icon_link(&page->html,
		       shown ? ADDRESS
			     : url_of(arena, ADDRESS "?show=%s", type->slug),
		       arena_printf(arena, "Description of %s", type->label),
		       "search");
	if (may) {
		part_icon_link(&page->html,
			       url_of(arena, ADDRESS "?edit=%s", type->slug),
			       arena_printf(arena, "Edit %s", type->label),
			       "pencil");
		put_remove(page, type);
	}
	html_add(&page->html, "</span>");
}

static void put_label(struct page *page, const struct completion_type *type,
		      bool shown)
{
	static const char *const kinds[] = {
		[MAP_COMPLETED] = "outline good",
		[MAP_MISSED] = "outline bad",
		[MAP_CANCELED] = "outline mute",
	};
	static const char *const signs[] = {
		[MAP_COMPLETED] = "check",
		[MAP_MISSED] = "slash",
		[MAP_CANCELED] = "cross",
	};

	part_badge(&page->html, kinds[type->map], signs[type->map],
		   type->label);
	if (!shown)
		return;
	html_add(&page->html, "<p class=\"hint\" role=\"note\">");
	html_lines(&page->html, str_empty(type->description)
					? "It has no description."
					: type->description);
	html_add(&page->html, "</p>");
}

static const char *modifier_text(struct page *page,
				 const struct completion_type *type,
				 int64_t value)
{
	bool part = type->modifier == MODIFIER_PERCENTAGE;

	return arena_printf(page->op->arena, "%lld%s%s", (long long)value,
			    part ? "%" : " ",
			    part ? "" : page->practice.currency);
}

static void put_row(struct page *page, struct grid *grid,
		    const struct completion_type *type, bool may)
{
	bool shown = str_equal(page_query(page, "show"), type->slug);
	bool edited = str_equal(page_query(page, "edit"), type->slug);

	grid_row(grid, edited ? "ticked" : NULL);
	if (grid_cell(grid, type->label)) {
		put_label(page, type, shown);
		grid_cell_end(grid);
	}
	grid_text(grid, maps[type->map].text);
	grid_text(grid, type->short_word);
	grid_text(grid, modifiers[type->modifier].text);
	grid_text(grid, modifier_text(page, type, type->client));
	grid_text(grid, modifier_text(page, type, type->practitioner));
	if (grid_cell(grid, NULL)) {
		put_tools(page, type, shown, may);
		grid_cell_end(grid);
	}
}

static void put_table(struct page *page, const struct types *types, bool may)
{
	static const struct column columns[] = {
		{ "Label", COLUMN_MAIN },
		{ "Maps to", COLUMN_TEXT },
		{ "Short", COLUMN_TEXT },
		{ "Modifier", COLUMN_TEXT },
		{ "Client", COLUMN_NUMBER },
		{ "Practitioner", COLUMN_NUMBER },
		{ "What to do", COLUMN_TOOLS },
	};
	struct grid grid;
	int64_t count = 0;

	for (size_t i = 0; i < types->count; i++)
		count += !types->at[i].builtin && !types->at[i].archived;
	card_begin(page, "Custom types",
		   count ? arena_printf(page->op->arena, "%lld in use",
					(long long)count)
			 : NULL);
	if (!count && !grid_wants_csv(page)) {
		part_empty(page,
			   "A type of your own says how a session ended in "
			   "your words, with its own part of fee and wage: "
			   "“Late cancel”, 50%.",
			   NULL, NULL);
		card_end(page);
		return;
	}
	grid_begin(&grid, page, "Custom types", columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < types->count; i++)
		if (!types->at[i].builtin && !types->at[i].archived)
			put_row(page, &grid, &types->at[i], may);
	grid_end(&grid);
	html_add(&page->html,
		 "<p class=\"card-foot hint\">Changing or removing a type "
		 "never changes sessions already saved with it.</p>\n");
	card_end(page);
}

static enum err show_status(struct page *page)
{
	struct types types;
	bool may = page_has_grant(page, GRANT_TYPES);
	const struct completion_type *edited;
	enum err err = store_type_list(page->reader, &types.at, &types.count);

	if (err)
		return err;
	edited = type_of(&types, page_query(page, "edit"));
	settings_begin(page);
	html_add(&page->html, "<div class=\"columns%s\">",
		 may ? " form-left" : "");
	if (may)
		err = put_form(page, edited);
	html_add(&page->html, "<div>");
	put_defaults(page, &types, may);
	put_table(page, &types, may);
	html_add(&page->html, "</div></div>\n");
	return err;
}

/* The type of that slug, as the route tells it. */
static enum err find(struct page *page, const char *slug, json_t **type)
{
	json_t *list;
	enum err err = page_get(page, API "?limit=1000", &list);

	for (size_t i = 0;
	     !err && i < json_array_size(json_object_get(list, "items")); i++) {
		*type = json_array_get(json_object_get(list, "items"), i);
		if (str_equal(json_string_value(json_object_get(*type, "slug")),
			      slug))
			return OK;
	}
	return err ? err : ERR_NOT_FOUND;
}

static const char *label_of(const json_t *type)
{
	return json_string_value(json_object_get(type, "label"));
}

static json_t *one(struct page *page, const char *name, bool value)
{
	json_t *body = json_new(page->op->arena);

	json_put_bool(body, name, value);
	return body;
}

static enum err take_toggle(struct page *page, const char *slug)
{
	const char *url = url_of(page->op->arena, API "/%s", slug);
	json_t *type;
	bool on;
	enum err err = find(page, slug, &type);

	if (err)
		return err;
	on = json_is_true(json_object_get(type, "enabled"));
	err = page_send(page, "PATCH", url, one(page, "enabled", !on));
	if (err)
		return err;
	page_flash(page, "%s is %s.", label_of(type),
		   on ? "no longer among the choices" : "among the choices");
	page_undo_add(page, "PATCH", url, one(page, "enabled", on));
	page_go(page, ADDRESS);
	return OK;
}

static enum err take_remove(struct page *page, const char *slug)
{
	const char *url = url_of(page->op->arena, API "/%s", slug);
	json_t *type;
	enum err err = find(page, slug, &type);

	if (!err)
		err = page_send(page, "DELETE", url, NULL);
	if (err)
		return err;
	page_flash(page,
		   "%s was removed. Sessions saved with it keep its label and "
		   "amounts.",
		   label_of(type));
	page_undo_add(page, "PATCH", url, one(page, "archived", false));
	page_go(page, ADDRESS);
	return OK;
}

static enum err take_type(struct page *page)
{
	const char *edit = page_query(page, "edit");
	enum err err;

	if (edit)
		err = page_send_form(page, "PATCH",
				     url_of(page->op->arena, API "/%s", edit),
				     NULL);
	else
		err = page_send_form(page, "POST", API, NULL);
	if (err)
		return err;
	page_flash(page,
		   edit ? "%s is changed. It holds for what is saved "
			  "from now on."
			: "%s is among the choices now.",
		   label_of(page->answer));
	page_go(page, ADDRESS);
	return OK;
}

static enum err take_status(struct page *page)
{
	const char *toggle = form_value(&page->form, "toggle");
	const char *remove = form_value(&page->form, "remove");

	if (toggle)
		return take_toggle(page, toggle);
	if (remove)
		return take_remove(page, remove);
	return take_type(page);
}

static const struct page_row rows[] = {
	{ ADDRESS, ROLES_OFFICE, "Account Settings", show_status, take_status,
	  0, NULL },
};

const struct page_table pages_status = { rows, ARRAY_SIZE(rows) };
