#include "practice/booking/session_member_private.h"
#include "practice/calendar/facts_list.h"

#include "practice/refusal.h"

enum err booking_shape_check(struct booking *booking,
			     const struct cal_object *object)
{
	if (object->master)
		return OK;
	return fail(booking->op, ERR_CALENDAR_OBJECT,
		    "a session is one event, not an instance of another");
}

enum err booking_session_open(struct booking *booking,
			      struct session_facts *facts,
			      struct viewer *viewer)
{
	enum err err = practice_facts_load(booking->reader,
					   booking->current.session, facts);

	if (!err)
		err = view_viewer(booking->reader, &booking->collection, facts,
				  viewer);
	if (err)
		return err;
	if (viewer->kind == VIEW_CLIENT)
		return refuse(booking->op, REFUSAL_READ_ONLY,
			      "a client's sessions are read-only");
	return OK;
}
