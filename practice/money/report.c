#include "practice/money/report.h"

#include "practice/checks.h"
#include "practice/wall_time.h"
#include "store/allocation.h"
#include "store/invoice.h"
#include "store/session_list.h"

#define AGED_DAYS 30 /* of a bucket */

static enum err office(struct reader *reader)
{
	return practice_need_office(store_reader_operation(reader), 0);
}

enum err practice_report_unsaved(struct reader *reader, struct span span,
				 struct session **list, size_t *count)
{
	struct session_filter filter = {
		.span = span,
		.open = true,
		.ended_before = store_reader_operation(reader)->now,
	};
	enum err err = office(reader);

	return err ? err : store_session_list(reader, &filter, list, count);
}

enum err practice_report_attendance(struct reader *reader, struct span span,
				    struct attendance **list, size_t *count)
{
	enum err err = office(reader);

	return err ? err : store_attendance_list(reader, span, list, count);
}

enum err practice_report_revenue(struct reader *reader, struct span span,
				 struct revenue **list, size_t *count)
{
	enum err err = office(reader);

	return err ? err : store_revenue_list(reader, span, list, count);
}

enum err practice_report_wages(struct reader *reader, struct span span,
			       struct earned **list, size_t *count)
{
	enum err err = office(reader);

	return err ? err : store_earned_list(reader, span, list, count);
}

struct aging {
	struct reader *reader;
	struct practice practice;
	struct day today;
	struct aged *list;
	size_t count;
};

/* Who has dues or spare money has postings: every client is in the list. */
static struct aged *of_client(struct aging *aging, int64_t client)
{
	size_t low = 0, high = aging->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (aging->list[middle].client < client)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < aging->count && aging->list[low].client == client)
		return &aging->list[low];
	return NULL;
}

static enum err add_balances(struct aging *aging)
{
	struct balance *balances;
	size_t count;
	enum err err = store_balance_list(aging->reader, INSTANT_MAX, &balances,
					  &count);

	if (err)
		return err;
	aging->list = arena_array(store_reader_operation(aging->reader)->arena,
				  count, sizeof(*aging->list));
	aging->count = count;
	for (size_t i = 0; i < count; i++) {
		aging->list[i].client = balances[i].client;
		aging->list[i].balance = balances[i].sum;
		aging->list[i].not_invoiced = balances[i].sum;
	}
	return OK;
}

static enum err add_dues(struct aging *aging)
{
	struct due *dues;
	size_t count;
	enum err err = store_due_list(aging->reader, 0, &dues, &count);

	for (size_t i = 0; !err && i < count; i++) {
		struct aged *aged = of_client(aging, dues[i].client);
		int32_t days = aging->today.n -
			       practice_day(&aging->practice, dues[i].issued).n;
		int bucket = days > 0 ? (days - 1) / AGED_DAYS : 0;

		if (!aged)
			continue;
		if (bucket >= AGED_BUCKETS)
			bucket = AGED_BUCKETS - 1;
		aged->due[bucket] = money_add(aged->due[bucket], dues[i].left);
		aged->not_invoiced =
			money_subtract(aged->not_invoiced, dues[i].left);
	}
	return err;
}

static enum err add_spares(struct aging *aging)
{
	struct spare *spares;
	size_t count;
	enum err err = store_spare_list(aging->reader, 0, &spares, &count);

	for (size_t i = 0; !err && i < count; i++) {
		struct aged *aged = of_client(aging, spares[i].client);

		if (!aged)
			continue;
		aged->credit = money_add(aged->credit, spares[i].left);
		aged->not_invoiced =
			money_add(aged->not_invoiced, spares[i].left);
	}
	return err;
}

static bool is_zero(const struct aged *aged)
{
	bool zero = money_is_zero(aged->balance) &&
		    money_is_zero(aged->credit) &&
		    money_is_zero(aged->not_invoiced);

	for (size_t i = 0; i < AGED_BUCKETS; i++)
		zero &= money_is_zero(aged->due[i]);
	return zero;
}

enum err practice_report_aged(struct reader *reader, struct aged **list,
			      size_t *count)
{
	struct aging aging = { .reader = reader };
	size_t kept = 0;
	enum err err = office(reader);

	if (!err)
		err = store_practice_load(reader, &aging.practice);
	if (err)
		return err;
	aging.today = practice_day(&aging.practice,
				   store_reader_operation(reader)->now);
	err = add_balances(&aging);
	if (!err)
		err = add_dues(&aging);
	if (!err)
		err = add_spares(&aging);
	if (err)
		return err;
	for (size_t i = 0; i < aging.count; i++) {
		if (!is_zero(&aging.list[i]))
			aging.list[kept++] = aging.list[i];
	}
	*list = aging.list;
	*count = kept;
	return OK;
}
