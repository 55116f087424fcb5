#include "practice/transfer/import_cells_private.h"

#include "base/str.h"
#include "base/word.h"
#include "practice/people/person.h"
#include "store/services.h"

#include <string.h>

static const char *const bool_words[] = { "no", "yes", NULL };

/* What other programs say for words of ours. */
static const struct {
	const char *said, *word;
} others[] = {
	{ "no", "none" },  { "e-mail", "email" }, { "sms", "text" },
	{ "true", "yes" }, { "false", "no" },     { "1", "yes" },
	{ "0", "no" },
};

static bool word_known(const char *const *words, const char *text,
		       unsigned *value)
{
	if (word_find(words, slice_of(text), value))
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(others); i++) {
		if (str_same(others[i].said, text) &&
		    word_find(words, slice_of(others[i].word), value))
			return true;
	}
	return false;
}

static enum err word_read(struct operation *op, const char *field,
			  const char *value, const char *const *words,
			  unsigned *result)
{
	if (word_known(words, value, result))
		return OK;
	return fail_field(op, field, "unknown-word",
			  "The field %s says '%s', which is none of %s.", field,
			  value, words_all(op->arena, words));
}

/* Words apart by blanks, ';', '|' or ',': each becomes one ','. */
static char *list_text(struct arena *arena, const char *value)
{
	struct buf buf;

	buf_init(&buf, arena);
	buf_puts(&buf, "");
	for (; *value; value++) {
		if (!strchr(" \t\n;|,", *value))
			buf_putc(&buf, *value);
		else if (buf.len && buf.at[buf.len - 1] != ',')
			buf_putc(&buf, ',');
	}
	if (buf.len && buf.at[buf.len - 1] == ',')
		buf.at[--buf.len] = '\0';
	return buf.at;
}

/* "none" says that there are none; an empty cell says nothing. */
static enum err bits_read(struct operation *op, const char *field,
			  const char *value, const char *const *words,
			  unsigned *bits)
{
	struct slice rest = slice_of(list_text(op->arena, value));
	unsigned found = 0;
	enum err err = OK;

	while (rest.at && !str_same(value, "none")) {
		char *word = slice_dup(op->arena, slice_cut(&rest, ','));
		unsigned bit = 0;

		if (word_read(op, field, word, words, &bit))
			err = ERR_INVALID;
		found |= 1U << bit;
	}
	if (!err)
		*bits = found;
	return err;
}

static enum err read_login(struct cells *cells, const char *field UNUSED,
			   const char *value)
{
	cells->person.login = str_lower(cells->op->arena, value);
	return OK;
}

static enum err read_name(struct cells *cells, const char *field UNUSED,
			  const char *value)
{
	cells->person.name = value;
	return OK;
}

/* A difference of case alone is none. */
static const char *unless_same(const char *before, const char *value)
{
	return before && str_same(before, value) ? before : value;
}

static enum err read_code(struct cells *cells, const char *field UNUSED,
			  const char *value)
{
	cells->person.code = unless_same(cells->person.code, value);
	return OK;
}

static enum err read_email(struct cells *cells, const char *field UNUSED,
			   const char *value)
{
	cells->person.email = unless_same(cells->person.email, value);
	return OK;
}

static enum err read_phone(struct cells *cells, const char *field UNUSED,
			   const char *value)
{
	cells->person.phone = value;
	return OK;
}

static enum err read_roles(struct cells *cells, const char *field UNUSED,
			   const char *value)
{
	char *list = list_text(cells->op->arena, value);

	return practice_roles_parse(cells->op, list, &cells->person.roles);
}

static enum err read_may(struct cells *cells, const char *field,
			 const char *value)
{
	cells->has_may = true;
	return bits_read(cells->op, field, value, may_words,
			 &cells->person.may);
}

static enum err read_grants(struct cells *cells, const char *field,
			    const char *value)
{
	return bits_read(cells->op, field, value, grant_words,
			 &cells->person.grants);
}

static enum err read_notice(struct cells *cells, const char *field,
			    const char *value)
{
	unsigned notice;
	enum err err =
		word_read(cells->op, field, value, notice_words, &notice);

	cells->has_notice = true;
	if (!err)
		cells->person.notice = (enum notice)notice;
	return err;
}

static enum err read_names(struct cells *cells, const char *field,
			   const char *value)
{
	unsigned names;
	enum err err = word_read(cells->op, field, value, calendar_names_words,
				 &names);

	if (!err)
		cells->person.calendar_names = (enum calendar_names)names;
	return err;
}

static enum err read_active(struct cells *cells, const char *field,
			    const char *value)
{
	unsigned active;
	enum err err = word_read(cells->op, field, value, bool_words, &active);

	if (!err)
		cells->person.active = active != 0;
	return err;
}

static enum err read_amount(struct cells *cells, const char *field,
			    const char *value, struct money *amount)
{
	if (money_parse(value, cells->digits, amount))
		return OK;
	return fail_field(cells->op, field, "amount-invalid",
			  "The field %s says '%s', which is not an amount "
			  "such as %s.",
			  field, value,
			  money_text(cells->op->arena, (struct money){ 4250 },
				     cells->digits));
}

static enum err read_hourly(struct cells *cells, const char *field,
			    const char *value)
{
	enum err err = read_amount(cells, field, value, &cells->person.hourly);

	if (!err)
		cells->person.has_hourly = true;
	return err;
}

static enum err read_bonus(struct cells *cells, const char *field,
			   const char *value)
{
	return read_amount(cells, field, value, &cells->person.bonus);
}

static enum err read_service(struct cells *cells, const char *field,
			     const char *value)
{
	struct service service;
	enum err err = store_service_find_name(cells->reader, value, &service);

	if (err == ERR_NOT_FOUND)
		return fail_field(cells->op, field, "service-unknown",
				  "There is no service '%s'.", value);
	if (!err)
		cells->person.default_service = service.id;
	return err;
}

static const struct import_column columns[] = {
	{ "login", read_login },         { "name", read_name },
	{ "code", read_code },           { "roles", read_roles },
	{ "role", read_roles },          { "email", read_email },
	{ "phone", read_phone },         { "notice", read_notice },
	{ "hourly", read_hourly },       { "bonus", read_bonus },
	{ "active", read_active },       { "may", read_may },
	{ "grants", read_grants },       { "service", read_service },
	{ "calendarnames", read_names },
};

static bool is_name(const char *column, const char *name)
{
	for (; *name; name++) {
		if (strchr(" _-", *name))
			continue;
		if ((*name | 0x20) != *column)
			return false;
		column++;
	}
	return *column == '\0';
}

const struct import_column *import_column_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(columns); i++) {
		if (is_name(columns[i].name, name))
			return &columns[i];
	}
	return NULL;
}
