#include "practice/calendar/view_update.h"

#include "practice/calendar/facts_list.h"
#include "practice/calendar/view_member.h"
#include "store/object_shown.h"

/* Calendars in which the session may be, where it is, and what is known for
 * them. */
struct calendars {
	struct transaction *tx;
	const struct session_facts *facts;
	struct collection *list;
	size_t count;
	struct member_shown *shown;
	size_t shown_count;
	struct person *owners; /* who are not on the session */
	size_t owner_count;
};

static struct ids people_of(struct arena *arena, const struct session *session)
{
	const struct session_terms *terms = &session->terms;
	struct ids ids = { .at = arena_array(arena,
					     terms->practitioners.count +
						     terms->clients.count + 1,
					     sizeof(*ids.at)) };

	for (size_t i = 0; i < terms->practitioners.count; i++)
		ids_add(&ids, terms->practitioners.at[i]);
	for (size_t i = 0; i < terms->clients.count; i++)
		ids_add(&ids, terms->clients.at[i]);
	return ids;
}

static bool concerns(const struct calendars *all, size_t i)
{
	return view_concerns(&all->list[i], &all->facts->session);
}

static enum err load_owners(struct calendars *all)
{
	struct reader *reader = store_tx_reader(all->tx);
	struct ids ids = { .at = arena_array(store_tx_operation(all->tx)->arena,
					     all->count + 1, sizeof(*ids.at)) };

	for (size_t i = 0; i < all->count; i++) {
		if (concerns(all, i) &&
		    !view_person_on(all->facts, all->list[i].owner))
			ids_add(&ids, all->list[i].owner);
	}
	return ids.count ? store_person_find_all(reader, &ids, &all->owners,
						 &all->owner_count)
			 : OK;
}

static enum err load(struct calendars *all)
{
	struct reader *reader = store_tx_reader(all->tx);
	const struct session *session = &all->facts->session;
	struct ids people =
		people_of(store_tx_operation(all->tx)->arena, session);
	enum err err = store_collection_concerned(reader, &people, &all->list,
						  &all->count);

	if (!err)
		err = store_member_shown(reader, session->id, &all->shown,
					 &all->shown_count);
	return err ? err : load_owners(all);
}

static const struct member_shown *shown_in(const struct calendars *all,
					   size_t i)
{
	for (size_t at = 0; at < all->shown_count; at++) {
		if (all->shown[at].member.collection == all->list[i].id)
			return &all->shown[at];
	}
	return NULL;
}

static const struct person *owner_of(const struct calendars *all, size_t i)
{
	int64_t owner = all->list[i].owner;
	const struct person *found = view_person_on(all->facts, owner);

	for (size_t at = 0; !found && at < all->owner_count; at++) {
		if (all->owners[at].id == owner)
			found = &all->owners[at];
	}
	return found;
}

static enum err take_place(const struct calendars *all, size_t i,
			   struct view_place *place)
{
	const struct person *owner = owner_of(all, i);
	const struct member_shown *shown = shown_in(all, i);

	if (!owner)
		return fail(store_tx_operation(all->tx), ERR_STORAGE,
			    "the database is damaged: person %lld is missing",
			    (long long)all->list[i].owner);
	*place = (struct view_place){ .of = &all->list[i] };
	place->viewer = view_viewer_of(place->of, all->facts, owner);
	if (shown) {
		place->member = shown->member;
		place->served = shown->bytes;
		place->row = shown->row;
	}
	return OK;
}

static bool stays(const struct calendars *all, int64_t collection)
{
	for (size_t i = 0; i < all->count; i++) {
		if (all->list[i].id == collection)
			return concerns(all, i);
	}
	return false;
}

/* Whoever is no longer on the session loses it. */
static enum err remove_others(const struct calendars *all)
{
	enum err err = OK;

	for (size_t i = 0; !err && i < all->shown_count; i++) {
		const struct member *member = &all->shown[i].member;

		if (!stays(all, member->collection))
			err = store_member_delete(all->tx, member);
	}
	return err;
}

static enum err update(struct transaction *tx,
		       const struct session_facts *facts, bool leave)
{
	struct arena *arena = store_tx_operation(tx)->arena;
	struct calendars all = { .tx = tx, .facts = facts };
	struct view_place *places;
	size_t count = 0;
	enum err err = load(&all);

	if (!err && leave)
		err = remove_others(&all);
	if (err)
		return err;
	places = arena_array(arena, all.count + 1, sizeof(*places));
	for (size_t i = 0; !err && i < all.count; i++) {
		if (concerns(&all, i))
			err = take_place(&all, i, &places[count++]);
	}
	return err ? err : view_places_update(tx, facts, places, count);
}

/* Is what is written only tried, and undone? */
static bool nobody_sees(struct transaction *tx)
{
	return store_tx_operation(tx)->judge_only;
}

/* A change may concern thousands of sessions: what each took is given back. */
static enum err update_one(struct transaction *tx, int64_t session, bool leave)
{
	struct arena *arena = store_tx_operation(tx)->arena;
	struct arena_mark mark = arena_mark(arena);
	struct session_facts facts;
	enum err err;

	if (nobody_sees(tx))
		return OK;
	err = practice_facts_load(store_tx_reader(tx), session, &facts);
	if (!err)
		err = update(tx, &facts, leave);
	if (!err)
		arena_rewind(arena, mark);
	return err;
}

enum err view_people_update(struct transaction *tx, int64_t session)
{
	return update_one(tx, session, false);
}

enum err practice_views_update(struct transaction *tx, int64_t session)
{
	return update_one(tx, session, true);
}

enum err view_update(struct transaction *tx, const struct session_facts *facts)
{
	return nobody_sees(tx) ? OK : update(tx, facts, true);
}
