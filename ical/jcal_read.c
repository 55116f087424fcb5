#include "ical/jcal_read.h"

#include "base/json.h"
#include "base/word.h"
#include "ical/jcal_type_private.h"
#include "ical/object.h"
#include "ical/parse.h"
#include "ical/write.h"

#include <string.h>

/* Units of work of a byte: it becomes a tree, and then a line. */
#define BYTE_WORK 30

/* The property that is being read, for who is told what is wrong. */
struct reader {
	struct operation *op;
	struct buf *out;
	const char *component, *property; /* NULL: none yet */
	size_t number;                    /* of the property */
	const struct jcal_property *known;
	enum jcal_type type;
};

static enum err refuse(const struct reader *reader, const char *reason)
{
	if (!reader->component)
		return fail(reader->op, ERR_CALENDAR_DATA, "jCal: %s", reason);
	if (!reader->property)
		return fail(reader->op, ERR_CALENDAR_DATA,
			    "jCal: %s, property %zu: %s", reader->component,
			    reader->number, reason);
	return fail(reader->op, ERR_CALENDAR_DATA,
		    "jCal: %s, property %zu (%s): %s", reader->component,
		    reader->number, reader->property, reason);
}

static struct slice text_of(const json_t *value)
{
	return (struct slice){ json_string_value(value),
			       json_string_length(value) };
}

/* A name, or NULL where the value is none. */
static const char *name_of(const json_t *value)
{
	if (!json_is_string(value) || !jcal_is_name(text_of(value)))
		return NULL;
	return json_string_value(value);
}

static bool put_number(struct buf *out, const json_t *value)
{
	char text[40];

	if (json_is_integer(value)) {
		buf_printf(out, "%lld", (long long)json_integer_value(value));
		return true;
	}
	if (!json_is_real(value))
		return false;
	snprintf(text, sizeof(text), "%.17g", json_real_value(value));
	return jcal_float(out, text);
}

/* "MO", 5 or "2026-06-08" of a rule. */
static bool put_rule_item(struct buf *out, const char *name,
			  const json_t *value)
{
	struct slice text;

	if (json_is_integer(value))
		return put_number(out, value);
	if (!json_is_string(value))
		return false;
	text = text_of(value);
	if (str_same(name, "until"))
		return jcal_moment_back(out, text);
	if (text.len == 0 || strpbrk(text.at, ";=,:"))
		return false;
	buf_slice(out, text);
	return true;
}

/* RFC 7265 3.6.10 */
static bool put_rule(struct buf *out, json_t *rule)
{
	const char *name;
	json_t *value;
	bool any = false;

	json_object_foreach (rule, name, value) {
		size_t count =
			json_is_array(value) ? json_array_size(value) : 1;

		if (!jcal_is_name(slice_of(name)) || count == 0)
			return false;
		if (any)
			buf_putc(out, ';');
		any = true;
		jcal_capitals(out, slice_of(name));
		for (size_t i = 0; i < count; i++) {
			buf_putc(out, i ? ',' : '=');
			if (!put_rule_item(out, name,
					   json_is_array(value)
						   ? json_array_get(value, i)
						   : value))
				return false;
		}
	}
	return any;
}

/* RFC 7265 3.6.9: a start, and an end or a duration. */
static bool put_period(struct buf *out, const json_t *period)
{
	const json_t *start = json_array_get(period, 0);
	const json_t *end = json_array_get(period, 1);

	if (json_array_size(period) != 2 || !json_is_string(start) ||
	    !json_is_string(end) ||
	    !jcal_time_back(out, JCAL_DATE_TIME, text_of(start)))
		return false;
	buf_putc(out, '/');
	if (!jcal_time_back(out, JCAL_DATE_TIME, text_of(end)))
		buf_slice(out, text_of(end));
	return true;
}

/* A value that is a text here and there. */
static bool put_string(const struct reader *reader, struct buf *out,
		       const json_t *value)
{
	struct slice text;

	if (!json_is_string(value))
		return false;
	text = text_of(value);
	switch (reader->type) {
	case JCAL_TEXT:
		cal_text_escape(out, text.at);
		return true;
	case JCAL_DATE:
	case JCAL_DATE_TIME:
	case JCAL_TIME:
	case JCAL_UTC_OFFSET:
		return jcal_time_back(out, reader->type, text);
	case JCAL_UNKNOWN:
	case JCAL_BINARY:
	case JCAL_BOOLEAN:
	case JCAL_CAL_ADDRESS:
	case JCAL_DURATION:
	case JCAL_FLOAT:
	case JCAL_INTEGER:
	case JCAL_PERIOD:
	case JCAL_RECUR:
	case JCAL_URI:
		break;
	}
	buf_slice(out, text);
	return true;
}

static bool put_value(const struct reader *reader, struct buf *out,
		      json_t *value)
{
	switch (reader->type) {
	case JCAL_BOOLEAN:
		buf_puts(out, json_is_true(value) ? "TRUE" : "FALSE");
		return json_is_boolean(value);
	case JCAL_FLOAT:
		return put_number(out, value);
	case JCAL_INTEGER:
		return json_is_integer(value) && put_number(out, value);
	case JCAL_RECUR:
		return json_is_object(value) && put_rule(out, value);
	case JCAL_PERIOD:
		return json_is_array(value) && put_period(out, value);
	case JCAL_UNKNOWN:
	case JCAL_BINARY:
	case JCAL_CAL_ADDRESS:
	case JCAL_DATE:
	case JCAL_DATE_TIME:
	case JCAL_DURATION:
	case JCAL_TEXT:
	case JCAL_TIME:
	case JCAL_URI:
	case JCAL_UTC_OFFSET:
		break;
	}
	return put_string(reader, out, value);
}

/* RFC 7265 3.4.1.3: the parts of a value, between semicolons. */
static bool put_parts(const struct reader *reader, struct buf *out,
		      json_t *value)
{
	size_t at;
	json_t *part;

	if (!json_is_array(value) || reader->type == JCAL_PERIOD)
		return put_value(reader, out, value);
	json_array_foreach (value, at, part) {
		if (at > 0)
			buf_putc(out, ';');
		if (!put_value(reader, out, part))
			return false;
	}
	return json_array_size(value) > 0;
}

static const char *const wrong_values[] = {
	[JCAL_UNKNOWN] = "its value is a text",
	[JCAL_BINARY] = "a binary value is a text in base64",
	[JCAL_BOOLEAN] = "a boolean is true or false",
	[JCAL_CAL_ADDRESS] = "a cal-address is a text",
	[JCAL_DATE] = "a date is a text such as \"2026-06-08\"",
	[JCAL_DATE_TIME] =
		"a date-time is a text such as \"2026-06-08T16:00:00\"",
	[JCAL_DURATION] = "a duration is a text such as \"PT1H\"",
	[JCAL_FLOAT] = "a float is a number",
	[JCAL_INTEGER] = "an integer is a number without a fraction",
	[JCAL_PERIOD] = "a period is a list of a start and an end or duration",
	[JCAL_RECUR] = "a rule is an object such as {\"freq\": \"DAILY\"}",
	[JCAL_TEXT] = "a text is a text",
	[JCAL_TIME] = "a time is a text such as \"16:00:00\"",
	[JCAL_URI] = "an address is a text",
	[JCAL_UTC_OFFSET] = "an offset is a text such as \"-05:00\"",
};

static enum err values_read(const struct reader *reader, const json_t *property,
			    struct buf *value)
{
	size_t count = json_array_size(property);

	if (count > 4 && *reader->known->name &&
	    reader->known->many != JCAL_LIST)
		return refuse(reader, "it has one value");
	for (size_t i = 3; i < count; i++) {
		if (i > 3)
			buf_putc(value, ',');
		if (!put_parts(reader, value, json_array_get(property, i)))
			return refuse(reader, wrong_values[reader->type]);
	}
	buf_puts(value, "");
	return OK;
}

static enum err param_value(const struct reader *reader, const json_t *value,
			    struct buf *head)
{
	if (!json_is_string(value))
		return refuse(reader, "a parameter's value is a text or a "
				      "list of texts");
	buf_puts(head,
		 cal_param_text(reader->op->arena, json_string_value(value)));
	return OK;
}

static enum err params_read(const struct reader *reader, json_t *params,
			    struct buf *head)
{
	const char *name;
	json_t *value;
	enum err err = OK;

	json_object_foreach (params, name, value) {
		bool list = json_is_array(value);
		size_t count = list ? json_array_size(value) : 1;

		if (!jcal_is_name(slice_of(name)) || count == 0)
			return refuse(reader, "a parameter without a name or "
					      "a value");
		/* The type says it (RFC 7265 3.5). */
		if (str_same(name, "value"))
			continue;
		buf_putc(head, ';');
		jcal_capitals(head, slice_of(name));
		for (size_t i = 0; !err && i < count; i++) {
			buf_putc(head, i ? ',' : '=');
			err = param_value(
				reader, list ? json_array_get(value, i) : value,
				head);
		}
		if (err)
			return err;
	}
	return OK;
}

/* RFC 7265 5.1: a type that is not the property's own is its VALUE. */
static void type_read(struct reader *reader, const char *word, struct buf *head)
{
	unsigned type = JCAL_UNKNOWN;
	bool known = word_find(jcal_type_words, slice_of(word), &type);

	reader->type = (enum jcal_type)type;
	if (known && (reader->type == JCAL_UNKNOWN ||
		      reader->type == reader->known->type))
		return;
	buf_puts(head, ";VALUE=");
	jcal_capitals(head, slice_of(word));
}

static enum err property_read(struct reader *reader, json_t *property)
{
	const char *name = name_of(json_array_get(property, 0));
	const char *type = name_of(json_array_get(property, 2));
	json_t *params = json_array_get(property, 1);
	struct buf head, value;
	enum err err;

	reader->property = NULL;
	if (json_array_size(property) < 4 || !name || !type ||
	    !json_is_object(params))
		return refuse(reader, "it is a list of name, parameters, type "
				      "and value");
	reader->property = name;
	if (str_same(name, "begin") || str_same(name, "end"))
		return refuse(reader, "no property has this name");
	reader->known = jcal_property_find(slice_of(name));
	buf_init(&head, reader->op->arena);
	buf_init(&value, reader->op->arena);
	jcal_capitals(&head, slice_of(name));
	type_read(reader, type, &head);
	err = params_read(reader, params, &head);
	if (!err)
		err = values_read(reader, property, &value);
	if (err)
		return err;
	buf_puts(&head, "");
	cal_write(reader->out, head.at, value.at);
	return OK;
}

static void put_frame(struct reader *reader, const char *head, const char *name)
{
	struct buf capitals;

	buf_init(&capitals, reader->op->arena);
	jcal_capitals(&capitals, slice_of(name));
	buf_puts(&capitals, "");
	cal_write(reader->out, head, capitals.at);
}

static enum err component_read(struct reader *reader, json_t *component,
			       int depth)
{
	const char *name = name_of(json_array_get(component, 0));
	json_t *properties = json_array_get(component, 1);
	json_t *children = json_array_get(component, 2);
	json_t *item;
	size_t at;
	enum err err = OK;

	if (json_array_size(component) != 3 || !name ||
	    !json_is_array(properties) || !json_is_array(children))
		return refuse(reader, "a component is a list of name, "
				      "properties and components");
	if (depth == CAL_DEPTH_LIMIT)
		return refuse(reader, "components are nested too deeply");
	reader->component = name;
	put_frame(reader, "BEGIN", name);
	json_array_foreach (properties, at, item) {
		reader->number = at + 1;
		err = property_read(reader, item);
		if (err)
			return err;
	}
	json_array_foreach (children, at, item) {
		err = component_read(reader, item, depth + 1);
		if (err)
			return err;
	}
	put_frame(reader, "END", name);
	return OK;
}

enum err cal_jcal_read(struct operation *op, struct slice text, struct buf *ics)
{
	struct reader reader = { .op = op, .out = ics };
	const char *why = "";
	json_t *tree;

	if (text.len > CAL_OBJECT_LIMIT)
		return fail(op, ERR_RESOURCE_SIZE,
			    "an object has at most %d bytes; this one has %zu",
			    CAL_OBJECT_LIMIT, text.len);
	(void)operation_spend(op, text.len * BYTE_WORK);
	tree = json_read_body(op->arena, text, &why);
	if (!tree)
		return refuse(&reader, why);
	if (!str_same(name_of(json_array_get(tree, 0)), "vcalendar"))
		return refuse(&reader, "it holds no vcalendar");
	return component_read(&reader, tree, 0);
}
