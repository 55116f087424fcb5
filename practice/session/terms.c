#include "practice/session/terms.h"

#include "base/str.h"
#include "base/unicode.h"
#include "practice/access.h"
#include "practice/checks.h"
#include "practice/limits.h"
#include "practice/session/session.h"
#include "store/people.h"
#include "store/practice.h"
#include "store/services.h"

#include <string.h>

#define TEXT(text, bit, longest)                                          \
	{                                                                 \
#text, bit, offsetof(struct session_terms, text), longest \
	}

const struct terms_text terms_texts[] = {
	TEXT(place, PART_PLACE, PLACE_LONGEST),
	TEXT(public_note, PART_PUBLIC_NOTE, 0),
	TEXT(private_note, PART_PRIVATE_NOTE, 0),
	{ 0 },
};

const struct terms_text *terms_text_find(const char *name)
{
	const struct terms_text *text = terms_texts;

	while (!str_equal(text->name, name))
		text++;
	return text;
}

const char **terms_text_of(const struct terms_text *text,
			   struct session_terms *terms)
{
	return (const char **)((char *)terms + text->offset);
}

static bool same_ids(const struct ids *a, const struct ids *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		if (a->at[i] != b->at[i])
			return false;
	}
	return true;
}

static bool same_text(const char *a, const char *b)
{
	return str_equal(a ? a : "", b ? b : "");
}

unsigned practice_terms_differ(const struct session_terms *a,
			       const struct session_terms *b)
{
	unsigned parts = 0;

	for (const struct terms_text *text = terms_texts; text->name; text++)
		if (!same_text(*terms_text_of(text, (struct session_terms *)a),
			       *terms_text_of(text, (struct session_terms *)b)))
			parts |= text->part;
	if (a->service != b->service)
		parts |= PART_SERVICE;
	if (!same_ids(&a->practitioners, &b->practitioners))
		parts |= PART_PRACTITIONERS;
	if (!same_ids(&a->clients, &b->clients))
		parts |= PART_CLIENTS;
	return parts;
}

unsigned practice_terms_told(const struct session_terms *terms)
{
	static const struct session_terms nothing = { .service = 0 };

	return practice_terms_differ(terms, &nothing);
}

void practice_terms_lay(struct session_terms *terms,
			const struct session_terms *over, unsigned parts)
{
	for (const struct terms_text *text = terms_texts; text->name; text++)
		if (parts & text->part)
			*terms_text_of(text, terms) = *terms_text_of(
				text, (struct session_terms *)over);
	if (parts & PART_SERVICE)
		terms->service = over->service;
	if (parts & PART_PRACTITIONERS)
		terms->practitioners = over->practitioners;
	if (parts & PART_CLIENTS)
		terms->clients = over->clients;
}

static enum err note_check(struct operation *op, const char *field,
			   const char **note)
{
	size_t len;

	if (str_empty(*note)) {
		*note = NULL;
		return OK;
	}
	len = strlen(*note);
	if (len > NOTE_LIMIT)
		return fail_field(op, field, "note-too-long",
				  "A note has at most %d bytes; this one has "
				  "%zu.",
				  NOTE_LIMIT, len);
	if (!utf8_valid(*note, len, NULL))
		return fail_field(op, field, "note-invalid",
				  "The note is not UTF-8.");
	return OK;
}

static enum err texts_check(struct operation *op, struct session_terms *terms)
{
	enum err wrong = OK;

	for (const struct terms_text *text = terms_texts; text->name; text++) {
		const char **at = terms_text_of(text, terms);
		enum err err =
			text->line ? practice_line_check(op, text->name,
							 text->line, false, at)
				   : note_check(op, text->name, at);

		wrong = wrong ? wrong : err;
	}
	return wrong;
}

/* Whom the terms name, as far as they are there. */
struct named {
	struct person *people;
	size_t count;
};

static const struct person *named_find(const struct named *named, int64_t id)
{
	for (size_t i = 0; i < named->count; i++) {
		if (named->people[i].id == id)
			return &named->people[i];
	}
	return NULL;
}

/* More than there may be are refused unread. */
static void add_named(struct ids *ids, const struct ids *people)
{
	if (people->count > PRACTICE_PEOPLE_LIMIT)
		return;
	for (size_t i = 0; i < people->count; i++)
		ids_add(ids, people->at[i]);
}

/* All by one statement, however large the group is. */
static enum err named_load(struct reader *reader,
			   const struct session_terms *terms,
			   struct named *named)
{
	int64_t at[2 * PRACTICE_PEOPLE_LIMIT];
	struct ids ids = { at, 0 };

	add_named(&ids, &terms->practitioners);
	add_named(&ids, &terms->clients);
	return ids.count ? store_person_find_all(reader, &ids, &named->people,
						 &named->count)
			 : OK;
}

struct roll {
	const char *field, *noun;
	unsigned role;
};

static const struct roll practitioner_roll = { "practitioners", "practitioner",
					       ROLE_PRACTITIONER };
static const struct roll client_roll = { "clients", "client", ROLE_CLIENT };

static bool repeated(const struct ids *ids, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		if (ids->at[i] == ids->at[at])
			return true;
	}
	return false;
}

/* S2: only active people join. */
static enum err person_check(struct operation *op, const struct roll *roll,
			     const struct person *person, bool joins)
{
	if (!person || (joins && !(person->roles & roll->role)))
		return fail_field(op, roll->field, "person-unknown",
				  "There is no such %s.", roll->noun);
	if (joins && !person->active)
		return fail_field(op, roll->field, "person-inactive",
				  "This %s is not active any more and joins no "
				  "new session.",
				  roll->noun);
	return OK;
}

static enum err people_check(struct operation *op, const struct named *named,
			     const struct roll *roll, const struct ids *people,
			     const struct ids *before)
{
	enum err wrong = OK;

	if (people->count > PRACTICE_PEOPLE_LIMIT)
		return fail_field(op, roll->field, "people-too-many",
				  "A session has at most %d %ss.",
				  PRACTICE_PEOPLE_LIMIT, roll->noun);
	for (size_t i = 0; i < people->count; i++) {
		bool joins = !before || !ids_has(before, people->at[i]);
		enum err err;

		if (repeated(people, i))
			err = fail_field(op, roll->field, "person-twice",
					 "A %s is named twice.", roll->noun);
		else
			err = person_check(op, roll,
					   named_find(named, people->at[i]),
					   joins);
		wrong = err ? err : wrong;
	}
	return wrong;
}

static int64_t first_default(const struct named *named,
			     const struct session_terms *terms)
{
	const struct person *first =
		terms->practitioners.count
			? named_find(named, terms->practitioners.at[0])
			: NULL;

	return first ? first->default_service : 0;
}

static enum err service_usable(struct reader *reader, int64_t id, bool *usable)
{
	struct service service;
	enum err err =
		id ? store_service_find(reader, id, &service) : ERR_NOT_FOUND;

	*usable = !err && service.active;
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err default_service(struct reader *reader,
				const struct named *named,
				struct session_terms *terms)
{
	struct practice practice;
	int64_t service = first_default(named, terms);
	bool usable = false;
	enum err err = service_usable(reader, service, &usable);

	if (!err && !usable) {
		err = store_practice_load(reader, &practice);
		if (err)
			return err;
		service = practice.default_service;
		err = service_usable(reader, service, &usable);
	}
	if (!err && usable)
		terms->service = service;
	return err;
}

static enum err service_check(struct reader *reader, const struct named *named,
			      struct session_terms *terms,
			      const struct session_terms *before)
{
	bool usable = false;
	enum err err;

	if (!terms->service)
		return default_service(reader, named, terms);
	if (before && before->service == terms->service)
		return OK;
	err = service_usable(reader, terms->service, &usable);
	if (err || usable)
		return err;
	return fail_field(store_reader_operation(reader), "service",
			  "service-unknown", "There is no such service.");
}

enum err practice_terms_check(struct reader *reader,
			      struct session_terms *terms,
			      const struct session_terms *before)
{
	struct operation *op = store_reader_operation(reader);
	struct named named = { .count = 0 };
	enum err wrong;
	enum err err = named_load(reader, terms, &named);

	if (err)
		return err;
	wrong = people_check(op, &named, &practitioner_roll,
			     &terms->practitioners,
			     before ? &before->practitioners : NULL);
	err = people_check(op, &named, &client_roll, &terms->clients,
			   before ? &before->clients : NULL);
	wrong = err ? err : wrong;
	err = service_check(reader, &named, terms, before);
	if (err && err != ERR_INVALID)
		return err;
	wrong = err ? err : wrong;
	err = texts_check(op, terms);
	return err ? err : wrong;
}
