/**
 * Frames of what is read: one read transaction, then the answer. Rows of
 * routes name what they read (`fill`, `view`, `one`), and handlers that
 * change a thing answer with it as it is then.
 */
#ifndef ADMIN_API_FRAME_H
#define ADMIN_API_FRAME_H

#include "admin/api/call.h"

/** Run the route of the call, in the frame that its row asks for. */
MUST_CHECK enum err frame_run(struct call *call);

/** One thing by its id, in a read of its own; *json belongs to the
 *  operation. */
MUST_CHECK enum err frame_read(struct call *call, route_one *one, int64_t id,
			       json_t **json);
/** Answer with it: 200, or 201 where it was made just now. */
MUST_CHECK enum err frame_answer(struct call *call, route_one *one, int64_t id,
				 bool created);
/** For a 409: note it as it is now, where it can be read. The failure of the
 *  call stays. */
void frame_current(struct call *call, route_one *one, int64_t id);

#endif
