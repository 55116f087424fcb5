#include "base/str.h"

#include "admin/api/call.h"
#include "admin/api/route.h"

#include <stdio.h>
#include <string.h>

/*
 * The OpenAPI 3.1 description, from the rows of the route table alone.
 */

enum shape_use {
	USE_ANSWER,
	USE_BODY,   /* of POST and PUT: required fields are */
	USE_CHANGE, /* of PATCH */
};

static json_t *shape_schema(const struct field *fields, enum shape_use use);

static json_t *typed(const char *type, const char *format)
{
	json_t *schema = json_object();

	put_text(schema, "type", type);
	if (format)
		put_text(schema, "format", format);
	return schema;
}

static json_t *choices_schema(const struct field *field)
{
	json_t *schema = typed("string", NULL);
	json_t *values = json_array();

	for (const char *const *at = field->choices; *at; at++)
		json_array_append_new(values, json_string(*at));
	put(schema, "enum", values);
	return schema;
}

static json_t *listed(json_t *items)
{
	json_t *schema = typed("array", NULL);

	put(schema, "items", items);
	return schema;
}

static json_t *plain_schema(const struct field *field)
{
	json_t *schema;

	switch (field->type) {
	case FIELD_BOOL:
		return typed("boolean", NULL);
	case FIELD_INTEGER:
		schema = typed("integer", NULL);
		if (field->min < field->max) {
			put_integer(schema, "minimum", field->min);
			put_integer(schema, "maximum", field->max);
		}
		return schema;
	case FIELD_DAY:
		return typed("string", "date");
	case FIELD_INSTANT:
		return typed("string", "date-time");
	case FIELD_MONEY:
		schema = typed("string", NULL);
		put_text(schema, "pattern", "^-?[0-9]+(\\.[0-9]+)?$");
		return schema;
	case FIELD_WALL:
		schema = typed("string", NULL);
		put_text(schema, "pattern",
			 "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}");
		return schema;
	case FIELD_TEXT:
		schema = typed("string", NULL);
		put_integer(schema, "maxLength",
			    field->max ? field->max : SHAPE_TEXT_LIMIT);
		return schema;
	default:
		return typed("string", NULL);
	}
}

static json_t *field_schema(const struct field *field, enum shape_use use)
{
	json_t *schema;

	switch (field->type) {
	case FIELD_CHOICE:
		return choices_schema(field);
	case FIELD_CHOICES:
		return listed(choices_schema(field));
	case FIELD_TEXTS:
		return listed(typed("string", NULL));
	case FIELD_INTEGERS:
		return listed(typed("integer", NULL));
	case FIELD_MAP:
		schema = typed("object", NULL);
		put(schema, "additionalProperties", typed("string", NULL));
		return schema;
	case FIELD_OBJECT:
		return shape_schema(field->fields, use);
	case FIELD_LIST:
		return listed(shape_schema(field->fields, use));
	case FIELD_ANY:
		return json_object();
	default:
		return plain_schema(field);
	}
}

/* JSON Schema says "or null" by a list of types. */
static void allow_null(json_t *schema)
{
	json_t *type = json_object_get(schema, "type");
	json_t *values = json_object_get(schema, "enum");

	if (type)
		put(schema, "type", json_pack("[O, s]", type, "null"));
	if (values)
		json_array_append_new(values, json_null());
}

static bool shape_holds(const struct field *field, enum shape_use use)
{
	if (use == USE_ANSWER)
		return true;
	if (use == USE_BODY && (field->flags & FIELD_ONLY_CHANGE))
		return false;
	return !(field->flags & FIELD_ONLY_ANSWER);
}

static json_t *shape_schema(const struct field *fields, enum shape_use use)
{
	json_t *schema = typed("object", NULL);
	json_t *properties = json_object();
	json_t *required = json_array();

	for (; fields->name; fields++) {
		json_t *one;

		if (!shape_holds(fields, use))
			continue;
		one = field_schema(fields, use);
		if ((fields->flags & FIELD_NULLABLE) || use == USE_ANSWER)
			allow_null(one);
		if (fields->help)
			put_text(one, "description", fields->help);
		put(properties, fields->name, one);
		if (use == USE_BODY && (fields->flags & FIELD_REQUIRED))
			json_array_append_new(required,
					      json_string(fields->name));
	}
	put(schema, "properties", properties);
	if (use != USE_ANSWER)
		put(schema, "additionalProperties", json_false());
	if (json_array_size(required))
		put(schema, "required", required);
	else
		json_decref(required);
	return schema;
}

static json_t *content(json_t *schema)
{
	return json_pack("{s: {s: o}}", "application/json", "schema", schema);
}

static json_t *list_schema(json_t *item)
{
	json_t *schema = typed("object", NULL);
	json_t *next = typed("string", NULL);
	json_t *properties = json_object();

	allow_null(next);
	put(properties, "items", listed(item));
	put(properties, "next", next);
	put(schema, "properties", properties);
	return schema;
}

static json_t *responses(const struct route *route)
{
	json_t *all = json_object();
	json_t *good = json_object();
	json_t *bad = json_object();
	bool made = str_equal(route->method, "POST");

	put_text(good, "description", route->help);
	if (route->answer) {
		json_t *schema = shape_schema(route->answer, USE_ANSWER);

		put(good, "content",
		    content(route->list ? list_schema(schema) : schema));
	}
	put(all, made ? "2XX" : "200", good);
	put_text(bad, "description", "why not, in a sentence");
	put(bad, "content",
	    content(json_pack("{s: s}", "$ref", "#/components/schemas/Error")));
	put(all, "default", bad);
	return all;
}

static void add_parameter(json_t *list, struct slice name, const char *in,
			  json_t *schema)
{
	json_array_append_new(
		list, json_pack("{s: s%, s: s, s: b, s: o}", "name", name.at,
				name.len, "in", in, "required",
				str_equal(in, "path"), "schema", schema));
}

static json_t *parameters(const struct route *route)
{
	json_t *list = json_array();
	struct slice rest = slice_of(route->pattern);

	while (rest.at) {
		struct slice segment = slice_cut(&rest, '/');

		if (!segment.len || *segment.at != '{')
			continue;
		segment = slice_cut(&segment, '}'); /* "{id}.pdf" */
		segment = (struct slice){ segment.at + 1, segment.len - 1 };
		add_parameter(list, segment, "path", typed("string", NULL));
	}
	if (route->list) {
		add_parameter(list, slice_of("limit"), "query",
			      typed("integer", NULL));
		add_parameter(list, slice_of("cursor"), "query",
			      typed("string", NULL));
	}
	if (str_equal(route->method, "POST"))
		add_parameter(list, slice_of("Idempotency-Key"), "header",
			      typed("string", NULL));
	return list;
}

static json_t *operation(const struct route *route)
{
	json_t *one = json_object();
	bool change = str_equal(route->method, "PATCH");

	put_text(one, "summary", route->help);
	put(one, "parameters", parameters(route));
	if (route->body)
		put(one, "requestBody",
		    json_pack("{s: b, s: o}", "required", !change, "content",
			      content(shape_schema(route->body,
						   change ? USE_CHANGE
							  : USE_BODY))));
	put(one, "responses", responses(route));
	return one;
}

static json_t *components(void)
{
	static const struct field wrong[] = {
		{ "field", FIELD_TEXT, 0, 0, 0, NULL, NULL, NULL },
		{ "code", FIELD_TEXT, 0, 0, 0, NULL, NULL, NULL },
		{ "message", FIELD_TEXT, 0, 0, 0, NULL, NULL, NULL },
		{ 0 },
	};
	static const struct field error[] = {
		{ "code", FIELD_TEXT, 0, 0, 0, NULL, NULL,
		  "a word for programs" },
		{ "message", FIELD_TEXT, 0, 0, 0, NULL, NULL,
		  "a sentence for people" },
		{ "field", FIELD_TEXT, 0, 0, 0, NULL, NULL,
		  "the first wrong field" },
		{ "fields", FIELD_LIST, 0, 0, 0, NULL, wrong,
		  "every wrong field" },
		{ "current", FIELD_ANY, 0, 0, 0, NULL, NULL,
		  "what is there now, of a conflict" },
		{ 0 },
	};
	static const struct field root[] = {
		{ "error", FIELD_OBJECT, 0, 0, 0, NULL, error, NULL },
		{ 0 },
	};

	return json_pack("{s: {s: o}, s: {s: {s: s, s: s}}}", "schemas",
			 "Error", shape_schema(root, USE_ANSWER),
			 "securitySchemes", "basic", "type", "http", "scheme",
			 "basic");
}

enum err route_openapi(struct call *call)
{
	json_t *root = call_object(call);
	json_t *paths = json_object();
	const struct route *row;

	put_text(root, "openapi", "3.1.0");
	put(root, "info",
	    json_pack("{s: s, s: s}", "title", "Daybook", "version",
		      DAYBOOK_VERSION));
	for (size_t i = 0; (row = route_row(i)); i++) {
		json_t *path = json_object_get(paths, row->pattern);

		if (!path) {
			path = json_object();
			put(paths, row->pattern, path);
		}
		put(path, str_lower(call->op->arena, row->method),
		    operation(row));
	}
	put(root, "paths", paths);
	put(root, "components", components());
	put(root, "security", json_pack("[{s: []}]", "basic"));
	return call_answer(call, root);
}
