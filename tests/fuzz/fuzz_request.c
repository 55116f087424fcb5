/* Whole requests of one practitioner, several in a row: each is answered,
 * never with a fault of ours, and what is XML is well-formed.
 *
 * An input is requests with a byte 0x1e between them: "METHOD TARGET", lines
 * of headers, an empty line, the body. A target without a leading '/' is
 * below the practitioner's home.
 *
 * A new place takes long, so one is made at the start and its database copied;
 * the copy is made anew after each input that wrote to it. */
#include "dav/dav.h"

#include "base/digest.h"
#include "base/log.h"
#include "ical/zone.h"
#include "practice/access.h"
#include "practice/people.h"
#include "practice/services.h"
#include "practice/session.h"

#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <libxml/parser.h>

#define LOGIN "maria"
#define HOME "/dav/calendars/" LOGIN "/"
#define HEADER_ROOM 16
#define REQUEST_MARK '\x1e'

/* 2026-06-08T12:00:00Z */
static const struct instant fixed_now = { 1780920000 };

static struct {
	char template[64], place[64]; /* directories */
	struct store *store;
	struct reader *reader;
	struct stat log;     /* the write-ahead log as it was when opened */
	struct arena *arena; /* of what lives as long as the store is open */
	struct person person;
} scene;

/* --- The place ----------------------------------------------------------- */

static void must(const struct operation *op, enum err err)
{
	if (!err)
		return;
	fprintf(stderr, "%s: %s\n", err_name(err), op->failure.message);
	abort();
}

static int64_t add_person(struct operation *op, struct store *store,
			  const char *login, unsigned roles, const char *code)
{
	struct person person = {
		.login = login,
		.name = "Ada Brown",
		.code = code,
		.active = true,
		.roles = roles,
		.may = MAY_CREATE | MAY_EDIT | MAY_COMPLETE,
	};

	must(op, practice_person_add(op, store, &person));
	return person.id;
}

/* A practitioner, a client, a default service and a session yesterday. */
static void fill(struct operation *op, struct store *store)
{
	struct service service = { .name = "Therapy", .active = true };
	struct price price = { .cost = { 4250 }, .wage = { 3000 } };
	struct practice_change change = { 0 };
	struct practice practice;
	int64_t maria = add_person(op, store, LOGIN, ROLE_PRACTITIONER, NULL);
	int64_t ada = add_person(op, store, "ada", ROLE_CLIENT, "C042");
	struct session session = {
		.span = { { fixed_now.s - 86400 }, { fixed_now.s - 82800 } },
		.zone = "America/Toronto",
		.practitioners = { &maria, 1 },
		.clients = { &ada, 1 },
	};

	must(op, practice_service_add(op, store, &service, &price));
	change.default_service = &service.id;
	must(op, practice_change(op, store, &change, &practice));
	session.service = service.id;
	must(op, practice_session_add(op, store, &session));
}

static void make_template(void)
{
	struct arena *arena = arena_new();
	struct operation op;
	struct store *store;

	operation_init(&op, arena, fixed_now);
	must(&op, store_open(&op, scene.template, &store));
	must(&op, practice_setup(&op, store, "America/Toronto"));
	fill(&op, store);
	store_close(store);
	arena_free(arena);
}

static const char *file_in(char path[static 128], const char *dir,
			   const char *name)
{
	snprintf(path, 128, "%s/%s", dir, name);
	return path;
}

static void copy_database(void)
{
	char path[128];
	struct stat stat;
	int from = open(file_in(path, scene.template, "daybook.db"), O_RDONLY);
	int to = open(file_in(path, scene.place, "daybook.db"),
		      O_WRONLY | O_CREAT | O_TRUNC, 0600);
	off_t at = 0;

	assert(from >= 0 && to >= 0 && !fstat(from, &stat));
	while (at < stat.st_size) {
		ssize_t copied = copy_file_range(
			from, NULL, to, NULL, (size_t)(stat.st_size - at), 0);

		assert(copied > 0);
		at += copied;
	}
	close(from);
	close(to);
}

static struct stat log_state(void)
{
	char path[128];
	struct stat state = { 0 };

	if (stat(file_in(path, scene.place, "daybook.db-wal"), &state))
		state.st_size = 0;
	return state;
}

static void scene_open(void)
{
	struct operation op;

	copy_database();
	scene.arena = arena_new();
	operation_init(&op, scene.arena, fixed_now);
	must(&op, store_open(&op, scene.place, &scene.store));
	must(&op, store_reader_new(&op, scene.store, &scene.reader));
	must(&op, store_reader_begin(scene.reader, &op));
	must(&op, store_person_find_login(scene.reader, LOGIN, &scene.person));
	store_reader_end(scene.reader);
	scene.log = log_state();
}

static void scene_close(void)
{
	store_reader_free(scene.reader);
	store_close(scene.store);
	arena_free(scene.arena);
}

static void scene_renew(void)
{
	struct stat state = log_state();

	if (state.st_size == scene.log.st_size &&
	    state.st_mtim.tv_sec == scene.log.st_mtim.tv_sec &&
	    state.st_mtim.tv_nsec == scene.log.st_mtim.tv_nsec)
		return;
	scene_close();
	scene_open();
}

static void scene_remove(void)
{
	static const char *const names[] = { "daybook.db", "daybook.db-wal",
					     "daybook.db-shm" };
	char path[128];

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		unlink(file_in(path, scene.template, names[i]));
		unlink(file_in(path, scene.place, names[i]));
	}
	rmdir(scene.template);
	rmdir(scene.place);
}

int LLVMFuzzerInitialize(int *argc UNUSED, char ***argv UNUSED)
{
	const char *base = access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm";

	log_set_level(LOG_ERROR);
	digest_init();
	cal_zone_init();
	dav_init();
	snprintf(scene.template, sizeof(scene.template),
		 "%s/daybook-fuzz-XXXXXX", base);
	snprintf(scene.place, sizeof(scene.place), "%s/daybook-fuzz-XXXXXX",
		 base);
	if (!mkdtemp(scene.template) || !mkdtemp(scene.place))
		abort();
	make_template();
	scene_open();
	atexit(scene_remove);
	return 0;
}

/* --- A request ----------------------------------------------------------- */

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

/* False where the edge would refuse it before it comes to dav/. */
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
	return http_path_parse(arena, target, &request->path,
			       &request->query) &&
	       dav_owns(&request->path);
}

static void check_xml(const struct http_response *response)
{
	const char *type = http_response_header(response, "Content-Type");
	xmlDocPtr document;

	if (!type || !str_starts(type, "application/xml"))
		return;
	document = xmlReadMemory(
		response->body, (int)response->body_len, NULL, "UTF-8",
		XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	assert(document);
	xmlFreeDoc(document);
}

static void send_request(struct slice text)
{
	struct arena *arena = arena_new();
	struct operation op;
	struct http_request request;
	struct http_response response;
	struct dav dav = { .op = &op,
			   .store = scene.store,
			   .reader = scene.reader,
			   .request = &request,
			   .response = &response };

	operation_init(&op, arena, fixed_now);
	op.actor = practice_actor(&scene.person, CHANNEL_CALENDAR, "fuzz");
	http_response_init(&response, arena);
	if (read_request(arena, text, &request)) {
		dav_handle(&dav);
		/* 502 is for destinations elsewhere (RFC 4918 9.8.5) */
		assert(response.status >= 200 && response.status < 600);
		assert(response.status != 500 && response.status != 503);
		assert(!store_reader_operation(scene.reader));
		check_xml(&response);
	}
	arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice rest = { (const char *)data, size };

	while (rest.at)
		send_request(slice_cut(&rest, REQUEST_MARK));
	scene_renew();
	return 0;
}
