#include "admin/api/routes_logins.h"

#include "admin/api/body.h"
#include "admin/api/call_read.h"
#include "admin/api/call_write.h"
#include "admin/api/person_view.h"
#include "base/shape_read.h"
#include "base/str.h"
#include "base/unicode.h"
#include "practice/people/feed.h"
#include "practice/people/credential.h"
#include "practice/people/credential_fields.h"
#include "practice/people/device.h"
#include "practice/wall_time.h"

#include <string.h>

static const struct field password_fields[] = {
	{ .name = "password", .type = FIELD_TEXT, .flags = FIELD_REQUIRED },
	{ .name = "old",
	  .type = FIELD_TEXT,
	  .help = "the one that it replaces, where it is one's own" },
	{ 0 },
};

/* Somebody whose credentials the actor may see and change. Others are as if
 * they were not there to whoever may not know them. */
static enum err owner_judge(struct call *call, enum err err,
			    const struct person *person)
{
	if (!err)
		err = practice_credentials_may(call->op, person);
	if (err == ERR_NOT_FOUND)
		return fail(call->op, err, "There is nobody called '%s'.",
			    call->words[0]);
	return err;
}

/* In a read that has begun. */
static enum err owner_of_path(struct call *call, struct person *person)
{
	enum acquaintance how;

	return owner_judge(call, person_of_path(call, 0, person, &how), person);
}

static enum err owner_find(struct call *call, struct person *person)
{
	return owner_judge(call, person_find_of_path(call, 0, person), person);
}

/* The same who can sign in. */
static enum err signer_find(struct call *call, struct person *person)
{
	enum err err = owner_find(call, person);

	if (!err && !person->login)
		return fail_reason(call->op, ERR_CONFLICT, "no-login",
				   "'%s' has no login: please give one first.",
				   call->words[0]);
	return err;
}

static enum err password_set(struct call *call)
{
	struct person person;
	const char *password = "", *old = "";
	enum err err = signer_find(call, &person);

	if (err)
		return err;
	call_text(call, "password", &password);
	call_text(call, "old", &old);
	if (person.id == call->op->actor.person)
		err = practice_password_old(call->op, call->reader,
					    call->request->remote, old);
	if (err == ERR_INVALID)
		err = call_go_on(call);
	if (err)
		return err;
	err = practice_password_set(call->op, call->store, person.login,
				    password);
	return err ? err : call_nothing(call);
}

static enum err tokens_fill(struct call *call, json_t *items,
			    int64_t *next UNUSED)
{
	const struct audience who = call_audience(call);
	struct person person;
	struct token *tokens;
	size_t count;
	enum err err = owner_of_path(call, &person);

	if (!err)
		err = store_token_list(call->reader, person.id, &tokens,
				       &count);
	for (size_t i = 0; !err && i < count; i++) {
		const struct token_known known = token_known_of(&tokens[i]);

		if (!tokens[i].revoked)
			json_add(items, shape_write(&who, token_rows, &known));
	}
	return err;
}

static enum err token_add(struct call *call)
{
	const struct audience who = call_audience(call);
	struct token_known known = { .kind = NULL };
	struct token *token = &known.token;
	struct person person;
	enum err err = signer_find(call, &person);

	if (err)
		return err;
	shape_read(&who, token_rows, call->body, &known);
	err = practice_token_add(call->op, call->store, person.login,
				 token->label, &known.secret, &token->id);
	if (err)
		return err;
	token->label = str_normalize(who.arena, token->label);
	call->secret = true;
	return call_created(call, shape_write(&who, token_made_rows, &known));
}

static enum err token_revoke(struct call *call)
{
	struct person person;
	int64_t token;
	enum err err = signer_find(call, &person);

	if (!err)
		err = call_id(call, 1, &token);
	if (!err)
		err = practice_token_revoke(call->op, call->store, person.login,
					    token);
	return err ? err : call_nothing(call);
}

static enum err devices_fill(struct call *call, json_t *items,
			     int64_t *next UNUSED)
{
	const struct audience who = call_audience(call);
	struct person person;
	struct device *devices;
	struct device_known *known = NULL;
	size_t count = 0;
	enum err err = owner_of_path(call, &person);

	if (!err)
		err = store_device_list(call->reader, person.id, 0, SIZE_MAX,
					&devices, &count);
	if (!err)
		err = practice_devices_known(call->reader, person.id, devices,
					     count, &known, &count);
	for (size_t i = 0; !err && i < count; i++)
		json_add(items, shape_write(&who, device_rows, &known[i]));
	return err;
}

static enum err feeds_fill(struct call *call, json_t *items,
			   int64_t *next UNUSED)
{
	const struct audience who = call_audience(call);
	struct person person;
	struct feed *feeds;
	size_t count;
	enum err err = owner_of_path(call, &person);

	if (!err)
		err = store_feed_list(call->reader, person.id, &feeds, &count);
	for (size_t i = 0; !err && i < count; i++) {
		const struct feed_known known =
			feed_known_of(&call->practice, &feeds[i]);

		if (!feeds[i].revoked)
			json_add(items, shape_write(&who, feed_rows, &known));
	}
	return err;
}

/* Where people reach it; a path where nobody has said so. What a request calls
 * our host is whatever its sender likes. */
static const char *feed_url(struct call *call, const char *secret)
{
	const char *url = call->practice.public_url;

	return arena_printf(call->op->arena, "%s/feeds/%s.ics", url ? url : "",
			    secret);
}

static enum err feed_add(struct call *call)
{
	const struct audience who = call_audience(call);
	struct feed_known known = { .last = { INT32_MIN } };
	struct feed *feed = &known.feed;
	struct person person;
	const char *secret;
	enum err err = owner_find(call, &person);

	if (err)
		return err;
	shape_read(&who, feed_rows, call->body, &known);
	feed->person = person.id;
	feed->expires = INSTANT_MAX;
	if (known.last.n != INT32_MIN)
		feed->expires =
			practice_days(&call->practice, known.last, known.last)
				.end;
	err = practice_feed_add(call->op, call->store, feed, &secret);
	if (err)
		return err;
	known.url = feed_url(call, secret);
	call->secret = true;
	return call_created(call, shape_write(&who, feed_made_rows, &known));
}

static enum err feed_revoke(struct call *call)
{
	struct person person;
	int64_t feed;
	enum err err = owner_find(call, &person);

	if (!err)
		err = call_id(call, 1, &feed);
	if (!err)
		err = practice_feed_revoke(call->op, call->store, person.id,
					   feed);
	return err ? err : call_nothing(call);
}

static const struct route rows[] = {
	{ "PUT", "/api/people/{id}/password", ROLES_ALL, RUN(password_set),
	  password_fields, NULL, false,
	  "set one's own password, or another's" },
	{ "GET", "/api/people/{id}/tokens", ROLES_ALL, LIST(tokens_fill), NULL,
	  token_rows, true, "tokens of devices that are not revoked" },
	{ "POST", "/api/people/{id}/tokens", ROLES_ALL, RUN(token_add),
	  token_rows, token_made_rows, false,
	  "a token that a device signs in with" },
	{ "DELETE", "/api/people/{id}/tokens/{token}", ROLES_ALL,
	  RUN(token_revoke), NULL, NULL, false, "revoke a token" },
	{ "GET", "/api/people/{id}/devices", ROLES_ALL, LIST(devices_fill),
	  NULL, device_rows, true,
	  "devices and feeds with what used them last, and programs that "
	  "were turned away this week" },
	{ "GET", "/api/people/{id}/feeds", ROLES_ALL, LIST(feeds_fill), NULL,
	  feed_rows, true, "feeds that are not revoked" },
	{ "POST", "/api/people/{id}/feeds", ROLES_ALL, RUN(feed_add), feed_rows,
	  feed_made_rows, false, "an address that needs no login" },
	{ "DELETE", "/api/people/{id}/feeds/{feed}", ROLES_ALL,
	  RUN(feed_revoke), NULL, NULL, false, "revoke a feed" },
};

const struct routes routes_logins = { rows, ARRAY_SIZE(rows) };
