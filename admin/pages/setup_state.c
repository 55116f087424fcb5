#include "admin/pages/setup_state.h"

#include "store/credential.h"
#include "store/services.h"

#define NEW_NAME "Practice" /* which each new place has */

bool setup_state_is_named(const struct page *page)
{
	return !str_empty(page->practice.name) &&
	       !str_equal(page->practice.name, NEW_NAME);
}

/* A device of anybody who would have one. */
static enum err find_device(struct page *page, const struct person *people,
			    size_t count, bool *found)
{
	enum err err = OK;

	*found = false;
	for (size_t i = 0; !err && !*found && i < count; i++) {
		struct token *tokens;
		size_t size = 0;

		if (!(people[i].roles & ROLES_TEAM))
			continue;
		err = store_token_list(page->reader, people[i].id, &tokens,
				       &size);
		for (size_t j = 0; !err && j < size; j++)
			*found = *found || !tokens[j].revoked;
	}
	return err;
}

enum err setup_state_load(struct page *page, struct setup_state *state)
{
	struct setup_state found = { .untouched = false };
	struct service *services;
	struct person *people;
	size_t service_count, count;
	enum err err =
		store_service_list(page->reader, &services, &service_count);

	if (!err)
		err = store_person_list(page->reader, 0, &people, &count);
	if (!err)
		err = find_device(page, people, count,
				  &found.done[SETUP_DEVICE]);
	if (err)
		return err;
	found.done[SETUP_PRACTICE] = setup_state_is_named(page);
	found.done[SETUP_MONEY] = service_count > 0;
	found.done[SETUP_SERVICE] = service_count > 0;
	for (size_t i = 0; i < count; i++)
		if (people[i].active && (people[i].roles & ROLE_PRACTITIONER))
			found.done[SETUP_PRACTITIONER] = true;
	found.untouched = count <= 1 && setup_state_next(&found) == 0;
	*state = found;
	return OK;
}

size_t setup_state_next(const struct setup_state *state)
{
	size_t step = 0;

	while (step < SETUP_STEPS && state->done[step])
		step++;
	return step;
}

bool setup_state_lacks(const struct setup_state *state)
{
	return !state->done[SETUP_SERVICE] || !state->done[SETUP_PRACTITIONER];
}
