#include "tests/unit/dav/lock_fixture.h"

#include <string.h>

static void make(struct place *place, const char *method, const char *target,
		 const char *body)
{
	struct http_response *response =
		program_send(place, "maria", method, target, NULL, body);

	assert_int_equal(response->status, 201);
}

int lock_setup(void **state)
{
	int failed = program_setup(state);

	if (failed)
		return failed;
	make(*state, "MKCOL", FILES, NULL);
	make(*state, "MKCOL", FILES "sub/", NULL);
	make(*state, "PUT", FILES "a", "aaa");
	make(*state, "PUT", FILES "sub/b", "bbb");
	program_put_event(*state, CAL "a.ics", "a");
	return 0;
}

struct http_response *lock_ask(struct place *place, const char *target,
			       const char *scope, const char *depth)
{
	return program_send(
		place, "maria", "LOCK", target,
		arena_printf(place->arena, "Depth: %s\nTimeout: Second-600",
			     depth),
		arena_printf(place->arena,
			     "<D:lockinfo xmlns:D=\"DAV:\"><D:lockscope><D:%s/>"
			     "</D:lockscope><D:locktype><D:write/></D:locktype>"
			     "<D:owner>Maria's desk</D:owner></D:lockinfo>",
			     scope));
}

const char *lock_take(struct place *place, const char *target,
		      const char *scope, const char *depth)
{
	struct http_response *response = lock_ask(place, target, scope, depth);
	const char *token = http_response_header(response, "Lock-Token");

	assert_in_range(response->status, 200, 201);
	assert_non_null(token);
	assert_true(str_starts(token, "<urn:uuid:"));
	return arena_strndup(place->arena, token + 1, strlen(token) - 2);
}

int lock_end(struct place *place, const char *target, const char *token)
{
	return program_send(
		       place, "maria", "UNLOCK", target,
		       arena_printf(place->arena, "Lock-Token: <%s>", token),
		       NULL)
		->status;
}

static const char *if_header(struct place *place, const char *token,
			     const char *other)
{
	if (!token)
		return NULL;
	return arena_printf(place->arena,
			    "If: (<%s>) (Not <DAV:no-lock>) (<%s>)", token,
			    other ? other : "urn:x");
}

static const char *body_of(struct place *place, const char *method,
			   const char *target)
{
	if (str_equal(method, "PROPPATCH"))
		return "<D:propertyupdate xmlns:D=\"DAV:\"><D:set><D:prop>"
		       "<p xmlns=\"urn:p\">1</p></D:prop></D:set>"
		       "</D:propertyupdate>";
	if (str_equal(method, "PUT") && str_starts(target, CAL))
		return program_event(
			place,
			arena_printf(place->arena, "%.*s",
				     (int)strcspn(target + strlen(CAL), "."),
				     target + strlen(CAL)));
	return str_equal(method, "PUT") ? "text" : NULL;
}

int lock_try(struct place *place, const char *method, const char *target,
	     const char *token, const char *other)
{
	return program_send(place, "maria", method, target,
			    if_header(place, token, other),
			    body_of(place, method, target))
		->status;
}

int lock_carry(struct place *place, const char *method, const char *from,
	       const char *to, const char *token, const char *other)
{
	const char *header = if_header(place, token, other);

	return program_send(place, "maria", method, from,
			    arena_printf(place->arena, "Destination: %s%s%s",
					 to, header ? "\n" : "",
					 header ? header : ""),
			    NULL)
		->status;
}
