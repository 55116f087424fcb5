#include "base/operation.h"

void operation_init(struct operation *op, struct arena *arena,
		    struct instant now)
{
	*op = (struct operation){ .arena = arena, .now = now };
}

void operation_recover(struct operation *op)
{
	op->failure = (struct failure){ 0 };
}
