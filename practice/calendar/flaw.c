#include "practice/calendar/flaw.h"

#include "ical/object.h"
#include "practice/calendar/collection_zone.h"

enum err practice_flaw(struct reader *reader, const struct collection *of,
		       struct slice bytes, const char **flaw)
{
	struct operation *op = store_reader_operation(reader);
	const struct cal_zone *floating;
	struct cal_component *calendar;
	struct cal_object object;
	enum err err = practice_collection_zone(reader, of, &floating);

	*flaw = NULL;
	if (!err)
		err = cal_parse(op, bytes.at, bytes.len, &calendar);
	if (!err)
		err = cal_object_check_guess(op, calendar, floating, &object);
	if (!cal_object_is_flaw(err))
		return err;
	*flaw = op->failure.message;
	operation_recover(op);
	return operation_check(op);
}
