#include "practice/transfer/import_merge_private.h"

#include "base/digest.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

#define NONE "-" /* the word of what is not told */

static const char *text_word(struct arena *arena, unsigned part,
			     const struct session *session)
{
	struct session_terms terms = session->terms;
	const struct terms_text *row = terms_texts;
	const char *text;

	while (row->part != part)
		row++;
	text = *terms_text_of(row, &terms);
	return str_empty(text) ? NONE : digest_tag(arena, text, strlen(text));
}

static const char *time_word(struct arena *arena, const struct session *session)
{
	return arena_printf(arena, "%lld/%lld",
			    (long long)session->span.start.s,
			    (long long)session->span.end.s);
}

static const char *service_word(struct arena *arena,
				const struct session *session)
{
	int64_t service = session->terms.service;

	return service ? arena_printf(arena, "%lld", (long long)service) : NONE;
}

static int by_id(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a;
	int64_t right = *(const int64_t *)b;

	return (left > right) - (left < right);
}

/* People in another order are the same people. */
static const char *ids_word(struct arena *arena, const struct ids *ids)
{
	int64_t *sorted = arena_array(arena, ids->count, sizeof(*sorted));
	struct buf buf;

	if (!ids->count)
		return NONE;
	memcpy(sorted, ids->at, ids->count * sizeof(*sorted));
	qsort(sorted, ids->count, sizeof(*sorted), by_id);
	buf_init(&buf, arena);
	for (size_t i = 0; i < ids->count; i++)
		buf_printf(&buf, "%s%lld", i ? "," : "", (long long)sorted[i]);
	return buf.at;
}

static const char *practitioners_word(struct arena *arena,
				      const struct session *session)
{
	return ids_word(arena, &session->terms.practitioners);
}

static const char *clients_word(struct arena *arena,
				const struct session *session)
{
	return ids_word(arena, &session->terms.clients);
}

/* In the order of the words that are kept: it does not change. */
static const struct part {
	enum session_part part;
	const char *name;
	/* NULL: of the text of this part. */
	const char *(*word)(struct arena *arena, const struct session *session);
} parts[] = {
	{ PART_TIME, "time", time_word },
	{ PART_PLACE, "place", NULL },
	{ PART_PUBLIC_NOTE, "public note", NULL },
	{ PART_PRIVATE_NOTE, "private note", NULL },
	{ PART_SERVICE, "service", service_word },
	{ PART_PRACTITIONERS, "practitioners", practitioners_word },
	{ PART_CLIENTS, "clients", clients_word },
};

static const char *part_word(struct arena *arena, const struct part *part,
			     const struct session *session)
{
	return part->word ? part->word(arena, session)
			  : text_word(arena, part->part, session);
}

/* The words of a line of them, each NULL where there is no line. */
static void words_cut(struct arena *arena, const char *line,
		      const char *words[ARRAY_SIZE(parts)])
{
	struct slice rest = slice_of(line ? line : "");

	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		struct slice word = { NULL, 0 };

		if (line && rest.at)
			word = slice_cut(&rest, ' ');
		words[i] = word.at ? slice_dup(arena, word) : NULL;
	}
}

const char *import_merge_words(struct arena *arena,
			       const struct session *session)
{
	struct buf buf;

	buf_init(&buf, arena);
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		buf_printf(&buf, "%s%s", i ? " " : "",
			   part_word(arena, &parts[i], session));
	return buf.at;
}

bool import_merge_untouched(struct arena *arena, const struct session *here,
			    const char *told, const char *first)
{
	const char *words[ARRAY_SIZE(parts)], *firsts[ARRAY_SIZE(parts)];

	words_cut(arena, told, words);
	words_cut(arena, first, firsts);
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		bool is_told = words[i] && !str_equal(words[i], NONE);
		const char *word = is_told ? words[i] : firsts[i];

		if (word && !str_equal(word, part_word(arena, &parts[i], here)))
			return false;
	}
	return true;
}

const char *import_merge_names(struct arena *arena, unsigned of)
{
	struct buf buf;

	buf_init(&buf, arena);
	buf_puts(&buf, "");
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		if (of & parts[i].part)
			buf_listed(&buf, parts[i].name);
	}
	return buf.at;
}

/* The ids of a word, with room for some more. */
static struct ids word_ids(struct arena *arena, const char *word, size_t more)
{
	struct slice rest =
		slice_of(word && !str_equal(word, NONE) ? word : "");
	size_t room = more + 1;
	struct ids ids;

	for (size_t i = 0; i < rest.len; i++)
		room += rest.at[i] == ',';
	ids = (struct ids){ arena_array(arena, room, sizeof(int64_t)), 0 };
	while (rest.at) {
		int64_t id;

		if (str_to_int64(slice_dup(arena, slice_cut(&rest, ',')), &id))
			ids_add(&ids, id);
	}
	return ids;
}

/* The practitioner whose calendar it is takes part beside those who do; but
 * one who was told before and is not there any more was taken off here. */
static const char *join(struct arena *arena, const struct session *here,
			const struct import_telling *telling, const char *word,
			struct import_merge *merge)
{
	const struct ids *who = &telling->session->terms.practitioners;
	const struct ids *now = &here->terms.practitioners;
	struct ids told = word_ids(arena, word, who->count);
	struct ids before = told;
	struct ids joined = {
		arena_array(arena, now->count + who->count, sizeof(int64_t)), 0
	};

	for (size_t i = 0; i < now->count; i++)
		ids_add(&joined, now->at[i]);
	for (size_t i = 0; i < who->count; i++) {
		ids_add(&told, who->at[i]);
		if (ids_has(now, who->at[i]))
			continue;
		if (ids_has(&before, who->at[i])) {
			merge->kept |= PART_PRACTITIONERS;
			continue;
		}
		ids_add(&joined, who->at[i]);
		merge->take |= PART_PRACTITIONERS;
	}
	merge->practitioners = joined;
	return ids_word(arena, &told);
}

/* What another program's event has besides does not take the place of what the
 * office wrote, nor goes where it took that away. */
static const char *words_judge(const char *word, const char *stands,
			       const char *told, struct import_merge *merge)
{
	bool news = !told || !str_equal(word, told);

	if (news && str_equal(stands, NONE))
		merge->beside |= PART_PRIVATE_NOTE;
	else if (news && told && !str_equal(word, stands))
		merge->unwritten = true;
	return word;
}

/* The word to keep. An event says nothing of what it does not hold. */
static const char *part_judge(struct arena *arena, const struct part *part,
			      const struct session *here,
			      const struct import_telling *telling,
			      const char *told, const char *made,
			      struct import_merge *merge)
{
	const char *word = part_word(arena, part, telling->session);
	const char *stands = part_word(arena, part, here);
	const char *before = made && str_equal(told, NONE) ? made : told;

	if (part->part == PART_PRACTITIONERS && telling->joins)
		return join(arena, here, telling, told, merge);
	if (str_equal(word, NONE))
		return told ? told : NONE;
	if (part->part == PART_PRIVATE_NOTE && !telling->own)
		return words_judge(word, stands, telling->first ? NULL : told,
				   merge);
	if (str_equal(word, stands))
		return word;
	if (before && !str_equal(stands, before)) {
		merge->kept |= part->part;
		merge->conflict = merge->conflict || !str_equal(word, before);
	} else {
		merge->take |= part->part;
	}
	return word;
}

struct import_merge import_merge_judge(struct arena *arena,
				       const struct session *here,
				       const struct import_telling *telling,
				       const char *told)
{
	struct import_merge merge = {
		.practitioners = telling->session->terms.practitioners
	};
	const char *words[ARRAY_SIZE(parts)], *made[ARRAY_SIZE(parts)];
	struct buf buf;

	words_cut(arena, told, words);
	words_cut(arena, telling->made, made);
	buf_init(&buf, arena);
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		buf_printf(&buf, "%s%s", i ? " " : "",
			   part_judge(arena, &parts[i], here, telling, words[i],
				      made[i], &merge));
	merge.told = buf.at;
	if (merge.take)
		merge.take |= merge.beside;
	else if (merge.beside && !telling->first)
		merge.unwritten = true;
	return merge;
}
