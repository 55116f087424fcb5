#include "admin/api/routes_logins.h"

#include "admin/api/call_read.h"
#include "admin/api/call_write.h"
#include "admin/api/person_view.h"
#include "base/str.h"
#include "base/unicode.h"
#include "practice/people/feed.h"
#include "practice/people/credential.h"
#include "practice/wall_time.h"

#include <string.h>

static const char *const levels[] = { "busy", "initials", "full", NULL };

static const struct field password_fields[] = {
	{ .name = "password", .type = FIELD_TEXT, .flags = FIELD_REQUIRED },
	{ 0 },
};

static const struct field token_fields[] = {
	{ .name = "id", .type = FIELD_ID, .flags = FIELD_ONLY_ANSWER },
	{ .name = "label",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED,
	  .max = 64,
	  .help = "the device: iPhone" },
	{ .name = "created",
	  .type = FIELD_INSTANT,
	  .flags = FIELD_ONLY_ANSWER },
	{ .name = "last_used",
	  .type = FIELD_INSTANT,
	  .flags = FIELD_ONLY_ANSWER },
	{ 0 },
};

static const struct field token_made_fields[] = {
	{ .name = "id", .type = FIELD_ID },
	{ .name = "label", .type = FIELD_TEXT },
	{ .name = "secret", .type = FIELD_TEXT, .help = "shown once" },
	{ 0 },
};

static const struct field feed_fields[] = {
	{ .name = "id", .type = FIELD_ID, .flags = FIELD_ONLY_ANSWER },
	{ .name = "label",
	  .type = FIELD_TEXT,
	  .flags = FIELD_NULLABLE,
	  .max = 64 },
	{ .name = "level", .type = FIELD_CHOICE, .choices = levels },
	{ .name = "expires",
	  .type = FIELD_DAY,
	  .flags = FIELD_NULLABLE,
	  .help = "the last day on which it can be read" },
	{ .name = "created",
	  .type = FIELD_INSTANT,
	  .flags = FIELD_ONLY_ANSWER },
	{ .name = "last_fetch",
	  .type = FIELD_INSTANT,
	  .flags = FIELD_ONLY_ANSWER },
	{ .name = "program",
	  .type = FIELD_TEXT,
	  .flags = FIELD_ONLY_ANSWER,
	  .help = "that fetched it last" },
	{ 0 },
};

static const struct field feed_made_fields[] = {
	{ .name = "id", .type = FIELD_ID },
	{ .name = "label", .type = FIELD_TEXT },
	{ .name = "level", .type = FIELD_CHOICE, .choices = levels },
	{ .name = "expires", .type = FIELD_DAY },
	{ .name = "url", .type = FIELD_TEXT, .help = "shown once" },
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
	const char *password = "";
	enum err err = signer_find(call, &person);

	if (err)
		return err;
	call_text(call, "password", &password);
	err = practice_password_set(call->op, call->store, person.login,
				    password);
	return err ? err : call_nothing(call);
}

static enum err tokens_fill(struct call *call, json_t *items,
			    int64_t *next UNUSED)
{
	struct person person;
	struct token *tokens;
	size_t count;
	enum err err = owner_of_path(call, &person);

	if (!err)
		err = store_token_list(call->reader, person.id, &tokens,
				       &count);
	for (size_t i = 0; !err && i < count; i++) {
		json_t *json = json_new(call->op->arena);

		if (tokens[i].revoked)
			continue;
		json_put_id(json, "id", tokens[i].id);
		json_put_text(json, "label", tokens[i].label);
		json_put_instant(json, "created", call->op->arena,
				 tokens[i].created);
		json_put_instant(json, "last_used", call->op->arena,
				 tokens[i].last_used);
		json_add(items, json);
	}
	return err;
}

static enum err token_add(struct call *call)
{
	struct person person;
	const char *label = NULL, *secret;
	json_t *json = json_new(call->op->arena);
	int64_t id;
	enum err err = signer_find(call, &person);

	if (err)
		return err;
	call_text(call, "label", &label);
	err = practice_token_add(call->op, call->store, person.login, label,
				 &secret, &id);
	if (err)
		return err;
	json_put_id(json, "id", id);
	json_put_text(json, "label", str_normalize(call->op->arena, label));
	json_put_text(json, "secret", secret);
	call->secret = true;
	return call_created(call, json);
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

/* The last day of a feed that ends at this instant. */
static void put_expires(struct call *call, json_t *json, struct instant expires)
{
	if (expires.s == INSTANT_MAX.s)
		json_put_text(json, "expires", NULL);
	else
		json_put_day(json, "expires", call->op->arena,
			     practice_day(&call->practice,
					  (struct instant){ expires.s - 1 }));
}

static enum err feeds_fill(struct call *call, json_t *items,
			   int64_t *next UNUSED)
{
	struct person person;
	struct feed *feeds;
	size_t count;
	enum err err = owner_of_path(call, &person);

	if (!err)
		err = store_feed_list(call->reader, person.id, &feeds, &count);
	for (size_t i = 0; !err && i < count; i++) {
		json_t *json = json_new(call->op->arena);

		if (feeds[i].revoked)
			continue;
		json_put_id(json, "id", feeds[i].id);
		json_put_text(json, "label", feeds[i].label);
		json_put_text(json, "level", feeds[i].level);
		put_expires(call, json, feeds[i].expires);
		json_put_instant(json, "created", call->op->arena,
				 feeds[i].created);
		json_put_instant(json, "last_fetch", call->op->arena,
				 feeds[i].last_fetch);
		json_put_text(json, "program", feeds[i].program);
		json_add(items, json);
	}
	return err;
}

static bool is_loopback(const char *host)
{
	return str_starts(host, "127.") || str_starts(host, "[::1]") ||
	       str_starts(host, "localhost");
}

/* Beyond loopback a proxy ends TLS, or the server would not serve. */
static const char *feed_url(struct call *call, const char *secret)
{
	const char *host = http_header(call->request, "Host");
	struct arena *arena = call->op->arena;

	if (str_empty(host))
		return arena_printf(arena, "/feeds/%s.ics", secret);
	return arena_printf(arena, "%s://%s/feeds/%s.ics",
			    is_loopback(host) ? "http" : "https", host, secret);
}

static enum err feed_add(struct call *call)
{
	struct person person;
	struct feed feed = { .expires = INSTANT_MAX };
	const char *secret;
	json_t *json = json_new(call->op->arena);
	struct day last;
	enum err err = owner_find(call, &person);

	if (err)
		return err;
	feed.person = person.id;
	call_text(call, "label", &feed.label);
	call_text(call, "level", &feed.level);
	if (call_day(call, "expires", &last))
		feed.expires = practice_days(&call->practice, last, last).end;
	err = practice_feed_add(call->op, call->store, &feed, &secret);
	if (err)
		return err;
	json_put_id(json, "id", feed.id);
	json_put_text(json, "label", feed.label);
	json_put_text(json, "level", feed.level);
	put_expires(call, json, feed.expires);
	json_put_text(json, "url", feed_url(call, secret));
	call->secret = true;
	return call_created(call, json);
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
	  token_fields, true, "tokens of devices that are not revoked" },
	{ "POST", "/api/people/{id}/tokens", ROLES_ALL, RUN(token_add),
	  token_fields, token_made_fields, false,
	  "a token that a device signs in with" },
	{ "DELETE", "/api/people/{id}/tokens/{token}", ROLES_ALL,
	  RUN(token_revoke), NULL, NULL, false, "revoke a token" },
	{ "GET", "/api/people/{id}/feeds", ROLES_ALL, LIST(feeds_fill), NULL,
	  feed_fields, true, "feeds that are not revoked" },
	{ "POST", "/api/people/{id}/feeds", ROLES_ALL, RUN(feed_add),
	  feed_fields, feed_made_fields, false,
	  "an address that needs no login" },
	{ "DELETE", "/api/people/{id}/feeds/{feed}", ROLES_ALL,
	  RUN(feed_revoke), NULL, NULL, false, "revoke a feed" },
};

const struct routes routes_logins = { rows, ARRAY_SIZE(rows) };
