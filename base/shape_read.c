#include "base/shape_read.h"

#include "base/word.h"

#include <assert.h>
#include <string.h>

struct reading {
	const struct audience *audience;
	unsigned closed; /* rows with any of these flags are not read */
};

static void object_read(const struct reading *reading,
			const struct field *fields, const json_t *body,
			void *object);

static void set_number(const struct field *field, void *at, int64_t number)
{
	int32_t small = (int32_t)number;

	if (field->size == sizeof(small))
		memcpy(at, &small, sizeof(small));
	else
		memcpy(at, &number, sizeof(number));
}

static bool choice_of(const struct field *field, const json_t *word,
		      unsigned *choice)
{
	return json_is_string(word) &&
	       word_find(field->choices, slice_of(json_string_value(word)),
			 choice);
}

static unsigned choices_of(const struct field *field, const json_t *list)
{
	unsigned bits = 0, choice;
	size_t index;
	json_t *word;

	json_array_foreach (list, index, word) {
		if (choice_of(field, word, &choice))
			bits |= 1u << choice;
	}
	return bits;
}

static int64_t id_of(const json_t *value)
{
	const char *text = json_string_value(value);
	int64_t id;

	return text && str_to_int64(text, &id) ? id : 0;
}

static void element_read(const struct reading *reading,
			 const struct field *field, const json_t *value,
			 void *at)
{
	if (field->type == FIELD_IDS)
		*(int64_t *)at = id_of(value);
	else if (field->type == FIELD_INTEGERS)
		*(int64_t *)at = json_integer_value(value);
	else if (field->type == FIELD_TEXTS)
		*(const char **)at = json_string_value(value);
	else
		object_read(reading, field->fields, value, at);
}

static void list_read(const struct reading *reading, const struct field *field,
		      const json_t *list, void *object)
{
	size_t count = json_array_size(list);
	char *array = arena_array(reading->audience->arena, count ? count : 1,
				  field->size);

	for (size_t i = 0; i < count; i++)
		element_read(reading, field, json_array_get(list, i),
			     array + i * field->size);
	memcpy((char *)object + field->offset, &array, sizeof(array));
	memcpy((char *)object + field->count, &count, sizeof(count));
}

/* What stands alone as a text of a certain form; one of another form stays
 * unread. */
static void form_read(const struct reading *reading, const struct field *field,
		      const char *text, void *at)
{
	bool known = true;

	if (!text)
		return;
	if (field->type == FIELD_MONEY)
		known = money_parse(text, reading->audience->digits, at);
	else if (field->type == FIELD_DAY)
		known = day_parse(text, at);
	else if (field->type == FIELD_WALL)
		known = wall_parse(text, at);
	else
		known = instant_parse(text, at);
	(void)known;
}

static void value_read(const struct reading *reading, const struct field *field,
		       const json_t *value, void *object)
{
	void *at = (char *)object + field->offset;
	unsigned bits;

	switch (field->type) {
	case FIELD_TEXT:
		*(const char **)at = json_string_value(value);
		break;
	case FIELD_BOOL:
		*(bool *)at = json_is_true(value);
		break;
	case FIELD_INTEGER:
		set_number(field, at, json_integer_value(value));
		break;
	case FIELD_MONEY:
	case FIELD_DAY:
	case FIELD_WALL:
	case FIELD_INSTANT:
		form_read(reading, field, json_string_value(value), at);
		break;
	case FIELD_ID:
		*(int64_t *)at = id_of(value);
		break;
	case FIELD_CHOICE:
		if (choice_of(field, value, &bits))
			set_number(field, at, bits);
		break;
	case FIELD_CHOICES:
		bits = choices_of(field, value);
		memcpy(at, &bits, sizeof(bits));
		break;
	case FIELD_IDS:
	case FIELD_TEXTS:
	case FIELD_INTEGERS:
	case FIELD_LIST:
		list_read(reading, field, value, object);
		break;
	case FIELD_OBJECT:
		object_read(reading, field->fields, value, at);
		break;
	case FIELD_MAP:
	case FIELD_ANY:
		assert(!"a field that bodies have no member for");
		break;
	}
}

static void none_read(const struct field *field, void *object)
{
	size_t none = 0;

	if (field->type == FIELD_INSTANT)
		*(struct instant *)((char *)object + field->offset) =
			INSTANT_MIN;
	else if (field->type == FIELD_DAY && !(field->flags & FIELD_ZERO_NONE))
		*(struct day *)((char *)object + field->offset) =
			(struct day){ INT32_MIN };
	else if (field->count)
		memcpy((char *)object + field->count, &none, sizeof(none));
	else
		memset((char *)object + field->offset, 0, field->size);
}

static void object_read(const struct reading *reading,
			const struct field *fields, const json_t *body,
			void *object)
{
	for (; fields->name; fields++) {
		const json_t *value = json_object_get(body, fields->name);

		if (!value || !fields->size ||
		    !(fields->see & reading->audience->see) ||
		    (fields->flags & reading->closed))
			continue;
		if (json_is_null(value))
			none_read(fields, object);
		else
			value_read(reading, fields, value, object);
		if (fields->given)
			*(bool *)((char *)object + fields->given - 1) =
				!json_is_null(value);
	}
}

void shape_read(const struct audience *audience, const struct field *fields,
		const json_t *body, void *object)
{
	const struct reading reading = { audience, FIELD_ONLY_ANSWER };

	object_read(&reading, fields, body, object);
}

void shape_read_answer(const struct audience *audience,
		       const struct field *fields, const json_t *answer,
		       void *object)
{
	const struct reading reading = { audience, FIELD_ONLY_SENT };

	object_read(&reading, fields, answer, object);
}
