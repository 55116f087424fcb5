#include "practice/checks.h"

#include "base/str.h"
#include "base/unicode.h"
#include "store/actor.h"
#include "store/practice.h"

#include <string.h>

enum err practice_need_admin(struct operation *op)
{
	if (op->actor.person == 0 || actor_is(&op->actor, ROLE_ADMIN))
		return OK;
	return fail(op, ERR_FORBIDDEN, "only an admin may do this");
}

enum err practice_need_office(struct operation *op, unsigned grant)
{
	const struct actor *actor = &op->actor;

	if (actor->person == 0 || actor_is(actor, ROLE_ADMIN))
		return OK;
	if (!actor_is(actor, ROLE_STAFF))
		return fail(op, ERR_FORBIDDEN,
			    "only admins and staff may do this");
	if ((actor->grants & grant) != grant)
		return fail(op, ERR_FORBIDDEN,
			    "staff may do this only where an admin has "
			    "granted it");
	return OK;
}

/* C0, DEL and the C1 of UTF-8; a new line is one unless `lines` are allowed. */
static bool has_control(const char *text, bool lines)
{
	for (; text && *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '\n' && lines)
			continue;
		if (c < 0x20 || c == 0x7F ||
		    (c == 0xC2 && (unsigned char)text[1] < 0xA0))
			return true;
	}
	return false;
}

static const char *code_of(struct operation *op, const char *field,
			   const char *what)
{
	return arena_printf(op->arena, "%s-%s", field, what);
}

static enum err text_check(struct operation *op, const char *field, size_t most,
			   bool lines, const char **text)
{
	const char *line = *text;
	size_t length;

	if (line && !utf8_valid(line, strlen(line), NULL))
		return fail_field(op, field, code_of(op, field, "invalid"),
				  "The field %s is not UTF-8.", field);
	if (line)
		line = str_normalize(op->arena, line);
	if (str_empty(line)) {
		*text = NULL;
		return OK;
	}
	length = str_length(line);
	if (length > most)
		return fail_field(
			op, field, code_of(op, field, "too-long"),
			"A %s has at most %zu characters; this one has %zu.",
			field, most, length);
	if (has_control(line, lines))
		return fail_field(op, field, code_of(op, field, "invalid"),
				  "The field %s holds a control character.",
				  field);
	*text = line;
	return OK;
}

enum err practice_line_check(struct operation *op, const char *field,
			     size_t most, bool required, const char **text)
{
	enum err err = text_check(op, field, most, false, text);

	if (err || *text || !required)
		return err;
	return fail_field(op, field, code_of(op, field, "missing"),
			  "The field %s is missing.", field);
}

/* As forms send them, lines end with CR and LF. */
static const char *without_returns(struct arena *arena, const char *text)
{
	char *copy = arena_strdup(arena, text), *to = copy;

	for (const char *from = copy; *from; from++) {
		if (from[0] != '\r' || from[1] != '\n')
			*to++ = *from;
	}
	*to = '\0';
	return copy;
}

enum err practice_lines_check(struct operation *op, const char *field,
			      size_t most, const char **text)
{
	if (*text)
		*text = without_returns(op->arena, *text);
	return text_check(op, field, most, true, text);
}

enum err practice_amount_check(struct operation *op, const char *field,
			       struct money amount)
{
	if (money_enterable(amount))
		return OK;
	return fail_field(op, field, code_of(op, field, "range"),
			  "The amount in %s is below zero or too large.",
			  field);
}

const struct cal_zone *practice_zone_of(const char *name)
{
	const struct cal_zone *found = name ? cal_zone_find(name) : NULL;

	return found ? found : cal_zone_utc();
}

enum err practice_zone_load(struct reader *reader, const struct cal_zone **zone)
{
	struct practice practice;
	enum err err = store_practice_load(reader, &practice);

	if (!err)
		*zone = practice_zone_of(practice.zone);
	return err;
}

int practice_digits_of(const struct practice *practice)
{
	int digits = currency_digits(practice->currency);

	return digits < 0 ? 2 : digits;
}

enum err practice_digits_load(struct reader *reader, int *digits)
{
	struct practice practice;
	enum err err = store_practice_load(reader, &practice);

	if (!err)
		*digits = practice_digits_of(&practice);
	return err;
}
