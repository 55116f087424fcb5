#include "practice/calendar/share.h"

#include "base/digest.h"
#include "base/str.h"
#include "practice/calendar/find.h"
#include "practice/calendar/lock.h"
#include "practice/calendar/share_notice_private.h"
#include "practice/calendar/share_view.h"
#include "store/calendar.h"
#include "store/lock.h"
#include "store/people.h"
#include "store/retired.h"
#include "store/transaction.h"

#define DAV "DAV:"
#define APPLE "http://apple.com/ns/ical/"
#define CALDAV "urn:ietf:params:xml:ns:caldav"

/* A calendar with all that its rights come from. */
struct shared {
	struct transaction *tx;
	struct reader *reader;
	const struct collection *source;
	struct share *shares;
	size_t share_count;
	struct delegate *delegates;
	size_t delegate_count;
};

bool practice_may_share_with(const struct person *person)
{
	return person->active && !str_empty(person->login) &&
	       (person->roles & SHARE_ROLES);
}

static bool in_force(const struct share *share)
{
	return share->state == SHARE_GRANTED || share->state == SHARE_ACCEPTED;
}

enum err practice_grants(struct reader *reader, int64_t collection,
			 struct share **list, size_t *count)
{
	size_t kept = 0;
	enum err err = store_share_list(reader, collection, list, count);

	if (err)
		return err;
	for (size_t i = 0; i < *count; i++) {
		if (in_force(&(*list)[i]))
			(*list)[kept++] = (*list)[i];
	}
	*count = kept;
	return OK;
}

static enum err load(struct transaction *tx, const struct collection *source,
		     struct shared *shared)
{
	enum err err;

	*shared = (struct shared){ .tx = tx,
				   .reader = store_tx_reader(tx),
				   .source = source };
	err = store_share_list(shared->reader, source->id, &shared->shares,
			       &shared->share_count);
	return err ? err
		   : store_delegate_list(shared->reader, source->owner, 0,
					 &shared->delegates,
					 &shared->delegate_count);
}

/* Who gave it back does not get it by a role either. */
static unsigned privileges_of(const struct shared *shared,
			      const struct person *person)
{
	unsigned privileges = 0;

	if (!practice_may_share_with(person) ||
	    person->id == shared->source->owner)
		return 0;
	for (size_t i = 0; i < shared->share_count; i++) {
		const struct share *share = &shared->shares[i];

		if (share->person == person->id &&
		    share->state == SHARE_DECLINED)
			return 0;
		if (in_force(share) && (share->person == person->id ||
					(share->role & person->roles)))
			privileges |= share->privileges;
	}
	for (size_t i = 0; i < shared->delegate_count; i++) {
		if (shared->delegates[i].person == person->id)
			privileges |=
				PRIVILEGES_READ |
				(shared->delegates[i].writes ? PRIVILEGES_WRITE
							     : 0);
	}
	return privileges;
}

/* "maria-work", numbered where that is taken; one that only tells busy times
 * is not seen in its home. */
static enum err free_path(const struct shared *shared, int64_t owner,
			  unsigned privileges, const char **path)
{
	struct arena *arena = store_tx_operation(shared->tx)->arena;
	struct collection there;
	struct person person;
	const char *base;
	enum err err = store_person_load(shared->reader, shared->source->owner,
					 &person);

	if (err)
		return err;
	base = arena_printf(arena, "%s-%s", person.login, shared->source->name);
	if (!(privileges & PRIVILEGE_READ))
		base = arena_printf(arena, ".free-busy-%lld",
				    (long long)shared->source->id);
	*path = base;
	for (int n = 2;; n++) {
		err = store_collection_find(shared->reader, owner, *path,
					    &there);
		if (err)
			return err == ERR_NOT_FOUND ? OK : err;
		*path = arena_printf(arena, "%s-%d", base, n);
	}
}

void share_text_xml(struct buf *buf, const char *text)
{
	for (; *text; text++) {
		if (*text == '<')
			buf_puts(buf, "&lt;");
		else if (*text == '&')
			buf_puts(buf, "&amp;");
		else
			buf_putc(buf, *text);
	}
}

/* A calendar that its owner never named says whose it is. */
static enum err default_name(const struct shared *shared, const char **name)
{
	const char *of = shared->source->name;
	struct person owner;
	struct buf buf;
	enum err err = store_person_load(shared->reader, shared->source->owner,
					 &owner);

	if (err)
		return err;
	buf_init(&buf, store_tx_operation(shared->tx)->arena);
	share_text_xml(&buf, str_equal(of, "calendar") ? "Calendar" : of);
	buf_puts(&buf, " (");
	share_text_xml(&buf, owner.name);
	buf_puts(&buf, ")");
	*name = buf.at;
	return OK;
}

static const char *summary_of(const struct shared *shared, int64_t person)
{
	for (size_t i = 0; i < shared->share_count; i++) {
		if (shared->shares[i].person == person)
			return shared->shares[i].summary;
	}
	return NULL;
}

static enum err set_first(const struct shared *shared,
			  const struct collection *view, const char *ns,
			  const char *name, const char *value)
{
	const struct property property = { ns, name, value };

	return store_property_set(shared->tx, view->id, 0, view->owner,
				  &property);
}

/* The owner's name and colour to begin with, and (sharing draft 5.5.5) no
 * word in the own free-busy. */
static enum err set_properties(const struct shared *shared,
			       const struct collection *view)
{
	struct buf summary;
	struct property *list;
	const char *name = summary_of(shared, view->owner);
	size_t count;
	enum err err =
		store_property_list(shared->reader, shared->source->id, 0,
				    shared->source->owner, &list, &count);

	buf_init(&summary, store_tx_operation(shared->tx)->arena);
	if (name) {
		share_text_xml(&summary, name);
		name = summary.at;
	}
	for (size_t i = 0; !err && i < count; i++) {
		if (str_equal(list[i].ns, APPLE) &&
		    str_equal(list[i].name, "calendar-color"))
			err = set_first(shared, view, list[i].ns, list[i].name,
					list[i].value);
		if (!name && str_equal(list[i].ns, DAV) &&
		    str_equal(list[i].name, "displayname"))
			name = list[i].value;
	}
	if (!err && !name)
		err = default_name(shared, &name);
	if (!err)
		err = set_first(shared, view, DAV, "displayname", name);
	return err ? err
		   : set_first(shared, view, CALDAV, "schedule-calendar-transp",
			       "<transparent xmlns=\"" CALDAV "\"/>");
}

static enum err make(const struct shared *shared, int64_t person,
		     unsigned privileges)
{
	struct collection view = {
		.owner = person,
		.kind = COLLECTION_SHARED,
		.components = shared->source->components,
		.source = shared->source->id,
		.privileges = privileges,
	};
	enum err err = free_path(shared, person, privileges, &view.path);

	if (!err)
		err = store_collection_insert(shared->tx, &view);
	if (!err)
		err = set_properties(shared, &view);
	return err ? err : share_view_render_tx(shared->tx, &view);
}

/* A program that asks for changes is to see that its rights are others. */
static enum err change(const struct shared *shared,
		       const struct collection *view, unsigned privileges)
{
	struct collection changed = *view;
	int64_t revision;
	enum err err;

	changed.privileges = privileges;
	err = store_collection_view_set(shared->tx, &changed);
	return err ? err
		   : store_collection_touch(shared->tx, view->id, &revision);
}

/* Whether it is read at all makes it another collection. */
static enum err settle_person(const struct shared *shared,
			      const struct person *person)
{
	unsigned privileges = privileges_of(shared, person);
	struct collection view;
	enum err err = store_collection_view_find(
		shared->reader, shared->source->id, person->id, &view);

	if (err == ERR_NOT_FOUND)
		return privileges ? make(shared, person->id, privileges) : OK;
	if (err || view.privileges == privileges)
		return err;
	if (!(privileges & PRIVILEGE_WRITE_CONTENT))
		err = store_lock_drop_person(shared->tx, shared->source->id,
					     person->id);
	if (err)
		return err;
	if (privileges && !((view.privileges ^ privileges) & PRIVILEGE_READ))
		return change(shared, &view, privileges);
	err = store_collection_retire(shared->tx, view.id,
				      shared->source->owner);
	if (!err && privileges)
		err = make(shared, person->id, privileges);
	return err;
}

enum err practice_share_settle_tx(struct transaction *tx,
				  const struct collection *source)
{
	struct shared shared;
	struct person *people;
	size_t count;
	enum err err = load(tx, source, &shared);

	if (!err)
		err = store_person_list(shared.reader, 0, &people, &count);
	for (size_t i = 0; !err && i < count; i++)
		err = settle_person(&shared, &people[i]);
	return err;
}

enum err practice_shares_settle_tx(struct transaction *tx)
{
	struct reader *reader = store_tx_reader(tx);
	struct collection source;
	struct ids ids = { NULL, 0 };
	enum err err = store_share_calendars(reader, &ids);

	for (size_t i = 0; !err && i < ids.count; i++) {
		err = store_collection_load(reader, ids.at[i], &source);
		if (!err)
			err = practice_share_settle_tx(tx, &source);
	}
	return err;
}

enum err practice_share_leave_tx(struct transaction *tx,
				 const struct collection *view)
{
	struct operation *op = store_tx_operation(tx);
	struct reader *reader = store_tx_reader(tx);
	struct share share;
	struct collection source;
	enum err err = store_collection_load(reader, view->source, &source);

	if (!err)
		err = store_share_find(reader, source.id, view->owner, 0,
				       &share);
	if (err == ERR_NOT_FOUND) {
		share = (struct share){ .collection = source.id,
					.person = view->owner,
					.uid = random_uid(op->arena) };
		err = OK;
	}
	share.state = SHARE_DECLINED;
	if (!err)
		err = store_share_set(tx, &share);
	if (!err)
		err = share_notice_owner(tx, &source, &share, NULL);
	return err ? err : practice_share_settle_tx(tx, &source);
}

/* What ACL sets. */
struct granting {
	const struct object_at *at;
	const struct share_grant *grants;
	size_t count;
	const struct condition *condition;
};

static enum err find_granted(struct reader *reader,
			     const struct granting *granting,
			     struct collection *found)
{
	struct operation *op = store_reader_operation(reader);
	struct person home;
	enum err err = practice_collection_find(
		reader, granting->at->home, granting->at->path, &home, found);

	if (err)
		return err;
	if (!(practice_privileges(&op->actor, found) & PRIVILEGE_WRITE_ACL))
		return fail(op, ERR_NEED_PRIVILEGES,
			    "the rights to '%s' are not yours to give",
			    granting->at->path);
	err = practice_condition_judge(reader, granting->condition, NULL);
	return err ? err
		   : practice_lock_check(reader, granting->at->home, found, "",
					 LOCK_WRITE_OVER);
}

static bool is_granted(const struct granting *granting,
		       const struct share *share)
{
	for (size_t i = 0; i < granting->count; i++) {
		if (granting->grants[i].person == share->person &&
		    granting->grants[i].role == share->role)
			return true;
	}
	return false;
}

static enum err take_back(struct transaction *tx,
			  const struct granting *granting,
			  const struct collection *from)
{
	struct share *list;
	size_t count;
	enum err err =
		practice_grants(store_tx_reader(tx), from->id, &list, &count);

	for (size_t i = 0; !err && i < count; i++) {
		if (!is_granted(granting, &list[i]))
			err = store_share_remove(tx, list[i].id);
	}
	return err;
}

static enum err check_principal(struct reader *reader,
				const struct share_grant *grant)
{
	struct operation *op = store_reader_operation(reader);
	struct person person;
	enum err err;

	if (!grant->person)
		return grant->role & SHARE_ROLES
			       ? OK
			       : fail(op, ERR_FORBIDDEN,
				      "rights go to who works here");
	err = store_person_find(reader, grant->person, &person);
	if (err == ERR_NOT_FOUND || (!err && !practice_may_share_with(&person)))
		return fail(op, ERR_FORBIDDEN,
			    "rights go to who works here and has a login");
	return err;
}

static enum err give(struct transaction *tx, const struct share_grant *grant,
		     const struct collection *on)
{
	struct reader *reader = store_tx_reader(tx);
	struct share share = { .id = 0 };
	enum err err = check_principal(reader, grant);

	if (!err)
		err = store_share_find(reader, on->id, grant->person,
				       grant->role, &share);
	if (err == ERR_NOT_FOUND) {
		share = (struct share){
			.collection = on->id,
			.person = grant->person,
			.role = grant->role,
			.uid = random_uid(store_tx_operation(tx)->arena),
		};
		err = OK;
	}
	if (err)
		return err;
	if (share.state != SHARE_ACCEPTED)
		share.state = SHARE_GRANTED;
	share.privileges = grant->privileges;
	if (share.privileges & PRIVILEGES_WRITE)
		share.privileges |= PRIVILEGES_READ;
	return store_share_set(tx, &share);
}

static enum err grant_work(struct transaction *tx, void *context)
{
	const struct granting *granting = context;
	struct collection on;
	enum err err = find_granted(store_tx_reader(tx), granting, &on);

	if (!err)
		err = take_back(tx, granting, &on);
	for (size_t i = 0; !err && i < granting->count; i++) {
		if (granting->grants[i].person != on.owner)
			err = give(tx, &granting->grants[i], &on);
	}
	return err ? err : practice_share_settle_tx(tx, &on);
}

enum err practice_grants_set(struct operation *op, struct store *store,
			     const struct object_at *at,
			     const struct share_grant *grants, size_t count,
			     const struct condition *condition)
{
	struct granting granting = { at, grants, count, condition };

	if (count > SHARE_LIMIT)
		return fail(op, ERR_INVALID,
			    "at most %d principals have rights to a calendar",
			    SHARE_LIMIT);
	return store_write(op, store, grant_work, &granting);
}
