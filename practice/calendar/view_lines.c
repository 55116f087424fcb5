#include "practice/calendar/view_lines.h"

#include "ical/write.h"
#include "ical/zone.h"
#include "practice/names.h"

#include <string.h>

/* How many of a group are named in its title. */
#define GROUP_NAMED 2

#define SIGN_DRAFT "?"
#define SIGN_OVERRIDE "\u270e"

static const char *const map_signs[] = {
	[MAP_COMPLETED] = "\u2713",
	[MAP_MISSED] = "\u2298",
	[MAP_CANCELED] = "\u2717",
};

bool view_shows_money(const struct viewer *viewer)
{
	return viewer->person.calendar_money && viewer->kind != VIEW_CLIENT &&
	       (viewer->person.roles & (ROLE_ADMIN | ROLE_STAFF));
}

static const struct completion_client *
ending_of_client(const struct completion *completion, int64_t client)
{
	for (size_t i = 0; i < completion->client_count; i++) {
		if (completion->clients[i].client == client)
			return &completion->clients[i];
	}
	return NULL;
}

struct view_ending view_ending_of(const struct session_facts *facts,
				  const struct viewer *viewer)
{
	const struct completion *completion = &facts->completion;
	const struct completion_client *own = NULL;

	if (!facts->saved)
		return (struct view_ending){ .slug = "open" };
	if (viewer->kind == VIEW_CLIENT)
		own = ending_of_client(completion, viewer->person.id);
	if (own)
		return (struct view_ending){ true, own->slug, own->label,
					     own->map };
	return (struct view_ending){ true, completion->slug, completion->label,
				     completion->map };
}

char *view_clients_text(struct arena *arena, const struct session_facts *facts)
{
	const struct completion *completion = &facts->completion;
	const struct completion_client *own;
	struct buf buf;

	buf_init(&buf, arena);
	for (size_t i = 0; i < facts->session.terms.clients.count; i++) {
		const struct person *client = &facts->clients[i];

		buf_printf(&buf, "%s%s", i ? "," : "", client->code);
		own = facts->saved ? ending_of_client(completion, client->id)
				   : NULL;
		if (own && !str_equal(own->slug, completion->slug))
			buf_printf(&buf, "=%s", own->slug);
	}
	return buf.len ? buf.at : arena_strdup(arena, "");
}

static void add_amount(struct buf *buf, const struct session_facts *facts,
		       const char *who, struct money amount)
{
	const char *currency = facts->practice.currency;
	int digits = currency_digits(currency);

	if (who)
		buf_printf(buf, "%s%s=", buf->len ? "," : "", who);
	buf_printf(buf, "%s %s",
		   money_text(buf->arena, amount, digits < 0 ? 2 : digits),
		   currency);
}

char *view_charge_text(struct arena *arena, const struct session_facts *facts)
{
	size_t count = facts->session.terms.clients.count;
	struct buf buf;

	if (!facts->saved)
		return NULL;
	buf_init(&buf, arena);
	for (size_t i = 0; i < count; i++) {
		const struct person *client = &facts->clients[i];
		const struct completion_client *part =
			ending_of_client(&facts->completion, client->id);

		if (part)
			add_amount(&buf, facts, count > 1 ? client->code : NULL,
				   part->charge);
	}
	return buf.len ? buf.at : NULL;
}

static const char *practitioner_key(struct arena *arena,
				    const struct person *person)
{
	if (!str_empty(person->login))
		return person->login;
	return arena_printf(arena, "%lld", (long long)person->id);
}

char *view_wage_text(struct arena *arena, const struct session_facts *facts)
{
	const struct completion *completion = &facts->completion;
	size_t count = facts->session.terms.practitioners.count;
	struct buf buf;

	if (!facts->saved)
		return NULL;
	buf_init(&buf, arena);
	for (size_t i = 0; i < count; i++) {
		const struct person *person = &facts->practitioners[i];
		const char *key =
			count > 1 ? practitioner_key(arena, person) : NULL;

		for (size_t j = 0; j < completion->practitioner_count; j++) {
			if (completion->practitioners[j].practitioner ==
			    person->id)
				add_amount(&buf, facts, key,
					   completion->practitioners[j].wage);
		}
	}
	return buf.len ? buf.at : NULL;
}

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

char *view_title_plain(struct arena *arena, const struct session_facts *facts,
		       const struct viewer *viewer)
{
	const char *practice = facts->practice.name;
	struct buf buf;

	if (viewer->kind == VIEW_CLIENT) {
		if (str_empty(practice))
			return arena_strdup(arena, facts->service
							   ? facts->service
							   : "Session");
		if (!facts->service)
			return arena_strdup(arena, practice);
		return arena_printf(arena, "%s: %s", practice, facts->service);
	}
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

char *practice_view_title(struct arena *arena,
			  const struct session_facts *facts,
			  const struct viewer *viewer)
{
	char *plain = view_title_plain(arena, facts, viewer);
	const char *sign = sign_of(facts, viewer);

	return sign ? arena_printf(arena, "%s %s", sign, plain) : plain;
}

char *view_uid(struct arena *arena, const struct session *session,
	       enum view_kind kind)
{
	return arena_printf(arena, "%s%s", session->uid,
			    kind == VIEW_TO_SAVE ? "-save" : "");
}

char *view_name(struct arena *arena, const struct session *session,
		enum view_kind kind)
{
	size_t len = strlen(session->name);

	if (kind != VIEW_TO_SAVE)
		return arena_strdup(arena, session->name);
	if (str_ends(session->name, ".ics"))
		len -= strlen(".ics");
	return arena_printf(arena, "%.*s-save.ics", (int)len, session->name);
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
