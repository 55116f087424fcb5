#include "admin/pages/form.h"

#include "base/digest.h"
#include "base/http.h"
#include "base/str.h"
#include "practice/access.h"

#include <string.h>

/* "\r\n" is how browsers send them. */
const char *form_lines(struct arena *arena, const char *text)
{
	struct buf buf;

	if (!strchr(text, '\r'))
		return text;
	buf_init_sized(&buf, arena, strlen(text) + 1);
	for (; *text; text++) {
		if (*text != '\r')
			buf_putc(&buf, *text);
		else if (text[1] != '\n')
			buf_putc(&buf, '\n');
	}
	return buf.len ? buf.at : "";
}

enum err form_read(struct operation *op, struct slice body, struct form *form)
{
	struct form found = { 0 };
	struct slice rest = body;
	size_t room = 0;
	const char *name, *value;

	while (body.len && http_pair_next(op->arena, &rest, &name, &value)) {
		if (!name || !value)
			return fail(op, ERR_SYNTAX,
				    "The form cannot be read: it is not "
				    "encoded as forms are.");
		if (found.count == FORM_FIELD_LIMIT)
			return fail(op, ERR_SYNTAX,
				    "The form has more than %d fields.",
				    FORM_FIELD_LIMIT);
		if (secret_is_named(name))
			secret_own(op->arena, value);
		found.at = arena_grow(op->arena, found.at, found.count, &room,
				      sizeof(*found.at));
		found.at[found.count++] =
			(struct form_field){ name,
					     form_lines(op->arena, value) };
	}
	*form = found;
	return OK;
}

const char *form_value(const struct form *form, const char *name)
{
	for (size_t i = 0; i < form->count; i++)
		if (str_equal(form->at[i].name, name))
			return form->at[i].value;
	return NULL;
}

bool form_has(const struct form *form, const char *name, const char *value)
{
	for (size_t i = 0; i < form->count; i++)
		if (str_equal(form->at[i].name, name) &&
		    str_equal(form->at[i].value, value))
			return true;
	return false;
}

/* Of "clients[C042]" the part behind "clients[", without what follows the
 * bracket; *behind then holds that. Nothing: another name. */
static bool name_part(const char *name, const char *of, struct slice *part,
		      const char **behind)
{
	size_t len = strlen(of);
	const char *end;

	if (strncmp(name, of, len) != 0 || name[len] != '[')
		return false;
	end = strchr(name + len, ']');
	if (!end)
		return false;
	*part = (struct slice){ name + len + 1,
				(size_t)(end - (name + len + 1)) };
	*behind = end + 1;
	return true;
}

static bool is_listed(const char *names, const char *name)
{
	struct slice rest = slice_of(names);

	while (rest.at)
		if (slice_equal(slice_trim(slice_cut(&rest, ',')),
				slice_of(name)))
			return true;
	return false;
}

static bool looks_like(const char *text, const char *shape)
{
	for (; *shape; shape++, text++)
		if (*shape == '9' ? *text < '0' || *text > '9'
				  : *text != *shape)
			return false;
	return *text == '\0';
}

/* Texts of routes that take a day or a wall time. */
#define TIMES "from,to"

/* "16:00" with its day, "2026-06-08" with its time, or as it was typed. */
static const char *whole_time(struct arena *arena, const struct form *form,
			      const struct field *field, const char *text)
{
	const char *name = field->name;
	const char *day, *time;

	if (field->type != FIELD_WALL &&
	    (field->type != FIELD_TEXT || !is_listed(TIMES, name)))
		return text;
	if (looks_like(text, "99:99")) {
		day = form_value(form, arena_printf(arena, "%s_date", name));
		if (str_empty(day))
			day = form_value(form, "date");
		return day ? arena_printf(arena, "%sT%s", day, text) : text;
	}
	if (!looks_like(text, "9999-99-99"))
		return text;
	time = form_value(form, arena_printf(arena, "%s_time", name));
	return str_empty(time) ? text
			       : arena_printf(arena, "%sT%s", text, time);
}

static void put_text(json_t *json, const struct field *field, const char *text,
		     bool change)
{
	if (*text)
		json_put_text(json, field->name, text);
	else if (field->flags & FIELD_NULLABLE)
		json_put(json, field->name, NULL);
	else if (field->type == FIELD_TEXT &&
		 (change || (field->flags & FIELD_REQUIRED)))
		json_put_text(json, field->name, text);
}

static void put_integer(json_t *json, const struct field *field,
			const char *text, bool change)
{
	int64_t number;

	if (str_to_int64(text, &number))
		json_put_integer(json, field->name, number);
	else
		put_text(json, field, text, change);
}

static void put_list(struct arena *arena, json_t *json,
		     const struct field *field, const struct form *form)
{
	json_t *list = json_new_list(arena);

	for (size_t i = 0; i < form->count; i++) {
		struct slice text = slice_trim(slice_of(form->at[i].value));
		const char *value = slice_dup(arena, text);
		int64_t number;

		if (!text.len || !str_equal(form->at[i].name, field->name))
			continue;
		if (field->type == FIELD_INTEGERS &&
		    str_to_int64(value, &number))
			json_add_integer(list, number);
		else
			json_add_text(list, value);
	}
	json_put(json, field->name, list);
}

static bool put_map(struct arena *arena, json_t *json,
		    const struct field *field, const struct form *form)
{
	json_t *map = json_new(arena);
	struct slice key;
	const char *behind;

	for (size_t i = 0; i < form->count; i++)
		if (name_part(form->at[i].name, field->name, &key, &behind) &&
		    !*behind && *form->at[i].value)
			json_put_text(map, slice_dup(arena, key),
				      form->at[i].value);
	if (json_object_size(map))
		json_put(json, field->name, map);
	return json_object_size(map) > 0;
}

/* The fields whose names begin with `prefix`, as a form of their own. */
static struct form inner_form(struct arena *arena, const struct form *form,
			      const char *prefix)
{
	struct form inner = {
		.at = arena_array(arena, form->count + 1, sizeof(*inner.at)),
	};
	struct slice key;
	const char *behind;

	for (size_t i = 0; i < form->count; i++)
		if (name_part(form->at[i].name, prefix, &key, &behind))
			inner.at[inner.count++] = (struct form_field){
				arena_printf(arena, "%s%s",
					     slice_dup(arena, key), behind),
				form->at[i].value
			};
	return inner;
}

static bool put_object(struct arena *arena, json_t *json,
		       const struct field *field, const struct form *form)
{
	struct form inner = inner_form(arena, form, field->name);
	struct form_way way = { .fields = field->fields };

	if (inner.count)
		json_put(json, field->name, form_json(arena, &inner, &way));
	return inner.count > 0;
}

static bool is_blank(const struct form *form)
{
	for (size_t i = 0; i < form->count; i++)
		if (!str_empty(form->at[i].value))
			return false;
	return true;
}

/* Objects in the order in which each first comes; one that was left blank
 * altogether is none. */
static bool put_objects(struct arena *arena, json_t *json,
			const struct field *field, const struct form *form)
{
	struct form inner = inner_form(arena, form, field->name);
	struct form_way way = { .fields = field->fields, .change = true };
	json_t *list = json_new_list(arena);
	json_t *seen = json_new(arena);

	for (size_t i = 0; i < inner.count; i++) {
		struct slice rest = slice_of(inner.at[i].name);
		const char *index = slice_dup(arena, slice_cut(&rest, '['));
		struct form one;

		if (!rest.at || json_object_get(seen, index))
			continue;
		json_put_bool(seen, index, true);
		one = inner_form(arena, &inner, index);
		if (!is_blank(&one))
			json_add(list, form_json(arena, &one, &way));
	}
	json_put(json, field->name, list);
	return inner.count > 0;
}

/* True: the form has something for the field, and it was put. */
static bool put_field(struct arena *arena, json_t *json,
		      const struct field *field, const struct form *form,
		      const struct form_way *way)
{
	const char *text = form_value(form, field->name);

	switch (field->type) {
	case FIELD_MAP:
		return put_map(arena, json, field, form);
	case FIELD_OBJECT:
		return put_object(arena, json, field, form);
	case FIELD_LIST:
		return inner_form(arena, form, field->name).count &&
		       put_objects(arena, json, field, form);
	case FIELD_ANY:
		return true;
	case FIELD_TEXT:
	case FIELD_BOOL:
	case FIELD_INTEGER:
	case FIELD_MONEY:
	case FIELD_DAY:
	case FIELD_WALL:
	case FIELD_INSTANT:
	case FIELD_ID:
	case FIELD_CHOICE:
	case FIELD_CHOICES:
	case FIELD_IDS:
	case FIELD_TEXTS:
	case FIELD_INTEGERS:
		break;
	}
	if (!text)
		return false;
	if (field->type == FIELD_BOOL)
		json_put_bool(json, field->name,
			      str_equal(text, "on") ||
				      str_equal(text, "true") ||
				      str_equal(text, "1"));
	else if (field->type == FIELD_INTEGER)
		put_integer(json, field, text, way->change);
	else if (field->type == FIELD_CHOICES || field->type == FIELD_IDS ||
		 field->type == FIELD_TEXTS || field->type == FIELD_INTEGERS)
		put_list(arena, json, field, form);
	else
		put_text(json, field, whole_time(arena, form, field, text),
			 way->change);
	return true;
}

/* Exports and the log have rows of their own, often of the same name. */
static bool is_sent(const struct field *field)
{
	return !(field->flags & FIELD_ONLY_ANSWER) &&
	       (!field->see || (field->see & SEE_API));
}

json_t *form_json(struct arena *arena, const struct form *form,
		  const struct form_way *way)
{
	json_t *json = json_new(arena);

	for (const struct field *field = way->fields; field && field->name;
	     field++) {
		if (!is_sent(field))
			continue;
		if (put_field(arena, json, field, form, way) ||
		    !is_listed(way->boxes, field->name))
			continue;
		if (field->type == FIELD_BOOL)
			json_put_bool(json, field->name, false);
		else
			json_put(json, field->name, json_new_list(arena));
	}
	return json;
}
