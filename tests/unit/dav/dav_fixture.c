#include "tests/unit/dav/dav_fixture.h"

#include "dav/dav.h"
#include "dav/multistatus_private.h"
#include "ical/zone.h"
#include "practice/access.h"
#include "store/object_list.h"
#include "tests/unit/practice/small_practice.h"

#include <string.h>

static int64_t bound_work = INT64_MAX, last_work;
static size_t bound_memory = SIZE_MAX / 2;
static int64_t later;
static struct flow *way;
static struct http_response *answering;

void program_bound(int64_t work, size_t memory)
{
	bound_work = work;
	bound_memory = memory;
}

void program_later(int64_t seconds)
{
	later += seconds;
}

void program_flow(struct flow *flow)
{
	way = flow;
}

struct http_response *program_answering(void)
{
	return answering;
}

int64_t program_work(void)
{
	return last_work;
}

static void must(struct place *place, enum err err)
{
	if (err)
		print_error("%s: %s\n", err_name(err),
			    place->op.failure.message);
	assert_int_equal(err, OK);
}

static int64_t add_person(struct place *place, const char *login,
			  const char *name, unsigned roles, const char *code)
{
	struct person person = { .login = login,
				 .name = name,
				 .code = code,
				 .email = "someone@example.com",
				 .roles = roles,
				 .may = MAY_CREATE | MAY_EDIT | MAY_COMPLETE };

	return small_practice_person(&place->op, place->store, &person);
}

int program_setup(void **state)
{
	/* 18:00 UTC is 14:00 in Toronto. */
	const struct span tuesday = { { FIXTURE_NOW.s + 30 * 3600 },
				      { FIXTURE_NOW.s + 31 * 3600 } };
	struct place *place;
	int64_t maria, ada, therapy;
	int failed = place_setup(state);

	if (failed)
		return failed;
	program_bound(INT64_MAX, SIZE_MAX / 2);
	later = 0;
	way = NULL;
	place = *state;
	cal_zone_init();
	dav_init();
	small_practice_open(&place->op, place->store, NULL);
	maria = add_person(place, "maria", "Maria Lind", ROLE_PRACTITIONER,
			   NULL);
	add_person(place, "sam", "Sam <Staff> & Co", ROLE_STAFF, NULL);
	ada = add_person(place, "ada", "Ada Brown", ROLE_CLIENT, "C042");
	therapy = small_practice_service(
		&place->op, place->store, (struct service){ .name = "Therapy" },
		(struct price){ .cost = { 4250 }, .wage = { 3000 } });
	small_practice_session(&place->op, place->store, tuesday, maria, ada,
			       therapy);
	return 0;
}

static struct actor actor_of(struct place *place, const char *login)
{
	struct person person;

	must(place, store_person_find_login(place_read(place), login, &person));
	store_reader_end(place->reader);
	return practice_actor(&person, CHANNEL_CALENDAR, "test");
}

static void read_headers(struct arena *arena, struct http_request *request,
			 const char *lines)
{
	struct http_header *headers = arena_array(arena, 16, sizeof(*headers));
	struct slice rest = slice_of(lines);

	while (lines && rest.at) {
		struct slice value = slice_cut(&rest, '\n');
		struct slice name = slice_cut(&value, ':');

		headers[request->header_count++] = (struct http_header){
			slice_dup(arena, name),
			slice_dup(arena, slice_trim(value)),
		};
	}
	request->headers = headers;
}

struct http_response *program_send_bytes(struct place *place, const char *login,
					 const char *method, const char *target,
					 const char *headers, struct slice body)
{
	struct arena *arena = place->arena;
	struct http_response *response = arena_alloc(arena, sizeof(*response));
	struct http_request request = { .method = method,
					.target = target,
					.body = slice_dup(arena, body),
					.body_len = body.len,
					.remote = "127.0.0.1" };
	struct dav dav = { .op = &place->op,
			   .store = place->store,
			   .reader = place->reader,
			   .request = &request,
			   .response = response };

	assert_true(
		http_path_parse(arena, target, &request.path, &request.query));
	read_headers(arena, &request, headers);
	http_response_init(response, arena);
	response->flow = way;
	answering = response;
	operation_init(&place->op, arena,
		       (struct instant){ FIXTURE_NOW.s + later });
	place->op.actor = actor_of(place, login);
	operation_bound(&place->op, bound_work, bound_memory);
	dav_handle(&dav);
	http_response_join(dav.response);
	last_work = place->op.budget.work;
	assert_null(store_reader_operation(place->reader));
	operation_init(&place->op, arena, FIXTURE_NOW);
	return response;
}

struct http_response *program_send(struct place *place, const char *login,
				   const char *method, const char *target,
				   const char *headers, const char *body)
{
	return program_send_bytes(place, login, method, target, headers,
				  slice_of(body ? body : ""));
}

const char *program_propfind(struct place *place, const char *target,
			     const char *depth, const char *props)
{
	struct arena *arena = place->arena;
	struct http_response *response =
		program_send(place, "maria", "PROPFIND", target,
			     arena_printf(arena, "Depth: %s", depth),
			     arena_printf(arena,
					  "<D:propfind" MULTISTATUS_PREFIXES
					  "><D:prop>%s</D:prop></D:propfind>",
					  props));

	assert_int_equal(response->status, 207);
	return response->body;
}

const char *program_event(struct place *place, const char *uid)
{
	return arena_printf(place->arena,
			    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
			    "PRODID:-//test//EN\r\nBEGIN:VEVENT\r\n"
			    "UID:%s\r\nDTSTAMP:20260601T000000Z\r\n"
			    "DTSTART:20260610T100000Z\r\n"
			    "DTEND:20260610T110000Z\r\n"
			    "SUMMARY:Lunch & <more>\r\n"
			    "END:VEVENT\r\nEND:VCALENDAR\r\n",
			    uid);
}

void program_put_event(struct place *place, const char *target, const char *uid)
{
	struct http_response *response = program_send(
		place, "maria", "PUT", target, "Content-Type: text/calendar",
		program_event(place, uid));

	assert_int_equal(response->status, 201);
}

static enum err first_name(void *context, const struct member *member,
			   struct slice bytes)
{
	struct buf *name = context;

	assert_null(bytes.at);
	name->len = 0;
	buf_puts(name, member->name);
	return OK;
}

const char *program_session_name(struct place *place)
{
	struct reader *reader = place_read(place);
	struct collection sessions;
	struct person maria;
	struct buf name;

	buf_init(&name, arena_within(place->arena));
	must(place, store_person_find_login(reader, "maria", &maria));
	must(place,
	     store_collection_find(reader, maria.id, "sessions", &sessions));
	must(place,
	     store_member_walk(reader, sessions.id, false, first_name, &name));
	store_reader_end(reader);
	assert_non_null(name.at);
	return name.at;
}

size_t program_count(const char *text, const char *part)
{
	size_t count = 0;

	while ((text = strstr(text, part))) {
		text += strlen(part);
		count++;
	}
	return count;
}
