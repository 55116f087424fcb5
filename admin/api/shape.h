/**
 * Shapes of JSON bodies and answers as tables of fields. Bodies are checked
 * against them whole: unknown fields, wrong types and missing ones are all
 * named at once. The OpenAPI description is written from the same tables.
 */
#ifndef ADMIN_API_SHAPE_H
#define ADMIN_API_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"

enum field_type {
	FIELD_TEXT, /* limit: code points */
	FIELD_BOOL,
	FIELD_INTEGER, /* min..max */
	FIELD_MONEY,   /* decimal string with the currency's digits */
	FIELD_DAY,     /* "2026-06-08" */
	FIELD_WALL,    /* "2026-06-08T16:00" */
	FIELD_INSTANT, /* "2026-06-08T20:00:00Z" */
	FIELD_ID,      /* a string */
	FIELD_CHOICE,  /* one of choices */
	FIELD_CHOICES, /* a list of them */
	FIELD_TEXTS,   /* a list of texts: ids, logins, codes */
	FIELD_INTEGERS,
	FIELD_MAP,    /* an object of texts: code -> type, code -> amount */
	FIELD_OBJECT, /* of `fields` */
	FIELD_LIST,   /* of objects of `fields` */
	FIELD_ANY,    /* answers only */
};

enum field_flags {
	FIELD_REQUIRED = 1,
	FIELD_NULLABLE = 2,
	FIELD_ONLY_ANSWER = 4, /* in answers; refused in bodies */
	FIELD_ONLY_CHANGE = 8, /* in answers and PATCH */
};

struct field {
	const char *name; /* NULL ends a shape */
	enum field_type type;
	unsigned flags;
	long long min, max;         /* integers; max of texts: code points */
	const char *const *choices; /* ends with NULL */
	const struct field *fields;
	const char *help;
};

/** Longest text where a field says nothing, and longest list. */
#define SHAPE_TEXT_LIMIT 1000
#define SHAPE_LIST_LIMIT 1000

#endif
