#include "server/finding.h"

#include "base/json.h"

#include <stdio.h>

static const char *const verdict_words[] = {
	[VERDICT_FINE] = "ok",
	[VERDICT_NOTE] = "note",
	[VERDICT_BAD] = "BAD",
};

void finding_add(struct findings *findings, const char *what,
		 enum verdict verdict, const char *said, const char *todo)
{
	findings->list =
		arena_grow(findings->op->arena, findings->list, findings->count,
			   &findings->room, sizeof(*findings->list));
	findings->list[findings->count++] =
		(struct finding){ what, verdict, said, todo };
}

bool findings_fine(const struct findings *findings)
{
	for (size_t i = 0; i < findings->count; i++)
		if (findings->list[i].verdict == VERDICT_BAD)
			return false;
	return true;
}

static void print_json(const struct findings *findings)
{
	struct arena *arena = findings->op->arena;
	json_t *all = json_new(arena), *list = json_new_list(arena);

	json_put_bool(all, "ok", findings_fine(findings));
	json_put_text(all, "version", DAYBOOK_VERSION);
	json_put_instant(all, "at", arena, findings->op->now);
	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->list[i];
		json_t *one = json_new(arena);

		json_put_text(one, "check", finding->what);
		json_put_text(one, "verdict", verdict_words[finding->verdict]);
		json_put_text(one, "said", finding->said);
		json_put_text(one, "todo", finding->todo);
		json_add(list, one);
	}
	json_put(all, "findings", list);
	json_put_text(all, "details", findings->details);
	printf("%s\n", json_text(arena, all));
}

void findings_print(const struct findings *findings, bool json)
{
	if (json) {
		print_json(findings);
		return;
	}
	if (findings->details)
		printf("%s", findings->details);
	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->list[i];

		printf("%-4s %s: %s\n", verdict_words[finding->verdict],
		       finding->what, finding->said);
		if (finding->todo)
			printf("     -> %s\n", finding->todo);
	}
}
