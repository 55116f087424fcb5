#include "practice/transfer/import_columns_private.h"

#include "base/csv_write.h"
#include "base/unicode.h"

#include <string.h>

/* Headings of our own export, then of SimplePractice, Jane, Cliniko,
 * TherapyNotes, TutorBird, Google Contacts, Outlook and spreadsheets. */
static const struct import_column meanings[] = {
	{ "login", CELL_LOGIN, 0 },
	{ "username", CELL_LOGIN, 1 },
	{ "name", CELL_NAME, 0 },
	{ "fullname", CELL_NAME, 1 },
	{ "displayname", CELL_NAME, 2 },
	{ "client", CELL_NAME, 3 },
	{ "patient", CELL_NAME, 3 },
	{ "student", CELL_NAME, 3 },
	{ "fileas", CELL_NAME, 9 },
	{ "lastfirst", CELL_LAST_FIRST, 0 },
	{ "lastnamefirst", CELL_LAST_FIRST, 0 },
	{ "lastnamefirstname", CELL_LAST_FIRST, 0 },
	{ "namelastfirst", CELL_LAST_FIRST, 0 },
	{ "firstname", CELL_FIRST, 0 },
	{ "first", CELL_FIRST, 1 },
	{ "givenname", CELL_FIRST, 1 },
	{ "forename", CELL_FIRST, 1 },
	{ "firstgivenname", CELL_FIRST, 1 },
	{ "vorname", CELL_FIRST, 1 },
	{ "pr\u00E9nom", CELL_FIRST, 1 },
	{ "prenom", CELL_FIRST, 1 },
	{ "preferredfirstname", CELL_FIRST, 8 },
	{ "preferredname", CELL_FIRST, 8 },
	{ "middlename", CELL_MIDDLE, 0 },
	{ "middle", CELL_MIDDLE, 1 },
	{ "additionalname", CELL_MIDDLE, 1 },
	{ "middleinitial", CELL_MIDDLE, 2 },
	{ "mi", CELL_MIDDLE, 2 },
	{ "lastname", CELL_LAST, 0 },
	{ "surname", CELL_LAST, 1 },
	{ "last", CELL_LAST, 1 },
	{ "nachname", CELL_LAST, 1 },
	{ "nom", CELL_LAST, 1 },
	{ "familyname", CELL_LAST, 2 },
	{ "code", CELL_CODE, 0 },
	{ "id", CELL_ID, 0 },
	{ "number", CELL_ID, 1 },
	{ "no", CELL_ID, 1 },
	{ "accountnumber", CELL_ID, 2 },
	{ "chartnumber", CELL_ID, 2 },
	{ "filenumber", CELL_ID, 2 },
	{ "mrn", CELL_ID, 2 },
	{ "reference", CELL_ID, 3 },
	{ "referencenumber", CELL_ID, 3 },
	{ "role", CELL_ROLES, 0 },
	{ "roles", CELL_ROLES, 0 },
	{ "kind", CELL_ROLES, 1 },
	{ "type", CELL_ROLES, 2 },
	{ "usertype", CELL_ROLES, 3 },
	{ "persontype", CELL_ROLES, 3 },
	{ "email", CELL_EMAIL, 0 },
	{ "emailaddress", CELL_EMAIL, 1 },
	{ "emailid", CELL_EMAIL, 1 },
	{ "mail", CELL_EMAIL, 1 },
	{ "mailaddress", CELL_EMAIL, 1 },
	{ "courriel", CELL_EMAIL, 1 },
	{ "email1", CELL_EMAIL, 2 },
	{ "email1value", CELL_EMAIL, 2 },
	{ "email1address", CELL_EMAIL, 2 },
	{ "emailpersonal", CELL_EMAIL, 3 },
	{ "personalemail", CELL_EMAIL, 3 },
	{ "homeemail", CELL_EMAIL, 3 },
	{ "email2", CELL_EMAIL, 4 },
	{ "email2value", CELL_EMAIL, 4 },
	{ "email2address", CELL_EMAIL, 4 },
	{ "workemail", CELL_EMAIL, 5 },
	{ "emailwork", CELL_EMAIL, 5 },
	{ "email3value", CELL_EMAIL, 6 },
	{ "email3address", CELL_EMAIL, 6 },
	{ "phone", CELL_PHONE, 1 },
	{ "mobile", CELL_PHONE, 0 },
	{ "mobilephone", CELL_PHONE, 0 },
	{ "mobilenumber", CELL_PHONE, 0 },
	{ "mobilephonenumber", CELL_PHONE, 0 },
	{ "phonemobile", CELL_PHONE, 0 },
	{ "cell", CELL_PHONE, 0 },
	{ "cellphone", CELL_PHONE, 0 },
	{ "cellnumber", CELL_PHONE, 0 },
	{ "cellphonenumber", CELL_PHONE, 0 },
	{ "phonecell", CELL_PHONE, 0 },
	{ "handy", CELL_PHONE, 0 },
	{ "phonenumber", CELL_PHONE, 1 },
	{ "telephone", CELL_PHONE, 1 },
	{ "telephonenumber", CELL_PHONE, 1 },
	{ "tel", CELL_PHONE, 1 },
	{ "telefon", CELL_PHONE, 1 },
	{ "t\u00E9l\u00E9phone", CELL_PHONE, 1 },
	{ "phone1", CELL_PHONE, 2 },
	{ "phone1value", CELL_PHONE, 2 },
	{ "homephone", CELL_PHONE, 3 },
	{ "homephonenumber", CELL_PHONE, 3 },
	{ "phonehome", CELL_PHONE, 3 },
	{ "phone2", CELL_PHONE, 4 },
	{ "phone2value", CELL_PHONE, 4 },
	{ "homephone2", CELL_PHONE, 4 },
	{ "workphone", CELL_PHONE, 5 },
	{ "workphonenumber", CELL_PHONE, 5 },
	{ "phonework", CELL_PHONE, 5 },
	{ "businessphone", CELL_PHONE, 5 },
	{ "phone3value", CELL_PHONE, 6 },
	{ "otherphone", CELL_PHONE, 7 },
	{ "address", CELL_ADDRESS, 0 },
	{ "fulladdress", CELL_ADDRESS, 1 },
	{ "homeaddress", CELL_ADDRESS, 1 },
	{ "mailingaddress", CELL_ADDRESS, 1 },
	{ "postaladdress", CELL_ADDRESS, 1 },
	{ "address1formatted", CELL_ADDRESS, 1 },
	{ "street", CELL_STREET, 0 },
	{ "streetaddress", CELL_STREET, 0 },
	{ "address1", CELL_STREET, 0 },
	{ "addressline1", CELL_STREET, 0 },
	{ "street1", CELL_STREET, 0 },
	{ "homestreet", CELL_STREET, 0 },
	{ "address1street", CELL_STREET, 1 },
	{ "address2", CELL_STREET_2, 0 },
	{ "addressline2", CELL_STREET_2, 0 },
	{ "street2", CELL_STREET_2, 0 },
	{ "homestreet2", CELL_STREET_2, 0 },
	{ "apartment", CELL_STREET_2, 1 },
	{ "unit", CELL_STREET_2, 1 },
	{ "address1extendedaddress", CELL_STREET_2, 1 },
	{ "address3", CELL_STREET_3, 0 },
	{ "addressline3", CELL_STREET_3, 0 },
	{ "homestreet3", CELL_STREET_3, 0 },
	{ "city", CELL_CITY, 0 },
	{ "suburb", CELL_CITY, 0 },
	{ "suburbcity", CELL_CITY, 0 },
	{ "citysuburb", CELL_CITY, 0 },
	{ "town", CELL_CITY, 0 },
	{ "homecity", CELL_CITY, 0 },
	{ "address1city", CELL_CITY, 1 },
	{ "state", CELL_REGION, 0 },
	{ "province", CELL_REGION, 0 },
	{ "stateprovince", CELL_REGION, 0 },
	{ "provincestate", CELL_REGION, 0 },
	{ "county", CELL_REGION, 1 },
	{ "region", CELL_REGION, 1 },
	{ "homestate", CELL_REGION, 0 },
	{ "address1region", CELL_REGION, 1 },
	{ "zip", CELL_POSTCODE, 0 },
	{ "zipcode", CELL_POSTCODE, 0 },
	{ "postcode", CELL_POSTCODE, 0 },
	{ "postalcode", CELL_POSTCODE, 0 },
	{ "postal", CELL_POSTCODE, 0 },
	{ "zippostalcode", CELL_POSTCODE, 0 },
	{ "postalcodezip", CELL_POSTCODE, 0 },
	{ "homepostalcode", CELL_POSTCODE, 0 },
	{ "address1postalcode", CELL_POSTCODE, 1 },
	{ "country", CELL_COUNTRY, 0 },
	{ "homecountry", CELL_COUNTRY, 0 },
	{ "homecountryregion", CELL_COUNTRY, 0 },
	{ "address1country", CELL_COUNTRY, 1 },
	{ "notice", CELL_NOTICE, 0 },
	{ "hourly", CELL_HOURLY, 0 },
	{ "bonus", CELL_BONUS, 0 },
	{ "active", CELL_ACTIVE, 0 },
	{ "isactive", CELL_ACTIVE, 1 },
	{ "status", CELL_STATUS, 0 },
	{ "archived", CELL_ARCHIVED, 0 },
	{ "isarchived", CELL_ARCHIVED, 0 },
	{ "archivedat", CELL_ARCHIVED, 0 },
	{ "inactive", CELL_ARCHIVED, 1 },
	{ "discharged", CELL_ARCHIVED, 1 },
	{ "may", CELL_MAY, 0 },
	{ "grants", CELL_GRANTS, 0 },
	{ "service", CELL_SERVICE, 0 },
	{ "calendarnames", CELL_CALENDAR_NAMES, 0 },
	{ "calendarmoney", CELL_CALENDAR_MONEY, 0 },
};

/* They say whose it is, as all of the file is. */
static const char *const fronts[] = { "client",   "patient", "student",
				      "customer", "contact", "person",
				      "member",   "primary", "legal" };

/* Accents are dropped nowhere: "prénom" has both forms in the table. */
static const char *key_of(struct arena *arena, const char *heading)
{
	const char *folded = str_fold(arena, heading, strlen(heading));
	struct buf key;

	buf_init(&key, arena);
	buf_puts(&key, "");
	for (; *folded; folded++) {
		bool plain = (*folded >= 'a' && *folded <= 'z') ||
			     (*folded >= '0' && *folded <= '9') ||
			     (unsigned char)*folded >= 0x80;

		if (plain)
			buf_putc(&key, *folded);
	}
	return key.at;
}

static const struct import_column *named(const char *key)
{
	for (size_t i = 0; i < ARRAY_SIZE(meanings); i++) {
		if (str_equal(meanings[i].name, key))
			return &meanings[i];
	}
	return NULL;
}

/* The column of a heading, or NULL. Case, and what is no letter or digit, do
 * not count, nor does a word such as "Client" in front. */
static const struct import_column *column_find(struct arena *arena,
					       const char *heading)
{
	const char *key = key_of(arena, heading);
	const struct import_column *found = named(key);

	for (size_t i = 0; !found && i < ARRAY_SIZE(fronts); i++) {
		if (!str_starts(key, fronts[i]))
			continue;
		found = named(key + strlen(fronts[i]));
		/* A "Client Type" tells of clients, not that they are. */
		if (found && found->cell == CELL_ROLES)
			found = NULL;
	}
	return found;
}

/* Rows that may stand before the headings: a title, a date, a blank. */
#define HEADINGS_WITHIN 10

/* A heading by which people are known; "client" may be a cell as well. */
static bool is_key(const struct import_column *column)
{
	static const enum cell keys[] = {
		CELL_LOGIN, CELL_NAME,       CELL_CODE,  CELL_EMAIL, CELL_PHONE,
		CELL_ID,    CELL_LAST_FIRST, CELL_FIRST, CELL_LAST
	};

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (column->cell == keys[i])
			return column->rank <= 2;
	return false;
}

static bool taken_before(const struct import_columns *columns, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		if (columns->at[i] == columns->at[at])
			return true;
	}
	return false;
}

/* Of a heading that stands twice the first counts. */
static bool headings_read(struct arena *arena, const struct csv_row *row,
			  size_t least, struct import_columns *columns)
{
	size_t known = 0;
	bool key = false;

	columns->count = row->count;
	columns->line = row->line;
	columns->at = arena_array(arena, row->count, sizeof(*columns->at));
	columns->headings =
		arena_array(arena, row->count, sizeof(*columns->headings));
	for (size_t i = 0; i < row->count; i++) {
		columns->headings[i] =
			slice_dup(arena, slice_trim(slice_of(row->fields[i])));
		columns->at[i] = column_find(arena, columns->headings[i]);
		if (columns->at[i] && taken_before(columns, i))
			columns->at[i] = NULL;
		if (!columns->at[i])
			continue;
		known++;
		key = key || is_key(columns->at[i]);
	}
	return key && known >= least;
}

bool import_columns_read(struct arena *arena, struct csv *csv,
			 struct import_columns *columns)
{
	struct csv at = *csv;
	struct csv_row row;

	for (size_t i = 0; i < HEADINGS_WITHIN; i++) {
		if (!csv_next(&at, arena, &row))
			break;
		if (row.problem ||
		    !headings_read(arena, &row, i ? 2 : 1, columns))
			continue;
		columns->rows_above = i;
		*csv = at;
		return true;
	}
	return false;
}

bool import_columns_tell(const struct import_columns *columns, enum cell cell)
{
	for (size_t i = 0; i < columns->count; i++) {
		if (columns->at[i] && columns->at[i]->cell == cell)
			return true;
	}
	return false;
}

/* Google puts several values into one cell, " ::: " between them. */
static struct slice first_value(enum cell cell, struct slice text,
				struct slice *rest)
{
	static const char between[] = ":::";
	struct slice first = text;
	size_t at = 0;

	*rest = (struct slice){ NULL, 0 };
	if (cell != CELL_EMAIL && cell != CELL_PHONE && cell != CELL_ADDRESS)
		return text;
	while (at + strlen(between) <= text.len &&
	       memcmp(text.at + at, between, strlen(between)) != 0)
		at++;
	if (at + strlen(between) > text.len)
		return text;
	first.len = at;
	at += strlen(between);
	*rest = slice_trim((struct slice){ text.at + at, text.len - at });
	return slice_trim(first);
}

/* A row being read: which field counts so far. */
struct choice {
	struct arena *arena;
	const struct import_columns *columns;
	struct import_row_cells *cells;
	size_t from[CELL_COUNT];
	struct buf left;
};

static void left_add(struct choice *choice, size_t field, const char *text)
{
	buf_printf(&choice->left, "%s'%s' (%s)", choice->left.len ? ", " : "",
		   text, choice->columns->headings[field]);
}

static void choose(struct choice *choice, size_t field, const char *text)
{
	const struct import_column *column = choice->columns->at[field];
	const char **best = &choice->cells->at[column->cell];
	size_t before = choice->from[column->cell];
	bool better =
		!*best || column->rank < choice->columns->at[before]->rank;

	if (*best && !str_same(*best, text))
		left_add(choice, better ? before : field,
			 better ? *best : text);
	if (!better)
		return;
	*best = text;
	choice->from[column->cell] = field;
}

void import_columns_row(struct arena *arena, const struct import_columns *of,
			const struct csv_row *row,
			struct import_row_cells *cells)
{
	struct choice choice = { arena, of, cells, { 0 }, { 0 } };

	*cells = (struct import_row_cells){ .left_out = NULL };
	buf_init(&choice.left, arena);
	for (size_t i = 0; i < row->count && i < of->count; i++) {
		struct slice text = slice_trim(slice_of(row->fields[i]));
		struct slice rest;

		if (!of->at[i] || !text.len)
			continue;
		text = first_value(of->at[i]->cell, text, &rest);
		if (text.len)
			choose(&choice, i, csv_plain(slice_dup(arena, text)));
		if (rest.len)
			left_add(&choice, i, slice_dup(arena, rest));
	}
	if (choice.left.len)
		cells->left_out = choice.left.at;
}

/* Nothing but words of ours for roles, that of clients aside: other words for
 * them may be a client's occupation. */
static bool is_role(struct slice text)
{
	static const char *const plain[] = { "client",    "practitioner",
					     "admin",     "staff",
					     "therapist", "clinician" };
	bool other = false;

	while (text.at) {
		size_t end = 0;
		struct slice word;
		size_t i = 0;

		while (end < text.len && !strchr(",;|/&", text.at[end]))
			end++;
		word = slice_trim((struct slice){ text.at, end });
		text = end < text.len ? (struct slice){ text.at + end + 1,
							text.len - end - 1 }
				      : (struct slice){ NULL, 0 };
		while (i < ARRAY_SIZE(plain) && !slice_is(word, plain[i]))
			i++;
		if (i == ARRAY_SIZE(plain))
			return false;
		other = other || i > 0;
	}
	return other;
}

void import_columns_survey(struct arena *arena, struct csv csv,
			   const struct import_columns *columns,
			   struct import_survey *survey)
{
	bool *used = arena_array(arena, columns->count + 1, sizeof(*used));
	struct arena *scratch = arena_new();
	struct csv_row row;
	struct buf left;

	*survey = (struct import_survey){ .roles = NULL };
	for (; csv_next(&csv, scratch, &row); arena_reset(scratch)) {
		for (size_t i = 0; i < row.count && i < columns->count; i++) {
			struct slice text = slice_trim(slice_of(row.fields[i]));

			if (row.problem || columns->at[i] || !text.len)
				continue;
			used[i] = true;
			if (!survey->roles && is_role(text))
				survey->roles = columns->headings[i];
		}
	}
	arena_free(scratch);
	buf_init(&left, arena);
	for (size_t i = 0; i < columns->count; i++) {
		if (used[i] && !str_empty(columns->headings[i]))
			buf_printf(&left, "%s'%s'", left.len ? ", " : "",
				   columns->headings[i]);
	}
	if (left.len)
		survey->left_out = left.at;
}
