#include "practice/money/payroll.h"

#include "practice/money/posting.h"
#include "practice/access.h"
#include "practice/money/payroll_known.h"
#include "practice/audit_record.h"
#include "practice/checks.h"
#include "practice/wall_time.h"
#include "store/transaction.h"

static enum err payroll_load(struct reader *reader, int64_t id,
			     struct payroll *payroll)
{
	enum err err = store_payroll_find(reader, id, payroll);

	if (err == ERR_NOT_FOUND)
		return fail(store_reader_operation(reader), err,
			    "there is no such payroll run");
	return err;
}

enum err practice_payroll_sums(struct reader *reader, int64_t payroll,
			       struct payroll_sum **sums, size_t *count)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	struct payroll_sum *list, *sum = NULL;
	struct wage *wages;
	size_t wage_count, used = 0;
	enum err err =
		store_payroll_wages(reader, payroll, &wages, &wage_count);

	if (err)
		return err;
	list = arena_array(arena, wage_count, sizeof(*list));
	for (size_t i = 0; i < wage_count; i++) {
		const struct wage *wage = &wages[i];

		if (!sum || sum->practitioner != wage->practitioner) {
			sum = &list[used++];
			sum->practitioner = wage->practitioner;
		}
		sum->amount = money_add(sum->amount, wage->amount);
		if (wage->reversal) {
			sum->reversals =
				money_add(sum->reversals, wage->amount);
			continue;
		}
		sum->sessions++;
		sum->minutes += wage->minutes;
		sum->wages = money_add(sum->wages, wage->amount);
	}
	*sums = list;
	*count = used;
	return OK;
}

static struct money total_of(const struct payroll_sum *sums, size_t count)
{
	struct money total = { 0 };

	for (size_t i = 0; i < count; i++)
		total = money_add(total, sums[i].amount);
	return total;
}

static enum err record(struct transaction *tx, const char *action,
		       const struct payroll *payroll,
		       const struct payroll_sum *sums, size_t count)
{
	const struct payroll_known known = {
		.payroll = *payroll,
		.line_count = count,
		.total = total_of(sums, count),
	};
	struct audience audit = { .arena = store_tx_operation(tx)->arena,
				  .see = SEE_AUDIT };
	enum err err = practice_digits_load(store_tx_reader(tx), &audit.digits);

	if (err)
		return err;
	return record_add(tx, action, "payroll", payroll->id, NULL,
			  shape_write(&audit, payroll_rows, &known));
}

struct payroll_work {
	int64_t id;
	struct day to;
	struct payroll result;
};

static enum err run(struct operation *op, struct store *store, store_work *work,
		    struct payroll_work *context, struct payroll *payroll)
{
	enum err err = store_write(op, store, work, context);

	if (err)
		return err;
	*payroll = context->result;
	return OK;
}

static enum err finish(struct transaction *tx, const char *action, int64_t id,
		       struct payroll_work *work)
{
	struct reader *reader = store_tx_reader(tx);
	struct payroll_sum *sums;
	size_t count;
	enum err err = payroll_load(reader, id, &work->result);

	if (!err)
		err = practice_payroll_sums(reader, id, &sums, &count);
	if (!err)
		err = record(tx, action, &work->result, sums, count);
	return err;
}

static enum err take(struct transaction *tx, const struct practice *practice,
		     const struct payroll *payroll)
{
	struct instant before =
		practice_days(practice, payroll->to, payroll->to).end;
	struct wage *wages;
	size_t count;
	enum err err =
		store_wage_unpaid(store_tx_reader(tx), before, &wages, &count);

	for (size_t i = 0; !err && i < count; i++) {
		if (!operation_goes_on(store_tx_operation(tx), i))
			break;
		if (!wages[i].reversal)
			wages[i].day = practice_day(practice, wages[i].starts);
		err = store_payroll_take(tx, payroll->id, &wages[i]);
	}
	return err;
}

/* One is open at a time: a second would take its wages out of the first. */
static enum err none_open(struct reader *reader, struct payroll *open)
{
	enum err err = store_payroll_find_open(reader, open);

	if (err == ERR_NOT_FOUND)
		return OK;
	if (err)
		return err;
	return fail(store_reader_operation(reader), ERR_CONFLICT,
		    "payroll run %lld is open: close it first",
		    (long long)open->id);
}

static enum err add_work(struct transaction *tx, void *context)
{
	struct payroll_work *work = context;
	struct operation *op = store_tx_operation(tx);
	struct payroll payroll = { .to = work->to, .created = op->now };
	struct practice practice;
	enum err err = practice_need_office(op, 0);

	if (!err)
		err = none_open(store_tx_reader(tx), &work->result);
	if (!err)
		err = store_practice_load(store_tx_reader(tx), &practice);
	if (!err)
		err = store_payroll_insert(tx, &payroll);
	if (!err)
		err = take(tx, &practice, &payroll);
	if (!err)
		err = finish(tx, "payroll.add", payroll.id, work);
	return err;
}

enum err practice_payroll_add(struct operation *op, struct store *store,
			      struct day to, struct payroll *payroll)
{
	struct payroll_work work = { .to = to };
	enum err err = run(op, store, add_work, &work, payroll);

	if (err == ERR_CONFLICT)
		*payroll = work.result;
	return err;
}

/* Debit each practitioner, credit cash; nothing where nothing is due. Who was
 * paid too much before gives it back. */
static enum err pay(struct transaction *tx, int64_t payroll, int64_t *posted)
{
	struct operation *op = store_tx_operation(tx);
	struct posting posting = { .kind = "payroll", .payroll = payroll };
	struct payroll_sum *sums;
	size_t count;
	enum err err = practice_payroll_sums(store_tx_reader(tx), payroll,
					     &sums, &count);

	if (err)
		return err;
	posting.entries =
		arena_array(op->arena, count + 1, sizeof(*posting.entries));
	for (size_t i = 0; i < count; i++)
		posting.entries[posting.count++] =
			(struct entry){ ACCOUNT_PAYABLE, sums[i].practitioner,
					sums[i].amount };
	posting.entries[posting.count++] =
		(struct entry){ ACCOUNT_CASH, 0,
				money_negate(total_of(sums, count)) };
	err = practice_post(tx, &posting);
	if (!err)
		*posted = posting.id;
	return err;
}

static enum err close_work(struct transaction *tx, void *context)
{
	struct payroll_work *work = context;
	struct operation *op = store_tx_operation(tx);
	struct payroll payroll = { .id = 0 };
	int64_t posting = 0;
	enum err err = practice_need_office(op, GRANT_PAYROLL);

	if (!err)
		err = payroll_load(store_tx_reader(tx), work->id, &payroll);
	if (!err && payroll.closed)
		err = fail(op, ERR_CONFLICT,
			   "the payroll run is closed already");
	if (!err)
		err = pay(tx, payroll.id, &posting);
	if (!err)
		err = store_payroll_close(tx, payroll.id, posting, op->now);
	if (!err)
		err = finish(tx, "payroll.close", payroll.id, work);
	return err;
}

enum err practice_payroll_close(struct operation *op, struct store *store,
				int64_t id, struct payroll *payroll)
{
	struct payroll_work work = { .id = id };

	return run(op, store, close_work, &work, payroll);
}

enum err practice_payroll_find(struct reader *reader, int64_t id,
			       struct payroll *payroll)
{
	enum err err = practice_need_office(store_reader_operation(reader), 0);

	return err ? err : payroll_load(reader, id, payroll);
}
