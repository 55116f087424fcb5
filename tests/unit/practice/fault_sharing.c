#include "tests/unit/practice/fault_sharing.h"

#include <string.h>

#define NOTIFICATIONS "notifications"

struct sharing sharing_of(struct agenda *agenda, const struct person *person)
{
	struct sharing sharing = { .request = request_of(agenda, person, 0) };

	sharing.request.at =
		(struct object_at){ person->login, "calendar", NULL };
	return sharing;
}

enum err sharing_invites(void *context)
{
	struct sharing *sharing = context;
	struct request *request = &sharing->request;

	return request_ended(request, practice_invite(&request->op,
						      request_store(request),
						      &request->at,
						      &sharing->invitation, 1));
}

enum err sharing_answers(void *context)
{
	struct sharing *sharing = context;
	struct request *request = &sharing->request;
	enum err err;

	faults_fill(sharing->path);
	err = practice_invite_answer(&request->op, request_store(request),
				     &sharing->reply, &sharing->path);
	return request_ended(request, faults_kept(err, sharing->path));
}

enum err sharing_grants(void *context)
{
	struct sharing *sharing = context;
	struct request *request = &sharing->request;

	return request_ended(request,
			     practice_grants_set(&request->op,
						 request_store(request),
						 &request->at, sharing->grants,
						 sharing->grant_count, NULL));
}

enum err sharing_delegates(void *context)
{
	struct sharing *sharing = context;
	struct request *request = &sharing->request;

	return request_ended(
		request,
		practice_delegates_set(&request->op, request_store(request),
				       sharing->writes, &sharing->people));
}

enum err sharing_leaves(void *context)
{
	struct sharing *sharing = context;
	struct request *request = &sharing->request;

	return practice_collection_delete(&request->op, request_store(request),
					  request->at.home, request->at.path,
					  NULL);
}

void sharing_sweep_refused(struct sharing *sharing, const char *what,
			   faults_run *run, enum err refused)
{
	sharing->request.refused = refused;
	request_sweep(&sharing->request, what, run);
	sharing->request.refused = OK;
}

char *sharing_told(struct agenda *agenda, const struct person *person,
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

char *sharing_shown(struct agenda *agenda, const struct person *person,
		    const char *path, const char *name)
{
	struct member member = agenda_member(agenda, person, path, name);
	struct slice bytes;

	assert_int_equal(store_member_bytes(place_read(agenda->place),
					    member.id, &bytes),
			 OK);
	return slice_dup(agenda->place->arena, bytes);
}

struct share sharing_share(struct agenda *agenda, int64_t person)
{
	struct collection of =
		agenda_collection(agenda, &agenda->maria, "calendar");
	struct share share;

	assert_int_equal(store_share_find(place_read(agenda->place), of.id,
					  person, 0, &share),
			 OK);
	return share;
}

bool sharing_has(struct agenda *agenda, const struct person *person,
		 const char *path)
{
	struct collection there;

	return store_collection_find(place_read(agenda->place), person->id,
				     path, &there) == OK;
}

void sharing_fill(struct agenda *agenda)
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

void sharing_invite_ben(struct sharing *sharing, bool writes,
			const char *summary)
{
	sharing->invitation =
		(struct invitation){ .person = sharing->request.agenda->ben.id,
				     .writes = writes,
				     .summary = summary };
	request_sweep(&sharing->request, "an invitation", sharing_invites);
}

struct share sharing_with_ben(struct agenda *agenda, bool writes)
{
	struct sharing maria = sharing_of(agenda, &agenda->maria);
	struct sharing ben = sharing_of(agenda, &agenda->ben);
	struct share share;

	sharing_invite_ben(&maria, writes, "Work & <play>");
	share = sharing_share(agenda, agenda->ben.id);
	assert_int_equal(share.state, SHARE_INVITED);
	assert_false(sharing_has(agenda, &agenda->ben, "maria-calendar"));
	ben.reply = (struct invite_reply){ share.uid, true, "Hers" };
	request_sweep(&ben.request, "an answer", sharing_answers);
	assert_string_equal(ben.path, "maria-calendar");
	return share;
}
