#include "practice/calendar/session_cut_private.h"

#include "base/str.h"
#include "practice/names.h"

#include <string.h>

/* As far as a calendar is to show names (S50). */
static const char *name_as(struct arena *arena, enum calendar_names names,
			   const char *name)
{
	switch (names) {
	case NAMES_CODE:
		return NULL;
	case NAMES_INITIALS:
		return name ? practice_initials(arena, name) : NULL;
	case NAMES_FULL:
		return name;
	}
	return NULL;
}

/* What no row shows to any but the office is not in the struct either: pages
 * read that. */
static void cut_for_others(struct session_known *known)
{
	known->reason = NULL;
	known->has_charge = false;
	known->charge = known->tax = (struct money){ 0 };
	known->practitioner_words = NULL;
	known->client_words = NULL;
}

static void take_wage(struct known_practitioner *practitioner)
{
	practitioner->has_wage = false;
	practitioner->wage = (struct money){ 0 };
}

static void take_charge(struct known_client *client)
{
	client->has_charge = false;
	client->charge = client->tax = (struct money){ 0 };
}

static bool meets(const struct session_known *known, int64_t person,
		  const char *conflict)
{
	for (size_t i = 0; i < known->meeting_count; i++) {
		const struct clash_meeting *one = &known->meetings[i];

		if (one->session == known->id && one->person == person &&
		    str_equal(one->uid, conflict))
			return true;
	}
	return false;
}

/* What somebody else who takes it is busy with besides is not theirs to know.
 * Kept texts do not say whose a clash was. */
static void cut_conflicts(struct arena *arena, int64_t person,
			  struct session_known *known)
{
	static const char overlap[] = SESSION_OVERLAP ":";
	const char **left;
	size_t kept = 0;

	if (known->practitioner_count < 2 || known->conflict_count == 0)
		return;
	left = arena_array(arena, known->conflict_count, sizeof(*left));
	for (size_t i = 0; i < known->conflict_count; i++) {
		const char *conflict = known->conflicts[i];

		if (!str_starts(conflict, overlap) ||
		    meets(known, person, conflict + strlen(overlap)))
			left[kept++] = conflict;
	}
	known->conflicts = left;
	known->conflict_count = kept;
}

/* Who takes it sees their own wage alone. Charges no row shows them. */
void session_cut_for_practitioner(struct arena *arena, int64_t person,
				  struct session_known *known)
{
	size_t count = known->practitioner_count;

	known->see = SEE_PRACTITIONER;
	cut_conflicts(arena, person, known);
	known->practitioners =
		arena_memdup(arena, known->practitioners,
			     count * sizeof(*known->practitioners));
	for (size_t i = 0; i < count; i++)
		if (known->practitioners[i].id != person)
			take_wage(&known->practitioners[i]);
}

void session_cut_names(struct arena *arena, enum calendar_names names,
		       struct session_known *known)
{
	known->clients =
		arena_memdup(arena, known->clients,
			     known->client_count * sizeof(*known->clients));
	for (size_t i = 0; i < known->client_count; i++)
		known->clients[i].name =
			name_as(arena, names, known->clients[i].name);
}

/* Texts from before hold no label and no map of a client's own ending: where
 * it ended for them as for all, these are that ending's. */
static void own_ending(struct session_known *known,
		       const struct known_client *own)
{
	bool same = own->type && str_equal(own->type, known->type);

	known->label = own->label || !same ? own->label : known->label;
	known->map = own->map || !same ? own->map : known->map;
	known->type = own->type;
}

/* A client sees how it ended for them, and nobody else. */
void session_cut_for_client(struct arena *arena, const struct known_client *own,
			    struct session_known *known)
{
	known->see = SEE_CLIENT;
	known->clients = arena_memdup(arena, own, sizeof(*own));
	known->client_count = 1;
	own_ending(known, own);
}

/* What stays inside the practice. */
void session_cut_inside(struct arena *arena, struct session_known *known)
{
	cut_for_others(known);
	known->terms.private_note = NULL;
	known->saved_at = INSTANT_MIN;
	known->saved_by = 0;
	known->channel = NULL;
	known->typed = NULL;
	known->conflict_count = 0;
	known->schedule = 0;
	known->practitioners = arena_memdup(
		arena, known->practitioners,
		known->practitioner_count * sizeof(*known->practitioners));
	for (size_t i = 0; i < known->practitioner_count; i++)
		take_wage(&known->practitioners[i]);
}

void session_cut_charges(struct session_known *known)
{
	cut_for_others(known);
	for (size_t i = 0; i < known->client_count; i++)
		take_charge(&known->clients[i]);
}
