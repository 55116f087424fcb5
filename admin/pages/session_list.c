#include "admin/pages/session_list.h"

#include "admin/pages/session_part.h"
#include "base/unicode.h"
#include "practice/wall_time.h"

static struct day month_first(struct day day)
{
	struct wall wall = day_wall(day);

	return day_of(wall.year, wall.month, 1);
}

static struct day month_last(struct day day)
{
	struct wall wall = day_wall(day);

	return day_of(wall.year, wall.month + 1, 0);
}

/* The span of the filter; the current month where the address says nothing, and
 * the month of the day that it says alone where that lies outside. */
static void read_span(struct page *page, struct session_wish *wish)
{
	struct day from = month_first(page_today(page));
	struct day to = month_last(page_today(page));

	wish->from = from;
	wish->to = to;
	if (!page_query_span(page, &wish->from, &wish->to))
		wish->nothing = true;
	if (wish->from.n > to.n && !page_query(page, "to"))
		wish->to = month_last(wish->from);
	if (wish->to.n < from.n && !page_query(page, "from"))
		wish->from = month_first(wish->to);
	wish->filter.span =
		practice_days(&page->practice, wish->from, wish->to);
}

/* False: it is none of the words, but perhaps a way to end. */
static bool set_status(struct page *page, struct session_wish *wish,
		       const char *status)
{
	struct session_filter *filter = &wish->filter;

	filter->drafts = str_equal(status, "draft");
	filter->open = str_equal(status, "open");
	filter->saved = str_equal(status, "saved");
	wish->clash = str_equal(status, "clash");
	if (str_equal(status, "to_save")) {
		filter->open = true;
		filter->ended_before = page->op->now;
	}
	return !status || filter->drafts || filter->open || filter->saved ||
	       wish->clash;
}

static enum err read_practitioner(struct page *page, struct session_wish *wish)
{
	struct person person;
	enum err err;

	wish->practitioner = page_query(page, "practitioner");
	if (!wish->practitioner)
		return OK;
	err = store_person_find_login(page->reader, wish->practitioner,
				      &person);
	operation_recover(page->op);
	if (err == ERR_NOT_FOUND)
		wish->nothing = true;
	else if (!err)
		wish->filter.practitioner = person.id;
	return err == ERR_NOT_FOUND ? OK : err;
}

/* The office asks for one client's by code. */
static enum err read_client(struct page *page, struct session_wish *wish)
{
	struct person person;
	enum err err;

	if (!page_is_office(page) || !page_query(page, "client"))
		return OK;
	wish->client = page_query(page, "client");
	err = store_person_find_code(page->reader, wish->client, &person);
	operation_recover(page->op);
	if (err == ERR_NOT_FOUND)
		wish->nothing = true;
	else if (!err)
		wish->filter.client = person.id;
	return err == ERR_NOT_FOUND ? OK : err;
}

/* Nobody but the office sees others' sessions. */
static void keep_own(struct page *page, struct session_wish *wish)
{
	int64_t self = page->op->actor.person;

	if (page_is_office(page))
		return;
	if (wish->filter.practitioner && wish->filter.practitioner != self &&
	    !page_is(page, ROLE_CLIENT))
		wish->nothing = true;
	wish->filter.participant = self;
}

enum err session_wish_read(struct page *page, struct session_wish *wish)
{
	enum err err;

	*wish = (struct session_wish){ .filter = { .newest = true } };
	read_span(page, wish);
	wish->status = page_query(page, "status");
	if (!set_status(page, wish, wish->status)) {
		wish->type = wish->status;
		wish->filter.saved = true;
	}
	err = read_practitioner(page, wish);
	if (!err)
		err = read_client(page, wish);
	wish->text = page_query(page, "q");
	if (wish->text)
		wish->folded = str_fold(page->op->arena, wish->text,
					slice_of(wish->text).len);
	keep_own(page, wish);
	return err;
}

static bool is_wanted(struct page *page, const struct session_wish *wish,
		      const struct session_known *known)
{
	if (wish->type && !str_equal(known->type, wish->type))
		return false;
	if (wish->clash && !known->conflict_count)
		return false;
	return !wish->folded ||
	       session_known_holds(page->op->arena, known, wish->folded);
}

/* What only reading each one tells. */
static bool is_slow(const struct session_wish *wish)
{
	return wish->type || wish->clash || wish->folded;
}

static enum err list_slowly(struct page *page, const struct session_wish *wish,
			    size_t skip, size_t limit,
			    struct session_known **list, size_t *count,
			    size_t *total)
{
	struct session_known *found;
	struct session *all;
	size_t size, used = 0, seen = 0;
	enum err err =
		store_session_list(page->reader, &wish->filter, &all, &size);

	if (!err)
		err = session_part_list(page, all, size, &found, &size);
	if (err)
		return err;
	for (size_t i = 0; i < size; i++) {
		if (!is_wanted(page, wish, &found[i]))
			continue;
		if (seen++ >= skip && (!limit || used < limit))
			found[used++] = found[i];
	}
	*list = found;
	*count = used;
	*total = seen;
	return OK;
}

enum err session_wish_list(struct page *page, const struct session_wish *wish,
			   size_t skip, size_t limit,
			   struct session_known **list, size_t *count,
			   size_t *total)
{
	struct session_filter filter = wish->filter;
	struct session *all;
	int64_t whole = 0;
	size_t size;
	enum err err;

	*list = NULL;
	*count = *total = 0;
	if (wish->nothing)
		return OK;
	if (is_slow(wish))
		return list_slowly(page, wish, skip, limit, list, count, total);
	filter.skip = skip;
	filter.limit = limit;
	err = store_session_count(page->reader, &filter, &whole);
	if (!err)
		err = store_session_list(page->reader, &filter, &all, &size);
	if (!err)
		err = session_part_list(page, all, size, list, count);
	if (!err)
		*total = (size_t)whole;
	return err;
}

static void tally_one(const struct page *page,
		      const struct session_known *known,
		      struct session_tally *tally)
{
	tally->clashes += known->conflict_count > 0;
	switch (known->status) {
	case SESSION_DRAFT:
		tally->drafts++;
		break;
	case SESSION_OPEN:
		tally->open++;
		tally->to_save += known->end_utc.s <= page->op->now.s;
		break;
	case SESSION_SAVED:
		tally->saved++;
		break;
	}
}

enum err session_wish_tally(struct page *page, const struct session_wish *wish,
			    struct session_tally *tally)
{
	struct session_wish any = *wish;
	struct session_known *list;
	size_t count, total;
	enum err err;

	*tally = (struct session_tally){ 0 };
	if (wish->nothing)
		return OK;
	any.type = NULL;
	any.filter.ended_before = (struct instant){ 0 };
	(void)set_status(page, &any, NULL);
	if (!any.folded)
		return store_session_tally(page->reader, &any.filter,
					   page->op->now, tally);
	err = list_slowly(page, &any, 0, 0, &list, &count, &total);
	for (size_t i = 0; !err && i < count; i++)
		tally_one(page, &list[i], tally);
	return err;
}
