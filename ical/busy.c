#include "ical/busy.h"

#include "base/str.h"

enum cal_busy cal_event_busy(const struct cal_component *event)
{
	const struct cal_line *transp = cal_line_find(event, "TRANSP");
	const struct cal_line *status = cal_line_find(event, "STATUS");

	if (transp && slice_is(transp->value, "TRANSPARENT"))
		return CAL_FREE;
	if (status && slice_is(status->value, "CANCELLED"))
		return CAL_FREE;
	return status && slice_is(status->value, "TENTATIVE")
		       ? CAL_BUSY_TENTATIVE
		       : CAL_BUSY;
}
