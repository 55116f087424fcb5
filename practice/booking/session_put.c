#include "practice/booking/session_put_private.h"

#include "practice/booking/apply_private.h"
#include "practice/booking/create_private.h"
#include "practice/booking/series_private.h"
#include "practice/booking/served_private.h"
#include "practice/booking/session_member_private.h"

enum err booking_session_put(struct booking *booking)
{
	struct session_facts facts, served;
	struct viewer viewer;
	struct wish_context context = { booking->reader, &served, &viewer,
					booking->current.own };
	struct cal_object object;
	struct wish wish;
	bool repeats;
	enum err err = booking_parse(booking, &object);

	if (!err)
		err = booking_shape_check(booking, &object);
	if (err)
		return err;
	if (!booking->current.id || booking->returns)
		return booking_create(booking, &object);
	err = booking_session_open(booking, &facts, &viewer);
	if (!err)
		err = booking_served(booking, object.master, &facts, &served);
	if (!err)
		err = practice_wish_event(&context, &object, &wish);
	if (!err)
		err = booking_series_wished(booking, &object, &facts.session,
					    &repeats);
	if (err)
		return err;
	/* The rule of its schedule, said again: the program still has the
	 * series, and what it moves is the whole of it. */
	wish.whole = object.recurring && facts.session.schedule && !repeats;
	return booking_apply(booking, &wish, repeats ? &object : NULL,
			     facts.session.id);
}
