/**
 * What a form sent: application/x-www-form-urlencoded, in its order, bounded;
 * and the JSON body that it stands for, by the fields of the route that takes
 * it. Names are the JSON's: lists repeat the name, maps are `clients[C042]`,
 * parts of an object `notice_hours[from]`, of a list of objects
 * `contacts[0][name]`, boxes `on`, and a time may be split (`date`, `start`,
 * `end`, `end_date`; `from` and `from_time`).
 */
#ifndef ADMIN_PAGES_FORM_H
#define ADMIN_PAGES_FORM_H

#include <stdbool.h>

#include "base/operation.h"
#include "base/shape.h"

/** Most bytes and fields of a form. */
#define FORM_BODY_LIMIT ((size_t)256 * 1024)
#define FORM_FIELD_LIMIT 5000

struct form_field {
	const char *name, *value;
};

/** A file of a form with files (multipart.h). */
struct form_file {
	const char *field, *name;
	struct slice bytes;
};

struct form {
	struct form_field *at;
	size_t count;
	struct form_file *files;
	size_t file_count;
};

/** A text whose ends of lines are "\n", however they were sent. */
const char *form_lines(struct arena *arena, const char *text);

/** Line ends become "\n". ERR_SYNTAX: it cannot be decoded, or has too many
 *  fields. */
MUST_CHECK enum err form_read(struct operation *op, struct slice body,
			      struct form *form);
/** The first value of that name, or NULL. */
const char *form_value(const struct form *form, const char *name);
/** Was this value sent under that name? */
bool form_has(const struct form *form, const char *name, const char *value);

/** How a form is read. */
struct form_way {
	const struct field *fields; /* of the route's body */
	/* Names, "enabled,days", of boxes and lists that the form shows: when
	 * none comes they are unticked, not left as they are. Or NULL. */
	const char *boxes;
	bool change; /* PATCH: an empty text empties it; else it is left out */
};

/** The body. What cannot be its type is put as text: the route judges it. */
json_t *form_json(struct arena *arena, const struct form *form,
		  const struct form_way *way);

#endif
