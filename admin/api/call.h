/**
 * One call of a route: its path's words, its checked body, and the ways to
 * answer. JSON values belong to the
 * operation.
 */
#ifndef ADMIN_API_CALL_H
#define ADMIN_API_CALL_H

#include "admin/api/route.h"
#include "base/json.h"
#include "store/people.h"
#include "store/practice.h"

#define CALL_WORDS 4

struct call {
	struct operation *op;
	struct store *store;
	struct reader *reader;
	const struct http_request *request;
	struct http_response *response;
	const struct route *route;
	const char *words[CALL_WORDS]; /* of {…} in the pattern, in order */
	json_t *body;    /* checked; an empty object where none is taken */
	json_t *current; /* for a 409: the object as it is, or NULL */
	struct practice practice; /* loaded before the handler runs */
	int digits;               /* of its currency */
	struct failure wrong;     /* what is wrong so far (call_go_on) */
	bool secret; /* the answer holds what is shown once: it is not kept
			in a form that can be read */
};

/* Reading: a path's word, the query. */

/** A number in the path, else ERR_NOT_FOUND. */
MUST_CHECK enum err call_id(struct call *call, size_t word, int64_t *id);
/** A person by login, id or (clients) code; ERR_NOT_FOUND. In a transaction
 *  of the reader that has begun. */
MUST_CHECK enum err call_person(struct call *call, const char *word,
				struct person *person);
/** The same of somebody whom the actor may hear of: others are as if they were
 *  not there. */
MUST_CHECK enum err call_person_met(struct call *call, const char *word,
				    struct person *person);
/** A query parameter, or NULL. */
const char *call_query(struct call *call, const char *name);
/** ?from=&to= as days in the practice's zone, both inclusive; absent ones
 *  leave *span's ends as they are. ERR_INVALID. */
MUST_CHECK enum err call_span(struct call *call, struct span *span);
/** ?limit= (1..1000, else 100) and ?cursor= (an id, 0 absent). */
MUST_CHECK enum err call_page(struct call *call, size_t *limit,
			      int64_t *cursor);

/* Reading the body: absent and null fields leave the output as it is and
 * return false, so that PATCH writes over what was loaded. */

bool call_has(const struct call *call, const char *name); /* null too */
bool call_text(struct call *call, const char *name, const char **text);
/** null is a value too: *text becomes NULL. */
bool call_text_or_null(struct call *call, const char *name, const char **text);
bool call_bool(struct call *call, const char *name, bool *value);
bool call_integer(struct call *call, const char *name, int64_t *value);
bool call_money(struct call *call, const char *name, struct money *money);
bool call_day(struct call *call, const char *name, struct day *day);
bool call_wall(struct call *call, const char *name, struct wall *wall);
/** Index of a choice among the field's choices. */
bool call_choice(struct call *call, const char *name, int *index);
/** Bits 1 << index of a list of choices. */
bool call_choices(struct call *call, const char *name, unsigned *bits);
/** The revision that the writer has seen; 0 absent. */
int64_t call_revision(struct call *call);
/** An id in a string field; ERR_INVALID names the field. Absent: untouched. */
MUST_CHECK enum err call_id_field(struct call *call, const char *name,
				  int64_t *id);

/** Go on although fields are wrong, so that all that are get named: nothing
 *  will be written. Whatever else failed is returned. */
MUST_CHECK enum err call_go_on(struct call *call);

/* Answering. */

/** 200, or 201 after a POST that made something. */
enum err call_answer(struct call *call, json_t *json);
enum err call_created(struct call *call, json_t *json);
enum err call_nothing(struct call *call); /* 204 */
/** {"items": items, "next": cursor or null}; next 0: null. */
enum err call_list(struct call *call, json_t *items, int64_t next);
/** The frame of a list: in one read transaction `fill` adds what belongs on
 *  the page and sets *next (0 before) where there is more; then call_list. */
typedef enum err call_fill(struct call *call, json_t *items, int64_t *next);
MUST_CHECK enum err call_list_read(struct call *call, call_fill *fill);
/** The frame of one object: in one read transaction `view` finds it and makes
 *  *json; then call_answer. */
typedef enum err call_view(struct call *call, json_t **json);
MUST_CHECK enum err call_show_read(struct call *call, call_view *view);
/** Rows for people: text/csv where Accept asks for it. */
bool call_wants_csv(const struct call *call);
enum err call_text_answer(struct call *call, const char *type,
			  const char *bytes, size_t len);

#endif
