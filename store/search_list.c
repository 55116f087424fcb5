#include "store/search_list.h"

#include "store/search_private.h"
#include "store/session_private.h"

/* Sessions in which they take part; asked once, not for each session. */
#define TAKE_PART(person)                      \
	"s.id IN (SELECT session"              \
	"  FROM session_practitioner"          \
	"  WHERE person " person "  UNION ALL" \
	"  SELECT session"                     \
	"  FROM session_client"                \
	"  WHERE person " person ")"

#define IS_IN TAKE_PART("= $participant")
#define ANY_IS_IN TAKE_PART("IN (" EACH_ID ")")
#define IN_SERVICE                             \
	"s.service IN (SELECT id FROM service" \
	"  WHERE " HAS_WORD("name_key", "word") ")"
#define IN_TEXT(text) "      OR " HAS_WORD("lower(s." #text ")", "loose")
#define IN_TEXTS TERMS_TEXTS(IN_TEXT)

#define SEARCH_SESSIONS                                                   \
	"SELECT s.id"                                                     \
	"  FROM session s"                                                \
	"  WHERE s.removed = " NEVER                                      \
	"    AND s.starts > $from AND s.starts < $to AND s.ends > $after" \
	"    AND ($participant = 0 OR " IS_IN ")"                         \
	"    AND ($any = 1"                                               \
	"      OR " ANY_IS_IN "      OR " IN_SERVICE IN_TEXTS ")"

static const char SEARCH_COMING[] = SEARCH_SESSIONS "  ORDER BY s.starts, s.id"
						    "  LIMIT $limit";
static const char SEARCH_PAST[] =
	SEARCH_SESSIONS "  ORDER BY s.starts DESC, s.id DESC"
			"  LIMIT $limit";

#define OF_CLIENT "c.name_key || ' ' || lower(coalesce(c.code, ''))"

#define INVOICES                                         \
	"  FROM invoice i"                               \
	"  JOIN person c ON c.id = i.client"             \
	"  WHERE ($client = 0 OR i.client = $client)"    \
	"    AND (i.counter IS NOT NULL OR $issued = 0)" \
	"    AND " HAS_WORDS(OF_CLIENT "|| ' ' ||"       \
				       "lower(coalesce(i.number, ''))")

#define PAYMENTS                                      \
	"  FROM payment p"                            \
	"  JOIN person c ON c.id = p.client"          \
	"  WHERE ($client = 0 OR p.client = $client)" \
	"    AND (p.amount = $amount"                 \
	"      OR " HAS_WORDS(OF_CLIENT "|| ' ' ||"   \
					"lower(coalesce(p.method, ''))") ")"

#define NEWEST(id)               \
	"  ORDER BY " id " DESC" \
	"  LIMIT $limit OFFSET $skip"

static const char SEARCH_INVOICES[] = "SELECT i.id" INVOICES NEWEST("i.id");
static const char COUNT_INVOICES[] = "SELECT count(*)" INVOICES;
static const char SEARCH_PAYMENTS[] = "SELECT p.id" PAYMENTS NEWEST("p.id");
static const char COUNT_PAYMENTS[] = "SELECT count(*)" PAYMENTS;

enum err store_session_search(struct reader *reader,
			      const struct session_search *search,
			      struct ids *sessions)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	struct statement *st =
		statement(reader, search->past ? SEARCH_PAST : SEARCH_COMING);
	int64_t from = search->span.start.s - SESSION_LONGEST;
	int64_t to = search->span.end.s;

	if (search->past && to > search->around.s)
		to = search->around.s;
	if (!search->past && from < search->around.s)
		from = search->around.s - 1;
	bind_int(st, "from", from);
	bind_int(st, "to", to);
	bind_int(st, "after", search->span.start.s);
	bind_int(st, "participant", search->participant);
	bind_int(st, "any", !*search->word);
	bind_ids(st, "ids", search->people);
	bind_text(st, "word", search_like(arena, search->word, false));
	bind_text(st, "loose", search_like(arena, search->word, true));
	bind_limit(st, "limit", search->limit);
	return statement_ids(st, sessions);
}

static void bind_money(struct statement *st, const struct money_search *search)
{
	bind_int(st, "client", search->client);
	bind_search(st, search->search);
}

static void bind_page(struct statement *st, const struct money_search *search)
{
	bind_limit(st, "limit", search->limit ? search->limit : SIZE_MAX);
	bind_limit(st, "skip", search->skip);
}

static struct statement *invoices(struct reader *reader, const char *sql,
				  const struct money_search *search)
{
	struct statement *st = statement(reader, sql);

	bind_money(st, search);
	bind_int(st, "issued", search->issued);
	return st;
}

/* Amounts are above zero. */
static struct statement *payments(struct reader *reader, const char *sql,
				  const struct money_search *search)
{
	struct statement *st = statement(reader, sql);

	bind_money(st, search);
	bind_int(st, "amount", search->amount ? search->amount->minor : 0);
	return st;
}

enum err store_invoice_search(struct reader *reader,
			      const struct money_search *search,
			      struct ids *list)
{
	struct statement *st = invoices(reader, SEARCH_INVOICES, search);

	bind_page(st, search);
	return statement_ids(st, list);
}

enum err store_payment_search(struct reader *reader,
			      const struct money_search *search,
			      struct ids *list)
{
	struct statement *st = payments(reader, SEARCH_PAYMENTS, search);

	bind_page(st, search);
	return statement_ids(st, list);
}

enum err store_invoice_search_count(struct reader *reader,
				    const struct money_search *search,
				    int64_t *count)
{
	return statement_one_int(invoices(reader, COUNT_INVOICES, search),
				 count);
}

enum err store_payment_search_count(struct reader *reader,
				    const struct money_search *search,
				    int64_t *count)
{
	return statement_one_int(payments(reader, COUNT_PAYMENTS, search),
				 count);
}
