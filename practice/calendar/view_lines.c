#include "practice/calendar/view_lines.h"

#include <string.h>

const struct view_text view_texts[] = {
	{ "LOCATION", "place" },
	{ "DESCRIPTION", "public_note" },
	{ 0 },
};

char *view_clients_text(struct arena *arena, const struct session_facts *facts)
{
	const struct completion *completion = &facts->completion;
	const struct completion_client *own;
	struct buf buf;

	buf_init(&buf, arena);
	for (size_t i = 0; i < facts->session.terms.clients.count; i++) {
		const struct person *client = &facts->clients[i];

		buf_printf(&buf, "%s%s", i ? "," : "", client->code);
		own = facts->saved ? view_client_ending(completion, client->id)
				   : NULL;
		if (own && !str_equal(own->slug, completion->slug))
			buf_printf(&buf, "=%s", own->slug);
	}
	return buf.len ? buf.at : arena_strdup(arena, "");
}

void view_own_split(const char *own, struct slice *lines,
		    struct slice *components)
{
	const char *begin = NULL;
	size_t len = own ? strlen(own) : 0;

	if (own) {
		begin = str_starts(own, "BEGIN:") ? own
						  : strstr(own, "\nBEGIN:");
		if (begin && begin != own)
			begin++;
	}
	*lines = (struct slice){ own, begin ? (size_t)(begin - own) : len };
	*components = (struct slice){ begin, len - lines->len };
}
