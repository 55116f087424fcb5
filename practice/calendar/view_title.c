#include "practice/calendar/view_title.h"

#include "base/word.h"

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

static void add_client(struct buf *buf, const struct known_client *client)
{
	buf_puts(buf, client->code ? client->code : "?");
	/* Of an erased one the code is all that is left. */
	if (client->name && !str_equal(client->name, client->code))
		buf_printf(buf, " %s", client->name);
}

static void add_people(struct buf *buf, const struct session_known *known)
{
	size_t count = known->client_count;
	size_t named = count > GROUP_NAMED ? GROUP_NAMED : count;

	if (count == 0)
		buf_puts(buf, "Draft");
	if (count > 1)
		buf_printf(buf, "Group (%zu) ", count);
	for (size_t i = 0; i < named; i++) {
		if (i)
			buf_puts(buf, ", ");
		add_client(buf, &known->clients[i]);
	}
	if (count > named)
		buf_printf(buf, " +%zu", count - named);
}

/* A draft of nobody's keeps the words that were typed, in one line. */
static char *typed_title(struct arena *arena, const struct session_known *known)
{
	struct slice rest = slice_of(known->typed);
	struct buf buf;

	if (known->client_count > 0)
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

static char *clients_title(struct arena *arena,
			   const struct session_known *known)
{
	const char *service = known->service_name;

	if (str_empty(known->practice))
		return arena_strdup(arena, service ? service : "Session");
	if (!service)
		return arena_strdup(arena, known->practice);
	return arena_printf(arena, "%s, %s", service, known->practice);
}

char *view_title_plain(struct arena *arena, const struct session_known *known)
{
	char *typed;
	struct buf buf;

	if (known->see == SEE_CLIENT)
		return clients_title(arena, known);
	typed = typed_title(arena, known);
	if (typed)
		return typed;
	buf_init(&buf, arena);
	add_people(&buf, known);
	if (known->service_name)
		buf_printf(&buf, " %s", known->service_name);
	return buf.at;
}

/* Short, so that it shows in a month's cell: how the session ended, or that
 * it is a draft. Clients see a sign for what will not take place only. */
static const char *sign_of(const struct session_known *known)
{
	unsigned map;

	if (known->see == SEE_CLIENT && !session_known_canceled(known))
		return NULL;
	if (!known->saved)
		return known->status == SESSION_DRAFT ? SIGN_DRAFT : NULL;
	if (str_equal(known->type, "override"))
		return SIGN_OVERRIDE;
	return word_find(map_words, slice_of(known->map), &map) ? map_signs[map]
								: NULL;
}

const char *view_title_label(const struct session_known *known)
{
	if (!known->saved || known->see == SEE_CLIENT)
		return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(plain_types); i++) {
		if (str_equal(known->type, plain_types[i]))
			return NULL;
	}
	return known->label;
}

char *practice_view_title(struct arena *arena,
			  const struct session_known *known)
{
	const char *sign = sign_of(known);
	const char *label = view_title_label(known);
	struct buf buf;

	buf_init(&buf, arena);
	if (sign)
		buf_printf(&buf, "%s ", sign);
	if (known->conflict_count)
		buf_puts(&buf, SIGN_CLASH " ");
	buf_puts(&buf, view_title_plain(arena, known));
	if (label)
		buf_printf(&buf, " [%s]", label);
	return buf.at;
}
