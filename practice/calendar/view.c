#include "practice/calendar/view.h"

#include "practice/access.h"

bool view_shows_money(const struct viewer *viewer)
{
	return viewer->person.calendar_money && viewer->kind != VIEW_CLIENT &&
	       (viewer->person.roles & (ROLE_ADMIN | ROLE_STAFF));
}

const struct completion_client *
view_client_ending(const struct completion *completion, int64_t client)
{
	for (size_t i = 0; i < completion->client_count; i++) {
		if (completion->clients[i].client == client)
			return &completion->clients[i];
	}
	return NULL;
}

struct view_ending view_ending_of(const struct session_facts *facts,
				  const struct viewer *viewer)
{
	const struct completion *completion = &facts->completion;
	const struct completion_client *own = NULL;

	if (!facts->saved)
		return (struct view_ending){ .slug = "open" };
	if (viewer->kind == VIEW_CLIENT)
		own = view_client_ending(completion, viewer->person.id);
	if (own)
		return (struct view_ending){ true, own->slug, own->label,
					     own->map };
	return (struct view_ending){ true, completion->slug, completion->label,
				     completion->map };
}

static bool shows_to_client(const struct session_facts *facts,
			    const struct viewer *viewer, struct instant now)
{
	struct view_ending ending = view_ending_of(facts, viewer);

	if (ending.saved && ending.map == MAP_CANCELED)
		return now.s < facts->session.span.start.s + VIEW_LINGERS;
	return true;
}

/* A session canceled ahead of its time was never a task. */
static bool shows_to_save(const struct session_facts *facts, struct instant now)
{
	const struct session *session = &facts->session;
	struct instant saved = facts->completion.saved_at;

	if (session->state == SESSION_DRAFT)
		return false;
	if (!facts->saved)
		return session->span.end.s <= now.s;
	return saved.s >= session->span.end.s && now.s < saved.s + VIEW_LINGERS;
}

bool practice_view_shows(const struct session_facts *facts,
			 const struct viewer *viewer, struct instant now)
{
	const struct session *session = &facts->session;

	if (session->removed.s != INSTANT_MAX.s)
		return false;
	switch (viewer->kind) {
	case VIEW_PRACTITIONER:
		return ids_has(&session->terms.practitioners,
			       viewer->person.id);
	case VIEW_CLIENT:
		return ids_has(&session->terms.clients, viewer->person.id) &&
		       shows_to_client(facts, viewer, now);
	case VIEW_TO_SAVE:
		return ids_has(&session->terms.practitioners,
			       viewer->person.id) &&
		       shows_to_save(facts, now);
	case VIEW_OFFICE:
		break;
	}
	return true;
}

bool view_concerns(const struct collection *of, const struct session *session)
{
	switch (of->kind) {
	case COLLECTION_SESSIONS:
		return ids_has(&session->terms.practitioners, of->owner) ||
		       ids_has(&session->terms.clients, of->owner);
	case COLLECTION_TO_SAVE:
		return ids_has(&session->terms.practitioners, of->owner);
	case COLLECTION_PRACTITIONER:
		return ids_has(&session->terms.practitioners, of->subject);
	case COLLECTION_CLOSURES:
	case COLLECTION_PERSONAL:
	case COLLECTION_PLAIN:
	case COLLECTION_INBOX:
	case COLLECTION_OUTBOX:
	case COLLECTION_SHARED:
	case COLLECTION_NOTIFICATIONS:
		break;
	}
	return false;
}

const struct person *view_person_on(const struct session_facts *facts,
				    int64_t person)
{
	const struct session_terms *terms = &facts->session.terms;

	for (size_t i = 0; i < terms->practitioners.count; i++) {
		if (terms->practitioners.at[i] == person)
			return &facts->practitioners[i];
	}
	for (size_t i = 0; i < terms->clients.count; i++) {
		if (terms->clients.at[i] == person)
			return &facts->clients[i];
	}
	return NULL;
}

static enum view_kind kind_in(const struct collection *of,
			      const struct session *session,
			      const struct person *owner)
{
	bool works = owner->roles & ROLE_PRACTITIONER;

	if (of->kind == COLLECTION_PRACTITIONER)
		return VIEW_OFFICE;
	if (of->kind == COLLECTION_TO_SAVE)
		return VIEW_TO_SAVE;
	if (of->kind == COLLECTION_SESSIONS)
		works = ids_has(&session->terms.practitioners, of->owner);
	return works ? VIEW_PRACTITIONER : VIEW_CLIENT;
}

struct viewer view_viewer_of(const struct collection *of,
			     const struct session_facts *facts,
			     const struct person *owner)
{
	return (struct viewer){ .kind = kind_in(of, &facts->session, owner),
				.person = *owner };
}

enum err view_viewer(struct reader *reader, const struct collection *of,
		     const struct session_facts *facts, struct viewer *viewer)
{
	const struct person *known = view_person_on(facts, of->owner);
	struct person person;
	enum err err = OK;

	if (!known) {
		err = store_person_load(reader, of->owner, &person);
		known = &person;
	}
	if (!err)
		*viewer = view_viewer_of(of, facts, known);
	return err;
}
