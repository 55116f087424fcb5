#include "admin/pages/search_find.h"

#include "admin/pages/session_part.h"
#include "base/unicode.h"
#include "practice/money/invoice.h"
#include "practice/people/person_known.h"
#include "practice/session/terms.h"
#include "practice/wall_time.h"
#include "store/search_list.h"

#include <string.h>

#define TEAM (ROLES_OFFICE | ROLE_PRACTITIONER)

bool search_may(const struct page *page, enum search_kind kind)
{
	switch (kind) {
	case SEARCH_CLIENTS:
		return page_is(page, TEAM);
	case SEARCH_PRACTITIONERS:
	case SEARCH_SESSIONS:
		return true;
	case SEARCH_INVOICES:
		return page_is(page, ROLES_OFFICE | ROLE_CLIENT);
	case SEARCH_PAYMENTS:
		return page_is_office(page);
	case SEARCH_KINDS:
		break;
	}
	return false;
}

static void add_text(struct buf *buf, const char *text)
{
	if (text)
		buf_printf(buf, "%s ",
			   str_fold(buf->arena, text, strlen(text)));
}

static bool holds_all(const struct buf *buf, const struct search *search)
{
	for (size_t i = 0; i < search->count; i++)
		if (!strstr(buf->at, search->words[i]))
			return false;
	return true;
}

static bool person_holds(struct page *page, const struct search_person *person,
			 const struct search *search)
{
	struct buf buf;

	buf_init(&buf, page->op->arena);
	buf_puts(&buf, "");
	add_text(&buf, person->code);
	add_text(&buf, person->name);
	return holds_all(&buf, search);
}

/* One of the people whom the office found. */
static struct search_person
office_hit(struct page *page, const struct person *person, const char *where)
{
	const char *word = person->code ? person->code : person->login;

	if (!word || str_equal(where, "practitioners"))
		word = person->login ? person->login
				     : arena_printf(page->op->arena, "%lld",
						    (long long)person->id);
	return (struct search_person){
		.code = person->code,
		.name = person->name,
		.phone = person->phone,
		.email = person->email,
		.url = arena_printf(page->op->arena, "/%s%s", where,
				    url_of(page->op->arena, "/%s", word)),
		.active = person->active,
	};
}

static enum err find_for_office(struct page *page, struct search_found *found,
				enum search_kind kind,
				struct search_person **hits)
{
	bool clients = kind == SEARCH_CLIENTS;
	struct person_filter filter = {
		.roles = clients ? ROLE_CLIENT : ROLE_PRACTITIONER,
		.search = &found->search,
		.skip = found->skip[kind],
		.limit = found->limit[kind],
	};
	struct person *list;
	size_t count;
	int64_t total;
	enum err err = store_person_count(page->reader, &filter, &total);

	if (!err)
		err = store_person_search(page->reader, &filter, &list, &count);
	if (err)
		return err;
	*hits = arena_array(page->op->arena, count + 1, sizeof(**hits));
	for (size_t i = 0; i < count; i++)
		(*hits)[i] = office_hit(page, &list[i],
					clients ? "clients" : "practitioners");
	found->count[kind] = count;
	found->total[kind] = (size_t)total;
	return OK;
}

/* People of sessions of one's own, as they may be named. */
struct circle {
	struct search_person *at;
	int64_t *ids;
	size_t count;
};

/* A client, as the calendar of whoever meets them names people (S50). */
static enum err name_client(struct page *page, const struct person *person,
			    struct search_person *hit, bool *knows)
{
	enum acquaintance how;
	struct person_known known;
	enum err err = practice_person_known(page->reader, person, &how);

	*knows = how != STRANGER;
	if (err || !*knows)
		return err;
	err = person_known_to(page->reader, person, how, &known);
	if (err)
		return err;
	*hit = (struct search_person){
		.code = known.person.code,
		.name = known.name ? known.name : known.initials,
		.active = known.person.active,
	};
	if (known.person.code)
		hit->url = url_of(page->op->arena, "/search?kind=sessions&q=%s",
				  known.person.code);
	return OK;
}

static enum err name_practitioner(struct page *page,
				  const struct person *person,
				  struct search_person *hit, bool *knows)
{
	enum err err = practice_person_met(page->reader, person, knows);

	if (!err && *knows)
		*hit = (struct search_person){
			.name = person->name,
			.active = person->active,
			.url = url_of(page->op->arena,
				      "/search?kind=sessions&q=%s",
				      person->name),
		};
	return err;
}

static enum err read_circle(struct page *page, unsigned role,
			    struct circle *circle)
{
	bool works = page_is(page, ROLE_PRACTITIONER);
	bool clients = role == ROLE_CLIENT;
	struct person_filter filter = { .roles = role };
	struct person *list;
	size_t count;
	enum err err;

	*circle = (struct circle){ .count = 0 };
	if (clients && !works)
		return OK;
	if (clients || !works)
		filter.meets = page->op->actor.person;
	err = store_person_search(page->reader, &filter, &list, &count);
	if (err)
		return err;
	circle->at =
		arena_array(page->op->arena, count + 1, sizeof(*circle->at));
	circle->ids =
		arena_array(page->op->arena, count + 1, sizeof(*circle->ids));
	for (size_t i = 0; !err && i < count; i++) {
		struct search_person *hit = &circle->at[circle->count];
		bool knows = false;

		err = clients ? name_client(page, &list[i], hit, &knows)
			      : name_practitioner(page, &list[i], hit, &knows);
		if (!err && knows)
			circle->ids[circle->count++] = list[i].id;
	}
	return err;
}

static void pick(struct page *page, struct search_found *found,
		 enum search_kind kind, const struct circle *circle,
		 struct search_person **hits)
{
	size_t seen = 0, used = 0;

	*hits = arena_array(page->op->arena, circle->count + 1, sizeof(**hits));
	for (size_t i = 0; i < circle->count; i++) {
		if (!person_holds(page, &circle->at[i], &found->search))
			continue;
		if (seen++ >= found->skip[kind] &&
		    (!found->limit[kind] || used < found->limit[kind]))
			(*hits)[used++] = circle->at[i];
	}
	found->count[kind] = used;
	found->total[kind] = seen;
}

static void add_ids(struct page *page, const struct circle *circle,
		    const struct search *search, struct ids *ids)
{
	for (size_t i = 0; i < circle->count; i++)
		if (person_holds(page, &circle->at[i], search))
			ids->at[ids->count++] = circle->ids[i];
}

/* Whose sessions are looked at: those who hold the word. */
static enum err people_of(struct page *page, const char *word,
			  const struct circle *clients,
			  const struct circle *practitioners, struct ids *ids)
{
	struct arena *arena = page->op->arena;
	struct search search = search_of(arena, word);
	struct person_filter filter = { .search = &search };
	struct person *list;
	size_t count;
	enum err err;

	*ids = (struct ids){ 0 };
	if (!*word)
		return OK;
	if (!page_is_office(page)) {
		ids->at = arena_array(arena,
				      clients->count + practitioners->count + 1,
				      sizeof(*ids->at));
		add_ids(page, clients, &search, ids);
		add_ids(page, practitioners, &search, ids);
		return OK;
	}
	err = store_person_search(page->reader, &filter, &list, &count);
	if (err)
		return err;
	ids->at = arena_array(arena, count + 1, sizeof(*ids->at));
	for (size_t i = 0; i < count; i++)
		ids->at[ids->count++] = list[i].id;
	return OK;
}

static bool session_holds(struct page *page, const struct session_known *known,
			  const struct search *search)
{
	struct session_terms terms = known->terms;
	struct buf buf;

	buf_init(&buf, page->op->arena);
	buf_puts(&buf, "");
	for (size_t i = 0; i < known->client_count; i++) {
		add_text(&buf, known->clients[i].code);
		add_text(&buf, known->clients[i].name);
	}
	for (size_t i = 0; i < known->practitioner_count; i++)
		add_text(&buf, known->practitioners[i].name);
	add_text(&buf, known->service_name);
	for (const struct terms_text *text = terms_texts; text->name; text++)
		add_text(&buf, *terms_text_of(text, &terms));
	add_text(&buf, known->label);
	return holds_all(&buf, search);
}

/* Words that are days say when it is; the others are left. */
static struct search take_days(struct page *page, const struct search *search,
			       struct span *span)
{
	struct search left = { .count = 0 };

	*span = WHOLE_TIME;
	for (size_t i = 0; i < search->count; i++) {
		struct day day;

		if (day_parse(search->words[i], &day)) {
			*span = practice_days(&page->practice, day, day);
			continue;
		}
		left.words[left.count] = search->words[i];
		left.likes[left.count++] = search->likes[i];
	}
	return left;
}

/* Those to come, at most half of what is looked at, then those before. */
static enum err sessions_around(struct page *page, struct session_search *ask,
				struct ids *ids, bool *cut)
{
	struct ids coming, past;
	enum err err;

	ask->limit = SEARCH_LOOKED_AT / 2;
	err = store_session_search(page->reader, ask, &coming);
	ask->past = true;
	ask->limit = SEARCH_LOOKED_AT - coming.count;
	if (!err)
		err = store_session_search(page->reader, ask, &past);
	if (err)
		return err;
	*cut = coming.count == SEARCH_LOOKED_AT / 2 || past.count == ask->limit;
	ids->at = arena_array(page->op->arena, coming.count + past.count + 1,
			      sizeof(*ids->at));
	ids->count = 0;
	for (size_t i = 0; i < coming.count; i++)
		ids->at[ids->count++] = coming.at[i];
	for (size_t i = 0; i < past.count; i++)
		ids->at[ids->count++] = past.at[i];
	return OK;
}

/* Of sessions by start, those to come as they come, then those before, the
 * last one first. */
static void by_nearness(struct page *page, struct session_known *list,
			size_t count)
{
	struct day today = page_today(page);
	struct session_known *made =
		arena_array(page->op->arena, count + 1, sizeof(*made));
	size_t before = 0, used = 0;

	while (before < count && wall_day(list[before].start).n < today.n)
		before++;
	for (size_t i = before; i < count; i++)
		made[used++] = list[i];
	for (size_t i = before; i-- > 0;)
		made[used++] = list[i];
	for (size_t i = 0; i < count; i++)
		list[i] = made[i];
}

static enum err find_sessions(struct page *page, struct search_found *found,
			      const struct circle *clients,
			      const struct circle *practitioners)
{
	const enum search_kind kind = SEARCH_SESSIONS;
	struct day today = page_today(page);
	struct session_search ask = {
		.around = practice_days(&page->practice, today, today).start
	};
	struct search words = take_days(page, &found->search, &ask.span);
	struct session_known *list = NULL;
	struct ids people, ids;
	size_t count = 0, used = 0, seen = 0;
	enum err err;

	ask.word = search_longest(&words);
	ask.people = &people;
	if (!page_is_office(page))
		ask.participant = page->op->actor.person;
	err = people_of(page, ask.word, clients, practitioners, &people);
	if (!err)
		err = sessions_around(page, &ask, &ids, &found->cut);
	if (!err)
		err = session_part_list_ids(page, &ids, &list, &count);
	if (err)
		return err;
	found->sessions = arena_array(page->op->arena, count + 1,
				      sizeof(*found->sessions));
	by_nearness(page, list, count);
	for (size_t i = 0; i < count; i++) {
		if (!session_holds(page, &list[i], &words))
			continue;
		if (seen++ >= found->skip[kind] &&
		    (!found->limit[kind] || used < found->limit[kind]))
			found->sessions[used++] = list[i];
	}
	found->count[kind] = used;
	found->total[kind] = seen;
	return OK;
}

static enum err find_invoices(struct page *page, struct search_found *found)
{
	const enum search_kind kind = SEARCH_INVOICES;
	bool office = page_is_office(page);
	struct money_search ask = {
		.search = &found->search,
		.client = office ? 0 : page->op->actor.person,
		.issued = !office,
		.skip = found->skip[kind],
		.limit = found->limit[kind],
	};
	struct ids ids;
	int64_t total;
	enum err err = store_invoice_search_count(page->reader, &ask, &total);

	if (!err)
		err = store_invoice_search(page->reader, &ask, &ids);
	if (err)
		return err;
	found->invoices = arena_array(page->op->arena, ids.count + 1,
				      sizeof(*found->invoices));
	for (size_t i = 0; !err && i < ids.count; i++)
		err = practice_invoice_find(page->reader, ids.at[i],
					    &found->invoices[i]);
	found->count[kind] = ids.count;
	found->total[kind] = (size_t)total;
	return err;
}

static enum err find_payments(struct page *page, struct search_found *found)
{
	const enum search_kind kind = SEARCH_PAYMENTS;
	struct money amount;
	struct money_search ask = {
		.search = &found->search,
		.skip = found->skip[kind],
		.limit = found->limit[kind],
	};
	struct ids ids;
	int64_t total;
	enum err err;

	if (found->search.count == 1 &&
	    money_parse(found->search.words[0], page->digits, &amount))
		ask.amount = &amount;
	err = store_payment_search_count(page->reader, &ask, &total);
	if (!err)
		err = store_payment_search(page->reader, &ask, &ids);
	if (err)
		return err;
	found->payments = arena_array(page->op->arena, ids.count + 1,
				      sizeof(*found->payments));
	for (size_t i = 0; !err && i < ids.count; i++)
		err = store_payment_find(page->reader, ids.at[i],
					 &found->payments[i]);
	found->count[kind] = ids.count;
	found->total[kind] = (size_t)total;
	return err;
}

static enum err find_people(struct page *page, struct search_found *found,
			    struct circle *clients,
			    struct circle *practitioners)
{
	enum err err;

	*clients = *practitioners = (struct circle){ .count = 0 };
	if (page_is_office(page)) {
		err = find_for_office(page, found, SEARCH_CLIENTS,
				      &found->clients);
		return err ? err
			   : find_for_office(page, found, SEARCH_PRACTITIONERS,
					     &found->practitioners);
	}
	err = read_circle(page, ROLE_CLIENT, clients);
	if (!err)
		err = read_circle(page, ROLE_PRACTITIONER, practitioners);
	if (err)
		return err;
	pick(page, found, SEARCH_CLIENTS, clients, &found->clients);
	pick(page, found, SEARCH_PRACTITIONERS, practitioners,
	     &found->practitioners);
	return OK;
}

enum err search_find(struct page *page, struct search_found *found)
{
	struct circle clients, practitioners;
	enum err err = find_people(page, found, &clients, &practitioners);

	if (!err)
		err = find_sessions(page, found, &clients, &practitioners);
	if (!err && search_may(page, SEARCH_INVOICES))
		err = find_invoices(page, found);
	if (!err && search_may(page, SEARCH_PAYMENTS))
		err = find_payments(page, found);
	return err;
}
