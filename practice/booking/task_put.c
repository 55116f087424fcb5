#include "practice/booking/task_put_private.h"

#include "practice/booking/apply_private.h"
#include "practice/booking/served_private.h"
#include "practice/booking/session_member_private.h"
#include "practice/refusal.h"

enum err booking_task_put(struct booking *booking)
{
	struct session_facts facts;
	struct cal_object object;
	struct wish wish;
	enum err err;

	if (!booking->current.id)
		return refuse(booking->op, REFUSAL_READ_ONLY,
			      "what is to be saved comes from past sessions");
	err = booking_parse(booking, &object);
	if (!err)
		err = booking_shape_check(booking, &object);
	if (!err)
		err = booking_wished(booking, &object, practice_wish_task,
				     &facts, &wish);
	if (err)
		return err;
	return booking_apply(booking, &wish, NULL, facts.session.id);
}
