#include "admin/api/call_read.h"

#include "admin/api/call.h"
#include "base/str.h"
#include "practice/access.h"
#include "practice/people/profile.h"
#include "practice/wall_time.h"

#include <string.h>

#define PAGE_LIMIT 1000
#define PAGE_USUAL 100

struct audience call_audience(const struct call *call)
{
	return (struct audience){
		.arena = call->op->arena,
		.digits = call->digits,
		.see = actor_is_office(&call->op->actor) ? SEE_OFFICE
							 : SEE_PRACTITIONER,
	};
}

enum err call_id(struct call *call, size_t word, int64_t *id)
{
	int64_t found;

	if (!str_to_int64(call->words[word], &found) || found <= 0)
		return fail(call->op, ERR_NOT_FOUND,
			    "There is nothing with the id '%s'.",
			    call->words[word]);
	*id = found;
	return OK;
}

enum err call_person(struct call *call, const char *word, struct person *person)
{
	int64_t id;
	enum err err = store_person_find_login(call->reader, word, person);

	if (err == ERR_NOT_FOUND)
		err = store_person_find_code(call->reader, word, person);
	if (err == ERR_NOT_FOUND && str_to_int64(word, &id))
		err = store_person_find(call->reader, id, person);
	if (err == ERR_NOT_FOUND)
		return fail(call->op, err, "There is nobody called '%s'.",
			    word);
	return err;
}

enum err call_person_met(struct call *call, const char *word,
			 struct person *person)
{
	struct person found;
	bool met = false;
	enum err err = call_person(call, word, &found);

	if (!err)
		err = practice_person_met(call->reader, &found, &met);
	if (!err && !met)
		return fail(call->op, ERR_NOT_FOUND,
			    "There is nobody called '%s'.", word);
	if (!err)
		*person = found;
	return err;
}

const char *call_query(struct call *call, const char *name)
{
	return http_query(call->op->arena, call->request, name);
}

static enum err query_day(struct call *call, const char *name, bool *given,
			  struct day *day)
{
	const char *text = call_query(call, name);

	*given = !str_empty(text);
	if (*given && !day_parse(text, day))
		return fail_field(call->op, name, "not-a-day",
				  "'%s' is a day such as 2026-06-08, not "
				  "'%s'.",
				  name, text);
	return OK;
}

enum err call_span(struct call *call, struct span *span)
{
	bool has_from, has_to;
	struct day from, to;
	enum err err = query_day(call, "from", &has_from, &from);

	if (!err)
		err = query_day(call, "to", &has_to, &to);
	if (err)
		return err;
	if (has_from && has_to && to.n < from.n)
		return fail_field(call->op, "to", "before-from",
				  "'to' is before 'from'.");
	if (has_from)
		span->start = practice_days(&call->practice, from, from).start;
	if (has_to)
		span->end = practice_days(&call->practice, to, to).end;
	return OK;
}

enum err call_page(struct call *call, size_t *limit, int64_t *cursor)
{
	const char *limit_text = call_query(call, "limit");
	const char *cursor_text = call_query(call, "cursor");
	int64_t number = PAGE_USUAL, at = 0;

	if (limit_text && (!str_to_int64(limit_text, &number) || number < 1 ||
			   number > PAGE_LIMIT))
		return fail_field(call->op, "limit", "not-a-number",
				  "limit is a whole number from 1 to %d.",
				  PAGE_LIMIT);
	if (cursor_text && (!str_to_int64(cursor_text, &at) || at < 0))
		return fail_field(call->op, "cursor", "unknown",
				  "cursor is what 'next' of an answer held.");
	*limit = (size_t)number;
	*cursor = at;
	return OK;
}

static json_t *value_of(const struct call *call, const char *name)
{
	json_t *value = json_object_get(call->body, name);

	return json_is_null(value) ? NULL : value;
}

bool call_has(const struct call *call, const char *name)
{
	return json_object_get(call->body, name) != NULL;
}

bool call_text(struct call *call, const char *name, const char **text)
{
	const char *value = json_string_value(value_of(call, name));

	if (value)
		*text = value;
	return value != NULL;
}

bool call_text_or_null(struct call *call, const char *name, const char **text)
{
	if (call_has(call, name) && !value_of(call, name)) {
		*text = NULL;
		return true;
	}
	return call_text(call, name, text);
}

bool call_bool(struct call *call, const char *name, bool *value)
{
	json_t *found = value_of(call, name);

	if (found)
		*value = json_is_true(found);
	return found != NULL;
}

bool call_integer(struct call *call, const char *name, int64_t *value)
{
	json_t *found = value_of(call, name);

	if (found)
		*value = json_integer_value(found);
	return found != NULL;
}

bool call_money(struct call *call, const char *name, struct money *money)
{
	const char *text = json_string_value(value_of(call, name));

	return text && money_parse(text, call->digits, money);
}

bool call_day(struct call *call, const char *name, struct day *day)
{
	const char *text = json_string_value(value_of(call, name));

	return text && day_parse(text, day);
}

bool call_wall(struct call *call, const char *name, struct wall *wall)
{
	const char *text = json_string_value(value_of(call, name));

	return text && wall_parse(text, wall);
}

static const struct field *field_of(const struct call *call, const char *name)
{
	const struct field *field = call->route->body;

	while (!str_equal(field->name, name))
		field++;
	return field;
}

static int choice_index(const struct field *field, const char *text)
{
	int index = 0;

	while (!str_equal(field->choices[index], text))
		index++;
	return index;
}

bool call_choice(struct call *call, const char *name, int *index)
{
	const char *text = json_string_value(value_of(call, name));

	if (text)
		*index = choice_index(field_of(call, name), text);
	return text != NULL;
}

bool call_choices(struct call *call, const char *name, unsigned *bits)
{
	const struct field *field;
	json_t *list = value_of(call, name);
	json_t *item;
	size_t at;

	if (!list)
		return false;
	field = field_of(call, name);
	*bits = 0;
	json_array_foreach (list, at, item) {
		*bits |= 1u << choice_index(field, json_string_value(item));
	}
	return true;
}

int64_t call_revision(struct call *call)
{
	int64_t revision = 0;

	call_integer(call, "revision", &revision);
	return revision;
}

enum err call_id_field(struct call *call, const char *name, int64_t *id)
{
	const char *text;
	int64_t found;

	if (!call_has(call, name))
		return OK;
	if (!call_text(call, name, &text)) {
		*id = 0; /* null: none */
		return OK;
	}
	if (!str_to_int64(text, &found) || found <= 0)
		return fail_field(call->op, name, "unknown",
				  "There is nothing with the id '%s'.", text);
	*id = found;
	return OK;
}
