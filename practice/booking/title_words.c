#include "practice/booking/title_words_private.h"

#include "base/unicode.h"
#include "practice/access.h"
#include "practice/session/completion_type.h"
#include "practice/refusal.h"

#include <ctype.h>
#include <string.h>

/* Words that are looked at, of which each costs a query. */
#define WORDS 64

#define SIGN_CLASH "\u26a0"

/* What views put before a title. */
static const char *const signs[] = { "\u2713", "\u2298",   "\u2717",
				     "\u270e", SIGN_CLASH, "?" };

static bool is_separator(char c)
{
	return c == ' ' || c == ',' || c == ';' || c == '\n' || c == '\t' ||
	       c == '(' || c == ')' || c == '+' || c == '&' || c == '/' ||
	       c == ':';
}

static bool next_word(struct slice *rest, struct slice *word)
{
	size_t len = 0;

	while (rest->len > 0 && is_separator(rest->at[0])) {
		rest->at++;
		rest->len--;
	}
	while (len < rest->len && !is_separator(rest->at[len]))
		len++;
	*word = (struct slice){ rest->at, len };
	rest->at += len;
	rest->len -= len;
	return len > 0;
}

/* *client is 0 where the word is no code. */
static enum err client_of(struct reader *reader, struct slice word,
			  struct title *title, int64_t *client)
{
	struct operation *op = store_reader_operation(reader);
	struct person found;
	enum err err = store_person_find_code(
		reader, slice_dup(op->arena, word), &found);

	*client = 0;
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	*client = found.id;
	if (!found.active)
		title->inactive = true;
	else if (!ids_has(&title->clients, found.id))
		title->clients.at[title->clients.count++] = found.id;
	return OK;
}

/* No code is meant by "+2" or "Group"; every other word may be one. */
enum err practice_title_read(struct reader *reader, const char *text,
			     struct title *title)
{
	struct operation *op = store_reader_operation(reader);
	struct slice whole = slice_of(text);
	struct slice rest = whole;
	struct slice word;
	const char *first = NULL;
	const char *last = whole.at;
	struct title found = { .rest = false };
	enum err err = OK;

	found.clients.at = arena_array(op->arena, WORDS, sizeof(int64_t));
	for (int n = 0; !err && n < WORDS && next_word(&rest, &word); n++) {
		int64_t client;

		err = client_of(reader, word, &found, &client);
		if (err || !client) {
			found.rest = true;
			continue;
		}
		if (!first)
			first = word.at;
		last = word.at + word.len;
	}
	if (err)
		return err;
	if (first) {
		found.before =
			(struct slice){ whole.at, (size_t)(first - whole.at) };
		found.after =
			(struct slice){ last,
					whole.len - (size_t)(last - whole.at) };
	}
	*title = found;
	return OK;
}

/* Letters and digits of any script, which make a word longer. */
static bool joins(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

static bool parts(char c)
{
	return c == ' ' || c == '-' || c == '_';
}

/* How long the name is that the text begins with: neither case nor what parts
 * its words counts, "phonics-group" is "Phonics group". 0: it does not. */
static size_t begins_with(const char *text, const char *name)
{
	const char *at = text;

	while (*name) {
		if (parts(*name) && parts(*at)) {
			while (parts(*name))
				name++;
			while (parts(*at))
				at++;
			continue;
		}
		if (tolower((unsigned char)*at) !=
		    tolower((unsigned char)*name))
			return 0;
		at++;
		name++;
	}
	return joins(*at) ? 0 : (size_t)(at - text);
}

/* Where the name stands in the text, not within a longer word. */
static const char *find_words(const char *text, const char *name, size_t *len)
{
	for (const char *at = text; *at && *name; at++) {
		if (at > text && joins(at[-1]))
			continue;
		*len = begins_with(at, name);
		if (*len)
			return at;
	}
	return NULL;
}

enum err practice_title_service(struct reader *reader, const char **text,
				int64_t *service)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	const char *found = NULL;
	size_t len = 0, count;
	struct service *list;
	enum err err;

	if (!*text)
		return OK;
	err = store_service_list(reader, &list, &count);
	for (size_t i = 0; !err && i < count; i++) {
		size_t size = 0;
		const char *at =
			list[i].active ? find_words(*text, list[i].name, &size)
				       : NULL;

		if (!at || size <= len)
			continue;
		found = at;
		len = size;
		*service = list[i].id;
	}
	if (!err && found)
		*text = arena_printf(arena, "%.*s %s", (int)(found - *text),
				     *text, found + len);
	return err;
}

/* NULL where the word names none. */
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
	if (err == ERR_NOT_FOUND) {
		if (slice_is(word, "open"))
			*slug = "open";
		return OK;
	}
	if (err == ERR_CONFLICT)
		return refuse(op, REFUSAL_UNKNOWN_STATUS,
			      "'%.*s' fits more than one way to end a session",
			      (int)word.len, word.at);
	if (!err)
		*slug = type.slug;
	return err;
}

enum err practice_ending_add(struct reader *reader, struct slice word,
			     struct ending *ending)
{
	struct operation *op = store_reader_operation(reader);
	const char *slug;
	enum err err = type_of(reader, word, &slug);

	if (err || !slug)
		return err;
	if (!ending->slug) {
		ending->slug = slug;
		ending->word = slice_dup(op->arena, slice_trim(word));
		return OK;
	}
	if (str_equal(ending->slug, slug))
		return OK;
	return refuse(op, REFUSAL_UNKNOWN_STATUS,
		      "'%s' and '%.*s' are two ways to end one session",
		      ending->word, (int)word.len, word.at);
}

static bool is_sign(struct slice word)
{
	for (size_t i = 0; i < ARRAY_SIZE(signs); i++) {
		if (slice_equal(word, slice_of(signs[i])))
			return true;
	}
	return false;
}

bool practice_title_ends(struct slice before)
{
	while (before.at) {
		struct slice word = slice_cut(&before, ' ');

		if (is_sign(word) && !slice_is(word, SIGN_CLASH))
			return true;
	}
	return false;
}

static bool is_tag(struct slice word)
{
	return word.len > 1 && word.at[0] == '#';
}

enum words { TYPED, TAGS, PLAIN };

/* What was typed, without the signs that we put there ourselves: all of it,
 * the tags in it, or what is beside them. */
static struct slice words_of(struct arena *arena, struct slice text,
			     enum words which)
{
	struct buf buf;
	int count = 0;

	buf_init(&buf, arena);
	while (text.at && count < WORDS) {
		struct slice word = slice_cut(&text, ' ');

		if (word.len == 0 || is_sign(word))
			continue;
		count++;
		if (which != TYPED && is_tag(word) != (which == TAGS))
			continue;
		if (buf.len)
			buf_putc(&buf, ' ');
		buf_slice(&buf, word);
	}
	return buf_view(&buf);
}

const char *practice_title_typed(const char *title)
{
	struct slice rest = slice_of(title);
	const char *typed = rest.at;

	while (rest.at && rest.len > 0) {
		struct slice word = slice_cut(&rest, ' ');

		if (word.len > 0 && !is_sign(word))
			return typed;
		typed = rest.at;
	}
	return title;
}

char *practice_title_key(struct arena *arena, const char *title)
{
	struct slice words = words_of(arena, slice_of(title), TYPED);
	struct buf buf;

	buf_init_sized(&buf, arena, words.len + 1);
	for (size_t i = 0; i < words.len; i++) {
		if (!strchr(" \n\t", words.at[i]))
			buf_putc(&buf, words.at[i]);
	}
	return str_fold(arena, buf.at, buf.len);
}

static enum err read_tags(struct reader *reader, struct slice tags,
			  struct ending *ending)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	enum err err = OK;

	while (!err && tags.at && tags.len > 0) {
		struct slice tag = slice_cut(&tags, ' ');
		const char *slug;

		err = type_of(reader, tag, &slug);
		if (!err && slug)
			err = practice_ending_add(reader, tag, ending);
		else if (!err && !ending->unknown)
			ending->unknown = slice_dup(arena, tag);
	}
	return err;
}

static enum err all_name_types(struct reader *reader, struct slice words,
			       bool *so)
{
	enum err err = OK;

	*so = true;
	while (!err && *so && words.at && words.len > 0) {
		const char *slug;

		err = type_of(reader, slice_cut(&words, ' '), &slug);
		*so = !err && slug;
	}
	return err;
}

static enum err read_plain(struct reader *reader, struct slice words,
			   struct ending *ending)
{
	const char *slug;
	bool all = false;
	enum err err = type_of(reader, words, &slug);

	if (!err && slug)
		return practice_ending_add(reader, words, ending);
	if (!err)
		err = all_name_types(reader, words, &all);
	while (!err && all && words.at && words.len > 0)
		err = practice_ending_add(reader, slice_cut(&words, ' '),
					  ending);
	return err;
}

/* "#late cancel" is a label of two words, "#late #cancel" are two tags. */
static bool is_one_label(struct slice words)
{
	return is_tag(words) && !memchr(words.at + 1, '#', words.len - 1);
}

enum err practice_ending_read(struct reader *reader, struct slice words,
			      struct ending *ending)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	struct slice typed = words_of(arena, words, TYPED);
	const char *slug = NULL;
	enum err err = OK;

	if (is_one_label(typed))
		err = type_of(reader, typed, &slug);
	if (!err && slug)
		return practice_ending_add(reader, typed, ending);
	if (!err)
		err = read_tags(reader, words_of(arena, typed, TAGS), ending);
	if (!err)
		err = read_plain(reader, words_of(arena, typed, PLAIN), ending);
	return err;
}
