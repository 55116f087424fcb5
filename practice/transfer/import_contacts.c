#include "practice/transfer/import_contacts.h"

#include "base/word.h"
#include "practice/people/person.h"
#include "practice/transfer/import_table_private.h"
#include "store/people.h"

#include <string.h>

static enum err person_of(struct import_table *table, struct person *person)
{
	struct operation *op = &table->import.one;
	const char *word = import_cell(table, "person");
	enum err err = ERR_NOT_FOUND;

	if (word)
		err = store_person_find_login(
			table->reader, str_lower(op->arena, word), person);
	if (word && err == ERR_NOT_FOUND)
		err = store_person_find_code(table->reader, word, person);
	if (err == ERR_NOT_FOUND)
		return fail(op, err, "Nobody has the login or code %s.",
			    word ? word : "that is missing here");
	operation_recover(op);
	return err;
}

static enum err notice_read(struct import_table *table, enum notice *notice)
{
	const char *text = import_cell(table, "notice");
	unsigned value;

	if (!text)
		return OK;
	if (!word_find(notice_words, slice_of(text), &value))
		return fail_field(
			&table->import.one, "notice", "unknown-word",
			"The field notice says '%s', which is none "
			"of %s.",
			text, words_all(table->import.one.arena, notice_words));
	*notice = (enum notice)value;
	return OK;
}

/* An empty cell says nothing. */
static void text_read(struct import_table *table, const char *column,
		      const char **text)
{
	const char *cell = import_cell(table, column);

	if (cell)
		*text = cell;
}

static enum err contact_read(struct import_table *table,
			     struct contact *contact)
{
	text_read(table, "name", &contact->name);
	text_read(table, "email", &contact->email);
	text_read(table, "phone", &contact->phone);
	text_read(table, "address", &contact->address);
	text_read(table, "relation", &contact->relation);
	if (import_cell(table, "payer"))
		contact->payer = import_cell_yes(table, "payer");
	return notice_read(table, &contact->notice);
}

static bool same_text(const char *a, const char *b)
{
	return str_equal(a ? a : "", b ? b : "");
}

static bool is_same(const struct contact *a, const struct contact *b)
{
	return same_text(a->name, b->name) && same_text(a->email, b->email) &&
	       same_text(a->phone, b->phone) &&
	       same_text(a->address, b->address) &&
	       same_text(a->relation, b->relation) && a->notice == b->notice &&
	       a->payer == b->payer;
}

static enum err contact_row(struct import_table *table)
{
	struct import *import = &table->import;
	const char *name = import_cell(table, "name");
	const char *relation = import_cell(table, "relation");
	struct person person = { .id = 0 };
	struct contact *there;
	struct contact *list;
	struct contact before;
	size_t count = 0;
	size_t at = 0;
	enum err err = person_of(table, &person);

	if (!err)
		err = store_contact_list(table->reader, person.id, &there,
					 &count);
	if (err)
		return err;
	list = arena_array(import->one.arena, count + 1, sizeof(*list));
	if (count)
		memcpy(list, there, count * sizeof(*list));
	while (at < count && !(same_text(list[at].name, name) &&
			       same_text(list[at].relation, relation)))
		at++;
	before = list[at];
	err = contact_read(table, &list[at]);
	if (err)
		return err;
	if (at < count && is_same(&before, &list[at]))
		return ERR_EXISTS;
	return practice_contacts_set(&import->one, import->store, person.id,
				     list, at < count ? count : count + 1);
}

enum err practice_import_contacts(struct operation *op, struct store *store,
				  const char *file, struct slice csv,
				  struct import_report *report)
{
	return import_table_read(op, store, file, csv, "person", contact_row,
				 report);
}
