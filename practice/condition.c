#include "practice/condition.h"

enum err practice_condition_judge(struct reader *reader,
				  const struct condition *condition,
				  const struct member *current)
{
	enum err err = OK;

	if (!condition || !condition->check)
		return OK;
	if (condition->look)
		err = condition->look(reader, condition->context);
	if (err)
		return err;
	return condition->check(store_reader_operation(reader),
				condition->context, current);
}
