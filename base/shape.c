#include "base/shape.h"

#include "base/unicode.h"
#include "base/word.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* Longest name of a private field, with what is set behind it. */
#define NAME_LIMIT 64

/* The member; of a list, its array. */
static const void *member(const struct field *field, const void *object)
{
	return (const char *)object + field->offset;
}

static const char *text_of(const struct field *field, const void *object)
{
	const char *text;

	memcpy(&text, member(field, object), sizeof(text));
	return text;
}

/* Of an integer, an id or an enum. */
static int64_t number_of(const struct field *field, const void *object)
{
	int32_t small;
	int64_t large;

	if (field->size == sizeof(small)) {
		memcpy(&small, member(field, object), sizeof(small));
		return small;
	}
	assert(field->size == sizeof(large));
	memcpy(&large, member(field, object), sizeof(large));
	return large;
}

static struct instant instant_of(const struct field *field, const void *object)
{
	return *(const struct instant *)member(field, object);
}

static size_t count_of(const struct field *field, const void *object)
{
	return *(const size_t *)((const char *)object + field->count);
}

static const void *element(const struct field *field, const void *object,
			   size_t index)
{
	const char *at;

	memcpy(&at, member(field, object), sizeof(at));
	return at + index * field->size;
}

static bool is_zero(const struct field *field, const void *object)
{
	const char *at = member(field, object);

	for (size_t i = 0; i < field->size; i++)
		if (at[i])
			return false;
	return true;
}

static bool is_given(const struct field *field, const void *object)
{
	return !field->given ||
	       *(const bool *)((const char *)object + field->given - 1);
}

static bool is_none(const struct field *field, const void *object)
{
	struct instant at;

	if (!is_given(field, object))
		return true;
	if (field->type == FIELD_INSTANT) {
		at = instant_of(field, object);
		return at.s == INSTANT_MIN.s || at.s == INSTANT_MAX.s;
	}
	if (field->type == FIELD_DAY &&
	    ((const struct day *)member(field, object))->n == INT32_MIN)
		return true;
	if (field->type == FIELD_TEXT || field->type == FIELD_ID ||
	    field->type == FIELD_ANY || (field->flags & FIELD_ZERO_NONE))
		return is_zero(field, object);
	return false;
}

static bool sees(const struct audience *audience, const struct field *field)
{
	return field->size && (field->see & audience->see);
}

const struct field *shape_find(const struct field *fields, const char *name,
			       unsigned see)
{
	for (; fields->name; fields++)
		if (str_equal(fields->name, name) && (fields->see & see))
			return fields;
	return NULL;
}

const char *shape_text(const struct field *fields, const char *name,
		       unsigned see, const void *object)
{
	const struct field *field = shape_find(fields, name, see);

	if (!field || is_none(field, object))
		return NULL;
	assert(field->type == FIELD_TEXT);
	return text_of(field, object);
}

/* The row of the next name of a list of names. */
static const struct field *named(const struct audience *audience,
				 struct slice *names,
				 const struct field *fields)
{
	const char *name = slice_dup(audience->arena, slice_cut(names, ','));
	const struct field *field = shape_find(fields, name, audience->see);

	assert(field && field->size);
	return field;
}

/* What stands alone, as text; NULL where it is none. */
static const char *plain_text(const struct audience *audience,
			      const struct field *field, const void *object)
{
	struct arena *arena = audience->arena;
	const void *at = member(field, object);

	if (is_none(field, object))
		return NULL;
	switch (field->type) {
	case FIELD_TEXT:
		return text_of(field, object);
	case FIELD_BOOL:
		return *(const bool *)at ? "yes" : "no";
	case FIELD_INTEGER:
	case FIELD_ID:
		return arena_printf(arena, "%lld",
				    (long long)number_of(field, object));
	case FIELD_MONEY:
		return money_text(arena, *(const struct money *)at,
				  audience->digits);
	case FIELD_DAY:
		return day_text(arena, *(const struct day *)at);
	case FIELD_WALL:
		return wall_text(arena, *(const struct wall *)at);
	case FIELD_INSTANT:
		return instant_text(arena, instant_of(field, object));
	case FIELD_CHOICE:
		return word_of(field->choices,
			       (unsigned)number_of(field, object));
	case FIELD_CHOICES:
	case FIELD_IDS:
	case FIELD_TEXTS:
	case FIELD_INTEGERS:
	case FIELD_MAP:
	case FIELD_OBJECT:
	case FIELD_LIST:
	case FIELD_ANY:
		break;
	}
	assert(!"a field that stands alone");
	return NULL;
}

static json_t *words_json(struct arena *arena, const struct field *field,
			  const void *object)
{
	unsigned bits = *(const unsigned *)member(field, object);
	json_t *list = json_new_list(arena);

	for (unsigned i = 0; field->choices[i]; i++)
		if (bits & (1u << i))
			json_add_text(list, field->choices[i]);
	return list;
}

static json_t *list_json(const struct audience *audience,
			 const struct field *field, const void *object)
{
	json_t *list = json_new_list(audience->arena);

	for (size_t i = 0; i < count_of(field, object); i++) {
		const void *at = element(field, object, i);

		if (field->type == FIELD_IDS)
			json_add_id(list, *(const int64_t *)at);
		else if (field->type == FIELD_INTEGERS)
			json_add_integer(list, *(const int64_t *)at);
		else if (field->type == FIELD_TEXTS)
			json_add_text(list, *(const char *const *)at);
		else
			json_add(list,
				 shape_write(audience, field->fields, at));
	}
	return list;
}

/* Of each element the second of its fields, under the first. */
static json_t *map_json(const struct audience *audience,
			const struct field *field, const void *object)
{
	const struct field *pair = field->fields;
	json_t *map = json_new(audience->arena);

	for (size_t i = 0; i < count_of(field, object); i++) {
		const void *at = element(field, object, i);

		json_put_text(map, plain_text(audience, &pair[0], at),
			      plain_text(audience, &pair[1], at));
	}
	return map;
}

/* What is none: not even null? */
static bool is_left_out(const struct field *field, const void *object)
{
	if (field->flags & FIELD_UNGIVEN_ABSENT)
		return !is_given(field, object);
	return field->flags & FIELD_NONE_ABSENT;
}

static void put_field(const struct audience *audience, json_t *json,
		      const struct field *field, const void *object)
{
	const char *name = field->name;
	const void *at = member(field, object);

	if (is_none(field, object)) {
		if (!is_left_out(field, object))
			json_put(json, name, NULL);
		return;
	}
	switch (field->type) {
	case FIELD_BOOL:
		json_put_bool(json, name, *(const bool *)at);
		break;
	case FIELD_INTEGER:
		json_put_integer(json, name, number_of(field, object));
		break;
	case FIELD_TEXT:
	case FIELD_MONEY:
	case FIELD_DAY:
	case FIELD_WALL:
	case FIELD_INSTANT:
	case FIELD_ID:
	case FIELD_CHOICE:
		json_put_text(json, name, plain_text(audience, field, object));
		break;
	case FIELD_CHOICES:
		json_put(json, name,
			 words_json(audience->arena, field, object));
		break;
	case FIELD_IDS:
	case FIELD_TEXTS:
	case FIELD_INTEGERS:
	case FIELD_LIST:
		json_put(json, name, list_json(audience, field, object));
		break;
	case FIELD_MAP:
		json_put(json, name, map_json(audience, field, object));
		break;
	case FIELD_OBJECT:
		json_put(json, name, shape_write(audience, field->fields, at));
		break;
	case FIELD_ANY:
		json_put(json, name, *(json_t *const *)at);
		break;
	}
}

void shape_put(const struct audience *audience, json_t *json,
	       const struct field *fields, const void *object)
{
	for (; fields->name; fields++)
		if (sees(audience, fields))
			put_field(audience, json, fields, object);
}

json_t *shape_write(const struct audience *audience, const struct field *fields,
		    const void *object)
{
	json_t *json = json_new(audience->arena);

	shape_put(audience, json, fields, object);
	return json;
}

void shape_pick(const struct audience *audience, json_t *json,
		const char *names, const struct field *fields,
		const void *object)
{
	struct slice rest = slice_of(names);

	while (rest.at)
		put_field(audience, json, named(audience, &rest, fields),
			  object);
}

static bool holds(struct arena *arena, const char *text, const char *folded)
{
	return text &&
	       strstr(str_fold(arena, text, strlen(text)), folded) != NULL;
}

/* In the digits of a UID stands what somebody's name is. */
static bool text_holds(const struct audience *audience,
		       const struct field *field, const void *object,
		       const char *folded)
{
	const char *text = plain_text(audience, field, object);

	if (field->flags & FIELD_OPAQUE)
		return text &&
		       str_equal(str_fold(audience->arena, text, strlen(text)),
				 folded);
	return holds(audience->arena, text, folded);
}

static bool field_holds(const struct audience *audience,
			const struct field *field, const void *object,
			const char *folded)
{
	size_t count;

	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_MONEY:
	case FIELD_DAY:
	case FIELD_WALL:
	case FIELD_INSTANT:
	case FIELD_ID:
	case FIELD_CHOICE:
		return text_holds(audience, field, object, folded);
	case FIELD_OBJECT:
		return shape_holds(audience, field->fields,
				   member(field, object), folded);
	case FIELD_TEXTS:
	case FIELD_LIST:
		count = count_of(field, object);
		for (size_t i = 0; i < count; i++) {
			const void *at = element(field, object, i);

			if (field->type == FIELD_LIST
				    ? shape_holds(audience, field->fields, at,
						  folded)
				    : holds(audience->arena,
					    *(const char *const *)at, folded))
				return true;
		}
		return false;
	case FIELD_BOOL:
	case FIELD_INTEGER:
	case FIELD_CHOICES:
	case FIELD_IDS:
	case FIELD_INTEGERS:
	case FIELD_MAP:
	case FIELD_ANY:
		break;
	}
	return false;
}

bool shape_holds(const struct audience *audience, const struct field *fields,
		 const void *object, const char *folded)
{
	for (; fields->name; fields++)
		if (sees(audience, fields) &&
		    field_holds(audience, fields, object, folded))
			return true;
	return false;
}

/* "a;b", as CSV files have lists. */
static const char *list_text(const struct audience *audience,
			     const struct field *field, const void *object)
{
	struct buf text;

	buf_init(&text, audience->arena);
	buf_puts(&text, "");
	for (size_t i = 0; i < count_of(field, object); i++) {
		const void *at = element(field, object, i);

		if (i)
			buf_putc(&text, ';');
		if (field->type == FIELD_TEXTS)
			buf_puts(&text, *(const char *const *)at);
		else
			buf_printf(&text, "%lld",
				   (long long)*(const int64_t *)at);
	}
	return text.at;
}

/* An empty cell would say nothing to an import: no word is a word. */
static const char *words_cell(struct arena *arena, const struct field *field,
			      const void *object)
{
	unsigned bits = *(const unsigned *)member(field, object);

	return bits ? words_text(arena, field->choices, bits, ';') : "none";
}

static void put_cell(const struct audience *audience, struct csv_out *csv,
		     const struct field *field, const void *object)
{
	switch (field->type) {
	case FIELD_TEXT:
		if (field->flags & FIELD_OURS)
			csv_word(csv, plain_text(audience, field, object));
		else
			csv_text(csv, plain_text(audience, field, object));
		return;
	case FIELD_BOOL:
	case FIELD_INTEGER:
	case FIELD_MONEY:
	case FIELD_DAY:
	case FIELD_WALL:
	case FIELD_INSTANT:
	case FIELD_ID:
	case FIELD_CHOICE:
		csv_word(csv, plain_text(audience, field, object));
		return;
	case FIELD_CHOICES:
		csv_word(csv, words_cell(audience->arena, field, object));
		return;
	case FIELD_IDS:
	case FIELD_TEXTS:
	case FIELD_INTEGERS:
		csv_word(csv, list_text(audience, field, object));
		return;
	case FIELD_MAP:
	case FIELD_OBJECT:
	case FIELD_LIST:
	case FIELD_ANY:
		break;
	}
	assert(!"a field that is a cell");
}

void shape_row(const struct audience *audience, struct csv_out *csv,
	       const char *columns, const struct field *fields,
	       const void *object)
{
	struct slice rest = slice_of(columns);

	while (rest.at)
		put_cell(audience, csv, named(audience, &rest, fields), object);
	csv_end(csv);
}

/* Private fields are texts. */
static bool is_changed(const struct field *field, const void *before,
		       const void *after)
{
	const char *was = before && !is_none(field, before)
				  ? text_of(field, before)
				  : NULL;
	const char *is = is_none(field, after) ? NULL : text_of(field, after);

	assert(field->type == FIELD_TEXT);
	return !str_equal(was, is);
}

static json_t *open_part(const struct audience *audience,
			 const struct field *fields, const void *object)
{
	json_t *json = json_new(audience->arena);

	for (; fields->name; fields++)
		if (sees(audience, fields) && !(fields->flags & FIELD_PRIVATE))
			put_field(audience, json, fields, object);
	return json;
}

void shape_audit(const struct audience *audience, const struct field *fields,
		 const void *before, const void *after, json_t **was,
		 json_t **is)
{
	*was = before ? open_part(audience, fields, before) : NULL;
	*is = open_part(audience, fields, after);
	for (; fields->name; fields++) {
		char name[NAME_LIMIT];

		if (!sees(audience, fields) ||
		    !(fields->flags & FIELD_PRIVATE) ||
		    !is_changed(fields, before, after))
			continue;
		snprintf(name, sizeof(name), "%s_changed", fields->name);
		json_put_bool(*is, name, true);
	}
}
