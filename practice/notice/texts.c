#include "practice/notice/texts.h"

#include "base/word.h"
#include "practice/checks.h"
#include "practice/notice/template.h"

#include <string.h>

/* The files of conf/notices/, as they are: incbin puts the bytes into the
 * program, and a NUL behind them. */
#define EMBED(name)                                        \
	__asm__(".pushsection .rodata\n"                   \
		".global notice_" #name "\n"               \
		"notice_" #name ":\n"                      \
		".incbin \"conf/notices/" #name ".txt\"\n" \
		".byte 0\n"                                \
		".popsection\n");                          \
	extern const char notice_##name[];

EMBED(canceled)
EMBED(rescheduled)
EMBED(restored)
EMBED(closure)
EMBED(reminder)
EMBED(invoice)
EMBED(statement)
EMBED(review)

static const char *const files[] = {
	[NOTICE_CANCELED] = notice_canceled,
	[NOTICE_RESCHEDULED] = notice_rescheduled,
	[NOTICE_RESTORED] = notice_restored,
	[NOTICE_CLOSURE] = notice_closure,
	[NOTICE_REMINDER] = notice_reminder,
	[NOTICE_INVOICE] = notice_invoice,
	[NOTICE_STATEMENT] = notice_statement,
	[NOTICE_REVIEW] = notice_review,
};

#define MARK "\n---\n"

/* The parts of a text; the longest of each in code points. */
static const struct {
	const char *name;
	size_t offset, longest;
	bool line; /* one line only */
} parts[] = {
	{ "subject", offsetof(struct notice_texts, subject), 200, true },
	{ "text", offsetof(struct notice_texts, text), 5000, false },
	{ "sms", offsetof(struct notice_texts, sms), 500, false },
};

static const char **part_at(struct notice_texts *texts, size_t part)
{
	return (const char **)(void *)((char *)texts + parts[part].offset);
}

static const char *cut(struct arena *arena, const char **rest)
{
	const char *mark = strstr(*rest, MARK);
	struct slice piece = { *rest,
			       mark ? (size_t)(mark - *rest) : strlen(*rest) };

	*rest += piece.len + (mark ? strlen(MARK) : 0);
	return slice_dup(arena, slice_trim(piece));
}

static struct notice_texts texts_of_file(struct arena *arena,
					 enum notice_kind kind)
{
	const char *rest = files[kind];
	struct notice_texts texts;

	texts.subject = cut(arena, &rest);
	texts.text = cut(arena, &rest);
	texts.sms = cut(arena, &rest);
	return texts;
}

static const json_t *own_of(struct arena *arena,
			    const struct practice *practice, const char *kind)
{
	return json_object_get(json_read(arena, practice->notices), kind);
}

struct notice_texts practice_notice_texts(struct arena *arena,
					  const struct practice *practice,
					  enum notice_kind kind)
{
	struct notice_texts texts = texts_of_file(arena, kind);
	const json_t *own = own_of(arena, practice, notice_kind_words[kind]);

	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		const char *text =
			json_string_value(json_object_get(own, parts[i].name));

		if (text)
			*part_at(&texts, i) = text;
	}
	return texts;
}

json_t *practice_notice_texts_json(struct arena *arena,
				   const struct practice *practice)
{
	json_t *json = json_new(arena);

	for (size_t kind = 0; notice_kind_words[kind]; kind++) {
		const char *word = notice_kind_words[kind];
		const json_t *own = own_of(arena, practice, word);
		json_t *texts = own ? json_new(arena) : NULL;

		for (size_t i = 0; own && i < ARRAY_SIZE(parts); i++)
			json_put_text(texts, parts[i].name,
				      json_string_value(json_object_get(
					      own, parts[i].name)));
		json_put(json, word, texts);
	}
	return json;
}

static size_t find_part(const char *name)
{
	size_t at = 0;

	while (at < ARRAY_SIZE(parts) && !str_equal(parts[at].name, name))
		at++;
	return at;
}

enum err practice_notice_text_check(struct operation *op, const char *field,
				    const char *part, const char **text)
{
	size_t at = find_part(part);
	enum err err;

	if (!*text)
		return OK;
	err = parts[at].line ? practice_line_check(op, field, parts[at].longest,
						   false, text)
			     : practice_lines_check(op, field,
						    parts[at].longest, text);
	return err || !*text ? err : practice_template_check(op, field, *text);
}

/* One kind of what was sent over what stands. */
static enum err apply_kind(struct operation *op, const char *kind, json_t *sent,
			   json_t *own)
{
	enum err err = OK;
	const char *name;
	json_t *value;

	json_object_foreach (sent, name, value) {
		const char *field =
			arena_printf(op->arena, "notices.%s.%s", kind, name);
		const char *text = json_string_value(value);

		if (find_part(name) == ARRAY_SIZE(parts))
			err = fail_field(op, field, "unknown",
					 "A notice has a subject, a text and "
					 "an sms, and no '%s'.",
					 name);
		else if (!text && !json_is_null(value))
			err = fail_field(op, field, "not-text",
					 "%s is a text, or null.", field);
		else if (practice_notice_text_check(op, field, name, &text))
			err = ERR_INVALID;
		else
			json_put_text(own, name, text);
	}
	return err;
}

static enum err apply_one(struct operation *op, const char *kind, json_t *sent,
			  json_t *all)
{
	const char *field = arena_printf(op->arena, "notices.%s", kind);
	json_t *own = json_object_get(all, kind);
	unsigned value;

	if (!word_find(notice_kind_words, slice_of(kind), &value))
		return fail_field(op, field, "unknown",
				  "There is no kind of notice '%s'; the kinds "
				  "are %s.",
				  kind,
				  words_all(op->arena, notice_kind_words));
	if (json_is_null(sent)) {
		json_object_del(all, kind);
		return OK;
	}
	if (!json_is_object(sent))
		return fail_field(op, field, "not-an-object",
				  "%s is {subject, text, sms}, or null.",
				  field);
	if (!own) {
		own = json_new(op->arena);
		json_put(all, kind, own);
	}
	return apply_kind(op, kind, sent, own);
}

enum err practice_notice_texts_apply(struct operation *op, const json_t *sent,
				     struct practice *practice)
{
	json_t *all = json_read(op->arena, practice->notices);
	enum err err = OK;
	const char *kind;
	json_t *one;

	if (!sent || json_is_null(sent)) {
		practice->notices = NULL;
		return OK;
	}
	if (!json_is_object(sent))
		return fail_field(op, "notices", "not-an-object",
				  "notices is {kind: {subject, text, sms}}, or "
				  "null.");
	if (!all)
		all = json_new(op->arena);
	json_object_foreach ((json_t *)(uintptr_t)sent, kind, one) {
		if (apply_one(op, kind, one, all))
			err = ERR_INVALID;
	}
	if (!err)
		practice->notices = json_text(op->arena, all);
	return err;
}
