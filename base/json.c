#include "base/json.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

#define PIECE_SIZE 256 /* bytes of memory that a value takes at most */

static void release(void *value)
{
	json_decref(value);
}

static json_t *owned(struct arena *arena, json_t *value)
{
	if (!value)
		abort(); /* out of memory */
	arena_own(arena, value, release);
	return value;
}

/* Values and names in a text, about: each has one of these before it. */
static size_t pieces_of(struct slice text)
{
	size_t pieces = 1;
	bool quoted = false;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (quoted && c == '\\')
			i++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted)
			pieces += c == ',' || c == ':' || c == '[' || c == '{';
	}
	return pieces;
}

static size_t size_of(struct slice text, size_t pieces)
{
	return text.len + pieces * PIECE_SIZE;
}

/* As owned, of a text that was read. */
static json_t *owned_read(struct arena *arena, json_t *value, struct slice text,
			  size_t pieces)
{
	arena_own_sized(arena, value, size_of(text, pieces), release);
	return value;
}

json_t *json_new(struct arena *arena)
{
	return owned(arena, json_object());
}

json_t *json_new_list(struct arena *arena)
{
	return owned(arena, json_array());
}

/* jansson makes nothing of a text that is no UTF-8: null. */
static json_t *text_value(const char *text)
{
	json_t *value = text ? json_string(text) : NULL;

	return value ? value : json_null();
}

static json_t *id_value(int64_t id)
{
	return id ? json_sprintf("%lld", (long long)id) : json_null();
}

json_t *json_new_text(struct arena *arena, const char *text)
{
	return owned(arena, text_value(text));
}

/* Takes the value over. */
static void put(json_t *object, const char *name, json_t *value)
{
	if (json_object_set_new(object, name, value))
		abort();
}

void json_put(json_t *object, const char *name, json_t *value)
{
	put(object, name, value ? json_incref(value) : json_null());
}

void json_put_text(json_t *object, const char *name, const char *text)
{
	put(object, name, text_value(text));
}

void json_put_id(json_t *object, const char *name, int64_t id)
{
	put(object, name, id_value(id));
}

void json_put_integer(json_t *object, const char *name, int64_t value)
{
	put(object, name, json_integer(value));
}

void json_put_bool(json_t *object, const char *name, bool value)
{
	put(object, name, json_boolean(value));
}

void json_put_money(json_t *object, const char *name, struct arena *arena,
		    struct money money, int digits)
{
	json_put_text(object, name, money_text(arena, money, digits));
}

void json_put_day(json_t *object, const char *name, struct arena *arena,
		  struct day day)
{
	json_put_text(object, name, day_text(arena, day));
}

void json_put_wall(json_t *object, const char *name, struct arena *arena,
		   struct wall wall)
{
	json_put_text(object, name, wall_text(arena, wall));
}

void json_put_instant(json_t *object, const char *name, struct arena *arena,
		      struct instant instant)
{
	bool never = instant.s == INSTANT_MIN.s || instant.s == INSTANT_MAX.s;

	json_put_text(object, name,
		      never ? NULL : instant_text(arena, instant));
}

/* Takes the value over. */
static void add(json_t *list, json_t *value)
{
	if (json_array_append_new(list, value))
		abort();
}

void json_add(json_t *list, json_t *value)
{
	add(list, value ? json_incref(value) : json_null());
}

void json_add_text(json_t *list, const char *text)
{
	add(list, text_value(text));
}

void json_add_id(json_t *list, int64_t id)
{
	add(list, id_value(id));
}

void json_add_integer(json_t *list, int64_t value)
{
	add(list, json_integer(value));
}

const char *json_text(struct arena *arena, const json_t *value)
{
	char *text;

	if (!value)
		return NULL;
	text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
	if (!text)
		abort();
	arena_own_sized(arena, text, strlen(text), free);
	return text;
}

/* How many bytes stand at the head of the text that stand for themselves. */
static size_t plain_length(struct slice text)
{
	size_t len = 0;

	while (len < text.len && (unsigned char)text.at[len] >= 0x20 &&
	       text.at[len] != '"' && text.at[len] != '\\')
		len++;
	return len;
}

void json_quote(struct buf *buf, struct slice text)
{
	buf_putc(buf, '"');
	while (text.len > 0) {
		size_t len = plain_length(text);

		buf_add(buf, text.at, len);
		if (len < text.len) {
			char c = text.at[len++];

			if (c == '\n')
				buf_puts(buf, "\\n");
			else if (c == '"' || c == '\\')
				buf_printf(buf, "\\%c", c);
			else
				buf_printf(buf, "\\u%04x", (unsigned char)c);
		}
		text.at += len;
		text.len -= len;
	}
	buf_putc(buf, '"');
}

json_t *json_read(struct arena *arena, const char *text)
{
	json_t *value = text ? json_loads(text, JSON_DECODE_ANY, NULL) : NULL;

	if (!value)
		return NULL;
	return owned_read(arena, value, slice_of(text),
			  pieces_of(slice_of(text)));
}

json_t *json_read_body(struct arena *arena, struct slice body, const char **why)
{
	size_t pieces = pieces_of(body);
	json_error_t error;
	json_t *value;

	if (pieces > JSON_PIECES || !memory_fits(size_of(body, pieces))) {
		*why = "it holds too many values";
		return NULL;
	}
	value = json_loadb(body.at, body.len, JSON_REJECT_DUPLICATES, &error);
	if (value)
		return owned_read(arena, value, body, pieces);
	*why = arena_printf(arena, "line %d, column %d: %s", error.line,
			    error.column, error.text);
	return NULL;
}
