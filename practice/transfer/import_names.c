#include "practice/transfer/import_names_private.h"

#include "base/unicode.h"
#include "practice/checks.h"
#include "store/people.h"
#include "store/services.h"

#include <stdlib.h>
#include <string.h>

#define SERVICE_WORDS 32

static char *folded(struct arena *arena, const char *text)
{
	return str_fold(arena, text, strlen(text));
}

static bool is_word(char c)
{
	return (unsigned char)c >= 0x80 || (c >= '0' && c <= '9') ||
	       (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
	       c == '_';
}

size_t import_words(struct arena *arena, const char *text, size_t most,
		    const char ***words)
{
	const char **found = arena_array(arena, most, sizeof(*found));
	size_t count = 0;

	while (*text && count < most) {
		size_t len = 0;

		while (is_word(text[len]))
			len++;
		if (len)
			found[count++] = str_fold(arena, text, len);
		text += len ? len : 1;
	}
	*words = found;
	return count;
}

static int key_compare(const void *a, const void *b)
{
	const struct name_key *left = a;
	const struct name_key *right = b;
	int order = strcmp(left->text, right->text);

	return order ? order : (left->id > right->id) - (left->id < right->id);
}

const struct name_key *import_names_find(struct arena *arena,
					 const struct name_keys *keys,
					 const char *text, size_t *count)
{
	const char *wanted = folded(arena, text);
	size_t low = 0;
	size_t high = keys->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(keys->at[middle].text, wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*count = 0;
	while (low + *count < keys->count &&
	       str_equal(keys->at[low + *count].text, wanted))
		(*count)++;
	return keys->at + low;
}

static void key_add(struct arena *arena, struct name_keys *keys,
		    const char *text, const struct person *person)
{
	if (str_empty(text))
		return;
	keys->at[keys->count++] = (struct name_key){
		.text = folded(arena, text),
		.shown = text,
		.id = person->id,
		.active = person->active,
	};
}

static void keys_sort(struct name_keys *keys)
{
	if (keys->count > 1)
		qsort(keys->at, keys->count, sizeof(*keys->at), key_compare);
}

static void people_add(struct arena *arena, struct names *names,
		       const struct person *people, size_t count)
{
	struct name_keys *all[] = { &names->logins, &names->practitioner_mails,
				    &names->codes, &names->client_mails };

	for (size_t i = 0; i < ARRAY_SIZE(all); i++)
		all[i]->at = arena_array(arena, count, sizeof(struct name_key));
	for (size_t i = 0; i < count; i++) {
		const struct person *person = &people[i];

		if (person->active && (person->roles & ROLE_PRACTITIONER)) {
			key_add(arena, &names->logins, person->login, person);
			key_add(arena, &names->practitioner_mails,
				person->email, person);
		}
		if (!(person->roles & ROLE_CLIENT))
			continue;
		key_add(arena, &names->codes, person->code, person);
		if (person->active)
			key_add(arena, &names->client_mails, person->email,
				person);
	}
	for (size_t i = 0; i < ARRAY_SIZE(all); i++)
		keys_sort(all[i]);
}

static enum err services_load(struct reader *reader, struct names *names)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	struct service *list;
	size_t count;
	enum err err = store_service_list(reader, &list, &count);

	if (err)
		return err;
	names->services = arena_array(arena, count, sizeof(*names->services));
	for (size_t i = 0; i < count; i++) {
		struct service_name *service =
			&names->services[names->service_count];

		if (!list[i].active)
			continue;
		service->id = list[i].id;
		service->name = folded(arena, list[i].name);
		service->count = import_words(arena, list[i].name,
					      SERVICE_WORDS, &service->words);
		names->service_count++;
	}
	return OK;
}

static enum err all_load(struct reader *reader, struct names *names)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	struct person *people;
	size_t count;
	enum err err = practice_zone_load(reader, &names->zone);

	if (err)
		return err;
	names->zone_name = cal_zone_name(names->zone);
	err = store_person_list(reader, ROLE_PRACTITIONER | ROLE_CLIENT,
				&people, &count);
	if (err)
		return err;
	people_add(arena, names, people, count);
	return services_load(reader, names);
}

static enum err practitioner_find(struct operation *op, const char *login,
				  struct names *names)
{
	const struct name_key *key;
	size_t count;

	if (!login)
		return OK;
	key = import_names_find(op->arena, &names->logins, login, &count);
	if (count == 0)
		return fail(op, ERR_INVALID,
			    "no active practitioner has the login '%s'", login);
	names->practitioner = key->id;
	return OK;
}

enum err import_names_load(struct import *import, const char *practitioner,
			   struct names *names)
{
	struct operation *op = import->op;
	struct names loaded = { 0 };
	struct reader *reader;
	enum err err = store_reader_new(op, import->store, &reader);

	if (err)
		return err;
	err = store_reader_begin(reader, op);
	if (!err) {
		err = all_load(reader, &loaded);
		store_reader_end(reader);
	}
	store_reader_free(reader);
	if (!err)
		err = practitioner_find(op, practitioner, &loaded);
	if (!err)
		*names = loaded;
	return err;
}
