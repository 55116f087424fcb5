#include "tests/unit/server/lived_practice.h"

#include "admin/api/admin.h"
#include "admin/pages/guard.h"
#include "base/digest.h"
#include "base/log.h"
#include "ical/zone.h"
#include "practice/access.h"
#include "practice/people/sign_in.h"
#include "dav/dav.h"
#include "server/feed.h"
#include "tests/unit/practice/small_practice.h"
#include "tests/unit/server/lived_history.h"
#include "tests/unit/store/memory_disk.h"

#include <assert.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>
#include <sqlite3.h>

#define HOME "/dav/calendars/maria/"
#define HEADER_ROOM 16

struct somebody {
	const char *login, *name, *code;
	unsigned roles, grants;
};

static const struct somebody people[LIVED_PEOPLE] = {
	{ "office", "Olga Head", NULL, ROLE_ADMIN, 0 },
	{ "staff", "Sam Desk", NULL, ROLE_STAFF, 0 },
	{ "types", "Tina Kinds", NULL, ROLE_STAFF, GRANT_TYPES },
	{ "payroll", "Pat Wages", NULL, ROLE_STAFF, GRANT_PAYROLL },
	{ "voider", "Vic Undo", NULL, ROLE_STAFF, GRANT_VOID },
	{ "logins", "Lou Keys", NULL, ROLE_STAFF, GRANT_LOGINS },
	{ "maria", "Maria Santos", NULL, ROLE_PRACTITIONER, 0 },
	{ "tom", "Tom Okafor", NULL, ROLE_PRACTITIONER, 0 },
	{ "ada", "Zinnia Quartz", "C042", ROLE_CLIENT, 0 },
	{ "ben", "Yorick Plumb", "C043", ROLE_CLIENT, 0 },
};

const struct instant lived_now = { 1780920000 };

const char *const lived_feeds[LIVED_FEEDS] = { "busy", "initials", "full",
					       "client", "ended" };

static struct {
	struct store *store;
	struct reader *reader;
	struct person people[LIVED_PEOPLE];
	char secrets[LIVED_PEOPLE][128]; /* of their browsers */
	char feeds[LIVED_FEEDS][64];     /* their words */
	size_t feed_count;
} opened;
static struct arena *lasting; /* of what lives as long as the process */
static char place[64];        /* a directory */

static void must(const struct operation *op, enum err err)
{
	if (!err)
		return;
	fprintf(stderr, "%s: %s\n", err_name(err), op->failure.message);
	abort();
}

/* Its people, a default service and a session yesterday. */
static void fill(struct operation *op, struct store *store)
{
	struct span yesterday = { { lived_now.s - 86400 },
				  { lived_now.s - 82800 } };
	int64_t maria = 0, ada = 0, therapy;

	for (size_t i = 0; i < LIVED_PEOPLE; i++) {
		const struct somebody *role = &people[i];
		struct person person = { .login = role->login,
					 .name = role->name,
					 .code = role->code,
					 .roles = role->roles,
					 .grants = role->grants };
		int64_t id = small_practice_person(op, store, &person);

		if (str_equal(role->login, "maria"))
			maria = id;
		if (str_equal(role->login, "ada"))
			ada = id;
	}
	therapy = small_practice_service(
		op, store, (struct service){ .name = "Therapy" },
		(struct price){ .cost = { 4250 }, .wage = { 3000 } });
	small_practice_default(op, store, therapy);
	small_practice_session(op, store, yesterday, maria, ada, therapy);
}

static void open_place(struct operation *op)
{
	lasting = arena_new();
	operation_init(op, lasting, lived_now);
	must(op, store_open(op, place, &opened.store));
}

static void open_reader(struct operation *op)
{
	must(op, store_reader_new(op, opened.store, &opened.reader));
	must(op, store_reader_begin(opened.reader, op));
	for (size_t i = 0; i < LIVED_PEOPLE; i++)
		must(op, store_person_find_login(opened.reader, people[i].login,
						 &opened.people[i]));
	store_reader_end(opened.reader);
}

static void sign_in(struct operation *op)
{
	for (size_t i = 0; i < LIVED_PEOPLE; i++) {
		const char *secret;

		op->actor = practice_actor(&opened.people[i], CHANNEL_PAGE, "");
		must(op,
		     practice_sign_in_add(op, opened.store, opened.people[i].id,
					  "a browser", NULL, &secret));
		snprintf(opened.secrets[i], sizeof(opened.secrets[i]), "%s",
			 secret);
	}
}

/* The hash of the plan that was made last stands where a request says HASH. */
static const char *with_hash(struct arena *arena, const char *request,
			     const char *hash)
{
	const char *at = strstr(request, "\"HASH\"");

	if (!at)
		return request;
	return arena_printf(arena, "%.*s\"%s\"%s", (int)(at - request), request,
			    hash, at + strlen("\"HASH\""));
}

static void note_hash(const struct http_response *response, char *hash,
		      size_t room)
{
	const char *at =
		response->body ? strstr(response->body, "\"hash\":") : NULL;

	if (at)
		(void)sscanf(at, "\"hash\": \"%64[0-9a-f]\"", hash);
	assert(strlen(hash) < room);
}

/* Feeds are made in the order of lived_feeds; their words are told once. */
static void note_feed(const struct http_response *response)
{
	const char *at =
		response->body ? strstr(response->body, "/feeds/") : NULL;

	if (!at || opened.feed_count == LIVED_FEEDS)
		return;
	(void)sscanf(at, "/feeds/%63[A-Za-z0-9]",
		     opened.feeds[opened.feed_count++]);
}

/* Bodies of the API say that they are JSON. */
static const char *with_type(struct arena *arena, const char *request)
{
	const char *end = strstr(request, "\n\n");

	if (!strstr(request, " /api/") || !end)
		return request;
	return arena_printf(arena, "%.*s\nContent-Type: application/json%s",
			    (int)(end - request), request, end);
}

static void live_through(void)
{
	char hash[65] = "";

	for (size_t i = 0; lived_history[i]; i++) {
		struct arena *arena = arena_new();
		struct lived_answer answer;

		const char *request = with_hash(
			arena, with_type(arena, lived_history[i]), hash);

		if (!lived_ask(arena, slice_of(request), &answer) ||
		    answer.response.status >= 300) {
			fprintf(stderr, "%s: %d %s\n", lived_history[i],
				answer.response.status, answer.response.body);
			abort();
		}
		note_hash(&answer.response, hash, sizeof(hash));
		note_feed(&answer.response);
		arena_free(arena);
	}
}

/* The store makes the file's name, the disk in memory has its bytes: left empty
 * it would be taken for a lost one. */
static void close_place(void)
{
	char path[128];

	store_reader_free(opened.reader);
	store_close(opened.store);
	arena_free(lasting);
	snprintf(path, sizeof(path), "%s/daybook.db", place);
	unlink(path);
}

static void leave_place(void)
{
	char path[128];

	close_place();
	snprintf(path, sizeof(path), "%s/daybook.lock", place);
	unlink(path);
	rmdir(place);
}

void lived_init(void)
{
	struct operation op;

	log_set_level(LOG_ERROR);
	digest_init();
	cal_zone_init();
	dav_init();
	memory_disk_use();
	snprintf(place, sizeof(place), "/tmp/daybook-lived-XXXXXX");
	if (!mkdtemp(place))
		abort();
	open_place(&op);
	small_practice_open(&op, opened.store, NULL);
	fill(&op, opened.store);
	open_reader(&op);
	sign_in(&op);
	live_through();
	memory_disk_keep();
	atexit(leave_place);
}

struct reader *lived_reader(void)
{
	return opened.reader;
}

bool lived_written(void)
{
	return memory_disk_changed();
}

void lived_renew(void)
{
	memory_disk_restore();
}

void lived_cut(uint64_t seed)
{
	struct operation op;

	memory_disk_cut(seed);
	memory_disk_fail(0, SQLITE_OK, SQLITE_OK);
	close_place();
	memory_disk_restore();
	open_place(&op);
	open_reader(&op);
}

/* The library's own function, for programs into which a linker takes this file
 * though nobody lives here. */
static void find_own(void *function, const char *name)
{
	void *found = dlsym(RTLD_NEXT, name);

	if (!found)
		abort();
	memcpy(function, &found, sizeof(found));
}

/* Hashes that take a tenth of a second by design tell tests of whole requests
 * nothing: these stand before the library's own. */
int crypto_pwhash_str_alg(char out[crypto_pwhash_STRBYTES],
			  const char *const password, unsigned long long len,
			  unsigned long long passes, size_t memory,
			  int algorithm)
{
	__typeof__(&crypto_pwhash_str_alg) own;

	if (!lasting) {
		find_own(&own, __func__);
		return own(out, password, len, passes, memory, algorithm);
	}
	memset(out, 0, crypto_pwhash_STRBYTES);
	snprintf(out, crypto_pwhash_STRBYTES, "$cheap$%.64s", password);
	return 0;
}

/* What a login that has no password costs. */
int crypto_pwhash(unsigned char *const out, unsigned long long len,
		  const char *const password, unsigned long long password_len,
		  const unsigned char *const salt, unsigned long long passes,
		  size_t memory, int algorithm)
{
	__typeof__(&crypto_pwhash) own;

	if (!lasting) {
		find_own(&own, __func__);
		return own(out, len, password, password_len, salt, passes,
			   memory, algorithm);
	}
	memset(out, 0, len);
	return 0;
}

int crypto_pwhash_str_verify(const char hash[crypto_pwhash_STRBYTES],
			     const char *const password, unsigned long long len)
{
	__typeof__(&crypto_pwhash_str_verify) own;
	char other[crypto_pwhash_STRBYTES];

	if (!lasting) {
		find_own(&own, __func__);
		return own(hash, password, len);
	}
	snprintf(other, sizeof(other), "$cheap$%.64s", password);
	return strcmp(hash, other) == 0 ? 0 : -1;
}

static void read_headers(struct arena *arena, struct http_request *request,
			 struct slice *rest)
{
	struct http_header *headers =
		arena_array(arena, HEADER_ROOM, sizeof(*headers));

	request->headers = headers;
	while (rest->at && request->header_count < HEADER_ROOM) {
		struct slice value = slice_cut(rest, '\n');
		struct slice name = slice_cut(&value, ':');

		if (name.len == 0)
			return;
		if (!value.at)
			continue;
		headers[request->header_count++] = (struct http_header){
			slice_dup(arena, name),
			slice_dup(arena, slice_trim(value)),
		};
	}
}

/* The address of the feed that the target names. */
static const char *feed_address(struct arena *arena, const char *target)
{
	for (size_t i = 0; i < opened.feed_count; i++) {
		const char *name =
			arena_printf(arena, "/feeds/%s.ics", lived_feeds[i]);

		if (str_equal(target, name))
			return arena_printf(arena, "/feeds/%s.ics",
					    opened.feeds[i]);
	}
	return target;
}

/* False where the edge would refuse it before it comes to a handler. */
static bool read_request(struct arena *arena, struct slice text,
			 struct http_request *request)
{
	struct slice line = slice_cut(&text, '\n');
	struct slice method = slice_cut(&line, ' ');
	const char *target = slice_dup(arena, line.at ? line : slice_of(""));

	if (target[0] != '/')
		target = arena_printf(arena, HOME "%s", target);
	target = feed_address(arena, target);
	*request = (struct http_request){ .method = slice_dup(arena, method),
					  .target = target,
					  .remote = "127.0.0.1" };
	read_headers(arena, request, &text);
	request->body = text.at ? slice_dup(arena, text) : "";
	request->body_len = text.at ? text.len : 0;
	return http_path_parse(arena, target, &request->path, &request->query);
}

/* Whom the request names; else the office, or for calendars Maria. */
static size_t who_asks(const struct lived_answer *answer)
{
	const char *login = http_header(&answer->request, "From");
	const char *usual =
		answer->door == LIVED_CALENDARS ? "maria" : "office";
	size_t found = 0;

	for (size_t i = 0; i < LIVED_PEOPLE; i++) {
		if (str_equal(people[i].login, login))
			return i;
		if (str_equal(people[i].login, usual))
			found = i;
	}
	return found;
}

static bool find_door(struct lived_answer *answer)
{
	const struct http_request *request = &answer->request;

	if (feed_owns(&request->path))
		answer->door = LIVED_FEED;
	else if (admin_owns(&request->path))
		answer->door = LIVED_API;
	else if (pages_owns(request))
		answer->door = LIVED_PAGES;
	else if (dav_owns(&request->path))
		answer->door = LIVED_CALENDARS;
	else
		return false;
	return true;
}

static void add_header(struct arena *arena, struct http_request *request,
		       const char *name, const char *value)
{
	size_t count = request->header_count;
	struct http_header *headers =
		arena_array(arena, count + 1, sizeof(*headers));

	memcpy(headers, request->headers, count * sizeof(*headers));
	headers[count] = (struct http_header){ name, value };
	request->headers = headers;
	request->header_count = count + 1;
}

/* What a browser sends along. */
static void add_cookie(struct arena *arena, struct pages *pages, size_t who,
		       struct http_request *request)
{
	add_header(arena, request, "Cookie",
		   arena_printf(arena, "%s=%s", guard_cookie_name(pages),
				opened.secrets[who]));
	add_header(arena, request, "X-CSRF-Token",
		   guard_token(arena, opened.secrets[who]));
}

static void handle(struct operation *op, struct lived_answer *answer,
		   size_t who)
{
	struct http_request *request = &answer->request;
	struct http_response *response = &answer->response;
	struct dav dav = { .op = op,
			   .store = opened.store,
			   .reader = opened.reader,
			   .request = request,
			   .response = response };
	struct admin admin = { .op = op,
			       .store = opened.store,
			       .reader = opened.reader,
			       .request = request,
			       .response = response };
	struct pages pages = { .op = op,
			       .store = opened.store,
			       .reader = opened.reader,
			       .request = request,
			       .response = response,
			       .public_url = "" };

	switch (answer->door) {
	case LIVED_CALENDARS:
		op->actor = practice_actor(&opened.people[who],
					   CHANNEL_CALENDAR, "a program");
		dav_handle(&dav);
		break;
	case LIVED_API:
		op->actor = practice_actor(&opened.people[who], CHANNEL_API,
					   "a program");
		if (!http_header(request, "Content-Type"))
			add_header(op->arena, request, "Content-Type",
				   "application/json");
		admin_handle(&admin);
		break;
	case LIVED_PAGES:
		add_cookie(op->arena, &pages, who, request);
		pages_handle(&pages);
		break;
	case LIVED_FEED:
		if (!feed_answer_open(request, response))
			feed_handle(op, opened.store, opened.reader, request,
				    response);
		break;
	}
}

bool lived_ask(struct arena *arena, struct slice text,
	       struct lived_answer *answer)
{
	struct operation op;

	operation_init(&op, arena, lived_now);
	http_response_init(&answer->response, arena);
	if (!read_request(arena, text, &answer->request) || !find_door(answer))
		return false;
	handle(&op, answer, who_asks(answer));
	assert(!store_reader_operation(opened.reader));
	return true;
}
