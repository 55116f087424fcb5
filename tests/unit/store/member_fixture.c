#include "tests/unit/store/member_fixture.h"

#include "store/calendar.h"
#include "store/instance.h"
#include "store/object_list.h"

#include <stdio.h>
#include <string.h>

enum err put(struct transaction *tx, void *context)
{
	struct put *p = context;

	if (!p->rows.spans && p->one.end.s != 0)
		p->rows = (struct index_rows){ &p->one, 1, NULL };
	return store_member_put(tx, &p->member, slice_of(p->bytes), &p->rows);
}

static enum err insert_collection(struct transaction *tx, void *context)
{
	return store_collection_insert(tx, context);
}

int64_t make_collection(struct place *place, const char *path)
{
	struct collection made = { .owner = 1,
				   .path = path,
				   .kind = COLLECTION_PERSONAL,
				   .components = VEVENT };

	place_write(place, insert_collection, &made, OK);
	return made.id;
}

struct span span(int64_t start, int64_t end)
{
	return (struct span){ { start }, { end } };
}

struct member add(struct place *place, int64_t collection, const char *name,
		  struct span when)
{
	struct put p = { .member = { .collection = collection,
				     .name = name,
				     .uid = name,
				     .kind = VEVENT,
				     .span = when },
			 .bytes = name,
			 .one = when };

	place_write(place, put, &p, OK);
	return p.member;
}

struct member find(struct place *place, int64_t collection, const char *name)
{
	struct member found;

	assert_int_equal(
		store_member_find(place_read(place), collection, name, &found),
		OK);
	return found;
}

enum err note(void *context, const struct member *member, struct slice bytes)
{
	struct walk *walk = context;
	size_t len = strlen(walk->names);

	snprintf(walk->names + len, sizeof(walk->names) - len, "%s ",
		 member->name);
	assert_int_equal(bytes.at != NULL, walk->with_bytes);
	walk->sure += store_member_sure(member, walk->span);
	walk->seen++;
	return walk->seen == walk->stop_after ? ERR_MATCHES_LIMIT : OK;
}

const char *overlapping(struct place *place, struct walk *walk,
			int64_t collection, unsigned kinds, struct span when)
{
	*walk = (struct walk){ .span = when };
	assert_int_equal(store_member_overlapping(place_read(place), collection,
						  kinds, when, false, note,
						  walk),
			 OK);
	return walk->names;
}
