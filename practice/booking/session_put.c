#include "practice/booking/session_put_private.h"

#include "practice/booking/apply_private.h"
#include "practice/booking/create_private.h"
#include "practice/booking/series_again_private.h"
#include "practice/booking/series_private.h"
#include "practice/booking/served_private.h"
#include "practice/booking/session_member_private.h"

/* Over a session that is there. The program that sent the series before, or one
 * that says what the schedule does, means the whole of it. */
static enum err put_series(struct booking *booking,
			   const struct cal_object *object,
			   const struct session *session, struct wish *wish)
{
	int64_t id = session->id;
	bool repeats, done;
	enum err err;

	/* It may be among those that are changed. */
	wish->facts = NULL;
	err = booking_series_again(booking, object, wish, &id, &done);

	if (err || done)
		return err ? err : booking_apply(booking, wish, NULL, id);
	err = booking_series_wished(booking, object, session, &repeats);
	if (err)
		return err;
	wish->whole = session->schedule && !repeats;
	return booking_apply(booking, wish, repeats ? object : NULL, id);
}

enum err booking_session_put(struct booking *booking)
{
	struct session_facts facts;
	struct cal_object object;
	struct wish wish;
	enum err err = booking_parse(booking, &object);

	if (!err)
		err = booking_shape_check(booking, &object);
	if (err)
		return err;
	if (!booking->current.id || booking->returns)
		return booking_create(booking, &object);
	err = booking_wished(booking, &object, practice_wish_event, &facts,
			     &wish);
	if (err)
		return err;
	return object.recurring
		       ? put_series(booking, &object, &facts.session, &wish)
		       : booking_apply(booking, &wish, NULL, facts.session.id);
}
