#include "practice/calendar/view_title.h"

#include "practice/names.h"

/* How many of a group are named in its title. */
#define GROUP_NAMED 2
/* Bytes after which no further line of what was typed is shown. */
#define TYPED_LONGEST 200

#define SIGN_DRAFT "?"
#define SIGN_OVERRIDE "\u270e"
#define SIGN_CLASH "\u26a0"

static const char *const map_signs[] = {
	[MAP_COMPLETED] = "\u2713",
	[MAP_MISSED] = "\u2298",
	[MAP_CANCELED] = "\u2717",
};

/* The types whose sign says all. */
static const char *const plain_types[] = { "completed", "missed", "canceled",
					   "override" };

static char *client_text(struct arena *arena, const struct person *client,
			 enum calendar_names names)
{
	const char *code = client->code ? client->code : "?";

	/* An erased one: nothing is left to name. */
	if (str_equal(client->name, code))
		return arena_strdup(arena, code);

	switch (names) {
	case NAMES_INITIALS:
		return arena_printf(arena, "%s %s", code,
				    practice_initials(arena, client->name));
	case NAMES_FULL:
		return arena_printf(arena, "%s %s", code, client->name);
	case NAMES_CODE:
		break;
	}
	return arena_strdup(arena, code);
}

static void add_people(struct buf *buf, const struct session_facts *facts,
		       enum calendar_names names)
{
	size_t count = facts->session.terms.clients.count;
	size_t named = count > GROUP_NAMED ? GROUP_NAMED : count;

	if (count == 0)
		buf_puts(buf, "Draft");
	if (count > 1)
		buf_printf(buf, "Group (%zu) ", count);
	for (size_t i = 0; i < named; i++) {
		if (i)
			buf_puts(buf, ", ");
		buf_puts(buf,
			 client_text(buf->arena, &facts->clients[i], names));
	}
	if (count > named)
		buf_printf(buf, " +%zu", count - named);
}

/* A draft of nobody's keeps the words that were typed, in one line. */
static char *typed_title(struct arena *arena, const struct session *session)
{
	struct slice rest = slice_of(session->typed);
	struct buf buf;

	if (session->terms.clients.count > 0)
		return NULL;
	buf_init(&buf, arena);
	while (rest.at && buf.len < TYPED_LONGEST) {
		struct slice line = slice_trim(slice_cut(&rest, '\n'));

		if (buf.len && line.len)
			buf_putc(&buf, ' ');
		buf_slice(&buf, line);
	}
	return buf.len ? buf.at : NULL;
}

char *view_title_plain(struct arena *arena, const struct session_facts *facts,
		       const struct viewer *viewer)
{
	const char *practice = facts->practice.name;
	char *typed;
	struct buf buf;

	if (viewer->kind == VIEW_CLIENT) {
		if (str_empty(practice))
			return arena_strdup(arena, facts->service
							   ? facts->service
							   : "Session");
		if (!facts->service)
			return arena_strdup(arena, practice);
		return arena_printf(arena, "%s, %s", facts->service, practice);
	}
	typed = typed_title(arena, &facts->session);
	if (typed)
		return typed;
	buf_init(&buf, arena);
	add_people(&buf, facts, viewer->person.calendar_names);
	if (facts->service)
		buf_printf(&buf, " %s", facts->service);
	return buf.at;
}

/* Short, so that it shows in a month's cell: how the session ended, or that
 * it is a draft. Clients see a sign for what will not take place only. */
static const char *sign_of(const struct session_facts *facts,
			   const struct viewer *viewer)
{
	struct view_ending ending = view_ending_of(facts, viewer);

	if (viewer->kind == VIEW_CLIENT &&
	    !(ending.saved && ending.map == MAP_CANCELED))
		return NULL;
	if (ending.saved)
		return str_equal(ending.slug, "override")
			       ? SIGN_OVERRIDE
			       : map_signs[ending.map];
	return facts->session.state == SESSION_DRAFT ? SIGN_DRAFT : NULL;
}

const char *view_title_label(const struct session_facts *facts,
			     const struct viewer *viewer)
{
	struct view_ending ending = view_ending_of(facts, viewer);

	if (!ending.saved || viewer->kind == VIEW_CLIENT)
		return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(plain_types); i++) {
		if (str_equal(ending.slug, plain_types[i]))
			return NULL;
	}
	return ending.label;
}

char *practice_view_title(struct arena *arena,
			  const struct session_facts *facts,
			  const struct viewer *viewer)
{
	const char *sign = sign_of(facts, viewer);
	const char *label = view_title_label(facts, viewer);
	struct buf buf;

	buf_init(&buf, arena);
	if (sign)
		buf_printf(&buf, "%s ", sign);
	if (facts->clash_count && viewer->kind != VIEW_CLIENT)
		buf_puts(&buf, SIGN_CLASH " ");
	buf_puts(&buf, view_title_plain(arena, facts, viewer));
	if (label)
		buf_printf(&buf, " [%s]", label);
	return buf.at;
}
