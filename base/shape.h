/**
 * Shapes: what an entity is made of, once, as a table of rows.
 *
 * A row names one field: how it is called on the wire, of which type and
 * within which bounds it is, where in the entity's struct it lies, and who may
 * see it. From the same rows come the JSON that is answered, the judgement of
 * bodies that are sent, what of them is laid over the struct (shape_read.h),
 * rows of CSV files, audit rows, searches and the OpenAPI description:
 *
 *	static const struct field contact_rows[] = {
 *		ROW_TEXT("name", struct contact, name, .see = SEE_OFFICE,
 *			 .flags = FIELD_REQUIRED, .max = 200),
 *		ROW_CHOICE("notice", struct contact, notice, notice_words,
 *			   .see = SEE_OFFICE),
 *		{ 0 },
 *	};
 *
 *	json = shape_write(&audience, contact_rows, &contact);
 *
 * `see` is an allow-list: a row that names nobody is shown to nobody. What its
 * bits mean is the caller's; practice/access.h has those of the practice. Two
 * rows may have one name, for two audiences. The macros look at the type of
 * the member, so that a row of the wrong type does not compile. A row without
 * a member (FIELD_…, written out) is judged and described, and its handler
 * reads or writes it.
 */
#ifndef BASE_SHAPE_H
#define BASE_SHAPE_H

#include "base/csv_write.h"
#include "base/json.h"

/** In braces: the member's type. Lists are an array and its count. */
enum field_type {
	FIELD_TEXT,     /* (const char *) limit: code points; NULL: none */
	FIELD_BOOL,     /* (bool) */
	FIELD_INTEGER,  /* (int, int32_t, int64_t) min..max */
	FIELD_MONEY,    /* (struct money) "42.50", the currency's digits */
	FIELD_DAY,      /* (struct day) "2026-06-08"; n INT32_MIN: none */
	FIELD_WALL,     /* (struct wall) "2026-06-08T16:00" */
	FIELD_INSTANT,  /* (struct instant) "2026-06-08T20:00:00Z"; INSTANT_MIN
			   and INSTANT_MAX: none */
	FIELD_ID,       /* (int64_t) a string; 0: none */
	FIELD_CHOICE,   /* (an enum) one of choices, by its place there */
	FIELD_CHOICES,  /* (unsigned) a list of them; bit 1 << place */
	FIELD_IDS,      /* (int64_t list) a list of strings */
	FIELD_TEXTS,    /* (const char * list) of texts: logins, codes */
	FIELD_INTEGERS, /* (int64_t list) */
	FIELD_MAP,      /* (list) an object of texts: of each element, the
			   second of `fields` under the first */
	FIELD_OBJECT,   /* (struct) of `fields` */
	FIELD_LIST,     /* (list) of objects of `fields` */
	FIELD_ANY,      /* (json_t *) answers only */
};

enum field_flags {
	FIELD_REQUIRED = 1,
	FIELD_NULLABLE = 2,         /* bodies may say null: none */
	FIELD_ONLY_ANSWER = 4,      /* in answers; refused in bodies */
	FIELD_ONLY_CHANGE = 8,      /* in answers and PATCH */
	FIELD_ONLY_SENT = 512,      /* in bodies; answers do not have it */
	FIELD_ZERO_NONE = 16,       /* a number or day of 0 is none: null */
	FIELD_NONE_ABSENT = 32,     /* what is none is left out, not null */
	FIELD_UNGIVEN_ABSENT = 256, /* left out where ROW_GIVEN says none */
	FIELD_PRIVATE = 64,         /* audit rows hold only that it changed */
	FIELD_OURS = 128,    /* a text of ours, not one that people typed:
				CSV holds it as it is */
	FIELD_OPAQUE = 1024, /* a name of programs: a search finds it whole */
};

struct field {
	const char *name; /* NULL ends a shape */
	enum field_type type;
	unsigned flags;
	unsigned see;               /* who may: bits of an audience */
	long long min, max;         /* integers; max of texts: code points */
	const char *const *choices; /* ends with NULL */
	const struct field *fields;
	const char *help;
	size_t offset; /* of the member in the struct */
	size_t size;   /* of the member, of a list's element; 0: no member */
	size_t count;  /* offset of a list's count (size_t) */
	size_t given;  /* 1 + offset of a bool: is there any? 0: always */
};

/** Longest text where a field says nothing, and longest list. */
#define SHAPE_TEXT_LIMIT 1000
#define SHAPE_LIST_LIMIT 1000

/** For `see`: whoever it is. */
#define SEE_ALL (~0u)

/* A member of the given type, and an array of them with its length; of another
 * type it does not compile. */
#define SHAPE_AT(of, member, kind) \
	_Generic(&((of *)0)->member, kind * : offsetof(of, member))
#define SHAPE_MEMBER(of, member, kind) \
	.offset = SHAPE_AT(of, member, kind), .size = sizeof(kind)
#define SHAPE_ARRAY(of, array, length, kind)                         \
	.offset = SHAPE_AT(of, array, kind *), .size = sizeof(kind), \
	.count = SHAPE_AT(of, length, size_t)
#define SHAPE_ANY(of, member) \
	.offset = offsetof(of, member), .size = sizeof(((of *)0)->member)
#define SHAPE_ROW(wire, field, ...)                          \
	{                                                    \
		.name = (wire), .type = (field), __VA_ARGS__ \
	}

/* Rows: the name on the wire, the struct and its member; then .see and what
 * else there is to say. */
#define ROW_TEXT(wire, of, member, ...)                                     \
	SHAPE_ROW(wire, FIELD_TEXT, SHAPE_MEMBER(of, member, const char *), \
		  __VA_ARGS__)
#define ROW_BOOL(wire, of, member, ...) \
	SHAPE_ROW(wire, FIELD_BOOL, SHAPE_MEMBER(of, member, bool), __VA_ARGS__)
/* Of an int or an int64_t. */
#define ROW_INTEGER(wire, of, member, ...) \
	SHAPE_ROW(wire, FIELD_INTEGER, SHAPE_ANY(of, member), __VA_ARGS__)
#define ROW_MONEY(wire, of, member, ...)                                     \
	SHAPE_ROW(wire, FIELD_MONEY, SHAPE_MEMBER(of, member, struct money), \
		  __VA_ARGS__)
#define ROW_DAY(wire, of, member, ...)                                   \
	SHAPE_ROW(wire, FIELD_DAY, SHAPE_MEMBER(of, member, struct day), \
		  __VA_ARGS__)
#define ROW_WALL(wire, of, member, ...)                                    \
	SHAPE_ROW(wire, FIELD_WALL, SHAPE_MEMBER(of, member, struct wall), \
		  __VA_ARGS__)
#define ROW_INSTANT(wire, of, member, ...) \
	SHAPE_ROW(wire, FIELD_INSTANT,     \
		  SHAPE_MEMBER(of, member, struct instant), __VA_ARGS__)
#define ROW_ID(wire, of, member, ...)                                \
	SHAPE_ROW(wire, FIELD_ID, SHAPE_MEMBER(of, member, int64_t), \
		  __VA_ARGS__)
/* Of an enum, by its list of words. */
#define ROW_CHOICE(wire, of, member, words, ...)             \
	SHAPE_ROW(wire, FIELD_CHOICE, SHAPE_ANY(of, member), \
		  .choices = (words), __VA_ARGS__)
#define ROW_CHOICES(wire, of, member, words, ...)                          \
	SHAPE_ROW(wire, FIELD_CHOICES, SHAPE_MEMBER(of, member, unsigned), \
		  .choices = (words), __VA_ARGS__)
/* Of a struct such as struct ids: at and count. */
#define ROW_IDS(wire, of, member, ...)                               \
	SHAPE_ROW(wire, FIELD_IDS,                                   \
		  SHAPE_ARRAY(of, member.at, member.count, int64_t), \
		  __VA_ARGS__)
#define ROW_TEXTS(wire, of, array, length, ...) \
	SHAPE_ROW(wire, FIELD_TEXTS,            \
		  SHAPE_ARRAY(of, array, length, const char *), __VA_ARGS__)
#define ROW_INTEGERS(wire, of, array, length, ...) \
	SHAPE_ROW(wire, FIELD_INTEGERS,            \
		  SHAPE_ARRAY(of, array, length, int64_t), __VA_ARGS__)
/* Of structs of that kind, which the rows describe. */
#define ROW_LIST(wire, of, array, length, kind, rows, ...)                \
	SHAPE_ROW(wire, FIELD_LIST, SHAPE_ARRAY(of, array, length, kind), \
		  .fields = (rows), __VA_ARGS__)
#define ROW_MAP(wire, of, array, length, kind, rows, ...)                \
	SHAPE_ROW(wire, FIELD_MAP, SHAPE_ARRAY(of, array, length, kind), \
		  .fields = (rows), __VA_ARGS__)
#define ROW_OBJECT(wire, of, member, rows, ...)                                \
	SHAPE_ROW(wire, FIELD_OBJECT, SHAPE_ANY(of, member), .fields = (rows), \
		  __VA_ARGS__)
#define ROW_ANY(wire, of, member, ...)                                 \
	SHAPE_ROW(wire, FIELD_ANY, SHAPE_MEMBER(of, member, json_t *), \
		  __VA_ARGS__)
/* In a row: there is a value only where this bool of the struct is set. */
#define ROW_GIVEN(of, member) .given = SHAPE_AT(of, member, bool) + 1

/** For whom something is written, and how. */
struct audience {
	struct arena *arena; /* of all that is made */
	int digits;          /* of the currency */
	unsigned see;        /* bits */
};

/** The row of that name which the audience sees, or NULL. */
const struct field *shape_find(const struct field *fields, const char *name,
			       unsigned see);

/** The text of that name, as far as `see` may know it; NULL: none. */
const char *shape_text(const struct field *fields, const char *name,
		       unsigned see, const void *object);

/** The object as JSON, as far as the audience sees it, in the rows' order. */
json_t *shape_write(const struct audience *audience, const struct field *fields,
		    const void *object);
/** The same into an object that holds more. */
void shape_put(const struct audience *audience, json_t *json,
	       const struct field *fields, const void *object);
/** Only the members that `names` lists, "id,name", in that order. */
void shape_pick(const struct audience *audience, json_t *json,
		const char *names, const struct field *fields,
		const void *object);
/** Does any text that the audience sees hold this one, which str_fold made?
 *  What is FIELD_OPAQUE holds itself alone. */
bool shape_holds(const struct audience *audience, const struct field *fields,
		 const void *object, const char *folded);

/**
 * A row of a CSV file whose header is `columns`, "id,name": each of them by
 * the audience's row of that name. Lists are "a;b"; of objects there are none.
 */
void shape_row(const struct audience *audience, struct csv_out *csv,
	       const char *columns, const struct field *fields,
	       const void *object);

/**
 * What an audit row says of a change: both sides as the audience sees them,
 * without what is private; of that, *after holds "<name>_changed": true where
 * it differs. before may be NULL, of what is new: then *was is NULL.
 */
void shape_audit(const struct audience *audience, const struct field *fields,
		 const void *before, const void *after, json_t **was,
		 json_t **is);

#endif
