#include "server/flaws.h"

#include "practice/calendar/flaw.h"
#include "server/member_address.h"
#include "store/calendar.h"
#include "store/object_list.h"
#include "store/object.h"

struct finding {
	struct reader *reader;
	FILE *out;
	struct flaws *flaws;
	const struct collection *of;
};

static enum err member_each(void *context, const struct member *member,
			    struct slice bytes)
{
	struct finding *finding = context;
	const char *flaw;
	enum err err;

	if (!member->kind)
		return OK;
	finding->flaws->objects++;
	err = practice_flaw(finding->reader, finding->of, bytes, &flaw);
	if (err || !flaw)
		return err;
	finding->flaws->flawed++;
	fprintf(finding->out, "     %s %s\n",
		member_address(finding->reader, finding->of, member), flaw);
	return OK;
}

enum err flaws_find(struct reader *reader, FILE *out, struct flaws *flaws)
{
	struct finding finding = { .reader = reader,
				   .out = out,
				   .flaws = flaws };
	struct collection *list;
	size_t count;
	enum err err;

	*flaws = (struct flaws){ 0 };
	err = store_collection_showing(reader, COLLECTION_PERSONAL, 0, &list,
				       &count);
	for (size_t i = 0; !err && i < count; i++) {
		finding.of = &list[i];
		err = store_member_walk(reader, list[i].id, true, member_each,
					&finding);
	}
	return err;
}
