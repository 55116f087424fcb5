#include "practice/calendar/home.h"

#include "ical/object.h"
#include "practice/calendar/address.h"
#include "practice/calendar/share.h"
#include "practice/calendar/view_closure.h"
#include "practice/calendar/view_collection.h"
#include "practice/calendar/view_update.h"
#include "store/session.h"
#include "store/session_list.h"

#define OFFICE (ROLE_ADMIN | ROLE_STAFF)
#define WORKERS (OFFICE | ROLE_PRACTITIONER)

/* What roles give, but the office's calendars of practitioners. */
static const struct home_row {
	const char *path;
	enum collection_kind kind;
	unsigned components;
	unsigned roles;
} home_rows[] = {
	{ PATH_SESSIONS, COLLECTION_SESSIONS, CAL_VEVENT,
	  ROLE_PRACTITIONER | ROLE_CLIENT },
	{ PATH_TO_SAVE, COLLECTION_TO_SAVE, CAL_VTODO, ROLE_PRACTITIONER },
	{ "calendar", COLLECTION_PERSONAL,
	  CAL_VEVENT | CAL_VTODO | CAL_VJOURNAL, WORKERS },
	{ "inbox", COLLECTION_INBOX, CAL_VEVENT | CAL_VTODO | CAL_VFREEBUSY,
	  WORKERS },
	{ "outbox", COLLECTION_OUTBOX, CAL_VEVENT | CAL_VTODO | CAL_VFREEBUSY,
	  WORKERS },
	{ PATH_NOTIFICATIONS, COLLECTION_NOTIFICATIONS, 0, WORKERS },
};

static bool has_home(const struct person *person)
{
	return !str_empty(person->login);
}

static enum err make_row(struct transaction *tx, const struct person *person,
			 const struct home_row *row)
{
	struct collection made = {
		.owner = person->id,
		.path = row->path,
		.kind = row->kind,
		.components = row->components,
	};
	enum err err = store_collection_insert(tx, &made);

	/* The person made a calendar at this path before: it is theirs. */
	if (err == ERR_EXISTS) {
		operation_recover(store_tx_operation(tx));
		return OK;
	}
	return err;
}

static const struct collection *of_kind(const struct collection *list,
					size_t count, enum collection_kind kind,
					int64_t subject)
{
	for (size_t i = 0; i < count; i++) {
		if (list[i].kind == kind &&
		    (!subject || list[i].subject == subject))
			return &list[i];
	}
	return NULL;
}

static enum err follow_roles(struct transaction *tx,
			     const struct person *person,
			     const struct collection *list, size_t count)
{
	bool first = !of_kind(list, count, COLLECTION_INBOX, 0);
	enum err err = OK;

	for (size_t i = 0; !err && i < ARRAY_SIZE(home_rows); i++) {
		const struct home_row *row = &home_rows[i];
		const struct collection *there =
			of_kind(list, count, row->kind, 0);
		bool due = (person->roles & row->roles) != 0;

		/* The personal one comes with the home: whoever deleted it does
		 * not want it back, whoever lost a role keeps it. */
		if (row->kind == COLLECTION_PERSONAL) {
			if (due && first)
				err = make_row(tx, person, row);
		} else if (due && !there) {
			err = make_row(tx, person, row);
		} else if (!due && there) {
			err = store_collection_delete(tx, there->id);
		}
	}
	return err;
}

static bool may_be_shown(const struct person *office,
			 const struct person *practitioner)
{
	return has_home(office) && (office->roles & OFFICE) &&
	       (practitioner->roles & ROLE_PRACTITIONER) &&
	       office->id != practitioner->id;
}

/* The practitioner's login, or what holds no name; numbered where taken. */
static enum err free_path(struct reader *reader, int64_t owner,
			  const struct person *practitioner, const char **path)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	const char *base = practitioner->login;
	const char *wish;
	struct collection there;
	enum err err;

	if (str_empty(base))
		base = arena_printf(arena, "practitioner-%lld",
				    (long long)practitioner->id);
	wish = base;
	for (int n = 2;; n++) {
		err = store_collection_find(reader, owner, wish, &there);
		if (err)
			break;
		wish = arena_printf(arena, "%s-%d", base, n);
	}
	if (err != ERR_NOT_FOUND)
		return err;
	*path = wish;
	return OK;
}

static enum err make_shown(struct transaction *tx, int64_t owner,
			   const struct person *practitioner)
{
	struct collection made = {
		.owner = owner,
		.subject = practitioner->id,
		.kind = COLLECTION_PRACTITIONER,
		.components = CAL_VEVENT,
	};
	enum err err =
		free_path(store_tx_reader(tx), owner, practitioner, &made.path);

	if (!err)
		err = store_collection_insert(tx, &made);
	return err ? err : practice_collection_render(tx, &made);
}

/* One office home shows one practitioner, or no longer does. A calendar that
 * was there is rendered anew: names and amounts may show otherwise. */
static enum err follow_pair(struct transaction *tx, const struct person *office,
			    const struct person *practitioner,
			    const struct collection *there, bool again)
{
	bool due = may_be_shown(office, practitioner);

	if (!due)
		return there ? store_collection_delete(tx, there->id) : OK;
	if (!there)
		return make_shown(tx, office->id, practitioner);
	return again ? practice_collection_render(tx, there) : OK;
}

static enum err follow_practitioners(struct transaction *tx,
				     const struct person *person,
				     const struct collection *list,
				     size_t count)
{
	struct person *people;
	size_t people_count;
	enum err err = store_person_list(store_tx_reader(tx), 0, &people,
					 &people_count);

	for (size_t i = 0; !err && i < people_count; i++)
		err = follow_pair(tx, person, &people[i],
				  of_kind(list, count, COLLECTION_PRACTITIONER,
					  people[i].id),
				  true);
	return err;
}

static enum err follow_offices(struct transaction *tx,
			       const struct person *person)
{
	struct reader *reader = store_tx_reader(tx);
	struct collection *showing;
	struct person *people;
	size_t count;
	size_t people_count;
	enum err err = store_collection_showing(reader, COLLECTION_PRACTITIONER,
						person->id, &showing, &count);

	if (!err)
		err = store_person_list(reader, OFFICE, &people, &people_count);
	if (err)
		return err;
	for (size_t i = 0; !err && i < people_count; i++) {
		const struct collection *there = NULL;

		for (size_t j = 0; j < count; j++) {
			if (showing[j].owner == people[i].id)
				there = &showing[j];
		}
		err = follow_pair(tx, &people[i], person, there, false);
	}
	return err;
}

static enum err update_views(struct transaction *tx,
			     const struct session_filter *filter)
{
	struct session *list;
	size_t count;
	enum err err =
		store_session_list(store_tx_reader(tx), filter, &list, &count);

	for (size_t i = 0; !err && i < count; i++)
		err = view_people_update(tx, list[i].id);
	return err;
}

static enum err update_sessions(struct transaction *tx,
				const struct person *person)
{
	struct session_filter filter = { .practitioner = person->id };
	enum err err = update_views(tx, &filter);

	if (err)
		return err;
	filter = (struct session_filter){ .client = person->id };
	return update_views(tx, &filter);
}

enum err practice_home_prepare_tx(struct transaction *tx,
				  const struct person *person)
{
	struct reader *reader = store_tx_reader(tx);
	struct collection closures;
	struct collection *list = NULL;
	size_t count = 0;
	enum err err = view_closures_load(tx, &closures);

	if (!err)
		err = store_collection_children(reader, person->id, 0, &list,
						&count);
	if (!err && has_home(person))
		err = follow_roles(tx, person, list, count);
	if (!err)
		err = follow_practitioners(tx, person, list, count);
	if (!err)
		err = follow_offices(tx, person);
	if (!err)
		err = practice_shares_settle_tx(tx);
	return err ? err : update_sessions(tx, person);
}
