#include "tests/unit/practice/fault_sharing.h"

#include "practice/calendar/share_known.h"
#include "practice/people/person.h"

#include <string.h>

/* Calendars that are shared on a disk that fails: who may see what changes
 * with its views, or nothing does. */

static void nobody_is_half_invited(void **s)
{
	struct agenda *agenda = *s;
	struct sharing maria = sharing_of(agenda, &agenda->maria);
	struct sharing ben = sharing_of(agenda, &agenda->ben);
	struct share share;
	const char *text;

	sharing_fill(agenda);
	share = sharing_with_ben(agenda, true);
	text = sharing_told(agenda, &agenda->ben, &share, "invite");
	assert_holds(text, "<CS:summary>Work &amp; &lt;play></CS:summary>");
	assert_holds(text,
		     "<CS:invite-noresponse/><CS:access><CS:read-write/>");
	text = sharing_told(agenda, &agenda->maria, &share, "reply");
	assert_holds(text, "<CS:invite-accepted/>");
	assert_holds(text, "<CS:summary>Hers</CS:summary>");
	text = sharing_shown(agenda, &agenda->ben, "maria-calendar",
			     "swim.ics");
	assert_holds(text, "SUMMARY:Swim");
	text = sharing_shown(agenda, &agenda->ben, "maria-calendar",
			     "secret.ics");
	assert_holds(text, "SUMMARY:Busy");
	assert_lacks(text, "Dentist");
	assert_false(
		agenda_has(agenda, &agenda->ben, "maria-calendar", "task.ics"));
	sharing_invite_ben(&maria, false, NULL);
	share = sharing_share(agenda, agenda->ben.id);
	assert_int_equal(share.state, SHARE_ACCEPTED);
	assert_int_equal(share.privileges, PRIVILEGES_READ);
	sharing_invite_ben(&maria, false, NULL); /* again: nothing to do */
	ben.reply = (struct invite_reply){ share.uid, false, NULL };
	request_sweep(&ben.request, "a refusal", sharing_answers);
	assert_null(ben.path);
	assert_false(sharing_has(agenda, &agenda->ben, "maria-calendar"));
	sharing_invite_ben(&maria, false, NULL);
	assert_int_equal(sharing_share(agenda, agenda->ben.id).state,
			 SHARE_INVITED);
	share = sharing_share(agenda, agenda->ben.id);
	maria.invitation.remove = true;
	request_sweep(&maria.request, "an end", sharing_invites);
	assert_holds(sharing_told(agenda, &agenda->ben, &share, "invite"),
		     "<CS:invite-deleted/>");
	request_sweep(&maria.request, "an end of nothing", sharing_invites);
}

/* Ben's reader is the place's. */
static struct reader *reader_of_ben(struct sharing *sharing)
{
	struct agenda *agenda = sharing->request.agenda;
	struct reader *reader = agenda->place->reader;

	store_reader_operation(reader)->actor.person = agenda->ben.id;
	return reader;
}

static enum err lists_invitations(void *context)
{
	struct share_known *list;
	size_t count;
	enum err err =
		practice_shares_known(reader_of_ben(context), &list, &count);

	if (err)
		return err;
	assert_int_equal(count, 1);
	assert_string_equal(list[0].name, "Work & <play>");
	assert_string_equal(list[0].owner, "Maria Silva");
	assert_true(list[0].writes);
	assert_int_equal(list[0].state, SHARE_ACCEPTED);
	return OK;
}

static enum err finds_invitation(void *context)
{
	struct sharing *sharing = context;
	struct share_known found;
	struct reader *reader = reader_of_ben(sharing);
	int64_t id = sharing->request.id;
	enum err err = practice_share_known(reader, id, &found);

	if (err)
		return err;
	assert_int_equal(found.id, id);
	err = practice_share_known(reader, id + 1, &found);
	if (err != ERR_NOT_FOUND)
		return err;
	operation_recover(store_reader_operation(reader));
	return OK;
}

static void who_was_asked_is_told_by_whom_or_not_at_all(void **s)
{
	struct agenda *agenda = *s;
	struct sharing ben = sharing_of(agenda, &agenda->ben);
	const struct faults_case list = { "a list", lists_invitations, true,
					  true },
				 one = { "one of it", finds_invitation, true,
					 true };

	sharing_fill(agenda);
	ben.request.id = sharing_with_ben(agenda, true).id;
	faults_sweep(agenda->place, &ben.request.op, &list, &ben);
	faults_sweep(agenda->place, &ben.request.op, &one, &ben);
}

static void an_event_moves_within_a_shared_calendar_or_stays(void **s)
{
	struct agenda *agenda = *s;
	struct object_at from = { agenda->ben.login, "maria-calendar",
				  "swim.ics" };
	struct object_at to = { agenda->ben.login, "maria-calendar",
				"swum.ics" };
	struct object_at over = { agenda->ben.login, "maria-calendar",
				  "other.ics" };

	sharing_fill(agenda);
	sharing_with_ben(agenda, true);
	sweep_copy(agenda, &agenda->ben, from, to, true, OK);
	assert_false(
		agenda_has(agenda, &agenda->maria, "calendar", "swim.ics"));
	assert_true(agenda_has(agenda, &agenda->maria, "calendar", "swum.ics"));
	agenda_put(agenda, &agenda->ben, "maria-calendar", "other.ics",
		   agenda_event(agenda, "other", ""), 0, OK);
	/* RFC 4791 5.3.2.1: one object does not become another. */
	sweep_copy(agenda, &agenda->ben, to, over, true, ERR_UID_CONFLICT);
	assert_true(agenda_has(agenda, &agenda->maria, "calendar", "swum.ics"));
}

static void what_may_not_be_shared_is_not(void **s)
{
	struct agenda *agenda = *s;
	struct sharing maria = sharing_of(agenda, &agenda->maria);
	struct sharing ben = sharing_of(agenda, &agenda->ben);
	static char long_name[INVITE_SUMMARY_LIMIT + 2];

	maria.invitation = (struct invitation){ .person = agenda->ada.id };
	sharing_sweep_refused(&maria, "a client", sharing_invites,
			      ERR_FORBIDDEN);
	maria.invitation.person = 4711;
	sharing_sweep_refused(&maria, "nobody", sharing_invites, ERR_FORBIDDEN);
	maria.invitation.person = agenda->maria.id;
	request_sweep(&maria.request, "oneself", sharing_invites);
	memset(long_name, 'x', sizeof(long_name) - 1);
	maria.invitation = (struct invitation){ .person = agenda->ben.id,
						.summary = long_name };
	sharing_sweep_refused(&maria, "a long name", sharing_invites,
			      ERR_INVALID);
	maria.request.at.path = "sessions";
	maria.invitation.summary = NULL;
	sharing_sweep_refused(&maria, "sessions", sharing_invites,
			      ERR_NEED_PRIVILEGES);
	maria.grant_count = 1;
	sharing_sweep_refused(&maria, "rights to sessions", sharing_grants,
			      ERR_NEED_PRIVILEGES);
	maria.request.at.path = "calendar";
	maria.grants[0] = (struct share_grant){ .role = ROLE_CLIENT };
	sharing_sweep_refused(&maria, "clients", sharing_grants, ERR_FORBIDDEN);
	maria.grants[0] = (struct share_grant){ .person = 4711 };
	sharing_sweep_refused(&maria, "rights of nobody", sharing_grants,
			      ERR_FORBIDDEN);
	ben.reply = (struct invite_reply){ "no-such", true, NULL };
	sharing_sweep_refused(&ben, "no invitation", sharing_answers,
			      ERR_NOT_FOUND);
	maria.people = (struct ids){ &agenda->ada.id, 1 };
	sharing_sweep_refused(&maria, "a client who stands in",
			      sharing_delegates, ERR_FORBIDDEN);
}

static void no_right_is_half_granted(void **s)
{
	struct agenda *agenda = *s;
	const struct person *ben = &agenda->ben, *sam = &agenda->sam;
	struct sharing maria = sharing_of(agenda, &agenda->maria);
	struct sharing leaving = sharing_of(agenda, ben);
	struct collection of, view;

	sharing_fill(agenda);
	of = agenda_collection(agenda, &agenda->maria, "calendar");
	maria.grants[0] =
		(struct share_grant){ .role = ROLE_PRACTITIONER,
				      .privileges = PRIVILEGE_FREE_BUSY };
	maria.grants[1] =
		(struct share_grant){ .person = sam->id,
				      .privileges = PRIVILEGES_WRITE };
	maria.grants[2] = (struct share_grant){ .person = agenda->maria.id };
	maria.grant_count = 3;
	request_sweep(&maria.request, "rights", sharing_grants);
	assert_true(sharing_has(agenda, sam, "maria-calendar"));
	assert_false(sharing_has(agenda, ben, "maria-calendar"));
	assert_int_equal(store_collection_view_find(place_read(agenda->place),
						    of.id, ben->id, &view),
			 OK);
	assert_int_equal(view.privileges, PRIVILEGE_FREE_BUSY);
	assert_holds(sharing_shown(agenda, ben, view.path, "swim.ics"),
		     "SUMMARY:Busy");
	maria.grants[0].privileges = PRIVILEGES_READ;
	maria.grant_count = 1;
	request_sweep(&maria.request, "other rights", sharing_grants);
	assert_true(sharing_has(agenda, ben, "maria-calendar"));
	assert_false(sharing_has(agenda, sam, "maria-calendar"));
	maria.grants[0].privileges = PRIVILEGES_WRITE;
	request_sweep(&maria.request, "more rights", sharing_grants);
	assert_int_equal(
		agenda_collection(agenda, ben, "maria-calendar").privileges,
		PRIVILEGES_READ | PRIVILEGES_WRITE);
	leaving.request.at.path = "maria-calendar";
	request_sweep(&leaving.request, "giving it back", sharing_leaves);
	assert_false(sharing_has(agenda, ben, "maria-calendar"));
	assert_int_equal(sharing_share(agenda, ben->id).state, SHARE_DECLINED);
}

/* Maria names and paints a calendar that she has made. */
static void made_work(struct agenda *agenda)
{
	static const struct property changes[] = {
		{ "DAV:", "displayname", "Work" },
		{ "http://apple.com/ns/ical/", "calendar-color", "#00ff00" },
		{ "DAV:", "x-other", "y" },
		{ "urn:x", "displayname", "z" },
		{ "http://apple.com/ns/ical/", "calendar-order", "3" },
	};
	struct operation op = agenda_as(agenda, &agenda->maria, 0);
	struct collection_new make = { .home = "maria",
				       .path = "work",
				       .kind = COLLECTION_PERSONAL };
	struct collection made;

	assert_int_equal(practice_collection_make(&op, agenda->place->store,
						  &make, &made),
			 OK);
	assert_int_equal(practice_properties_change(
				 &op, agenda->place->store, "maria", "work",
				 NULL, changes, ARRAY_SIZE(changes), NULL),
			 OK);
}

static const char *property_of(struct agenda *agenda,
			       const struct collection *of, const char *name)
{
	struct property *list;
	size_t count;

	assert_int_equal(store_property_list(place_read(agenda->place), of->id,
					     0, of->owner, &list, &count),
			 OK);
	for (size_t i = 0; i < count; i++) {
		if (str_equal(list[i].name, name))
			return list[i].value;
	}
	return NULL;
}

static void a_view_begins_with_its_owners_name_and_colour(void **s)
{
	struct agenda *agenda = *s;
	struct sharing maria = sharing_of(agenda, &agenda->maria);
	struct operation op = agenda_as(agenda, &agenda->ben, 0);
	struct collection_new taken = { .home = "ben",
					.path = "maria-work",
					.kind = COLLECTION_PERSONAL };
	struct collection made;

	made_work(agenda);
	assert_int_equal(practice_collection_make(&op, agenda->place->store,
						  &taken, &made),
			 OK);
	maria.request.at.path = "work";
	maria.grants[0] = (struct share_grant){ .role = ROLE_PRACTITIONER,
						.privileges = PRIVILEGES_READ };
	maria.grants[1] = (struct share_grant){ .role = ROLE_STAFF,
						.privileges = PRIVILEGES_READ };
	maria.grant_count = 2;
	request_sweep(&maria.request, "rights to work", sharing_grants);
	made = agenda_collection(agenda, &agenda->ben, "maria-work-2");
	assert_string_equal(property_of(agenda, &made, "displayname"), "Work");
	assert_string_equal(property_of(agenda, &made, "calendar-color"),
			    "#00ff00");
	assert_null(property_of(agenda, &made, "x-other"));
	maria.grants[0] = maria.grants[1];
	maria.grant_count = 1;
	request_sweep(&maria.request, "rights of one role", sharing_grants);
	assert_false(sharing_has(agenda, &agenda->ben, "maria-work-2"));
	assert_true(sharing_has(agenda, &agenda->sam, "maria-work"));
}

static enum err never(struct operation *op, const void *context UNUSED,
		      const struct member *current UNUSED)
{
	return fail(op, ERR_PRECONDITION, "not this one");
}

static void what_was_granted_and_what_was_taken_are_one(void **s)
{
	struct agenda *agenda = *s;
	const struct condition condition = { .check = never };
	struct sharing maria = sharing_of(agenda, &agenda->maria);
	struct sharing ben = sharing_of(agenda, &agenda->ben);
	struct operation op = agenda_as(agenda, &agenda->maria, 0);
	struct share share;

	maria.grants[0] =
		(struct share_grant){ .person = agenda->ben.id,
				      .privileges = PRIVILEGE_FREE_BUSY };
	maria.grant_count = 1;
	assert_int_equal(practice_grants_set(&op, agenda->place->store,
					     &maria.request.at, maria.grants, 1,
					     &condition),
			 ERR_PRECONDITION);
	request_sweep(&maria.request, "a right", sharing_grants);
	sharing_invite_ben(&maria, true, NULL);
	share = sharing_share(agenda, agenda->ben.id);
	assert_int_equal(share.state, SHARE_ACCEPTED);
	request_sweep(&maria.request, "less of it", sharing_grants);
	share = sharing_share(agenda, agenda->ben.id);
	assert_int_equal(share.state, SHARE_ACCEPTED);
	assert_int_equal(share.privileges, PRIVILEGE_FREE_BUSY);
	ben.reply = (struct invite_reply){ share.uid, true, NULL };
	request_sweep(&ben.request, "an answer that was given",
		      sharing_answers);
	assert_true(str_starts(ben.path, ".free-busy-"));
	ben = sharing_of(agenda, &agenda->sam);
	ben.reply = (struct invite_reply){ share.uid, true, NULL };
	sharing_sweep_refused(&ben, "another's invitation", sharing_answers,
			      ERR_NOT_FOUND);
	maria.grants[0].person = agenda->ada.id;
	sharing_sweep_refused(&maria, "a client's right", sharing_grants,
			      ERR_FORBIDDEN);
	maria.invitation.person = agenda->sam.id;
	request_sweep(&maria.request, "one who is asked", sharing_invites);
	maria.grant_count = 0;
	request_sweep(&maria.request, "all rights back", sharing_grants);
	assert_int_equal(sharing_share(agenda, agenda->sam.id).state,
			 SHARE_INVITED);
}

static void so_many_share_and_no_more(void **s)
{
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, &agenda->maria, 0);
	static const struct share_grant many[SHARE_LIMIT + 1];
	static int64_t people[SHARE_LIMIT + 1];
	const struct ids all = { people, ARRAY_SIZE(people) };
	const struct object_at at = { "maria", "calendar", NULL };

	assert_int_equal(practice_grants_set(&op, agenda->place->store, &at,
					     many, ARRAY_SIZE(many), NULL),
			 ERR_INVALID);
	operation_recover(&op);
	assert_int_equal(
		practice_delegates_set(&op, agenda->place->store, false, &all),
		ERR_INVALID);
}

static void nobody_half_stands_in_for_another(void **s)
{
	struct agenda *agenda = *s;
	struct sharing maria = sharing_of(agenda, &agenda->maria);
	int64_t people[] = { agenda->ben.id, agenda->maria.id };
	struct operation office = agenda_as(agenda, NULL, 0);
	struct person ben;

	sharing_fill(agenda);
	agenda_put(agenda, &agenda->ben, "calendar", "own.ics",
		   agenda_event(agenda, "own", ""), 0, OK);
	maria.people = (struct ids){ people, ARRAY_SIZE(people) };
	maria.writes = true;
	request_sweep(&maria.request, "who stands in", sharing_delegates);
	assert_int_equal(
		agenda_collection(agenda, &agenda->ben, "maria-calendar")
			.privileges,
		PRIVILEGES_READ | PRIVILEGES_WRITE);
	assert_int_equal(store_person_load(place_read(agenda->place),
					   agenda->ben.id, &ben),
			 OK);
	assert_int_equal(practice_person_deactivate(
				 &office, agenda->place->store, ben.login),
			 OK);
	assert_false(sharing_has(agenda, &agenda->ben, "maria-calendar"));
	maria.people = (struct ids){ &agenda->sam.id, 1 };
	maria.writes = false;
	request_sweep(&maria.request, "who may only look", sharing_delegates);
	assert_int_equal(
		agenda_collection(agenda, &agenda->sam, "maria-calendar")
			.privileges,
		PRIVILEGES_READ);
	maria.people.count = 0;
	request_sweep(&maria.request, "nobody stands in", sharing_delegates);
	assert_false(sharing_has(agenda, &agenda->sam, "maria-calendar"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(nobody_is_half_invited),
		WITH_AGENDA(who_was_asked_is_told_by_whom_or_not_at_all),
		WITH_AGENDA(an_event_moves_within_a_shared_calendar_or_stays),
		WITH_AGENDA(what_may_not_be_shared_is_not),
		WITH_AGENDA(no_right_is_half_granted),
		WITH_AGENDA(a_view_begins_with_its_owners_name_and_colour),
		WITH_AGENDA(what_was_granted_and_what_was_taken_are_one),
		WITH_AGENDA(so_many_share_and_no_more),
		WITH_AGENDA(nobody_half_stands_in_for_another),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
