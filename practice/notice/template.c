#include "practice/notice/template.h"

#include <stddef.h>
#include <string.h>

#define NAME_LONGEST 40

#define NAME(word, member)                                    \
	{                                                     \
		word, offsetof(struct template_names, member) \
	}

static const struct {
	const char *word;
	size_t offset;
} names_known[] = {
	NAME("first_name", first_name),
	NAME("date", date),
	NAME("time", time),
	NAME("end_time", end_time),
	NAME("old_date", old_date),
	NAME("old_time", old_time),
	NAME("practice", practice),
	NAME("phone", phone),
	NAME("message", message),
	NAME("number", number),
	NAME("page", page),
};

const char *practice_template_name(size_t at)
{
	return at < ARRAY_SIZE(names_known) ? names_known[at].word : NULL;
}

/* What a template is made of: text as it is, or a name. */
struct piece {
	struct slice text;
	bool name;
};

/* The next piece; false at the end. A brace that is never closed is text of
 * its own, which begins with it. */
static bool next_piece(struct slice *rest, struct piece *piece)
{
	size_t len = 0;
	const char *close;

	if (rest->len == 0)
		return false;
	*piece = (struct piece){ *rest, false };
	if (rest->len > 1 && (*rest->at == '{' || *rest->at == '}') &&
	    rest->at[1] == *rest->at) {
		piece->text.len = 1;
		rest->at += 2;
		rest->len -= 2;
		return true;
	}
	if (*rest->at == '{') {
		close = memchr(rest->at, '}', rest->len);
		if (close) {
			piece->name = true;
			piece->text.at++;
			piece->text.len = (size_t)(close - piece->text.at);
			rest->len -= piece->text.len + 2;
			rest->at = close + 1;
			return true;
		}
		len = 1;
	}
	while (len < rest->len && rest->at[len] != '{' &&
	       !(rest->at[len] == '}' && len + 1 < rest->len &&
		 rest->at[len + 1] == '}'))
		len++;
	piece->text.len = len;
	rest->at += len;
	rest->len -= len;
	return true;
}

/* The place of a name in the table, or its length. */
static size_t find_name(struct slice word)
{
	size_t at = 0;

	while (at < ARRAY_SIZE(names_known) &&
	       !slice_equal(word, slice_of(names_known[at].word)))
		at++;
	return at;
}

static char *names_all(struct arena *arena)
{
	struct buf buf;

	buf_init(&buf, arena);
	for (size_t i = 0; i < ARRAY_SIZE(names_known); i++)
		buf_printf(&buf, "%s{%s}", i ? ", " : "", names_known[i].word);
	return buf.at;
}

enum err practice_template_check(struct operation *op, const char *field,
				 const char *text)
{
	struct slice rest = slice_of(text);
	struct piece piece;

	while (next_piece(&rest, &piece)) {
		if (piece.name &&
		    find_name(piece.text) == ARRAY_SIZE(names_known))
			return fail_field(
				op, field, "name-unknown",
				"There is no name {%.*s}; the names are %s. "
				"Braces that are no name are written twice.",
				(int)(piece.text.len < NAME_LONGEST
					      ? piece.text.len
					      : NAME_LONGEST),
				piece.text.at, names_all(op->arena));
		if (!piece.name && piece.text.len && *piece.text.at == '{' &&
		    !(rest.at > piece.text.at + piece.text.len))
			return fail_field(op, field, "brace-open",
					  "A brace { is not closed: names are "
					  "written like {date}. Braces that "
					  "are no name are written twice.");
	}
	return OK;
}

char *practice_template_fill(struct arena *arena, const char *text,
			     const struct template_names *names)
{
	struct slice rest = slice_of(text);
	struct piece piece;
	struct buf buf;

	buf_init(&buf, arena);
	buf_puts(&buf, "");
	while (next_piece(&rest, &piece)) {
		size_t at = piece.name ? find_name(piece.text)
				       : ARRAY_SIZE(names_known);

		if (at < ARRAY_SIZE(names_known)) {
			const char *value =
				*(const char *const *)((const char *)names +
						       names_known[at].offset);

			buf_puts(&buf, value ? value : "");
		} else if (piece.name) {
			buf_putc(&buf, '{');
			buf_slice(&buf, piece.text);
			buf_putc(&buf, '}');
		} else {
			buf_slice(&buf, piece.text);
		}
	}
	return buf.at;
}
