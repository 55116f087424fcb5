#include "admin/pages/multipart.h"

#include "base/http.h"
#include "base/str.h"
#include "base/unicode.h"

#include <string.h>

#define KIND "multipart/form-data"
#define BOUNDARY_LONGEST 70 /* RFC 2046 5.1.1 */
#define PARTS_MOST FORM_FIELD_LIMIT
#define LINE_END "\r\n"

/* One part: what its head says, and its bytes. */
struct part {
	const char *name, *file; /* file NULL: it is a field */
	struct slice bytes;
};

/* Cut *rest behind the first `end`; what stood before it. False: it is not
 * there. */
static bool cut(struct slice *rest, const char *end, size_t len,
		struct slice *before)
{
	const char *at =
		rest->len ? memmem(rest->at, rest->len, end, len) : NULL;

	if (!at)
		return false;
	*before = (struct slice){ rest->at, (size_t)(at - rest->at) };
	rest->len -= before->len + len;
	rest->at = at + len;
	return true;
}

bool multipart_is(const char *type)
{
	return type && slice_is(http_media(type), KIND);
}

/* The value of a parameter of a header, `name="a \"b\""` or `name=a`; NULL:
 * there is none. */
static const char *parameter(struct arena *arena, struct slice header,
			     const char *name)
{
	struct buf buf;

	slice_cut(&header, ';');
	while (header.at && header.len) {
		struct slice key = slice_trim(slice_cut(&header, '='));
		bool found = slice_is(key, name);

		buf_init(&buf, arena);
		buf_puts(&buf, "");
		if (header.at && header.len && *header.at == '"') {
			size_t i = 1;

			for (; i < header.len && header.at[i] != '"'; i++) {
				if (header.at[i] == '\\' && i + 1 < header.len)
					i++;
				buf_putc(&buf, header.at[i]);
			}
			header.at += i < header.len ? i + 1 : i;
			header.len -= i < header.len ? i + 1 : i;
			slice_cut(&header, ';');
		} else if (header.at) {
			buf_slice(&buf, slice_trim(slice_cut(&header, ';')));
		}
		if (found)
			return buf.at;
	}
	return NULL;
}

/* Some programs send where the file lay. */
static const char *base_name(const char *path)
{
	for (const char *c = path; *c; c++)
		if (*c == '/' || *c == '\\')
			path = c + 1;
	return path;
}

static bool is_text(const char *text)
{
	return text && utf8_valid(text, strlen(text), NULL);
}

/* The head of a part; false: it cannot be read. */
static bool head_read(struct arena *arena, struct slice head, struct part *part)
{
	while (head.at && head.len) {
		struct slice line = slice_cut(&head, '\n');
		struct slice value = line;
		struct slice name = slice_trim(slice_cut(&value, ':'));

		if (!slice_is(name, "content-disposition"))
			continue;
		value = slice_trim(value);
		part->name = parameter(arena, value, "name");
		part->file = parameter(arena, value, "filename");
	}
	if (part->file)
		part->file = base_name(part->file);
	return is_text(part->name) && (!part->file || is_text(part->file));
}

/* Everything between two boundaries. */
static bool part_read(struct arena *arena, struct slice bytes,
		      struct part *part)
{
	struct slice head;

	*part = (struct part){ .name = NULL };
	part->bytes = bytes;
	return cut(&part->bytes, LINE_END LINE_END, 4, &head) &&
	       head_read(arena, head, part);
}

static bool part_add(struct arena *arena, const struct part *part,
		     struct form *form, size_t *room, size_t *file_room)
{
	const char *text;

	if (part->file) {
		if (!*part->file && !part->bytes.len)
			return true; /* nothing was chosen */
		form->files = arena_grow(arena, form->files, form->file_count,
					 file_room, sizeof(*form->files));
		form->files[form->file_count++] =
			(struct form_file){ part->name, part->file,
					    part->bytes };
		return true;
	}
	text = slice_dup(arena, part->bytes);
	if (strlen(text) != part->bytes.len || !is_text(text))
		return false;
	form->at = arena_grow(arena, form->at, form->count, room,
			      sizeof(*form->at));
	form->at[form->count++] =
		(struct form_field){ part->name, form_lines(arena, text) };
	return true;
}

static enum err unreadable(struct operation *op)
{
	return fail(op, ERR_SYNTAX,
		    "The form cannot be read: it is not encoded as forms with "
		    "files are.");
}

enum err multipart_read(struct operation *op, const char *type,
			struct slice body, struct form *form)
{
	const char *boundary = parameter(op->arena, slice_of(type), "boundary");
	struct form found = { .count = 0 };
	size_t room = 0, file_room = 0, len;
	const char *line;
	struct slice rest = body, bytes;

	if (str_empty(boundary) || strlen(boundary) > BOUNDARY_LONGEST)
		return unreadable(op);
	line = arena_printf(op->arena, LINE_END "--%s", boundary);
	len = strlen(line);
	/* The first one has no line end before it. */
	if (!cut(&rest, line + 2, len - 2, &bytes) || bytes.len)
		return unreadable(op);
	while (!(rest.len >= 2 && memcmp(rest.at, "--", 2) == 0)) {
		struct part part;

		if (found.count + found.file_count == PARTS_MOST ||
		    !cut(&rest, line, len, &bytes) || bytes.len < 2 ||
		    !part_read(op->arena,
			       (struct slice){ bytes.at + 2, bytes.len - 2 },
			       &part) ||
		    !part_add(op->arena, &part, &found, &room, &file_room))
			return unreadable(op);
	}
	*form = found;
	return OK;
}
