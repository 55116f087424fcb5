#include "practice/booking/kind_private.h"

#include "practice/booking/closure_put_private.h"
#include "practice/booking/personal_private.h"
#include "practice/booking/session_delete_private.h"
#include "practice/booking/session_put_private.h"
#include "practice/booking/shared_private.h"
#include "practice/booking/task_put_private.h"
#include "practice/access.h"
#include "practice/refusal.h"

#include <string.h>

#define NAME_LIMIT 255

static enum err task_delete(struct booking *booking)
{
	return refuse(booking->op, REFUSAL_READ_ONLY,
		      "what is to be saved is ticked, not deleted");
}

/* How a kind of collection takes the changes of its members. */
static const struct kind {
	enum err (*put)(struct booking *booking); /* NULL: takes none */
	enum err (*delete)(struct booking *booking);
	/* Whether a PUT is the actor's to make; NULL: of those who may write
	 * there. */
	enum err (*judge)(struct booking *booking);
	enum err (*judge_delete)(struct booking *booking); /* beside unbind */
	bool rendered; /* the practice writes the members' bytes */
} kinds[] = {
	[COLLECTION_SESSIONS] = {
		.put = booking_session_put,
		.delete = booking_session_delete,
		.rendered = true,
	},
	[COLLECTION_PRACTITIONER] = {
		.put = booking_session_put,
		.delete = booking_session_delete,
		.rendered = true,
	},
	[COLLECTION_CLOSURES] = {
		.put = booking_closure_put,
		.delete = booking_closure_delete,
		.rendered = true,
	},
	[COLLECTION_TO_SAVE] = {
		.put = booking_task_put,
		.delete = task_delete,
		.rendered = true,
	},
	[COLLECTION_PERSONAL] = {
		.put = booking_personal_put,
		.delete = booking_personal_delete,
	},
	[COLLECTION_PLAIN] = {
		.put = booking_plain_put,
		.delete = booking_personal_delete,
	},
	[COLLECTION_INBOX] = { .delete = booking_personal_delete },
	[COLLECTION_OUTBOX] = { .delete = booking_personal_delete },
	[COLLECTION_SHARED] = {
		.put = booking_shared_put,
		.delete = booking_shared_delete,
		.judge = booking_shared_judge,
		.judge_delete = booking_shared_judge_delete,
	},
	[COLLECTION_NOTIFICATIONS] = { .delete = booking_personal_delete },
};

bool booking_is_rendered(const struct collection *collection)
{
	return kinds[collection->kind].rendered;
}

enum err booking_check_name(struct booking *booking)
{
	struct collection there;
	enum err err;

	if (str_empty(booking->name) || strlen(booking->name) > NAME_LIMIT)
		return fail(booking->op, ERR_INVALID,
			    "a name has 1 to %d bytes", NAME_LIMIT);
	/* One that shows another's says nothing of what lies in that. */
	if (booking->collection.kind != COLLECTION_SHARED &&
	    (booking->current.id || !booking->collection.above))
		return OK;
	err = store_collection_find(booking->reader, booking->person.id,
				    arena_printf(booking->op->arena, "%s/%s",
						 booking->path, booking->name),
				    &there);
	if (!err)
		return fail(booking->op, ERR_METHOD, "'%s' is a collection",
			    booking->name);
	return err == ERR_NOT_FOUND ? OK : err;
}

enum err booking_may_put(struct booking *booking)
{
	const struct kind *kind = &kinds[booking->collection.kind];

	if (!kind->put)
		return OK;
	return kind->judge ? kind->judge(booking) : booking_writable(booking);
}

enum err booking_may_take(struct booking *booking)
{
	unsigned privileges =
		practice_privileges(&booking->op->actor, &booking->collection);
	unsigned wanted = PRIVILEGE_WRITE_CONTENT;

	if (booking->collection.kind == COLLECTION_SHARED &&
	    !booking->current.id)
		wanted = PRIVILEGE_BIND;
	return privileges & wanted ? OK : booking_read_only(booking);
}

enum err booking_may_remove(struct booking *booking)
{
	const struct kind *kind = &kinds[booking->collection.kind];

	if (!practice_may_remove(&booking->op->actor, &booking->collection))
		return booking_read_only(booking);
	return kind->judge_delete ? kind->judge_delete(booking) : OK;
}

enum err booking_put(struct booking *booking)
{
	const struct kind *kind = &kinds[booking->collection.kind];
	enum err err = booking_may_put(booking);

	if (!err)
		err = booking_check_name(booking);
	if (err)
		return err;
	if (!kind->put)
		return refuse(booking->op, REFUSAL_READ_ONLY,
			      "'%s' takes no events by PUT", booking->path);
	return kind->put(booking);
}

enum err booking_delete(struct booking *booking)
{
	enum err err = booking_may_remove(booking);

	return err ? err : kinds[booking->collection.kind].delete(booking);
}
