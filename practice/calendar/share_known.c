#include "practice/calendar/share_known.h"

#include "base/str.h"
#include "practice/access.h"
#include "store/calendar.h"
#include "store/people.h"

static const char *const state_words[] = {
	[SHARE_GRANTED] = "granted",   [SHARE_INVITED] = "invited",
	[SHARE_ACCEPTED] = "accepted", [SHARE_DECLINED] = "declined",
	[SHARE_DECLINED + 1] = NULL,
};

const struct field share_rows[] = {
	ROW_ID("id", struct share_known, id, .see = SEE_TEAM,
	       .flags = FIELD_ONLY_ANSWER),
	ROW_TEXT("name", struct share_known, name, .see = SEE_TEAM,
		 .flags = FIELD_ONLY_ANSWER),
	ROW_TEXT("owner", struct share_known, owner, .see = SEE_TEAM,
		 .flags = FIELD_ONLY_ANSWER, .help = "the name of whose it is"),
	ROW_BOOL("writes", struct share_known, writes, .see = SEE_TEAM,
		 .flags = FIELD_ONLY_ANSWER,
		 .help = "it may be changed, not only read"),
	ROW_CHOICE("state", struct share_known, state, state_words,
		   .see = SEE_TEAM, .flags = FIELD_ONLY_ANSWER),
	{ .name = NULL },
};

static enum err know(struct reader *reader, const struct share *share,
		     struct share_known *known)
{
	struct collection collection;
	struct person owner;
	enum err err =
		store_collection_load(reader, share->collection, &collection);

	if (!err)
		err = store_person_find(reader, collection.owner, &owner);
	if (err)
		return err;
	*known = (struct share_known){
		.id = share->id,
		.uid = share->uid,
		.name = str_empty(share->summary) ? collection.name
						  : share->summary,
		.owner = owner.name,
		.writes = (share->privileges & PRIVILEGE_WRITE_CONTENT) != 0,
		.state = share->state,
	};
	return OK;
}

enum err practice_shares_known(struct reader *reader, struct share_known **list,
			       size_t *count)
{
	struct operation *op = store_reader_operation(reader);
	struct share_known *made;
	struct share *shares;
	size_t all, used = 0;
	enum err err =
		store_share_with(reader, op->actor.person, &shares, &all);

	if (err)
		return err;
	made = arena_array(op->arena, all + 1, sizeof(*made));
	for (size_t i = 0; !err && i < all; i++)
		if (shares[i].state != SHARE_GRANTED)
			err = know(reader, &shares[i], &made[used++]);
	if (err)
		return err;
	*list = made;
	*count = used;
	return OK;
}

enum err practice_share_known(struct reader *reader, int64_t id,
			      struct share_known *found)
{
	struct share_known *list;
	size_t count;
	enum err err = practice_shares_known(reader, &list, &count);

	for (size_t i = 0; !err && i < count; i++)
		if (list[i].id == id) {
			*found = list[i];
			return OK;
		}
	return err ? err
		   : fail(store_reader_operation(reader), ERR_NOT_FOUND,
			  "There is no such invitation for you.");
}
