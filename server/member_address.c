#include "server/member_address.h"

#include "practice/calendar/address.h"
#include "store/people.h"

const char *member_address(struct reader *reader, const struct collection *of,
			   const struct member *member)
{
	struct operation *op = store_reader_operation(reader);
	struct person owner;

	if (store_person_find(reader, of->owner, &owner)) {
		operation_recover(op);
		owner.login = NULL;
	}
	return practice_href(op->arena, owner.login ? owner.login : "-",
			     of->path, member->name);
}
