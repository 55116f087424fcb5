#include "practice/people/hours.h"

#include "base/word.h"
#include "store/schedule.h"

#include <string.h>

#define CLOCK_LENGTH 5 /* 07:00 */
#define DAY_MINUTES (24 * 60)

const char *practice_clock_text(struct arena *arena, int minutes)
{
	return arena_printf(arena, "%02d:%02d", minutes / 60, minutes % 60);
}

bool practice_clock_read(const char *text, int *minutes)
{
	if (str_empty(text) || strlen(text) != CLOCK_LENGTH || text[2] != ':')
		return false;
	for (size_t i = 0; i < CLOCK_LENGTH; i++)
		if (i != 2 && (text[i] < '0' || text[i] > '9'))
			return false;
	*minutes = ((text[0] - '0') * 10 + text[1] - '0') * 60 +
		   (text[3] - '0') * 10 + text[4] - '0';
	return text[3] < '6' && *minutes <= DAY_MINUTES;
}

/* [["09:00", "12:00"], ["13:00", "17:00"]]: how many, or -1. */
static int spans_read(const json_t *list,
		      struct work_span spans[WORK_SPANS_MOST])
{
	size_t count = json_array_size(list);

	if (!json_is_array(list) || count > WORK_SPANS_MOST)
		return -1;
	for (size_t i = 0; i < count; i++) {
		const json_t *pair = json_array_get(list, i);
		struct work_span *span = &spans[i];

		if (json_array_size(pair) != 2 ||
		    !practice_clock_read(
			    json_string_value(json_array_get(pair, 0)),
			    &span->from) ||
		    !practice_clock_read(
			    json_string_value(json_array_get(pair, 1)),
			    &span->to) ||
		    span->from >= span->to ||
		    (i && span->from < spans[i - 1].to))
			return -1;
	}
	return (int)count;
}

json_t *practice_hours_json(struct arena *arena,
			    const struct practice *practice)
{
	json_t *json = json_read(arena, practice->hours);

	return json ? json : json_new(arena);
}

size_t practice_hours_of(struct arena *arena, const struct practice *practice,
			 enum weekday day,
			 struct work_span spans[WORK_SPANS_MOST])
{
	const json_t *hours = json_read(arena, practice->hours);
	int count =
		spans_read(json_object_get(hours, weekday_words[day]), spans);

	return count > 0 ? (size_t)count : 0;
}

static json_t *spans_json(struct arena *arena, const struct work_span *spans,
			  size_t count)
{
	json_t *list = json_new_list(arena);

	for (size_t i = 0; i < count; i++) {
		json_t *pair = json_new_list(arena);

		json_add_text(pair, practice_clock_text(arena, spans[i].from));
		json_add_text(pair, practice_clock_text(arena, spans[i].to));
		json_add(list, pair);
	}
	return list;
}

static enum err days_check(struct operation *op, const json_t *sent)
{
	enum err err = OK;
	const char *name;
	json_t *value;

	json_object_foreach ((json_t *)(uintptr_t)sent, name, value) {
		unsigned day;

		if (word_find(weekday_words, slice_of(name), &day) &&
		    str_equal(name, weekday_words[day]))
			continue;
		err = fail_field(op, arena_printf(op->arena, "hours.%s", name),
				 "unknown",
				 "There is no weekday '%s'; they are %s.", name,
				 words_all(op->arena, weekday_words));
	}
	return err;
}

enum err practice_hours_apply(struct operation *op, const json_t *sent,
			      struct practice *practice)
{
	json_t *hours = json_new(op->arena);
	enum err err;

	if (sent && !json_is_null(sent) && !json_is_object(sent))
		return fail_field(op, "hours", "not-an-object",
				  "The hours are like {\"MO\": [[\"09:00\", "
				  "\"17:00\"]]}.");
	err = days_check(op, sent);
	for (size_t day = 0; weekday_words[day]; day++) {
		const char *word = weekday_words[day];
		const json_t *list = json_object_get(sent, word);
		struct work_span spans[WORK_SPANS_MOST];
		int count = list ? spans_read(list, spans) : 0;

		if (count < 0)
			err = fail_field(
				op, arena_printf(op->arena, "hours.%s", word),
				"not-hours",
				"Hours are like 09:00-12:00, 13:00-17:00: "
				"each ends after it begins, none runs into "
				"the next, and a day has at most %d.",
				WORK_SPANS_MOST);
		if (count > 0)
			json_put(hours, word,
				 spans_json(op->arena, spans, (size_t)count));
	}
	if (!err)
		practice->hours = json_object_size(hours)
					  ? json_text(op->arena, hours)
					  : NULL;
	return err;
}
