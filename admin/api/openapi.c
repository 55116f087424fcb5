#include "admin/api/openapi.h"

#include "admin/api/call_write.h"
#include "admin/api/route.h"
#include "base/str.h"
#include "practice/access.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * The OpenAPI 3.1 description, from the rows of the route table alone.
 */

enum shape_use {
	USE_ANSWER,
	USE_BODY,   /* of POST and PUT: required fields are */
	USE_CHANGE, /* of PATCH */
};

static json_t *shape_schema(struct arena *arena, const struct field *fields,
			    enum shape_use use);

/* An object of one member. */
static json_t *holding(struct arena *arena, const char *name, json_t *value)
{
	json_t *object = json_new(arena);

	json_put(object, name, value);
	return object;
}

/* The same of a text. */
static json_t *holding_text(struct arena *arena, const char *name,
			    const char *text)
{
	json_t *object = json_new(arena);

	json_put_text(object, name, text);
	return object;
}

static json_t *typed(struct arena *arena, const char *type, const char *format)
{
	json_t *schema = json_new(arena);

	json_put_text(schema, "type", type);
	if (format)
		json_put_text(schema, "format", format);
	return schema;
}

static json_t *choices_schema(struct arena *arena, const struct field *field)
{
	json_t *schema = typed(arena, "string", NULL);
	json_t *values = json_new_list(arena);

	for (const char *const *at = field->choices; *at; at++)
		json_add_text(values, *at);
	json_put(schema, "enum", values);
	return schema;
}

static json_t *listed(struct arena *arena, json_t *items)
{
	json_t *schema = typed(arena, "array", NULL);

	json_put(schema, "items", items);
	return schema;
}

static json_t *plain_schema(struct arena *arena, const struct field *field)
{
	json_t *schema;

	switch (field->type) {
	case FIELD_BOOL:
		return typed(arena, "boolean", NULL);
	case FIELD_INTEGER:
		schema = typed(arena, "integer", NULL);
		if (field->min < field->max) {
			json_put_integer(schema, "minimum", field->min);
			json_put_integer(schema, "maximum", field->max);
		}
		return schema;
	case FIELD_DAY:
		return typed(arena, "string", "date");
	case FIELD_INSTANT:
		return typed(arena, "string", "date-time");
	case FIELD_MONEY:
		schema = typed(arena, "string", NULL);
		json_put_text(schema, "pattern", "^-?[0-9]+(\\.[0-9]+)?$");
		return schema;
	case FIELD_WALL:
		schema = typed(arena, "string", NULL);
		json_put_text(schema, "pattern",
			      "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}");
		return schema;
	case FIELD_TEXT:
		schema = typed(arena, "string", NULL);
		json_put_integer(schema, "maxLength",
				 field->max ? field->max : SHAPE_TEXT_LIMIT);
		return schema;
	case FIELD_ID:
	case FIELD_CHOICE:
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
	return typed(arena, "string", NULL);
}

static json_t *field_schema(struct arena *arena, const struct field *field,
			    enum shape_use use)
{
	json_t *schema;

	switch (field->type) {
	case FIELD_CHOICE:
		return choices_schema(arena, field);
	case FIELD_CHOICES:
		return listed(arena, choices_schema(arena, field));
	case FIELD_IDS:
	case FIELD_TEXTS:
		return listed(arena, typed(arena, "string", NULL));
	case FIELD_INTEGERS:
		return listed(arena, typed(arena, "integer", NULL));
	case FIELD_MAP:
		schema = typed(arena, "object", NULL);
		json_put(schema, "additionalProperties",
			 typed(arena, "string", NULL));
		return schema;
	case FIELD_OBJECT:
		return shape_schema(arena, field->fields, use);
	case FIELD_LIST:
		return listed(arena, shape_schema(arena, field->fields, use));
	case FIELD_ANY:
		return json_new(arena);
	case FIELD_TEXT:
	case FIELD_BOOL:
	case FIELD_INTEGER:
	case FIELD_MONEY:
	case FIELD_DAY:
	case FIELD_WALL:
	case FIELD_INSTANT:
	case FIELD_ID:
		break;
	}
	return plain_schema(arena, field);
}

static json_t *or_null(struct arena *arena, json_t *type)
{
	json_t *types = json_new_list(arena);

	json_add(types, type);
	json_add_text(types, "null");
	return types;
}

/* JSON Schema says "or null" by a list of types. */
static void allow_null(struct arena *arena, json_t *schema)
{
	json_t *type = json_object_get(schema, "type");
	json_t *values = json_object_get(schema, "enum");

	if (type)
		json_put(schema, "type", or_null(arena, type));
	if (values)
		json_add(values, NULL);
}

static bool is_described(const struct field *field, enum shape_use use)
{
	if (field->see && !(field->see & SEE_API))
		return false;
	if (use == USE_ANSWER)
		return !(field->flags & FIELD_ONLY_SENT);
	if (use == USE_BODY && (field->flags & FIELD_ONLY_CHANGE))
		return false;
	return !(field->flags & FIELD_ONLY_ANSWER);
}

static json_t *shape_schema(struct arena *arena, const struct field *fields,
			    enum shape_use use)
{
	json_t *schema = typed(arena, "object", NULL);
	json_t *properties = json_new(arena);
	json_t *required = json_new_list(arena);

	for (; fields->name; fields++) {
		json_t *one;

		if (!is_described(fields, use))
			continue;
		one = field_schema(arena, fields, use);
		if ((fields->flags & FIELD_NULLABLE) || use == USE_ANSWER)
			allow_null(arena, one);
		if (fields->help)
			json_put_text(one, "description", fields->help);
		json_put(properties, fields->name, one);
		if (use == USE_BODY && (fields->flags & FIELD_REQUIRED))
			json_add_text(required, fields->name);
	}
	json_put(schema, "properties", properties);
	if (use != USE_ANSWER)
		json_put(schema, "additionalProperties", json_false());
	if (json_array_size(required))
		json_put(schema, "required", required);
	return schema;
}

static json_t *content(struct arena *arena, json_t *schema)
{
	return holding(arena, "application/json",
		       holding(arena, "schema", schema));
}

static json_t *list_schema(struct arena *arena, json_t *item)
{
	json_t *schema = typed(arena, "object", NULL);
	json_t *next = typed(arena, "string", NULL);
	json_t *properties = json_new(arena);

	allow_null(arena, next);
	json_put(properties, "items", listed(arena, item));
	json_put(properties, "next", next);
	json_put(schema, "properties", properties);
	return schema;
}

static json_t *responses(struct arena *arena, const struct route *route)
{
	json_t *all = json_new(arena);
	json_t *good = json_new(arena);
	json_t *bad = json_new(arena);
	bool made = str_equal(route->method, "POST");

	json_put_text(good, "description", route->help);
	if (route->answer) {
		json_t *schema = shape_schema(arena, route->answer, USE_ANSWER);

		json_put(good, "content",
			 content(arena, route->list ? list_schema(arena, schema)
						    : schema));
	}
	json_put(all, made ? "2XX" : "200", good);
	json_put_text(bad, "description", "why not, in a sentence");
	json_put(bad, "content",
		 content(arena, holding_text(arena, "$ref",
					     "#/components/schemas/Error")));
	json_put(all, "default", bad);
	return all;
}

static void add_parameter(struct arena *arena, json_t *list, struct slice name,
			  const char *in, json_t *schema)
{
	json_t *one = json_new(arena);

	json_put_text(one, "name", slice_dup(arena, name));
	json_put_text(one, "in", in);
	json_put_bool(one, "required", str_equal(in, "path"));
	json_put(one, "schema", schema);
	json_add(list, one);
}

static json_t *parameters(struct arena *arena, const struct route *route)
{
	json_t *list = json_new_list(arena);
	struct slice rest = slice_of(route->pattern);

	while (rest.at) {
		struct slice segment = slice_cut(&rest, '/');

		if (!segment.len || *segment.at != '{')
			continue;
		segment = slice_cut(&segment, '}'); /* "{id}.pdf" */
		segment = (struct slice){ segment.at + 1, segment.len - 1 };
		add_parameter(arena, list, segment, "path",
			      typed(arena, "string", NULL));
	}
	if (route->list) {
		add_parameter(arena, list, slice_of("limit"), "query",
			      typed(arena, "integer", NULL));
		add_parameter(arena, list, slice_of("cursor"), "query",
			      typed(arena, "string", NULL));
	}
	if (str_equal(route->method, "POST"))
		add_parameter(arena, list, slice_of("Idempotency-Key"),
			      "header", typed(arena, "string", NULL));
	return list;
}

static json_t *body(struct arena *arena, const struct route *route)
{
	bool change = str_equal(route->method, "PATCH");
	json_t *one = json_new(arena);

	json_put_bool(one, "required", !change);
	json_put(one, "content",
		 content(arena, shape_schema(arena, route->body,
					     change ? USE_CHANGE : USE_BODY)));
	return one;
}

static json_t *operation(struct arena *arena, const struct route *route)
{
	json_t *one = json_new(arena);

	json_put_text(one, "summary", route->help);
	json_put(one, "parameters", parameters(arena, route));
	if (route->body)
		json_put(one, "requestBody", body(arena, route));
	json_put(one, "responses", responses(arena, route));
	return one;
}

static json_t *components(struct arena *arena)
{
	static const struct field wrong[] = {
		{ .name = "field", .type = FIELD_TEXT },
		{ .name = "code", .type = FIELD_TEXT },
		{ .name = "message", .type = FIELD_TEXT },
		{ 0 },
	};
	static const struct field error[] = {
		{ .name = "code",
		  .type = FIELD_TEXT,
		  .help = "a word for programs" },
		{ .name = "message",
		  .type = FIELD_TEXT,
		  .help = "a sentence for people" },
		{ .name = "field",
		  .type = FIELD_TEXT,
		  .help = "the first wrong field" },
		{ .name = "fields",
		  .type = FIELD_LIST,
		  .fields = wrong,
		  .help = "every wrong field" },
		{ .name = "current",
		  .type = FIELD_ANY,
		  .help = "what is there now, of a conflict" },
		{ 0 },
	};
	static const struct field root[] = {
		{ .name = "error", .type = FIELD_OBJECT, .fields = error },
		{ 0 },
	};
	json_t *basic = typed(arena, "http", NULL);
	json_t *all = json_new(arena);

	json_put_text(basic, "scheme", "basic");
	json_put(
		all, "schemas",
		holding(arena, "Error", shape_schema(arena, root, USE_ANSWER)));
	json_put(all, "securitySchemes", holding(arena, "basic", basic));
	return all;
}

/* The rows are the same as long as the process lives. */
static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct slice description; /* kept until then */

static json_t *describe(struct arena *arena)
{
	json_t *root = json_new(arena);
	json_t *info = holding_text(arena, "title", "Daybook");
	json_t *paths = json_new(arena);
	json_t *security = json_new_list(arena);
	const struct route *row;

	json_put_text(root, "openapi", "3.1.0");
	json_put_text(info, "version", DAYBOOK_VERSION);
	json_put(root, "info", info);
	for (size_t i = 0; (row = route_row(i)); i++) {
		json_t *path = json_object_get(paths, row->pattern);

		if (!path) {
			path = json_new(arena);
			json_put(paths, row->pattern, path);
		}
		json_put(path, str_lower(arena, row->method),
			 operation(arena, row));
	}
	json_put(root, "paths", paths);
	json_put(root, "components", components(arena));
	json_add(security, holding(arena, "basic", json_new_list(arena)));
	json_put(root, "security", security);
	return root;
}

static void keep_description(void)
{
	struct arena *arena = arena_new();
	char *text = json_dumps(describe(arena), JSON_COMPACT);

	if (!text)
		abort(); /* out of memory */
	description = slice_of(text);
	arena_free(arena);
}

enum err route_openapi(struct call *call)
{
	pthread_once(&once, keep_description);
	call->response->status = 200;
	http_response_body(call->response, "application/json", description.at,
			   description.len);
	return OK;
}
