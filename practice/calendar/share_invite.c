#include "practice/calendar/share_invite.h"

#include "base/digest.h"
#include "base/str.h"
#include "practice/calendar/find.h"
#include "practice/calendar/share_notice_private.h"
#include "store/calendar.h"
#include "store/people.h"
#include "store/transaction.h"

#include <string.h>

struct inviting {
	const struct object_at *at;
	const struct invitation *list;
	size_t count;
};

static enum err find_invited(struct reader *reader, const struct object_at *at,
			     struct collection *found)
{
	struct operation *op = store_reader_operation(reader);
	struct person home;
	enum err err = practice_collection_find(reader, at->home, at->path,
						&home, found);

	if (err ||
	    (practice_privileges(&op->actor, found) & PRIVILEGE_WRITE_ACL))
		return err;
	return fail(op, ERR_NEED_PRIVILEGES,
		    "'%s' is not yours to share: personal calendars of one's "
		    "own are",
		    at->path);
}

static enum err check_person(struct reader *reader, int64_t id)
{
	struct person person;
	enum err err = store_person_find(reader, id, &person);

	if (err == ERR_NOT_FOUND || (!err && !practice_may_share_with(&person)))
		return fail(store_reader_operation(reader), ERR_FORBIDDEN,
			    "a calendar is shared with who works here and has "
			    "a login");
	return err;
}

static enum err end(struct transaction *tx, const struct collection *source,
		    const struct invitation *invitation)
{
	struct share share;
	enum err err = store_share_find(store_tx_reader(tx), source->id,
					invitation->person, 0, &share);

	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	err = store_share_remove(tx, share.id);
	return err ? err : share_notice_sharee(tx, source, &share, true);
}

/* Who declined is asked anew. */
static enum err ask(struct transaction *tx, const struct collection *source,
		    const struct invitation *invitation)
{
	struct operation *op = store_tx_operation(tx);
	struct reader *reader = store_tx_reader(tx);
	struct share share = { .id = 0 };
	struct share before;
	enum err err = check_person(reader, invitation->person);

	if (!err)
		err = store_share_find(reader, source->id, invitation->person,
				       0, &share);
	if (err && err != ERR_NOT_FOUND)
		return err;
	before = share;
	if (err || share.state == SHARE_DECLINED) {
		share = (struct share){ .collection = source->id,
					.person = invitation->person,
					.state = SHARE_INVITED,
					.uid = random_uid(op->arena) };
	} else if (share.state == SHARE_GRANTED) {
		share.state = SHARE_ACCEPTED;
	}
	share.privileges = PRIVILEGES_READ;
	if (invitation->writes)
		share.privileges |= PRIVILEGES_WRITE;
	if (invitation->summary)
		share.summary = invitation->summary;
	if (!err && share.state == before.state &&
	    share.privileges == before.privileges &&
	    str_equal(share.summary, before.summary))
		return OK;
	err = store_share_set(tx, &share);
	return err ? err : share_notice_sharee(tx, source, &share, false);
}

static enum err check_summary(struct operation *op, const char *summary)
{
	if (!summary || strlen(summary) <= INVITE_SUMMARY_LIMIT)
		return OK;
	return fail(op, ERR_INVALID, "a calendar's name has at most %d bytes",
		    INVITE_SUMMARY_LIMIT);
}

static enum err invite_work(struct transaction *tx, void *context)
{
	const struct inviting *inviting = context;
	struct reader *reader = store_tx_reader(tx);
	struct collection source;
	struct share *list;
	size_t count;
	enum err err = find_invited(reader, inviting->at, &source);

	for (size_t i = 0; !err && i < inviting->count; i++) {
		const struct invitation *invitation = &inviting->list[i];

		if (invitation->person == source.owner)
			continue;
		err = check_summary(store_tx_operation(tx),
				    invitation->summary);
		if (!err)
			err = invitation->remove ? end(tx, &source, invitation)
						 : ask(tx, &source, invitation);
	}
	if (!err)
		err = store_share_list(reader, source.id, &list, &count);
	if (!err && count > SHARE_LIMIT)
		return fail(store_tx_operation(tx), ERR_INVALID,
			    "a calendar is shared with at most %d people",
			    SHARE_LIMIT);
	return err ? err : practice_share_settle_tx(tx, &source);
}

enum err practice_invite(struct operation *op, struct store *store,
			 const struct object_at *at,
			 const struct invitation *list, size_t count)
{
	struct inviting inviting = { at, list, count };

	return store_write(op, store, invite_work, &inviting);
}

struct answering {
	const struct invite_reply *reply;
	const char *path; /* what comes out */
};

static enum err find_asked(struct reader *reader, const char *uid,
			   struct share *share, struct collection *source)
{
	struct operation *op = store_reader_operation(reader);
	enum err err = store_share_find_uid(reader, uid, share);

	if (err == ERR_NOT_FOUND || (!err && share->person != op->actor.person))
		return fail(op, ERR_NOT_FOUND,
			    "there is no invitation '%s' for you", uid);
	return err ? err
		   : store_collection_load(reader, share->collection, source);
}

static enum err name_view(struct transaction *tx, const struct collection *view,
			  const char *summary)
{
	struct property name = { "DAV:", "displayname", NULL };
	struct buf text;

	if (!summary)
		return OK;
	buf_init(&text, store_tx_operation(tx)->arena);
	buf_puts(&text, "");
	share_text_xml(&text, summary);
	name.value = text.at;
	return store_property_set(tx, view->id, 0, view->owner, &name);
}

static enum err answer_work(struct transaction *tx, void *context)
{
	struct answering *answering = context;
	const struct invite_reply *reply = answering->reply;
	struct reader *reader = store_tx_reader(tx);
	struct collection source, view;
	struct share share;
	enum share_state before;
	enum err err = find_asked(reader, reply->uid, &share, &source);

	answering->path = NULL;
	if (err)
		return err;
	before = share.state;
	share.state = reply->accepts ? SHARE_ACCEPTED : SHARE_DECLINED;
	err = store_share_set(tx, &share);
	if (!err)
		err = practice_share_settle_tx(tx, &source);
	if (!err && before != share.state)
		err = share_notice_owner(tx, &source, &share, reply->summary);
	if (err || !reply->accepts)
		return err;
	err = store_collection_view_find(reader, source.id, share.person,
					 &view);
	if (!err)
		err = name_view(tx, &view, reply->summary);
	if (!err)
		answering->path = view.path;
	return err;
}

enum err practice_invite_answer(struct operation *op, struct store *store,
				const struct invite_reply *reply,
				const char **path)
{
	struct answering answering = { .reply = reply };
	enum err err = check_summary(op, reply->summary);

	if (!err)
		err = store_write(op, store, answer_work, &answering);
	if (!err)
		*path = answering.path;
	return err;
}

struct delegating {
	bool writes;
	const struct ids *people;
};

static enum err drop_delegates(struct transaction *tx,
			       const struct delegating *delegating,
			       int64_t owner)
{
	struct delegate *list;
	size_t count;
	enum err err = store_delegate_list(store_tx_reader(tx), owner, 0, &list,
					   &count);

	for (size_t i = 0; !err && i < count; i++) {
		if (list[i].writes == delegating->writes)
			err = store_delegate_remove(tx, owner, list[i].person);
	}
	return err;
}

static enum err settle_home(struct transaction *tx, int64_t owner)
{
	struct collection *list;
	size_t count;
	enum err err = store_collection_owned(
		store_tx_reader(tx), owner, COLLECTION_PERSONAL, &list, &count);

	for (size_t i = 0; !err && i < count; i++)
		err = practice_share_settle_tx(tx, &list[i]);
	return err;
}

static enum err delegate_work(struct transaction *tx, void *context)
{
	const struct delegating *delegating = context;
	struct operation *op = store_tx_operation(tx);
	struct delegate delegate = { .owner = op->actor.person,
				     .writes = delegating->writes };
	enum err err = drop_delegates(tx, delegating, delegate.owner);

	for (size_t i = 0; !err && i < delegating->people->count; i++) {
		delegate.person = delegating->people->at[i];
		if (delegate.person == delegate.owner)
			continue;
		err = check_person(store_tx_reader(tx), delegate.person);
		if (!err)
			err = store_delegate_set(tx, &delegate);
	}
	return err ? err : settle_home(tx, delegate.owner);
}

enum err practice_delegates_set(struct operation *op, struct store *store,
				bool writes, const struct ids *people)
{
	struct delegating delegating = { writes, people };

	if (people->count > SHARE_LIMIT)
		return fail(op, ERR_INVALID,
			    "at most %d people stand in for another",
			    SHARE_LIMIT);
	return store_write(op, store, delegate_work, &delegating);
}
