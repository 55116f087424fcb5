#include "server/stranger.h"

/* The login is looked at before any body is read, once bodies of strangers take
 * so much together. */
#define STRANGERS_LIMIT (8 * 1024 * 1024)

bool strangers_admit(struct strangers *strangers, const struct framing *framing,
		     size_t *counted)
{
	if (!framing->has_body)
		return true;
	if (framing->chunked || framing->length > STRANGER_BODY)
		return false;
	*counted = framing->length;
	if (atomic_fetch_add(&strangers->bytes, *counted) + *counted <=
	    STRANGERS_LIMIT)
		return true;
	strangers_leave(strangers, counted);
	return false;
}

void strangers_leave(struct strangers *strangers, size_t *counted)
{
	atomic_fetch_sub(&strangers->bytes, *counted);
	*counted = 0;
}
