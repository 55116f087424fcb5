#include "practice/booking/reassign_private.h"

#include "practice/access.h"
#include "practice/session/session.h"

int64_t booking_shown(const struct collection *of)
{
	switch (of->kind) {
	case COLLECTION_SESSIONS:
		return of->owner;
	case COLLECTION_PRACTITIONER:
		return of->subject;
	case COLLECTION_CLOSURES:
	case COLLECTION_TO_SAVE:
	case COLLECTION_PERSONAL:
	case COLLECTION_PLAIN:
	case COLLECTION_INBOX:
	case COLLECTION_OUTBOX:
	case COLLECTION_SHARED:
	case COLLECTION_NOTIFICATIONS:
		break;
	}
	return 0;
}

void booking_practitioner_replace(struct arena *arena, struct ids *ids,
				  int64_t old, int64_t new)
{
	struct ids kept = {
		arena_array(arena, ids->count + 1, sizeof(*kept.at)), 0
	};

	for (size_t i = 0; i < ids->count; i++)
		ids_add(&kept, ids->at[i] == old ? new : ids->at[i]);
	ids_add(&kept, new);
	*ids = kept;
}

enum err booking_reassign(struct booking *booking, int64_t id, int64_t old)
{
	struct session session;
	enum err err = store_session_find(booking->reader, id, &session);

	if (err)
		return err;
	booking_practitioner_replace(booking->op->arena,
				     &session.terms.practitioners, old,
				     booking_shown(&booking->collection));
	session.revision = 0;
	return booking_refusal(
		booking->op, practice_session_change_tx(booking->tx, &session));
}
