#include "server/demo_deed_private.h"

void demo_deed_add(struct demo *demo, struct instant at, deed_run *run,
		   int client, int month)
{
	struct deed *deed = arena_alloc(demo->op->arena, sizeof(*deed));
	struct deed **place = &demo->deeds;

	if (at.s > demo->today.s)
		return;
	while (*place && (*place)->at.s <= at.s)
		place = &(*place)->next;
	*deed = (struct deed){ at, run, client, month, *place };
	*place = deed;
}

enum err demo_deeds_until(struct demo *demo, struct instant until)
{
	enum err err = OK;

	while (!err && demo->deeds && demo->deeds->at.s <= until.s) {
		const struct deed *deed = demo->deeds;

		demo->deeds = deed->next;
		demo->op->now = deed->at;
		err = deed->run(demo, deed);
	}
	return err;
}
