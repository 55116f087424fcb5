#include "admin/pages/invoice_list.h"

#include "admin/pages/client_field.h"
#include "admin/pages/field.h"
#include "admin/pages/grid.h"
#include "admin/pages/part.h"
#include "admin/pages/show.h"
#include "base/unicode.h"
#include "practice/wall_time.h"

#include <string.h>

#define ADDRESS "/invoices"
#define ANY -1

/* Words of the address. A stand is of those whose state it is. */
static const struct way {
	const char *status, *text;
	enum invoice_state state;
	int stand; /* enum invoice_stand, or ANY */
	bool tab;
} ways[] = {
	{ "", "All", INVOICES_ALL, ANY, true },
	{ "draft", "Draft", INVOICES_DRAFT, ANY, true },
	{ "due", "To pay", INVOICES_OWED, ANY, true },
	{ "part-paid", "Part-paid", INVOICES_OWED, STAND_PART_PAID, false },
	{ "overdue", "Overdue", INVOICES_OWED, STAND_OVERDUE, true },
	{ "paid", "Paid", INVOICES_PAID, ANY, true },
	{ "issued", "Issued", INVOICES_ISSUED, ANY, false },
	{ "void", "Void", INVOICES_VOID, ANY, true },
};

/* What is asked for. */
struct wish {
	struct invoice_filter filter;
	int stand;
	const char *folded; /* of the text, or NULL */
	bool nothing;       /* nobody's: an unknown client */
};

static const struct way *way_of(const char *status)
{
	for (size_t i = 0; status && i < ARRAY_SIZE(ways); i++)
		if (str_equal(ways[i].status, status))
			return &ways[i];
	return &ways[0];
}

/* Both days inclusive; one may be missing. */
static bool span_read(struct page *page, struct span *span)
{
	struct day from = { INT32_MIN }, to = { INT32_MIN };
	bool fine = page_query_span(page, &from, &to);

	*span = WHOLE_TIME;
	if (from.n != INT32_MIN)
		span->start = practice_days(&page->practice, from, from).start;
	if (to.n != INT32_MIN)
		span->end = practice_days(&page->practice, to, to).end;
	return fine;
}

static enum err wish_read(struct page *page, struct wish *wish)
{
	const char *text = page_query(page, "q");
	const char *code = page_query(page, "client");
	const struct way *way = way_of(page_query(page, "status"));
	enum err err = OK;

	*wish = (struct wish){ .filter = { .state = way->state },
			       .stand = way->stand };
	wish->nothing = !span_read(page, &wish->filter.span);
	if (text)
		wish->folded = str_fold(page->op->arena, text, strlen(text));
	if (!page_is_office(page)) {
		wish->filter.client = page->op->actor.person;
		wish->filter.issued = true;
		return OK;
	}
	if (!code)
		return OK;
	err = client_field_ask(page, code, &wish->filter.client);
	wish->nothing = wish->nothing || !wish->filter.client;
	return err;
}

static bool is_wanted(struct page *page, const struct wish *wish,
		      const struct invoice_shown *shown)
{
	if (wish->stand != ANY && wish->stand != (int)shown->stand)
		return false;
	return !wish->folded ||
	       client_names_hold(page, shown->client, wish->folded) ||
	       (shown->invoice.number &&
		strstr(str_fold(page->op->arena, shown->invoice.number,
				strlen(shown->invoice.number)),
		       wish->folded));
}

/* Those of a page of the database, as they are shown; where the database
 * cannot tell all of the wish, those of all that are wanted. */
static enum err shown_read(struct page *page, const struct wish *wish,
			   size_t skip, size_t limit, struct invoice_list *list)
{
	struct client_names names = { .top = 0 };
	struct invoice *found;
	size_t count;
	enum err err = store_invoice_page(page->reader, &wish->filter, skip,
					  limit, &found, &count);

	if (!err && count > PAGE_SIZE)
		err = client_names_read(page, &names);
	if (err)
		return err;
	list->at = arena_array(page->op->arena, count, sizeof(*list->at));
	for (size_t i = 0; !err && i < count; i++) {
		struct invoice_shown *shown = &list->at[list->count];

		shown->invoice = found[i];
		shown->stand = invoice_part_stand(page, &found[i]);
		err = client_names_find(page, &names, found[i].client,
					&shown->client);
		if (!err && is_wanted(page, wish, shown))
			list->count++;
	}
	return err;
}

static void cut(struct page *page, struct invoice_list *list)
{
	const struct grid_part part = grid_part(page, list->count);

	list->total = list->count;
	list->count = part.count;
	if (part.first > 0)
		list->at += part.first;
}

enum err invoice_list_read(struct page *page, struct invoice_list *list)
{
	const struct grid_part part = grid_part(page, SIZE_MAX);
	int64_t total = 0;
	struct wish wish;
	enum err err = wish_read(page, &wish);

	*list = (struct invoice_list){ .status = page_query(page, "status"),
				       .text = page_query(page, "q"),
				       .from = page_query(page, "from"),
				       .to = page_query(page, "to") };
	if (err || wish.nothing)
		return err;
	if (wish.folded || wish.stand != ANY) {
		err = shown_read(page, &wish, 0, SIZE_MAX, list);
		if (!err)
			cut(page, list);
		return err;
	}
	err = shown_read(page, &wish, part.first, part.count, list);
	if (!err)
		err = store_invoice_count(page->reader, &wish.filter, &total);
	list->total = (size_t)total;
	return err;
}

/* What is owed now, and what of it is late. */
struct owed {
	struct money sum, late;
	int64_t count, late_count;
};

static enum err owed_read(struct page *page, const struct wish *wish,
			  struct owed *owed)
{
	struct invoice_filter filter = wish->filter;
	struct invoice *found;
	size_t count;
	enum err err;

	*owed = (struct owed){ .count = 0 };
	filter.state = INVOICES_OWED;
	err = store_invoice_page(page->reader, &filter, 0, SIZE_MAX, &found,
				 &count);
	for (size_t i = 0; !err && i < count; i++) {
		struct money left = invoice_part_left(&found[i]);

		owed->count++;
		owed->sum = money_add(owed->sum, left);
		if (invoice_part_stand(page, &found[i]) != STAND_OVERDUE)
			continue;
		owed->late_count++;
		owed->late = money_add(owed->late, left);
	}
	return err;
}

/* How many stand so; what is paid is what is not owed. */
static enum err way_count(struct page *page, const struct wish *wish,
			  const struct way *way, const struct owed *owed,
			  int64_t *count)
{
	struct invoice_filter filter = wish->filter;
	enum err err;

	*count = way->stand == ANY ? owed->count : owed->late_count;
	if (way->state == INVOICES_OWED)
		return OK;
	filter.state =
		way->state == INVOICES_PAID ? INVOICES_ISSUED : way->state;
	err = store_invoice_count(page->reader, &filter, count);
	if (way->state == INVOICES_PAID)
		*count -= owed->count;
	return err;
}

static void put_tab(struct page *page, const struct way *way, bool current,
		    int64_t count)
{
	html_add(&page->html, "<a href=\"%s\"",
		 page_url_with(page, "status",
			       *way->status ? way->status : NULL));
	html_attribute_if(&page->html, current, "aria-current", "true");
	html_add(&page->html, ">%s <span class=\"number\">%s</span></a>",
		 way->text, show_count(page, count));
}

enum err invoice_list_tabs(struct page *page, const struct invoice_list *list,
			   struct money *sum, struct money *late)
{
	struct owed owed;
	struct wish wish;
	int64_t count;
	enum err err = wish_read(page, &wish);

	if (!err)
		err = owed_read(page, &wish, &owed);
	if (err)
		return err;
	html_add(&page->html, "<nav class=\"tabs\" aria-label=\"By status\">");
	for (size_t i = 0; !err && i < ARRAY_SIZE(ways); i++) {
		const struct way *way = &ways[i];

		if (!way->tab ||
		    (way->state == INVOICES_DRAFT && wish.filter.issued))
			continue;
		err = way_count(page, &wish, way, &owed, &count);
		if (!err)
			put_tab(page, way, way == way_of(list->status),
				wish.nothing ? 0 : count);
	}
	html_add(&page->html, "</nav>\n");
	*sum = owed.sum;
	*late = owed.late;
	return err;
}

void invoice_list_filters(struct page *page, const struct invoice_list *list)
{
	struct choice choices[ARRAY_SIZE(ways)];
	const char *client = page_query(page, "client");
	size_t count = 0;

	for (size_t i = 0; i < ARRAY_SIZE(ways); i++)
		if (page_is_office(page) || ways[i].state != INVOICES_DRAFT)
			choices[count++] =
				(struct choice){ .value = ways[i].status,
						 .text = i ? ways[i].text
							   : "Any status" };
	part_filters(page, ADDRESS);
	if (client)
		html_add(&page->html,
			 "<input type=\"hidden\" name=\"client\" "
			 "value=\"%s\">",
			 client);
	field_span(page, list->from, list->to);
	field_select(page,
		     &(struct field_show){ .name = "status",
					   .label = "Status",
					   .value = list->status },
		     choices, count);
	field_text(page,
		   &(struct field_show){ .name = "q",
					 .label = page_is_office(page)
							  ? "Client or number"
							  : "Number",
					 .value = list->text });
	html_add(&page->html, "<button class=\"second\">Filter</button>"
			      "<a class=\"button plain\" href=\"" ADDRESS
			      "\">Clear</a></form>\n");
}
