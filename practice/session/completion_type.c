#include "practice/session/completion_type.h"

#include "base/str.h"
#include "base/unicode.h"
#include "base/word.h"
#include "practice/access.h"
#include "practice/audit_record.h"
#include "practice/checks.h"
#include "practice/limits.h"
#include "practice/session/completion_type_fields.h"
#include "practice/write_one.h"
#include "store/actor.h"
#include "store/transaction.h"

#include <string.h>

char *practice_type_slug(struct arena *arena, const char *label)
{
	char *slug;

	if (!utf8_valid(label, strlen(label), NULL))
		return NULL;
	slug = str_slug(arena, label);
	if (!*slug || str_equal(slug, "open") || str_equal(slug, "override"))
		return NULL;
	return slug;
}

/* Archived types keep their slugs: past saves are told by them. */
static enum err slug_free(struct reader *reader, const char *label,
			  const char **slug)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	const char *base = practice_type_slug(arena, label);
	const char *wish = base ? base : "type-1";
	struct completion_type other;
	enum err err;

	for (int n = 2;; n++) {
		err = store_type_find(reader, wish, &other);
		if (err)
			break;
		wish = arena_printf(arena, "%s-%d", base ? base : "type", n);
	}
	if (err != ERR_NOT_FOUND)
		return err;
	*slug = wish;
	return OK;
}

static enum err modifier_check(struct operation *op, const char *field,
			       enum modifier modifier, int64_t value)
{
	int64_t most = modifier == MODIFIER_FIXED ? TYPE_FIXED_MOST
						  : TYPE_PERCENT_MOST;

	if (value >= 0 && value <= most)
		return OK;
	return fail_field(op, field, "modifier-range",
			  "A %s modifier is a whole number from 0 to %lld.",
			  word_of(modifier_words, modifier), (long long)most);
}

static enum err short_check(struct operation *op, const char **word)
{
	enum err err = practice_line_check(op, "short", TYPE_SHORT_LONGEST,
					   false, word);

	if (err || !*word || !strpbrk(*word, " #"))
		return err;
	return fail_field(op, "short", "short-invalid",
			  "A short word is one word without '#'.");
}

static enum err description_check(struct operation *op, const char **text)
{
	const char *given = *text ? *text : "";
	size_t length;

	if (!utf8_valid(given, strlen(given), NULL))
		return fail_field(op, "description", "description-invalid",
				  "The description is not UTF-8.");
	given = str_normalize(op->arena, given);
	length = str_length(given);
	if (length > TYPE_DESCRIPTION_LONGEST)
		return fail_field(op, "description", "description-too-long",
				  "A description has at most %d characters; "
				  "this one has %zu.",
				  TYPE_DESCRIPTION_LONGEST, length);
	*text = given;
	return OK;
}

static enum err type_check(struct operation *op, struct completion_type *type)
{
	enum err err = practice_line_check(op, "label", TYPE_LABEL_LONGEST,
					   true, &type->label);

	if (description_check(op, &type->description))
		err = ERR_INVALID;
	if (short_check(op, &type->short_word))
		err = ERR_INVALID;
	if (type->map > MAP_CANCELED)
		err = fail_field(op, "map", "unknown-word",
				 "A type maps to completed, missed or "
				 "canceled.");
	if (type->modifier > MODIFIER_FIXED)
		err = fail_field(op, "modifier", "unknown-word",
				 "A modifier is a percentage or fixed.");
	if (modifier_check(op, "client", type->modifier, type->client))
		err = ERR_INVALID;
	if (modifier_check(op, "practitioner", type->modifier,
			   type->practitioner))
		err = ERR_INVALID;
	return err;
}

static bool same_text(struct arena *arena, const char *a, const char *b)
{
	return a && b &&
	       str_equal(str_fold(arena, a, strlen(a)),
			 str_fold(arena, b, strlen(b)));
}

/* Among those that are not archived. */
static enum err type_unique(struct reader *reader,
			    const struct completion_type *type)
{
	struct operation *op = store_reader_operation(reader);
	struct completion_type *list;
	size_t count;
	enum err err = store_type_list(reader, &list, &count);

	for (size_t i = 0; !err && i < count; i++) {
		if (list[i].archived || list[i].id == type->id)
			continue;
		if (same_text(op->arena, list[i].label, type->label))
			return fail_taken(op, "label", "label-taken",
					  "Another type is labelled '%s'.",
					  list[i].label);
		if (same_text(op->arena, list[i].short_word, type->short_word))
			return fail_taken(op, "short", "short-taken",
					  "Another type has the short word "
					  "'%s'.",
					  list[i].short_word);
	}
	return err;
}

/* S26: at least one type stays enabled. */
static enum err another_enabled(struct reader *reader,
				const struct completion_type *type)
{
	struct completion_type *list;
	size_t count;
	enum err err = store_type_list(reader, &list, &count);

	for (size_t i = 0; !err && i < count; i++) {
		if (list[i].id != type->id && list[i].enabled &&
		    !list[i].archived)
			return OK;
	}
	if (err)
		return err;
	return fail_reason(store_reader_operation(reader), ERR_CONFLICT,
			   "last-enabled",
			   "At least one completion type stays enabled.");
}

static enum err type_record(struct transaction *tx, const char *action,
			    const struct completion_type *before,
			    const struct completion_type *after)
{
	const struct audience audit = {
		.arena = store_tx_operation(tx)->arena,
		.see = SEE_AUDIT,
	};
	json_t *was, *is;

	shape_audit(&audit, completion_type_rows, before, after, &was, &is);
	return record_add(tx, action, "type", after->id, was, is);
}

struct type_work {
	const struct completion_type *wanted;
	struct completion_type result;
};

static enum err add_work(struct transaction *tx, void *context)
{
	struct type_work *work = context;
	struct operation *op = store_tx_operation(tx);
	struct reader *reader = store_tx_reader(tx);
	struct completion_type type = *work->wanted;
	enum err err = practice_need_office(op, GRANT_TYPES);

	type.id = 0;
	type.builtin = false;
	type.archived = false;
	if (!err)
		err = type_check(op, &type);
	if (!err)
		err = type_unique(reader, &type);
	if (!err)
		err = slug_free(reader, type.label, &type.slug);
	if (!err)
		err = store_type_insert(tx, &type);
	if (err)
		return err;
	work->result = type;
	return type_record(tx, "type.add", NULL, &type);
}

enum err practice_type_add(struct operation *op, struct store *store,
			   struct completion_type *type)
{
	struct type_work work = { .wanted = type };
	enum err err = store_write(op, store, add_work, &work);

	if (!err)
		*type = work.result;
	return err;
}

/* S21, S26: what the builtin ones cost is the rule; they are disabled. */
static enum err builtin_check(struct operation *op,
			      const struct completion_type *before,
			      const struct completion_type *after)
{
	if (!before->builtin)
		return OK;
	if (after->archived)
		return fail_reason(op, ERR_CONFLICT, "builtin",
				   "'%s' comes with the program: it can be "
				   "disabled, not removed.",
				   before->label);
	if (after->map != before->map || after->modifier != before->modifier ||
	    after->client != before->client ||
	    after->practitioner != before->practitioner)
		return fail_reason(op, ERR_CONFLICT, "builtin",
				   "What '%s' means and costs cannot be "
				   "changed: add a type instead.",
				   before->label);
	return OK;
}

static enum err type_store(struct transaction *tx,
			   const struct completion_type *before,
			   struct completion_type *after)
{
	struct operation *op = store_tx_operation(tx);
	struct reader *reader = store_tx_reader(tx);
	enum err err = type_check(op, after);

	if (!err)
		err = builtin_check(op, before, after);
	if (!err && !after->archived)
		err = type_unique(reader, after);
	if (!err && (!after->enabled || after->archived))
		err = another_enabled(reader, after);
	if (!err)
		err = store_type_update(tx, after);
	if (err)
		return err;
	return type_record(tx, after->archived ? "type.archive" : "type.change",
			   before, after);
}

static enum err type_find(struct transaction *tx, int64_t id,
			  struct completion_type *type)
{
	struct operation *op = store_tx_operation(tx);
	enum err err = practice_need_office(op, GRANT_TYPES);

	if (!err)
		err = store_type_find_id(store_tx_reader(tx), id, type);
	if (err == ERR_NOT_FOUND)
		return fail(op, err, "there is no such completion type");
	return err;
}

static enum err change_work(struct transaction *tx, void *context)
{
	const struct edit *edit = context;
	struct completion_type before, after;
	enum err err = type_find(tx, edit->id, &before);

	if (err)
		return err;
	if (edit->revision && edit->revision != before.revision)
		return fail(store_tx_operation(tx), ERR_CONFLICT,
			    "the type was changed in the meantime");
	after = before;
	err = edit->apply(&after, edit->context);
	if (err)
		return err;
	after.slug = before.slug;
	after.builtin = before.builtin;
	return type_store(tx, &before, &after);
}

enum err practice_type_change(struct operation *op, struct store *store,
			      const struct edit *edit)
{
	struct edit work = *edit;

	return store_write(op, store, change_work, &work);
}

static enum err archive(struct transaction *tx, int64_t id)
{
	struct completion_type type, before;
	enum err err = type_find(tx, id, &before);

	if (err || before.archived)
		return err;
	type = before;
	type.archived = true;
	return type_store(tx, &before, &type);
}

enum err practice_type_archive(struct operation *op, struct store *store,
			       int64_t id)
{
	return practice_write_one(op, store, archive, id);
}

/* Case, blanks and hyphens don't count (rules K12). */
static const char *word_key(struct arena *arena, const char *word)
{
	struct buf buf;

	if (!word || !utf8_valid(word, strlen(word), NULL))
		return "";
	word = str_fold(arena, word, strlen(word));
	buf_init(&buf, arena);
	buf_puts(&buf, "");
	for (; *word; word++) {
		if (!strchr(" \t-#", *word))
			buf_putc(&buf, *word);
	}
	return buf.at;
}

static bool type_answers(struct arena *arena,
			 const struct completion_type *type, const char *key,
			 bool by_slug)
{
	if (!type->enabled || type->archived)
		return false;
	if (by_slug)
		return str_equal(word_key(arena, type->slug), key);
	return str_equal(word_key(arena, type->label), key) ||
	       (type->short_word &&
		str_equal(word_key(arena, type->short_word), key));
}

struct type_list {
	struct completion_type *items;
	size_t count;
};

/* NULL: none; ERR_CONFLICT: two. */
static enum err type_answering(struct operation *op,
			       const struct type_list *list, const char *word,
			       bool by_slug,
			       const struct completion_type **found)
{
	const char *key = word_key(op->arena, word);

	*found = NULL;
	for (size_t i = 0; *key && i < list->count; i++) {
		if (!type_answers(op->arena, &list->items[i], key, by_slug))
			continue;
		if (*found)
			return fail(op, ERR_CONFLICT,
				    "'%s' names more than one completion type",
				    word);
		*found = &list->items[i];
	}
	return OK;
}

/* Labels and short words are what people see; the slug of one may have become
 * the label of another (S29). */
enum err practice_type_of_word(struct reader *reader, const char *word,
			       struct completion_type *type)
{
	struct operation *op = store_reader_operation(reader);
	const struct completion_type *found = NULL;
	struct type_list list;
	enum err err = store_type_list(reader, &list.items, &list.count);

	if (!err)
		err = type_answering(op, &list, word, false, &found);
	if (!err && !found)
		err = type_answering(op, &list, word, true, &found);
	if (err)
		return err;
	if (!found)
		return ERR_NOT_FOUND;
	*type = *found;
	return OK;
}
