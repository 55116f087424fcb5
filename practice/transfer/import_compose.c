#include "practice/transfer/import_compose_private.h"

#include "base/unicode.h"
#include "base/word.h"
#include "store/actor.h"

#include <string.h>

#define CODE_LONGEST 16

/* What others call the roles. */
static const struct {
	const char *said;
	unsigned role;
} roles_said[] = {
	{ "clients", ROLE_CLIENT },
	{ "patient", ROLE_CLIENT },
	{ "patients", ROLE_CLIENT },
	{ "student", ROLE_CLIENT },
	{ "students", ROLE_CLIENT },
	{ "pupil", ROLE_CLIENT },
	{ "learner", ROLE_CLIENT },
	{ "customer", ROLE_CLIENT },
	{ "practitioners", ROLE_PRACTITIONER },
	{ "therapist", ROLE_PRACTITIONER },
	{ "clinician", ROLE_PRACTITIONER },
	{ "provider", ROLE_PRACTITIONER },
	{ "counselor", ROLE_PRACTITIONER },
	{ "counsellor", ROLE_PRACTITIONER },
	{ "psychologist", ROLE_PRACTITIONER },
	{ "tutor", ROLE_PRACTITIONER },
	{ "teacher", ROLE_PRACTITIONER },
	{ "instructor", ROLE_PRACTITIONER },
	{ "coach", ROLE_PRACTITIONER },
	{ "office", ROLE_STAFF },
	{ "receptionist", ROLE_STAFF },
	{ "frontdesk", ROLE_STAFF },
	{ "secretary", ROLE_STAFF },
	{ "assistant", ROLE_STAFF },
	{ "biller", ROLE_STAFF },
	{ "administrator", ROLE_ADMIN },
	{ "owner", ROLE_ADMIN },
	{ "practiceowner", ROLE_ADMIN },
};

static const char *const active_words[] = {
	"active", "current", "enabled", "open",  "ongoing", "yes",
	"true",   "1",       "new",     "trial", NULL,
};

static const char *const inactive_words[] = {
	"inactive", "archived", "discharged", "former",   "closed",
	"disabled", "deleted",  "ended",      "deceased", "no",
	"false",    "0",        "past",       NULL,
};

static const char *const no_words[] = { "no", "false", "0", NULL };

static bool among(const char *const *words, const char *text)
{
	for (; *words; words++) {
		if (str_same(*words, text))
			return true;
	}
	return false;
}

/* The bit of a role, 0 where it is no word for one. */
static unsigned role_of(const char *word)
{
	unsigned value;

	if (word_find(role_words, slice_of(word), &value))
		return 1U << value;
	for (size_t i = 0; i < ARRAY_SIZE(roles_said); i++) {
		if (str_same(roles_said[i].said, word))
			return roles_said[i].role;
	}
	return 0;
}

static const char *role_word(unsigned role)
{
	unsigned value = 0;

	while (role >> value != 1)
		value++;
	return word_of(role_words, value);
}

static bool is_between(char c)
{
	return strchr(" \t\n;|,/&", c) != NULL;
}

/* "Front desk", "Front-Desk": one word. */
static const char *joined(struct arena *arena, const char *text)
{
	struct buf buf;

	buf_init(&buf, arena);
	buf_puts(&buf, "");
	for (; *text; text++) {
		if (!strchr(" -_", *text))
			buf_putc(&buf, *text);
	}
	return buf.at;
}

const char *import_roles_words(struct arena *arena, const char *text)
{
	unsigned whole = role_of(joined(arena, text));
	struct buf buf;

	if (whole)
		return role_word(whole);
	buf_init(&buf, arena);
	buf_puts(&buf, "");
	while (*text) {
		size_t len = 0;
		const char *word;
		unsigned role;

		while (text[len] && !is_between(text[len]))
			len++;
		word = arena_strndup(arena, text, len);
		role = role_of(word);
		if (len)
			buf_printf(&buf, "%s%s", buf.len ? "," : "",
				   role ? role_word(role) : word);
		text += len + (text[len] != '\0');
	}
	return buf.at;
}

const char *import_roles_unknown(struct arena *arena, const char *text)
{
	struct slice rest = slice_of(import_roles_words(arena, text));

	while (rest.at) {
		const char *word = slice_dup(arena, slice_cut(&rest, ','));

		if (!role_of(word))
			return word;
	}
	return NULL;
}

static void roles_compose(struct import_row_cells *cells, bool roles_told,
			  struct remarks *remarks)
{
	const char **roles = &cells->at[CELL_ROLES];

	if (!*roles)
		return;
	if (roles_told && import_roles_unknown(remarks->arena, *roles)) {
		remark(remarks,
		       "'%s' is no role; the one that was given "
		       "counts.",
		       *roles);
		*roles = NULL;
		return;
	}
	*roles = import_roles_words(remarks->arena, *roles);
}

static void word_add(struct buf *buf, const char *between, const char *text)
{
	if (!text)
		return;
	buf_printf(buf, "%s%s", buf->len ? between : "", text);
}

/* "Brown, Ada Maria" to "Ada Maria Brown". */
static const char *turned(struct arena *arena, const char *name)
{
	struct slice first = slice_of(name);
	struct slice last = slice_trim(slice_cut(&first, ','));

	if (!first.at || !slice_trim(first).len)
		return name;
	return arena_printf(arena, "%s %s", slice_dup(arena, slice_trim(first)),
			    slice_dup(arena, last));
}

static void name_compose(struct arena *arena, struct import_row_cells *cells)
{
	const char **name = &cells->at[CELL_NAME];
	const char *last = cells->at[CELL_LAST];
	struct buf buf;

	if (!*name && cells->at[CELL_LAST_FIRST])
		*name = turned(arena, cells->at[CELL_LAST_FIRST]);
	/* Beside a first name alone "Name" is the last one. */
	if (*name && cells->at[CELL_FIRST] && !last &&
	    !strstr(*name, cells->at[CELL_FIRST])) {
		last = *name;
		*name = NULL;
	}
	if (*name)
		return;
	buf_init(&buf, arena);
	word_add(&buf, " ", cells->at[CELL_FIRST]);
	word_add(&buf, " ", cells->at[CELL_MIDDLE]);
	word_add(&buf, " ", last);
	*name = buf.at;
}

static void address_compose(struct arena *arena, struct import_row_cells *cells)
{
	struct buf place;
	struct buf buf;

	/* A street alone stands under "Address" in many files. */
	buf_init(&buf, arena);
	word_add(&buf, "\n", cells->at[CELL_ADDRESS]);
	if (!cells->at[CELL_ADDRESS])
		word_add(&buf, "\n", cells->at[CELL_STREET]);
	for (enum cell cell = CELL_STREET_2; cell <= CELL_STREET_3; cell++)
		word_add(&buf, "\n", cells->at[cell]);
	buf_init(&place, arena);
	for (enum cell cell = CELL_CITY; cell <= CELL_POSTCODE; cell++) {
		const char *text = cells->at[cell];

		if (text && !(cells->at[CELL_ADDRESS] &&
			      strstr(cells->at[CELL_ADDRESS], text)))
			word_add(&place, " ", text);
	}
	word_add(&buf, "\n", place.at);
	if (cells->at[CELL_COUNTRY] &&
	    !(cells->at[CELL_ADDRESS] &&
	      strstr(cells->at[CELL_ADDRESS], cells->at[CELL_COUNTRY])))
		word_add(&buf, "\n", cells->at[CELL_COUNTRY]);
	if (buf.len)
		cells->at[CELL_ADDRESS] = buf.at;
}

/* A number alone would be found in titles of events that mean something else
 * by it ("Room 12"). */
static bool may_be_code(const char *id)
{
	bool letter = false;
	size_t len = 0;

	for (; id[len]; len++) {
		char c = (char)(id[len] | 0x20);

		if (c >= 'a' && c <= 'z')
			letter = true;
		else if (id[len] < '0' || id[len] > '9')
			return false;
	}
	return letter && len <= CODE_LONGEST;
}

static void code_compose(struct import_row_cells *cells,
			 struct remarks *remarks)
{
	const char *id = cells->at[CELL_ID];

	if (!id || cells->at[CELL_CODE])
		return;
	if (may_be_code(id))
		cells->at[CELL_CODE] = id;
	else
		remark(remarks,
		       "'%s' was left out, for it cannot be a code: "
		       "that is of letters and digits, at most %d.",
		       id, CODE_LONGEST);
}

static void active_compose(struct import_row_cells *cells,
			   struct remarks *remarks)
{
	const char **active = &cells->at[CELL_ACTIVE];
	const char *status = cells->at[CELL_STATUS];
	const char *archived = cells->at[CELL_ARCHIVED];

	if (*active)
		return;
	/* It may hold since when. */
	if (archived)
		*active = among(no_words, archived) ? "yes" : "no";
	if (!status)
		return;
	if (among(inactive_words, status))
		*active = "no";
	else if (!*active && among(active_words, status))
		*active = "yes";
	else if (!among(active_words, status))
		remark(remarks,
		       "The status '%s' says neither that somebody "
		       "is active nor that not, and was left out.",
		       status);
}

void import_compose(struct import_row_cells *cells, bool roles_told,
		    struct remarks *remarks)
{
	struct arena *arena = remarks->arena;

	if (cells->left_out)
		remark(remarks,
		       "There is room for one alone: %s was left "
		       "out.",
		       cells->left_out);
	name_compose(arena, cells);
	address_compose(arena, cells);
	code_compose(cells, remarks);
	roles_compose(cells, roles_told, remarks);
	active_compose(cells, remarks);
}
