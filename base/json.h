/**
 * JSON: the one writer of the tree, and its reader, over jansson.
 *
 * Every value made here belongs to an arena and ends with it, so nobody lets
 * go of one by hand. Putting a value into another shares it; neither is lost
 * when the other ends. Keys stay in the order in which they were put.
 *
 * jansson's own functions may look at values (json_object_get, json_is_array,
 * json_array_foreach and so on); only the functions here make them. This is
 * the only file that includes jansson.h.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <jansson.h>

#include "base/clock.h"
#include "base/money.h"
#include "base/str.h"

/** A new, empty object or list of the arena. */
json_t *json_new(struct arena *arena);
json_t *json_new_list(struct arena *arena);
/** Texts, ids and the like that stand alone; NULL and id 0 are null. */
json_t *json_new_text(struct arena *arena, const char *text);

/** Set a member to a value of the arena; NULL is null. */
void json_put(json_t *object, const char *name, json_t *value);
/** NULL, and a text that is no UTF-8, become null. */
void json_put_text(json_t *object, const char *name, const char *text);
/** An id as APIs show it: a string. 0 is null. */
void json_put_id(json_t *object, const char *name, int64_t id);
void json_put_integer(json_t *object, const char *name, int64_t value);
void json_put_bool(json_t *object, const char *name, bool value);
/** "42.50": a decimal string with the digits of the currency. */
void json_put_money(json_t *object, const char *name, struct arena *arena,
		    struct money money, int digits);
/** "2026-06-08". */
void json_put_day(json_t *object, const char *name, struct arena *arena,
		  struct day day);
/** "2026-06-08T16:00". */
void json_put_wall(json_t *object, const char *name, struct arena *arena,
		   struct wall wall);
/** "2026-06-08T20:00:00Z"; INSTANT_MIN and INSTANT_MAX, never, are null. */
void json_put_instant(json_t *object, const char *name, struct arena *arena,
		      struct instant instant);

/** Add to the end of a list. */
void json_add(json_t *list, json_t *value);
void json_add_text(json_t *list, const char *text);
void json_add_id(json_t *list, int64_t id);
void json_add_integer(json_t *list, int64_t value);

/** The value as compact text in the arena; NULL stays NULL. */
const char *json_text(struct arena *arena, const json_t *value);

/** Add a text to a document that is written piece by piece, with its quotes;
 *  the bytes are UTF-8. */
void json_quote(struct buf *buf, struct slice text);

/** Read JSON text of any kind (an object, a list, "text", 1, null) that we
 *  wrote ourselves; NULL where text is NULL or cannot be read. */
json_t *json_read(struct arena *arena, const char *text);
/** Most names and values of a body, for in memory each takes up to a hundred
 *  times what it takes in the text; fewer where memory is short. */
#define JSON_PIECES ((size_t)160000)

/**
 * Read a body that somebody sent: an object or a list in which no key stands
 * twice. NULL where it cannot be read, or holds too much; *why then says it for
 * people, such as "line 1, column 7: ':' expected near 'x'".
 */
json_t *json_read_body(struct arena *arena, struct slice body,
		       const char **why);

#endif
