#include "tests/unit/practice/fault_requests.h"

#include "practice/booking/copy.h"
#include <string.h>

struct store *request_store(const struct request *request)
{
	return request->agenda->place->store;
}

struct request request_of(struct agenda *agenda, const struct person *person,
			  int64_t later)
{
	return (struct request){ .agenda = agenda,
				 .op = agenda_as(agenda, person, later) };
}

enum err request_ended(const struct request *request, enum err err)
{
	return err && outcome(&request->op, err) == request->refused ? OK : err;
}

void request_sweep(struct request *request, const char *what, faults_run *run)
{
	const struct faults_case one = { .what = what, .run = run };

	faults_sweep(request->agenda->place, &request->op, &one, request);
}

enum err request_put(void *context)
{
	struct request *request = context;
	struct object_result result;
	enum err err;

	faults_fill(result);
	err = practice_object_put(&request->op, request_store(request),
				  &request->put, &result);
	return request_ended(request, faults_kept(err, result));
}

void sweep_put(struct agenda *agenda, const struct person *person,
	       const char *path, const char *name, const char *bytes,
	       enum err refused)
{
	struct request request = request_of(agenda, person, 0);

	request.refused = refused;
	request.put = (struct object_put){
		.home = person->login,
		.path = path,
		.name = name,
		.bytes = slice_of(bytes),
		.type = "text/calendar",
	};
	request_sweep(
		&request,
		arena_printf(agenda->place->arena, "PUT %s/%s", path, name),
		request_put);
}

static enum err run_delete(void *context)
{
	struct request *request = context;

	return request_ended(request,
			     practice_object_delete(&request->op,
						    request_store(request),
						    &request->at, NULL));
}

void sweep_delete(struct agenda *agenda, const struct person *person,
		  const char *path, const char *name, enum err refused)
{
	struct request request = request_of(agenda, person, 0);

	request.refused = refused;
	request.at = (struct object_at){ person->login, path, name };
	request_sweep(
		&request,
		arena_printf(agenda->place->arena, "DELETE %s/%s", path, name),
		run_delete);
}

static enum err run_copy(void *context)
{
	struct request *request = context;
	unsigned char created;
	enum err err;

	faults_fill(created);
	err = practice_object_copy(&request->op, request_store(request),
				   &request->at, &request->to, request->move,
				   true, NULL, (bool *)&created);
	return request_ended(request, faults_kept(err, created));
}

void sweep_copy(struct agenda *agenda, const struct person *person,
		struct object_at from, struct object_at to, bool move,
		enum err refused)
{
	struct request request = request_of(agenda, person, 0);

	request.refused = refused;
	from.home = to.home = person->login;
	request.at = from;
	request.to = to;
	request.move = move;
	request_sweep(&request,
		      arena_printf(agenda->place->arena, "%s %s/%s to %s/%s",
				   move ? "MOVE" : "COPY", from.path, from.name,
				   to.path, to.name),
		      run_copy);
}
