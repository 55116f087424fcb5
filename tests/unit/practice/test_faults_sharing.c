#include "tests/unit/practice/fault_requests.h"

#include "practice/access.h"
#include "practice/calendar/collection_place.h"
#include "practice/calendar/share.h"
#include "practice/calendar/share_invite.h"
#include "practice/people/person.h"

#include <string.h>

/* Calendars that are shared on a disk that fails: who may see what changes
 * with its views, or nothing does. */

#define NOTIFICATIONS "notifications"

struct sharing {
	struct request request; /* first: it is what the runs are given */
	struct invitation invitation;
	struct invite_reply reply;
	struct share_grant grants[3];
	size_t grant_count;
	struct ids people;
	bool writes;
	const char *path; /* of a view, where it was accepted */
};

static struct sharing sharing_of(struct agenda *agenda,
				 const struct person *person)
{
	struct sharing sharing = { .request = request_of(agenda, person, 0) };

	sharing.request.at =
		(struct object_at){ person->login, "calendar", NULL };
	return sharing;
}

static enum err invites(void *context)
{
	struct sharing *sharing = context;
	struct request *request = &sharing->request;

	return request_ended(request, practice_invite(&request->op,
						      request_store(request),
						      &request->at,
						      &sharing->invitation, 1));
}

static enum err answers(void *context)
{
	struct sharing *sharing = context;
	struct request *request = &sharing->request;
	enum err err;

	faults_fill(sharing->path);
	err = practice_invite_answer(&request->op, request_store(request),
				     &sharing->reply, &sharing->path);
	return request_ended(request, faults_kept(err, sharing->path));
}

static enum err grants(void *context)
{
	struct sharing *sharing = context;
	struct request *request = &sharing->request;

	return request_ended(request,
			     practice_grants_set(&request->op,
						 request_store(request),
						 &request->at, sharing->grants,
						 sharing->grant_count, NULL));
}

static enum err delegates(void *context)
{
	struct sharing *sharing = context;
	struct request *request = &sharing->request;

	return request_ended(
		request,
		practice_delegates_set(&request->op, request_store(request),
				       sharing->writes, &sharing->people));
}

static enum err leaves(void *context)
{
	struct sharing *sharing = context;
	struct request *request = &sharing->request;

	return practice_collection_delete(&request->op, request_store(request),
					  request->at.home, request->at.path,
					  NULL);
}

static void sweep_refused(struct sharing *sharing, const char *what,
			  faults_run *run, enum err refused)
{
	sharing->request.refused = refused;
	request_sweep(&sharing->request, what, run);
	sharing->request.refused = OK;
}

/* The one notification of that beginning in a home. */
static char *told(struct agenda *agenda, const struct person *person,
		  const struct share *share, const char *kind)
{
	struct member member =
		agenda_member(agenda, person, NOTIFICATIONS,
			      arena_printf(agenda->place->arena, "%s-%s.xml",
					   kind, share->uid));
	struct slice bytes;

	assert_int_equal(store_member_bytes(place_read(agenda->place),
					    member.id, &bytes),
			 OK);
	return slice_dup(agenda->place->arena, bytes);
}

static char *shown(struct agenda *agenda, const struct person *person,
		   const char *path, const char *name)
{
	struct member member = agenda_member(agenda, person, path, name);
	struct slice bytes;

	assert_int_equal(store_member_bytes(place_read(agenda->place),
					    member.id, &bytes),
			 OK);
	return slice_dup(agenda->place->arena, bytes);
}

static struct share share_with(struct agenda *agenda, int64_t person)
{
	struct collection of =
		agenda_collection(agenda, &agenda->maria, "calendar");
	struct share share;

	assert_int_equal(store_share_find(place_read(agenda->place), of.id,
					  person, 0, &share),
			 OK);
	return share;
}

static bool has_calendar(struct agenda *agenda, const struct person *person,
			 const char *path)
{
	struct collection there;

	return store_collection_find(place_read(agenda->place), person->id,
				     path, &there) == OK;
}

/* Maria's: one for all to see, one of her own, and a task that is so too. */
static void fill(struct agenda *agenda)
{
	const struct person *maria = &agenda->maria;

	agenda_put(agenda, maria, "calendar", "swim.ics",
		   agenda_event(agenda, "swim", "SUMMARY:Swim\r\n"), 0, OK);
	agenda_put(agenda, maria, "calendar", "secret.ics",
		   agenda_event(agenda, "secret",
				"CLASS:PRIVATE\r\nSUMMARY:Dentist\r\n"
				"RRULE:FREQ=WEEKLY;COUNT=2\r\n"),
		   0, OK);
	agenda_put(agenda, maria, "calendar", "task.ics",
		   agenda_object(agenda, "VTODO",
				 "UID:task\r\nDTSTAMP:20260609T000000Z\r\n"
				 "CLASS:CONFIDENTIAL\r\nSUMMARY:Tax\r\n"),
		   0, OK);
}

static void invite_ben(struct sharing *sharing, bool writes,
		       const char *summary)
{
	sharing->invitation =
		(struct invitation){ .person = sharing->request.agenda->ben.id,
				     .writes = writes,
				     .summary = summary };
	request_sweep(&sharing->request, "an invitation", invites);
}

/* Asked and taken; what Ben calls it there. */
static struct share share_with_ben(struct agenda *agenda, bool writes)
{
	struct sharing maria = sharing_of(agenda, &agenda->maria);
	struct sharing ben = sharing_of(agenda, &agenda->ben);
	struct share share;

	invite_ben(&maria, writes, "Work & <play>");
	share = share_with(agenda, agenda->ben.id);
	assert_int_equal(share.state, SHARE_INVITED);
	assert_false(has_calendar(agenda, &agenda->ben, "maria-calendar"));
	ben.reply = (struct invite_reply){ share.uid, true, "Hers" };
	request_sweep(&ben.request, "an answer", answers);
	assert_string_equal(ben.path, "maria-calendar");
	return share;
}

static void nobody_is_half_invited(void **s)
{
	struct agenda *agenda = *s;
	struct sharing maria = sharing_of(agenda, &agenda->maria);
	struct sharing ben = sharing_of(agenda, &agenda->ben);
	struct share share;
	const char *text;

	fill(agenda);
	share = share_with_ben(agenda, true);
	text = told(agenda, &agenda->ben, &share, "invite");
	assert_holds(text, "<CS:summary>Work &amp; &lt;play></CS:summary>");
	assert_holds(text,
		     "<CS:invite-noresponse/><CS:access><CS:read-write/>");
	text = told(agenda, &agenda->maria, &share, "reply");
	assert_holds(text, "<CS:invite-accepted/>");
	assert_holds(text, "<CS:summary>Hers</CS:summary>");
	text = shown(agenda, &agenda->ben, "maria-calendar", "swim.ics");
	assert_holds(text, "SUMMARY:Swim");
	text = shown(agenda, &agenda->ben, "maria-calendar", "secret.ics");
	assert_holds(text, "SUMMARY:Busy");
	assert_lacks(text, "Dentist");
	assert_false(
		agenda_has(agenda, &agenda->ben, "maria-calendar", "task.ics"));
	invite_ben(&maria, false, NULL);
	share = share_with(agenda, agenda->ben.id);
	assert_int_equal(share.state, SHARE_ACCEPTED);
	assert_int_equal(share.privileges, PRIVILEGES_READ);
	invite_ben(&maria, false, NULL); /* again: nothing to do */
	ben.reply = (struct invite_reply){ share.uid, false, NULL };
	request_sweep(&ben.request, "a refusal", answers);
	assert_null(ben.path);
	assert_false(has_calendar(agenda, &agenda->ben, "maria-calendar"));
	invite_ben(&maria, false, NULL);
	assert_int_equal(share_with(agenda, agenda->ben.id).state,
			 SHARE_INVITED);
	share = share_with(agenda, agenda->ben.id);
	maria.invitation.remove = true;
	request_sweep(&maria.request, "an end", invites);
	assert_holds(told(agenda, &agenda->ben, &share, "invite"),
		     "<CS:invite-deleted/>");
	request_sweep(&maria.request, "an end of nothing", invites);
}

static void what_may_not_be_shared_is_not(void **s)
{
	struct agenda *agenda = *s;
	struct sharing maria = sharing_of(agenda, &agenda->maria);
	struct sharing ben = sharing_of(agenda, &agenda->ben);
	static char long_name[INVITE_SUMMARY_LIMIT + 2];

	maria.invitation = (struct invitation){ .person = agenda->ada.id };
	sweep_refused(&maria, "a client", invites, ERR_FORBIDDEN);
	maria.invitation.person = 4711;
	sweep_refused(&maria, "nobody", invites, ERR_FORBIDDEN);
	maria.invitation.person = agenda->maria.id;
	request_sweep(&maria.request, "oneself", invites);
	memset(long_name, 'x', sizeof(long_name) - 1);
	maria.invitation = (struct invitation){ .person = agenda->ben.id,
						.summary = long_name };
	sweep_refused(&maria, "a long name", invites, ERR_INVALID);
	maria.request.at.path = "sessions";
	maria.invitation.summary = NULL;
	sweep_refused(&maria, "sessions", invites, ERR_NEED_PRIVILEGES);
	maria.grant_count = 1;
	sweep_refused(&maria, "rights to sessions", grants,
		      ERR_NEED_PRIVILEGES);
	maria.request.at.path = "calendar";
	maria.grants[0] = (struct share_grant){ .role = ROLE_CLIENT };
	sweep_refused(&maria, "clients", grants, ERR_FORBIDDEN);
	maria.grants[0] = (struct share_grant){ .person = 4711 };
	sweep_refused(&maria, "rights of nobody", grants, ERR_FORBIDDEN);
	ben.reply = (struct invite_reply){ "no-such", true, NULL };
	sweep_refused(&ben, "no invitation", answers, ERR_NOT_FOUND);
	maria.people = (struct ids){ &agenda->ada.id, 1 };
	sweep_refused(&maria, "a client who stands in", delegates,
		      ERR_FORBIDDEN);
}

static void nothing_is_half_changed_in_a_shared_calendar(void **s)
{
	struct agenda *agenda = *s;
	const struct person *maria = &agenda->maria, *ben = &agenda->ben;
	const char *alarm = "BEGIN:VALARM\r\nACTION:AUDIO\r\nTRIGGER:-PT5M\r\n"
			    "END:VALARM\r\nEND:VEVENT";
	struct object_at from = { .path = "maria-calendar",
				  .name = "swim.ics" };
	struct object_at to = { .path = "calendar", .name = "mine.ics" };

	fill(agenda);
	share_with_ben(agenda, true);
	sweep_put(agenda, ben, "maria-calendar", "run.ics",
		  agenda_event(agenda, "run", "SUMMARY:Run\r\n"), OK);
	assert_holds(shown(agenda, maria, "calendar", "run.ics"),
		     "SUMMARY:Run");
	sweep_put(agenda, ben, "maria-calendar", "run.ics",
		  agenda_event(agenda, "run", "SUMMARY:Run far\r\n"), OK);
	sweep_put(agenda, maria, "calendar", "run.ics",
		  agenda_event(agenda, "run", "SUMMARY:Walk\r\n"), OK);
	assert_holds(shown(agenda, ben, "maria-calendar", "run.ics"),
		     "SUMMARY:Walk");
	sweep_put(agenda, ben, "maria-calendar", "swim.ics",
		  agenda_edit(agenda,
			      shown(agenda, ben, "maria-calendar", "swim.ics"),
			      "END:VEVENT", alarm),
		  OK);
	assert_lacks(shown(agenda, maria, "calendar", "swim.ics"), "VALARM");
	sweep_put(agenda, maria, "calendar", "swim.ics",
		  agenda_event(agenda, "swim", "SUMMARY:Dive\r\n"), OK);
	assert_holds(shown(agenda, ben, "maria-calendar", "swim.ics"),
		     "VALARM");
	sweep_put(agenda, ben, "maria-calendar", "secret.ics",
		  agenda_event(agenda, "secret", "SUMMARY:What is it?\r\n"),
		  REFUSED(NOT_PERMITTED));
	sweep_put(agenda, ben, "maria-calendar", "run.ics",
		  agenda_event(agenda, "run", "CLASS:PRIVATE\r\n"),
		  REFUSED(NOT_PERMITTED));
	sweep_delete(agenda, ben, "maria-calendar", "secret.ics",
		     REFUSED(NOT_PERMITTED));
	sweep_copy(agenda, ben, from, to, true, REFUSED(NOT_PERMITTED));
	sweep_copy(agenda, ben, from, to, false, OK);
	assert_holds(shown(agenda, ben, "calendar", "mine.ics"),
		     "SUMMARY:Dive");
	from.name = "copy.ics";
	agenda_put(agenda, ben, "calendar", "mine.ics",
		   agenda_event(agenda, "swim", "SUMMARY:Climb\r\n"), 0, OK);
	sweep_copy(agenda, ben, to, from, false, ERR_UID_CONFLICT);
	sweep_delete(agenda, ben, "maria-calendar", "run.ics", OK);
	assert_false(agenda_has(agenda, maria, "calendar", "run.ics"));
	sweep_delete(agenda, maria, "calendar", "secret.ics", OK);
	assert_false(agenda_has(agenda, ben, "maria-calendar", "secret.ics"));
}

static void who_may_only_read_keeps_alarms_alone(void **s)
{
	struct agenda *agenda = *s;
	const struct person *ben = &agenda->ben;
	const char *served;

	fill(agenda);
	share_with_ben(agenda, false);
	served = shown(agenda, ben, "maria-calendar", "swim.ics");
	sweep_put(agenda, ben, "maria-calendar", "swim.ics",
		  agenda_edit(agenda, served, "END:VEVENT",
			      "TRANSP:TRANSPARENT\r\nEND:VEVENT"),
		  OK);
	assert_holds(shown(agenda, ben, "maria-calendar", "swim.ics"),
		     "TRANSP:TRANSPARENT");
	sweep_put(agenda, ben, "maria-calendar", "swim.ics",
		  agenda_edit(agenda, served, "Swim", "Drown"),
		  REFUSED(READ_ONLY));
	sweep_put(agenda, ben, "maria-calendar", "new.ics",
		  agenda_event(agenda, "new", ""), REFUSED(READ_ONLY));
	assert_holds(shown(agenda, &agenda->maria, "calendar", "swim.ics"),
		     "SUMMARY:Swim");
}

static void no_right_is_half_granted(void **s)
{
	struct agenda *agenda = *s;
	const struct person *ben = &agenda->ben, *sam = &agenda->sam;
	struct sharing maria = sharing_of(agenda, &agenda->maria);
	struct sharing leaving = sharing_of(agenda, ben);
	struct collection of, view;

	fill(agenda);
	of = agenda_collection(agenda, &agenda->maria, "calendar");
	maria.grants[0] =
		(struct share_grant){ .role = ROLE_PRACTITIONER,
				      .privileges = PRIVILEGE_FREE_BUSY };
	maria.grants[1] =
		(struct share_grant){ .person = sam->id,
				      .privileges = PRIVILEGES_WRITE };
	maria.grants[2] = (struct share_grant){ .person = agenda->maria.id };
	maria.grant_count = 3;
	request_sweep(&maria.request, "rights", grants);
	assert_true(has_calendar(agenda, sam, "maria-calendar"));
	assert_false(has_calendar(agenda, ben, "maria-calendar"));
	assert_int_equal(store_collection_view_find(place_read(agenda->place),
						    of.id, ben->id, &view),
			 OK);
	assert_int_equal(view.privileges, PRIVILEGE_FREE_BUSY);
	assert_holds(shown(agenda, ben, view.path, "swim.ics"), "SUMMARY:Busy");
	maria.grants[0].privileges = PRIVILEGES_READ;
	maria.grant_count = 1;
	request_sweep(&maria.request, "other rights", grants);
	assert_true(has_calendar(agenda, ben, "maria-calendar"));
	assert_false(has_calendar(agenda, sam, "maria-calendar"));
	maria.grants[0].privileges = PRIVILEGES_WRITE;
	request_sweep(&maria.request, "more rights", grants);
	assert_int_equal(
		agenda_collection(agenda, ben, "maria-calendar").privileges,
		PRIVILEGES_READ | PRIVILEGES_WRITE);
	leaving.request.at.path = "maria-calendar";
	request_sweep(&leaving.request, "giving it back", leaves);
	assert_false(has_calendar(agenda, ben, "maria-calendar"));
	assert_int_equal(share_with(agenda, ben->id).state, SHARE_DECLINED);
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
	request_sweep(&maria.request, "rights to work", grants);
	made = agenda_collection(agenda, &agenda->ben, "maria-work-2");
	assert_string_equal(property_of(agenda, &made, "displayname"), "Work");
	assert_string_equal(property_of(agenda, &made, "calendar-color"),
			    "#00ff00");
	assert_null(property_of(agenda, &made, "x-other"));
	maria.grants[0] = maria.grants[1];
	maria.grant_count = 1;
	request_sweep(&maria.request, "rights of one role", grants);
	assert_false(has_calendar(agenda, &agenda->ben, "maria-work-2"));
	assert_true(has_calendar(agenda, &agenda->sam, "maria-work"));
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
	request_sweep(&maria.request, "a right", grants);
	invite_ben(&maria, true, NULL);
	share = share_with(agenda, agenda->ben.id);
	assert_int_equal(share.state, SHARE_ACCEPTED);
	request_sweep(&maria.request, "less of it", grants);
	share = share_with(agenda, agenda->ben.id);
	assert_int_equal(share.state, SHARE_ACCEPTED);
	assert_int_equal(share.privileges, PRIVILEGE_FREE_BUSY);
	ben.reply = (struct invite_reply){ share.uid, true, NULL };
	request_sweep(&ben.request, "an answer that was given", answers);
	assert_true(str_starts(ben.path, ".free-busy-"));
	ben = sharing_of(agenda, &agenda->sam);
	ben.reply = (struct invite_reply){ share.uid, true, NULL };
	sweep_refused(&ben, "another's invitation", answers, ERR_NOT_FOUND);
	maria.grants[0].person = agenda->ada.id;
	sweep_refused(&maria, "a client's right", grants, ERR_FORBIDDEN);
	maria.invitation.person = agenda->sam.id;
	request_sweep(&maria.request, "one who is asked", invites);
	maria.grant_count = 0;
	request_sweep(&maria.request, "all rights back", grants);
	assert_int_equal(share_with(agenda, agenda->sam.id).state,
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

static enum err locks(void *context)
{
	struct request *request = context;
	const struct lock_wish wish = {
		.at = { "maria", "calendar", "empty.ics" }, .seconds = 600
	};
	struct lock made;
	bool created;

	return practice_lock_take(&request->op, request_store(request), &wish,
				  &made, &created);
}

static void what_cannot_be_read_is_not_shown_to_others(void **s)
{
	struct agenda *agenda = *s;
	struct request maria = request_of(agenda, &agenda->maria, 0);

	fill(agenda);
	/* Before somebody looked at what is put. */
	place_sql(agenda->place,
		  "UPDATE member_bytes SET bytes = CAST('BEGIN:X' AS BLOB)"
		  "  WHERE member ="
		  "    (SELECT id FROM member WHERE name = 'swim.ics')");
	request_sweep(&maria, "a lock", locks);
	share_with_ben(agenda, false);
	assert_false(
		agenda_has(agenda, &agenda->ben, "maria-calendar", "swim.ics"));
	/* Of a lock that waits for its object. */
	assert_string_equal(
		shown(agenda, &agenda->ben, "maria-calendar", "empty.ics"), "");
	assert_true(agenda_has(agenda, &agenda->ben, "maria-calendar",
			       "secret.ics"));
}

static void nobody_half_stands_in_for_another(void **s)
{
	struct agenda *agenda = *s;
	struct sharing maria = sharing_of(agenda, &agenda->maria);
	int64_t people[] = { agenda->ben.id, agenda->maria.id };
	struct operation office = agenda_as(agenda, NULL, 0);
	struct person ben;

	fill(agenda);
	agenda_put(agenda, &agenda->ben, "calendar", "own.ics",
		   agenda_event(agenda, "own", ""), 0, OK);
	maria.people = (struct ids){ people, ARRAY_SIZE(people) };
	maria.writes = true;
	request_sweep(&maria.request, "who stands in", delegates);
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
	assert_false(has_calendar(agenda, &agenda->ben, "maria-calendar"));
	maria.people = (struct ids){ &agenda->sam.id, 1 };
	maria.writes = false;
	request_sweep(&maria.request, "who may only look", delegates);
	assert_int_equal(
		agenda_collection(agenda, &agenda->sam, "maria-calendar")
			.privileges,
		PRIVILEGES_READ);
	maria.people.count = 0;
	request_sweep(&maria.request, "nobody stands in", delegates);
	assert_false(has_calendar(agenda, &agenda->sam, "maria-calendar"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(nobody_is_half_invited),
		WITH_AGENDA(what_may_not_be_shared_is_not),
		WITH_AGENDA(nothing_is_half_changed_in_a_shared_calendar),
		WITH_AGENDA(who_may_only_read_keeps_alarms_alone),
		WITH_AGENDA(no_right_is_half_granted),
		WITH_AGENDA(a_view_begins_with_its_owners_name_and_colour),
		WITH_AGENDA(what_was_granted_and_what_was_taken_are_one),
		WITH_AGENDA(so_many_share_and_no_more),
		WITH_AGENDA(what_cannot_be_read_is_not_shown_to_others),
		WITH_AGENDA(nobody_half_stands_in_for_another),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
