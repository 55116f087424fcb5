#include "tests/unit/server/lived_practice.h"

#include "admin/api/admin.h"
#include "admin/pages/guard.h"
#include "base/digest.h"
#include "base/log.h"
#include "ical/zone.h"
#include "practice/access.h"
#include "practice/people/sign_in.h"
#include "dav/dav.h"
#include "tests/unit/practice/small_practice.h"
#include "tests/unit/store/memory_disk.h"

#include <assert.h>
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

#define EVENT_ON(day, uid, more)                         \
	"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n" \
	"BEGIN:VEVENT\r\nUID:" uid "\r\n"                \
	"DTSTAMP:20260601T000000Z\r\n"                   \
	"DTSTART:" day "T140000Z\r\n"                    \
	"DTEND:" day "T150000Z\r\n" more "END:VEVENT\r\nEND:VCALENDAR\r\n"
#define EVENT(uid, more) EVENT_ON("20260612", uid, more)

/* Something of every kind, so that one request can meet it. */
static const char *const history[] = {
	"PATCH /api/people/ada\n\n"
	"{\"phone\": \"+1 416 555 7301\", \"email\": \"zmail@example.org\","
	" \"address\": \"7302 Zstreet\","
	" \"contacts\": [{\"name\": \"Zmother\", \"relation\": \"mother\","
	"  \"email\": \"zcontact@example.org\", \"notice\": \"email\"}]}",
	"PUT /api/people/C042/rates/1\n\n{\"cost\": \"71.11\"}",
	"PATCH /api/sessions/1\n\n"
	"{\"place\": \"Zroom\", \"public_note\": \"zpublic\","
	" \"private_note\": \"zprivate\"}",
	"POST /api/sessions\n\n"
	"{\"start\": \"2026-06-05T16:00\", \"end\": \"2026-06-05T16:50\","
	" \"practitioners\": [\"maria\"], \"clients\": [\"C042\", \"C043\"]}",
	"POST /api/sessions/2/completion\n\n{\"type\": \"completed\"}",
	"POST /api/sessions\n\n"
	"{\"start\": \"2026-06-11T16:00\", \"end\": \"2026-06-11T16:50\"}",
	"POST /api/schedules\n\n"
	"{\"start\": \"2026-06-09T16:00\", \"end\": \"2026-06-09T16:50\","
	" \"practitioners\": [\"maria\"], \"clients\": [\"C042\"],"
	" \"days\": [\"TU\"], \"repeat\": \"weekly\", \"count\": 3,"
	" \"enabled\": true}",
	"POST /api/closures\n\n"
	"{\"title\": \"Zholiday\", \"from\": \"2026-06-16\","
	" \"to\": \"2026-06-17\", \"all_day\": true}",
	"POST /api/completion-types\n\n"
	"{\"label\": \"Late cancel\", \"map\": \"canceled\","
	" \"modifier\": \"percentage\", \"client\": 50,"
	" \"practitioner\": 25, \"short\": \"lc\"}",
	"POST /api/sessions\n\n"
	"{\"start\": \"2026-06-04T16:00\", \"end\": \"2026-06-04T16:50\","
	" \"practitioners\": [\"maria\"], \"clients\": [\"C042\"]}",
	"POST /api/sessions/7/completion\n\n"
	"{\"type\": \"override\", \"charges\": {\"C042\": \"72.22\"},"
	" \"wages\": {\"maria\": \"73.33\"}, \"reason\": \"zreason\"}",
	"POST /api/invoices\n\n{\"client\": \"C042\", \"to\": \"2026-06-30\"}",
	"POST /api/invoices/1/issue\n\n{}",
	"POST /api/invoices\n\n{\"client\": \"C043\", \"to\": \"2026-06-30\"}",
	"POST /api/payments\n\n"
	"{\"client\": \"C042\", \"amount\": \"200.03\","
	" \"date\": \"2026-06-08\", \"method\": \"cash\"}",
	"POST /api/payroll\n\n{\"to\": \"2026-06-30\"}",
	"POST /api/people/maria/rates\n\n"
	"{\"hourly\": \"74.44\", \"bonus\": \"0.00\","
	" \"effective_from\": \"2026-06-08\"}",
	"POST /api/people/maria/tokens\n\n{\"label\": \"Zphone\"}",
	"POST /api/people/maria/feeds\n\n"
	"{\"label\": \"Zreader\", \"level\": \"busy\"}",
	"PUT calendar/a.ics\n\n" EVENT("a", "SUMMARY:zdiary\r\n"
					    "RRULE:FREQ=WEEKLY;COUNT=5\r\n"),
	"PUT /dav/calendars/office/calendar/p.ics\nFrom: office\n\n" EVENT(
		"p", "SUMMARY:zletter\r\n"),
	"MKCALENDAR work/\n\n",
	"PUT work/b.ics\n\n" EVENT("b", "SUMMARY:Tea\r\n"),
	"PUT sessions/n.ics\n\n" EVENT("n", "SUMMARY:C042\r\n"),
	"PROPPATCH calendar/\n\n"
	"<D:propertyupdate xmlns:D=\"DAV:\"><D:set><D:prop><D:displayname>"
	"Zmine</D:displayname><x xmlns=\"urn:x\">z</x></D:prop></D:set>"
	"</D:propertyupdate>",
	/* Beside what is Maria's and Ada's: what is others', what waits. */
	"PUT sessions/past.ics\n\n" EVENT_ON("20260603", "past",
					     "SUMMARY:C043\r\n"),
	"PUT sessions/n.ics\n\n" EVENT("n",
				       "SUMMARY:C042 Therapy #whatever\r\n"),
	"PUT /dav/calendars/office/closures/k.ics\nFrom: office\n\n" EVENT_ON(
		"20260701", "k", "SUMMARY:Zrepair\r\n"),
	"PUT /dav/calendars/tom/sessions/o.ics\nFrom: tom\n\n" EVENT_ON(
		"20260602", "o", "SUMMARY:zdraft\r\n"),
	"PUT /dav/calendars/tom/calendar/t.ics\nFrom: tom\n\n" EVENT(
		"t", "SUMMARY:ztom\r\n"),
	"PUT /dav/calendars/staff/calendar/s.ics\nFrom: staff\n\n" EVENT(
		"s", "SUMMARY:zstaff\r\n"),
	"MKCALENDAR shared/\n\n",
	"PUT shared/l.ics\n\n" EVENT("l", "SUMMARY:zshared\r\n"),
	"ACL shared/\n\n"
	"<D:acl xmlns:D=\"DAV:\"><D:ace><D:principal><D:href>"
	"/dav/principals/tom/</D:href></D:principal><D:grant><D:privilege>"
	"<D:read/></D:privilege><D:privilege><D:write/></D:privilege>"
	"</D:grant></D:ace><D:ace><D:principal><D:href>"
	"/dav/principals/staff/</D:href></D:principal><D:grant><D:privilege>"
	"<D:read/></D:privilege></D:grant></D:ace></D:acl>",
	"LOCK shared/l.ics\nDepth: 0\n\n"
	"<D:lockinfo xmlns:D=\"DAV:\"><D:lockscope><D:exclusive/>"
	"</D:lockscope><D:locktype><D:write/></D:locktype></D:lockinfo>",
	"POST /api/sessions\n\n"
	"{\"start\": \"2026-06-25T16:00\", \"end\": \"2026-06-25T16:50\","
	" \"practitioners\": [\"maria\"], \"clients\": [\"C042\"]}",
	"POST /api/cancellations/preview\n\n"
	"{\"from\": \"2026-06-25\", \"to\": \"2026-06-25\"}",
	"POST /api/cancellations\n\n"
	"{\"from\": \"2026-06-25\", \"to\": \"2026-06-25\","
	" \"hash\": \"HASH\", \"notify\": true, \"cancel\": true}",
	"POST /api/imports\n\n"
	"{\"files\": [{\"name\": \"people.csv\","
	"  \"content\": \"bmFtZQpadXRlCg==\"}]}",
};

const struct instant lived_now = { 1780920000 };

static struct {
	struct store *store;
	struct reader *reader;
	struct person people[LIVED_PEOPLE];
	char secrets[LIVED_PEOPLE][128]; /* of their browsers */
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

	for (size_t i = 0; i < ARRAY_SIZE(history); i++) {
		struct arena *arena = arena_new();
		struct lived_answer answer;

		const char *request =
			with_hash(arena, with_type(arena, history[i]), hash);

		if (!lived_ask(arena, slice_of(request), &answer) ||
		    answer.response.status >= 300) {
			fprintf(stderr, "%s: %d %s\n", history[i],
				answer.response.status, answer.response.body);
			abort();
		}
		note_hash(&answer.response, hash, sizeof(hash));
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

/* Hashes that take a tenth of a second by design tell tests of whole requests
 * nothing: these stand before the library's own. */
int crypto_pwhash_str_alg(char out[crypto_pwhash_STRBYTES],
			  const char *const password,
			  unsigned long long len UNUSED,
			  unsigned long long passes UNUSED,
			  size_t memory UNUSED, int algorithm UNUSED)
{
	memset(out, 0, crypto_pwhash_STRBYTES);
	snprintf(out, crypto_pwhash_STRBYTES, "$cheap$%.64s", password);
	return 0;
}

int crypto_pwhash_str_verify(const char hash[crypto_pwhash_STRBYTES],
			     const char *const password,
			     unsigned long long len UNUSED)
{
	char other[crypto_pwhash_STRBYTES];

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

/* False where the edge would refuse it before it comes to a handler. */
static bool read_request(struct arena *arena, struct slice text,
			 struct http_request *request)
{
	struct slice line = slice_cut(&text, '\n');
	struct slice method = slice_cut(&line, ' ');
	const char *target = slice_dup(arena, line.at ? line : slice_of(""));

	if (target[0] != '/')
		target = arena_printf(arena, HOME "%s", target);
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

	if (admin_owns(&request->path))
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
