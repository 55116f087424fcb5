/**
 * Reading: a body laid over a struct, by the rows of its shape.
 */
#ifndef BASE_SHAPE_READ_H
#define BASE_SHAPE_READ_H

#include "base/shape.h"

/**
 * Lay what a body holds over the object, and nothing else: a change is what
 * was sent. null is none. Only rows that the audience sees are read. The body
 * was judged by the same rows (in POST and PATCH, admin/api/body.h); answers'
 * fields, rows without a member and values that cannot be read are left alone.
 * Texts live as long as the body, lists as the audience's arena.
 */
void shape_read(const struct audience *audience, const struct field *fields,
		const json_t *body, void *object);

/** The same of what shape_write made and was kept: answers' fields are read,
 *  bodies' are not. */
void shape_read_answer(const struct audience *audience,
		       const struct field *fields, const json_t *answer,
		       void *object);

#endif
