#include "practice/wish.h"

#include "practice/services.h"
#include "practice/view_lines.h"

#include <string.h>

static const char *const signs[] = { "\u2713", "\u2298", "\u2717", "\u270e",
				     "?" };

static const char *slug_now(const struct session_facts *facts)
{
	return facts->saved ? facts->completion.slug : "open";
}

/* --- X-PRACTICE-STATUS -----------------------------------------------------*/

static enum err known(struct reader *reader, const char *status)
{
	struct operation *op = store_reader_operation(reader);
	struct completion_type type;
	enum err err;

	if (str_equal(status, "open") || str_equal(status, "override"))
		return OK;
	err = store_type_find(reader, status, &type);
	if (err == ERR_NOT_FOUND || (!err && (!type.enabled || type.archived)))
		return fail(op, ERR_UNKNOWN_STATUS,
			    "no session ends as '%s' here", status);
	return err;
}

static enum err status_line(const struct wish_context *context,
			    const struct cal_component *component,
			    const char **status)
{
	struct arena *arena = store_reader_operation(context->reader)->arena;
	const char *text = cal_text_of(arena, component, "X-PRACTICE-STATUS");
	enum err err;

	if (!text)
		return OK;
	text = str_lower(arena, slice_dup(arena, slice_trim(slice_of(text))));
	if (!*text || str_equal(text, slug_now(context->facts)))
		return OK;
	err = known(context->reader, text);
	if (!err)
		*status = text;
	return err;
}

/* --- Words about the title -------------------------------------------------*/

/* NULL where the word names none, or more than one. */
static enum err type_of(struct reader *reader, struct slice word,
			const char **slug)
{
	struct operation *op = store_reader_operation(reader);
	struct completion_type type;
	enum err err;

	*slug = NULL;
	word = slice_trim(word);
	while (word.len > 0 && word.at[0] == '#')
		word = (struct slice){ word.at + 1, word.len - 1 };
	if (word.len == 0)
		return OK;
	err = practice_type_of_word(reader, slice_dup(op->arena, word), &type);
	if (err == ERR_NOT_FOUND || err == ERR_CONFLICT) {
		operation_recover(op);
		return OK;
	}
	if (!err)
		*slug = type.slug;
	return err;
}

static bool is_sign(struct slice word)
{
	for (size_t i = 0; i < ARRAY_SIZE(signs); i++) {
		if (slice_equal(word, slice_of(signs[i])))
			return true;
	}
	return false;
}

/* What was typed, without the signs that we put there ourselves. */
static struct slice typed_words(struct arena *arena, struct slice text)
{
	struct buf buf;

	buf_init(&buf, arena);
	while (text.at) {
		struct slice word = slice_cut(&text, ' ');

		if (word.len == 0 || is_sign(word))
			continue;
		if (buf.len)
			buf_putc(&buf, ' ');
		buf_slice(&buf, word);
	}
	return buf_view(&buf);
}

/* The whole ("late cancel"), else each "#tag" in it. */
static enum err type_of_part(struct reader *reader, struct slice part,
			     const char **slug, const char **unknown)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	struct slice rest = typed_words(arena, part);
	enum err err = type_of(reader, rest, slug);

	while (!err && !*slug && rest.at && rest.len > 0) {
		struct slice word = slice_cut(&rest, ' ');

		if (word.len < 2 || word.at[0] != '#')
			continue;
		err = type_of(reader, word, slug);
		if (!err && !*slug)
			*unknown = slice_dup(arena, word);
	}
	return err;
}

enum err practice_title_type(struct reader *reader, struct slice before,
			     struct slice after, const char **slug,
			     const char **unknown)
{
	const char *tag = NULL;
	const char *found = NULL;
	enum err err = type_of_part(reader, before, &found, &tag);

	if (!err && !found)
		err = type_of_part(reader, after, &found, &tag);
	if (err)
		return err;
	*slug = found;
	*unknown = found ? NULL : tag;
	return OK;
}

static char *one_blank(struct arena *arena, const char *text)
{
	struct buf buf;

	buf_init(&buf, arena);
	for (; *text; text++) {
		char c = *text == '\n' || *text == '\t' ? ' ' : *text;

		if (c != ' ' || (buf.len && buf.at[buf.len - 1] != ' '))
			buf_putc(&buf, c);
	}
	return buf.len ? buf.at : arena_strdup(arena, "");
}

char *practice_title_key(struct arena *arena, const char *title)
{
	struct slice words =
		typed_words(arena, slice_of(one_blank(arena, title)));
	struct buf buf;

	buf_init_sized(&buf, arena, words.len + 1);
	for (size_t i = 0; i < words.len; i++) {
		if (words.at[i] != ' ')
			buf_putc(&buf, words.at[i]);
	}
	return str_fold(arena, buf.at, buf.len);
}

/* Only words before or behind the title that was served count; another title
 * is dropped. */
static enum err status_title(const struct wish_context *context,
			     const struct cal_component *component,
			     struct wish *wish)
{
	struct arena *arena = store_reader_operation(context->reader)->arena;
	const char *sent = cal_text_of(arena, component, "SUMMARY");
	const char *title;
	const char *at;
	const char *slug;
	enum err err;

	if (!sent)
		return OK;
	sent = one_blank(arena, sent);
	title = one_blank(arena, view_title_plain(arena, context->facts,
						  context->viewer));
	at = strcasestr(sent, title);
	if (!at)
		return OK;
	err = practice_title_type(
		context->reader, (struct slice){ sent, (size_t)(at - sent) },
		slice_of(at + strlen(title)), &slug, &wish->unknown);
	if (!err && slug && !str_equal(slug, slug_now(context->facts)))
		wish->status = slug;
	return err;
}

/* --- CATEGORIES and STATUS -------------------------------------------------*/

static enum err status_category(const struct wish_context *context,
				struct slice value, struct wish *wish)
{
	struct arena *arena = store_reader_operation(context->reader)->arena;
	const struct session_facts *facts = context->facts;
	const char *served = facts->saved ? facts->completion.label : NULL;
	size_t count;
	char **items;
	enum err err = OK;

	count = cal_text_list(arena, value, &items);
	for (size_t i = 0; !err && !wish->status && i < count; i++) {
		const char *slug;

		if (served && str_same(items[i], served))
			continue;
		err = type_of(context->reader, slice_of(items[i]), &slug);
		if (!err && slug && !str_equal(slug, slug_now(facts)))
			wish->status = slug;
	}
	return err;
}

static enum err status_categories(const struct wish_context *context,
				  const struct cal_component *component,
				  struct wish *wish)
{
	const struct cal_line *line = cal_line_find(component, "CATEGORIES");
	enum err err = OK;

	for (; !err && !wish->status && line;
	     line = cal_line_next(component, line, "CATEGORIES"))
		err = status_category(context, line->value, wish);
	return err;
}

/* We serve neither: whoever sends it means it. */
static void status_event(const struct wish_context *context,
			 const struct cal_component *event, struct wish *wish)
{
	const struct session_facts *facts = context->facts;
	const struct cal_line *line = cal_line_find(event, "STATUS");

	if (!line)
		return;
	if (slice_is(line->value, "CANCELLED") &&
	    !(facts->saved && facts->completion.map == MAP_CANCELED))
		wish->status = "canceled";
	if (slice_is(line->value, "COMPLETED") &&
	    !(facts->saved && facts->completion.map == MAP_COMPLETED))
		wish->status = "completed";
}

enum err wish_status(const struct wish_context *context,
		     const struct cal_component *component, struct wish *wish)
{
	enum err err = status_line(context, component, &wish->status);

	if (!err && !wish->status)
		err = status_title(context, component, wish);
	if (!err && !wish->status)
		err = status_categories(context, component, wish);
	if (!err && !wish->status && context->viewer->kind != VIEW_TO_SAVE)
		status_event(context, component, wish);
	return err;
}
