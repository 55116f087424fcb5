#include "tests/fuzz/request_fixture.h"

#include "base/digest.h"
#include "base/log.h"
#include "ical/zone.h"
#include "tests/unit/practice/small_practice.h"

#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HOME "/dav/calendars/" FUZZ_PRACTITIONER "/"
#define HEADER_ROOM 16

const struct instant fuzz_now = { 1780920000 };

static struct {
	char template[64], place[64]; /* directories */
	struct stat log;     /* the write-ahead log as it was when opened */
	struct arena *arena; /* of what lives as long as the store is open */
} files;

static struct fuzz_practice opened;

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
	struct person person = { .login = login,
				 .name = "Ada Brown",
				 .code = code,
				 .roles = roles,
				 .may = MAY_CREATE | MAY_EDIT | MAY_COMPLETE };

	return small_practice_person(op, store, &person);
}

/* A practitioner, a client, a default service and a session yesterday. */
static void fill(struct operation *op, struct store *store)
{
	struct span yesterday = { { fuzz_now.s - 86400 },
				  { fuzz_now.s - 82800 } };
	int64_t maria = add_person(op, store, FUZZ_PRACTITIONER,
				   ROLE_PRACTITIONER, NULL);
	int64_t ada = add_person(op, store, "ada", ROLE_CLIENT, "C042");
	int64_t therapy;

	add_person(op, store, FUZZ_ADMIN, ROLE_ADMIN, NULL);
	therapy = small_practice_service(
		op, store, (struct service){ .name = "Therapy" },
		(struct price){ .cost = { 4250 }, .wage = { 3000 } });
	small_practice_default(op, store, therapy);
	small_practice_session(op, store, yesterday, maria, ada, therapy);
}

static void make_template(void)
{
	struct arena *arena = arena_new();
	struct operation op;
	struct store *store;

	operation_init(&op, arena, fuzz_now);
	must(&op, store_open(&op, files.template, &store));
	small_practice_open(&op, store, NULL);
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
	int from = open(file_in(path, files.template, "daybook.db"), O_RDONLY);
	int to = open(file_in(path, files.place, "daybook.db"),
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

	if (stat(file_in(path, files.place, "daybook.db-wal"), &state))
		state.st_size = 0;
	return state;
}

static void fuzz_open(void)
{
	struct operation op;

	copy_database();
	files.arena = arena_new();
	operation_init(&op, files.arena, fuzz_now);
	must(&op, store_open(&op, files.place, &opened.store));
	must(&op, store_reader_new(&op, opened.store, &opened.reader));
	must(&op, store_reader_begin(opened.reader, &op));
	must(&op, store_person_find_login(opened.reader, FUZZ_PRACTITIONER,
					  &opened.practitioner));
	must(&op,
	     store_person_find_login(opened.reader, FUZZ_ADMIN, &opened.admin));
	store_reader_end(opened.reader);
	files.log = log_state();
}

static void fuzz_close(void)
{
	store_reader_free(opened.reader);
	store_close(opened.store);
	arena_free(files.arena);
}

bool fuzz_written(void)
{
	struct stat state = log_state();

	return state.st_size != files.log.st_size ||
	       state.st_mtim.tv_sec != files.log.st_mtim.tv_sec ||
	       state.st_mtim.tv_nsec != files.log.st_mtim.tv_nsec;
}

void fuzz_renew(void)
{
	if (!fuzz_written())
		return;
	fuzz_close();
	fuzz_open();
}

const struct fuzz_practice *fuzz_get(void)
{
	return &opened;
}

static void fuzz_remove(void)
{
	static const char *const names[] = { "daybook.db", "daybook.db-wal",
					     "daybook.db-shm" };
	char path[128];

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		unlink(file_in(path, files.template, names[i]));
		unlink(file_in(path, files.place, names[i]));
	}
	rmdir(files.template);
	rmdir(files.place);
}

void fuzz_init(void)
{
	const char *base = access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm";

	log_set_level(LOG_ERROR);
	digest_init();
	cal_zone_init();
	snprintf(files.template, sizeof(files.template),
		 "%s/daybook-fuzz-XXXXXX", base);
	snprintf(files.place, sizeof(files.place), "%s/daybook-fuzz-XXXXXX",
		 base);
	if (!mkdtemp(files.template) || !mkdtemp(files.place))
		abort();
	make_template();
	fuzz_open();
	atexit(fuzz_remove);
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

bool fuzz_request(struct arena *arena, struct slice text,
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
