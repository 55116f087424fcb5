#include "admin/api/body.h"

#include "base/digest.h"
#include "base/str.h"
#include "base/unicode.h"

#include <string.h>

/* Where the second field is wrong, the first is not complained of: the error
 * may be only a consequence. */
static const char *const following[][2] = {
	{ "end", "start" },       { "end", "tzid" },
	{ "start", "tzid" },      { "count", "until" },
	{ "until", "count" },     { "until", "start" },
	{ "client", "modifier" }, { "practitioner", "modifier" },
	{ "to", "from" },         { "from", "all_day" },
	{ "to", "all_day" },      { "charge", "charges" },
	{ "charge", "clients" },  { "wage", "wages" },
};

static void check_object(struct call *call, const struct field *fields,
			 json_t *object, const char *prefix, bool whole);

static void wrong(struct call *call, const char *name, const char *code,
		  const char *sentence)
{
	(void)fail_field(call->op, name, code, "%s: %s", name, sentence);
}

/* The code of a rule that practice/ has too, as it calls it. */
static const char *code_of(struct call *call, const struct field *field,
			   const char *what)
{
	return arena_printf(call->op->arena, "%s-%s", field->name, what);
}

static void missing(struct call *call, const struct field *field,
		    const char *name)
{
	wrong(call, name, code_of(call, field, "missing"),
	      "please fill this in.");
}

/* Texts are stored trimmed and composed: so they are counted. */
static void check_text(struct call *call, const struct field *field,
		       const char *name, json_t *value)
{
	const char *text = json_string_value(value);
	size_t limit = field->max ? (size_t)field->max : SHAPE_TEXT_LIMIT;
	size_t length;

	if (!text) {
		wrong(call, name, "not-text", "this is a text.");
		return;
	}
	text = str_normalize(call->op->arena, text);
	length = str_length(text);
	if (length > limit &&
	    fail_field(call->op, name, code_of(call, field, "too-long"),
		       "A %s has at most %zu characters; this one has %zu.",
		       field->name, limit, length))
		return;
	if ((field->flags & FIELD_REQUIRED) && !*text)
		missing(call, field, name);
}

/* Ids are numbers in texts; null and "" are not. */
static void check_id(struct call *call, const char *name, json_t *value)
{
	const char *text = json_string_value(value);
	int64_t id;

	if (!text)
		wrong(call, name, "not-text", "this is a text.");
	else if ((!str_to_int64(text, &id) || id <= 0) &&
		 fail_field(call->op, name, "unknown",
			    "There is nothing with the id '%s'.", text))
		return;
}

static void check_form(struct call *call, const struct field *field,
		       const char *name, json_t *value)
{
	const char *text = json_string_value(value);
	struct money money;
	struct day day;
	struct wall wall;
	struct instant instant;

	if (field->type == FIELD_MONEY &&
	    (!text || !money_parse(text, call->digits, &money)))
		wrong(call, name, "not-money",
		      arena_printf(
			      call->op->arena, "an amount such as \"%s\"%s.",
			      money_text(call->op->arena,
					 (struct money){ 4250 }, call->digits),
			      text ? "" : ", as a text"));
	if (field->type == FIELD_DAY && (!text || !day_parse(text, &day)))
		wrong(call, name, "not-a-day", "a day such as \"2026-06-08\".");
	if (field->type == FIELD_WALL && (!text || !wall_parse(text, &wall)))
		wrong(call, name, "not-a-time",
		      "a time such as \"2026-06-08T16:00\".");
	if (field->type == FIELD_INSTANT &&
	    (!text || !instant_parse(text, &instant)))
		wrong(call, name, "not-an-instant",
		      "an instant such as \"2026-06-08T20:00:00Z\".");
}

static bool is_choice(const struct field *field, const char *text)
{
	for (const char *const *at = field->choices; text && *at; at++)
		if (str_equal(*at, text))
			return true;
	return false;
}

static void check_choice(struct call *call, const struct field *field,
			 const char *name, json_t *value)
{
	struct buf buf;

	if (is_choice(field, json_string_value(value)))
		return;
	buf_init(&buf, call->op->arena);
	buf_puts(&buf, "one of");
	for (const char *const *at = field->choices; *at; at++)
		buf_printf(&buf, "%s %s", at == field->choices ? "" : ",", *at);
	buf_putc(&buf, '.');
	wrong(call, name, "not-a-choice", buf.at);
}

static void check_list(struct call *call, const struct field *field,
		       const char *name, json_t *value)
{
	size_t index;
	json_t *item;

	if (!json_is_array(value)) {
		wrong(call, name, "not-a-list", "this is a list.");
		return;
	}
	if (json_array_size(value) > SHAPE_LIST_LIMIT) {
		wrong(call, name, "too-many", "at most 1000 items.");
		return;
	}
	json_array_foreach (value, index, item) {
		char *at =
			arena_printf(call->op->arena, "%s[%zu]", name, index);

		if (field->type == FIELD_TEXTS)
			check_text(call, field, at, item);
		else if (field->type == FIELD_IDS)
			check_id(call, at, item);
		else if (field->type == FIELD_CHOICES)
			check_choice(call, field, at, item);
		else if (field->type == FIELD_INTEGERS &&
			 !json_is_integer(item))
			wrong(call, at, "not-a-number", "a whole number.");
		else if (field->type == FIELD_LIST)
			check_object(call, field->fields, item, at, true);
	}
}

static void check_integer(struct call *call, const struct field *field,
			  const char *name, json_t *value)
{
	json_int_t number = json_integer_value(value);
	const char *sentence;

	if (json_is_integer(value) && number >= field->min &&
	    number <= field->max)
		return;
	sentence = arena_printf(call->op->arena,
				"a whole number from %lld to %lld.", field->min,
				field->max);
	if (field->min <= INT32_MIN && !json_is_integer(value))
		sentence = "a whole number.";
	if (json_is_integer(value))
		wrong(call, name, code_of(call, field, "range"), sentence);
	else
		wrong(call, name, "not-a-number", sentence);
}

static void check_map(struct call *call, const char *name, json_t *value)
{
	const char *key;
	json_t *item;

	if (!json_is_object(value) ||
	    json_object_size(value) > SHAPE_LIST_LIMIT) {
		wrong(call, name, "not-an-object", "an object of texts.");
		return;
	}
	json_object_foreach (value, key, item) {
		if (json_is_string(item))
			continue;
		wrong(call, arena_printf(call->op->arena, "%s.%s", name, key),
		      "not-text", "this is a text.");
	}
}

static void check_value(struct call *call, const struct field *field,
			const char *name, json_t *value)
{
	if (json_is_null(value)) {
		if (!(field->flags & FIELD_NULLABLE))
			missing(call, field, name);
		return;
	}
	switch (field->type) {
	case FIELD_TEXT:
		check_text(call, field, name, value);
		break;
	case FIELD_ID:
		check_id(call, name, value);
		break;
	case FIELD_BOOL:
		if (!json_is_boolean(value))
			wrong(call, name, "not-a-switch", "true or false.");
		break;
	case FIELD_INTEGER:
		check_integer(call, field, name, value);
		break;
	case FIELD_MONEY:
	case FIELD_DAY:
	case FIELD_WALL:
	case FIELD_INSTANT:
		check_form(call, field, name, value);
		break;
	case FIELD_CHOICE:
		check_choice(call, field, name, value);
		break;
	case FIELD_CHOICES:
	case FIELD_IDS:
	case FIELD_TEXTS:
	case FIELD_INTEGERS:
	case FIELD_LIST:
		check_list(call, field, name, value);
		break;
	case FIELD_MAP:
		check_map(call, name, value);
		break;
	case FIELD_OBJECT:
		check_object(call, field->fields, value, name, true);
		break;
	case FIELD_ANY:
		break;
	}
}

static const struct field *field_find(const struct field *fields,
				      const char *name, unsigned closed)
{
	for (; fields->name; fields++)
		if (str_equal(fields->name, name) && !(fields->flags & closed))
			return fields;
	return NULL;
}

static const char *joined(struct call *call, const char *prefix,
			  const char *name)
{
	return *prefix ? arena_printf(call->op->arena, "%s.%s", prefix, name)
		       : arena_strdup(call->op->arena, name);
}

static void check_object(struct call *call, const struct field *fields,
			 json_t *object, const char *prefix, bool whole)
{
	unsigned closed = FIELD_ONLY_ANSWER | (whole ? FIELD_ONLY_CHANGE : 0);
	const char *key;
	json_t *value;

	if (!json_is_object(object)) {
		wrong(call, *prefix ? prefix : "body", "not-an-object",
		      "this is an object.");
		return;
	}
	json_object_foreach (object, key, value) {
		const struct field *field = field_find(fields, key, closed);
		const char *name = joined(call, prefix, key);

		if (field)
			check_value(call, field, name, value);
		else
			wrong(call, name, "unknown-field",
			      "there is no such field here.");
	}
	for (; whole && fields->name; fields++)
		if ((fields->flags & FIELD_REQUIRED) &&
		    !json_object_get(object, fields->name))
			missing(call, fields,
				joined(call, prefix, fields->name));
}

/* "contacts" of "contacts[0].name". */
static struct slice base_of(const char *field)
{
	return (struct slice){ field, strcspn(field, "[.") };
}

/* Is the error no more than what follows from one that is known? */
static bool is_known(const struct failure *wrong, const char *field)
{
	for (size_t i = 0; i < wrong->field_count; i++) {
		struct slice base = base_of(wrong->fields[i].field);

		if (slice_equal(base_of(field), base))
			return true;
		for (size_t j = 0; j < ARRAY_SIZE(following); j++)
			if (str_equal(following[j][0], field) &&
			    slice_equal(slice_of(following[j][1]), base))
				return true;
	}
	return false;
}

/* What is wrong besides goes into call->wrong. */
static void gather(struct call *call)
{
	struct operation *op = call->op;
	struct failure late = op->failure;

	op->failure = call->wrong;
	for (size_t i = 0; i < late.field_count; i++) {
		const struct field_error *field = &late.fields[i];

		if (!is_known(&call->wrong, field->field))
			(void)fail_field(op, field->field, field->code, "%s",
					 field->message);
	}
	call->wrong = op->failure;
	operation_recover(op);
	op->judge_only = true;
}

enum err call_go_on(struct call *call)
{
	const struct failure *failure = &call->op->failure;

	if (!failure->field_count || failure->code != ERR_INVALID)
		return failure->code;
	gather(call);
	return OK;
}

/* What is wrong is as if it were not there. */
static void drop_wrong(struct call *call)
{
	const struct failure *failure = &call->op->failure;

	for (size_t i = 0; i < failure->field_count; i++) {
		struct slice base = base_of(failure->fields[i].field);

		json_object_deln(call->body, base.at, base.len);
	}
}

static void wipe(void *value)
{
	secret_wipe_text(json_string_value(value));
	json_decref(value);
}

/* What is wrong leaves the body before the arena ends. */
static void wipe_later(struct call *call)
{
	const char *name;
	json_t *value;

	json_object_foreach (call->body, name, value)
		if (secret_is_named(name))
			arena_own(call->op->arena, json_incref(value), wipe);
}

enum err body_read(struct call *call)
{
	static const struct field nothing[] = { { 0 } };
	const struct http_request *request = call->request;
	const struct field *shape =
		call->route->body ? call->route->body : nothing;
	bool whole = !str_equal(call->route->method, "PATCH");
	const char *why;

	if (!request->body_len) {
		call->body = json_new(call->op->arena);
	} else {
		call->body = json_read_body(
			call->op->arena,
			(struct slice){ request->body, request->body_len },
			&why);
		if (!call->body)
			return fail_reason(call->op, ERR_SYNTAX, "not-json",
					   "The body is not JSON: %s.", why);
	}
	wipe_later(call);
	if (!json_is_object(call->body))
		return fail_reason(call->op, ERR_SYNTAX, "not-json",
				   "The body is not a JSON object.");
	check_object(call, shape, call->body, "", whole);
	drop_wrong(call);
	return call_go_on(call);
}

enum err body_judged(struct call *call)
{
	gather(call);
	call->op->failure = call->wrong;
	return ERR_INVALID;
}
