#include "practice/transfer/import_cells_private.h"

#include "base/str.h"
#include "base/word.h"
#include "practice/people/person.h"
#include "practice/transfer/import_compose_private.h"
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

static enum err read_roles(struct cells *cells, const char *field,
			   const char *value)
{
	struct operation *op = cells->op;
	const char *unknown = import_roles_unknown(op->arena, value);

	if (!unknown)
		return practice_roles_parse(
			op, import_roles_words(op->arena, value),
			&cells->person.roles);
	return fail_field(
		op, field, "role-unknown",
		"'%s' is none of %s. Where the column tells something "
		"else, say which role all have (--role client).",
		unknown, words_all(op->arena, role_words));
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

static enum err read_address(struct cells *cells, const char *field UNUSED,
			     const char *value)
{
	cells->person.address = value;
	return OK;
}

static enum err read_money(struct cells *cells, const char *field,
			   const char *value)
{
	unsigned shown;
	enum err err = word_read(cells->op, field, value, bool_words, &shown);

	if (!err)
		cells->person.calendar_money = shown != 0;
	return err;
}

static const struct {
	const char *field;
	enum err (*read)(struct cells *cells, const char *field,
			 const char *value);
} readers[CELL_TOLD] = {
	[CELL_LOGIN] = { "login", read_login },
	[CELL_NAME] = { "name", read_name },
	[CELL_CODE] = { "code", read_code },
	[CELL_ROLES] = { "roles", read_roles },
	[CELL_EMAIL] = { "email", read_email },
	[CELL_PHONE] = { "phone", read_phone },
	[CELL_ADDRESS] = { "address", read_address },
	[CELL_NOTICE] = { "notice", read_notice },
	[CELL_HOURLY] = { "hourly", read_hourly },
	[CELL_BONUS] = { "bonus", read_bonus },
	[CELL_ACTIVE] = { "active", read_active },
	[CELL_MAY] = { "may", read_may },
	[CELL_GRANTS] = { "grants", read_grants },
	[CELL_SERVICE] = { "service", read_service },
	[CELL_CALENDAR_NAMES] = { "calendar_names", read_names },
	[CELL_CALENDAR_MONEY] = { "calendar_money", read_money },
};

enum err import_cells_read(struct cells *cells,
			   const struct import_row_cells *row)
{
	enum err err = OK;

	for (enum cell cell = 0; cell < CELL_TOLD; cell++) {
		enum err wrong = OK;

		if (row->at[cell])
			wrong = readers[cell].read(cells, readers[cell].field,
						   row->at[cell]);
		if (wrong && import_is_fatal(wrong))
			return wrong;
		err = wrong ? wrong : err;
	}
	return err;
}
