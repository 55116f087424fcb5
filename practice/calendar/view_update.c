#include "practice/calendar/view_update.h"

#include "practice/access.h"
#include "practice/calendar/address.h"
#include "practice/calendar/facts_list.h"
#include "practice/calendar/view_member.h"

/* Whoever is no longer on the session loses it. */
static enum err leave_others(struct transaction *tx,
			     const struct session_facts *facts)
{
	struct reader *reader = store_tx_reader(tx);
	struct collection *list;
	size_t count;
	enum err err = store_collection_of_session(reader, facts->session.id,
						   &list, &count);

	for (size_t i = 0; !err && i < count; i++) {
		struct member member;

		if (view_concerns(&list[i], &facts->session))
			continue;
		err = store_member_find_session(reader, list[i].id,
						facts->session.id, &member);
		if (!err)
			err = store_member_delete(tx, &member);
	}
	return err;
}

static enum err update_at(struct transaction *tx,
			  const struct session_facts *facts, int64_t owner,
			  const char *path)
{
	struct collection of;
	enum err err =
		store_collection_find(store_tx_reader(tx), owner, path, &of);

	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	/* A personal calendar may have been made at the path before the person
	 * had the role. */
	return view_concerns(&of, &facts->session)
		       ? view_member_update(tx, &of, facts, NULL)
		       : OK;
}

static enum err update_office(struct transaction *tx,
			      const struct session_facts *facts,
			      int64_t practitioner)
{
	struct collection *list;
	size_t count;
	enum err err = store_collection_showing(store_tx_reader(tx),
						COLLECTION_PRACTITIONER,
						practitioner, &list, &count);

	for (size_t i = 0; !err && i < count; i++)
		err = view_member_update(tx, &list[i], facts, NULL);
	return err;
}

static enum err update_people(struct transaction *tx,
			      const struct session_facts *facts)
{
	const struct session *session = &facts->session;
	enum err err = OK;

	for (size_t i = 0; !err && i < session->terms.practitioners.count;
	     i++) {
		int64_t id = session->terms.practitioners.at[i];

		err = update_at(tx, facts, id, PATH_SESSIONS);
		if (!err)
			err = update_at(tx, facts, id, PATH_TO_SAVE);
		if (!err)
			err = update_office(tx, facts, id);
	}
	for (size_t i = 0; !err && i < session->terms.clients.count; i++) {
		int64_t id = session->terms.clients.at[i];

		if (!ids_has(&session->terms.practitioners, id))
			err = update_at(tx, facts, id, PATH_SESSIONS);
	}
	return err;
}

enum err view_people_update(struct transaction *tx, int64_t session)
{
	struct session_facts facts;
	enum err err =
		practice_facts_load(store_tx_reader(tx), session, &facts);

	return err ? err : update_people(tx, &facts);
}

enum err practice_views_update(struct transaction *tx, int64_t session)
{
	struct session_facts facts;
	enum err err =
		practice_facts_load(store_tx_reader(tx), session, &facts);

	return err ? err : view_update(tx, &facts);
}

enum err view_update(struct transaction *tx, const struct session_facts *facts)
{
	enum err err = OK;

	/* A new session was in nobody's calendar yet. */
	if (facts->session.revision > 1)
		err = leave_others(tx, facts);
	return err ? err : update_people(tx, facts);
}
