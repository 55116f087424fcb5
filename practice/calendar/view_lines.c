#include "practice/calendar/view_lines.h"

#include <string.h>

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
			view_client_ending(&facts->completion, client->id);

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
