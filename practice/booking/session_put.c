#include "practice/booking/session_put_private.h"

#include "practice/booking/apply_private.h"
#include "practice/booking/create_private.h"
#include "practice/booking/series_private.h"
#include "practice/booking/session_member_private.h"

enum err booking_session_put(struct booking *booking)
{
	struct session_facts facts;
	struct viewer viewer;
	struct wish_context context = { booking->reader, &facts, &viewer,
					booking->current.own };
	struct cal_object object;
	struct wish wish;
	bool repeats;
	enum err err = booking_parse(booking, &object);

	if (!err)
		err = booking_shape_check(booking, &object);
	if (err)
		return err;
	if (!booking->current.id)
		return booking_create(booking, &object);
	err = booking_session_open(booking, &facts, &viewer);
	if (!err)
		err = practice_wish_event(&context, &object, &wish);
	/* The version that was named is what was compared with, whatever
	 * revision the program kept; but how a session ended is not undone by
	 * what was read before it ended (S24). */
	if (!err && booking->named &&
	    !(wish.status && facts.session.state == SESSION_SAVED))
		wish.stale = false;
	if (!err)
		err = booking_series_wished(booking, &object, &facts.session,
					    &repeats);
	if (err)
		return err;
	return booking_apply(booking, &wish, repeats ? &object : NULL,
			     facts.session.id);
}
