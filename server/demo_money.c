#include "server/demo_money_private.h"

#include "base/str.h"
#include "practice/money/invoice.h"
#include "practice/money/payment.h"
#include "practice/money/payroll.h"
#include "practice/notice/document.h"
#include "practice/session/completion.h"
#include "server/demo_deed_private.h"
#include "server/demo_notice_private.h"

/* Days from the first session to the first invoices and to the first pay. */
#define FIRST_BILL 21
#define FIRST_PAY 10
#define ROUND 5000 /* what is paid ahead, and given back */

/* Clients of whom there is something to tell. */
enum {
	PAYS_HALF = 3,
	NEVER_PAYS = 7,
	BILLED_TWICE = 8, /* the first one was void */
	CREDITED = 11,
	BOUNCED = 14, /* a cheque */
	PAYS_AHEAD = 16,
	REFUNDED = 18,
	FIRST_DRAFT = 20, /* from here on the last invoices are drafts */
};

static const char *const methods[] = { "E-transfer", "Card", "Cash", "Cheque" };

static deed_run pay;

/* The last day of the month before. */
static struct day billed_until(const struct demo *demo)
{
	struct day day = cal_zone_day(demo->zone, demo->op->now);

	return (struct day){ day.n - day_wall(day).day };
}

static bool is_last(const struct demo *demo, const struct deed *deed)
{
	return deed->month == demo->months - 1;
}

static enum err send(struct demo *demo, int64_t invoice)
{
	struct outbox row;
	enum err err =
		practice_invoice_send(demo->op, demo->store, invoice, &row);

	return err ? err : demo_notices_go(demo, NULL, NULL);
}

static enum err bill(struct demo *demo, const struct deed *deed)
{
	struct operation *op = demo->op;
	struct invoice *made = &demo->bills[deed->client];
	int64_t days = 3 + deed->client * 5 % 17;
	struct invoice_line *lines;
	enum err err;

	demo_as(demo, &demo->staff, CHANNEL_PAGE, NULL);
	err = practice_invoice_draft(op, demo->store,
				     demo->clients[deed->client],
				     billed_until(demo), made);
	if (err)
		return err;
	lines = made->lines;
	if (!made->line_count)
		return practice_invoice_void(op, demo->store, made->id, made);
	if (is_last(demo, deed) && deed->client >= FIRST_DRAFT)
		return OK;
	err = practice_invoice_issue(op, demo->store, made->id, made);
	made->lines = lines;
	demo_deed_add(demo, (struct instant){ op->now.s + days * DEMO_DAY },
		      pay, deed->client, deed->month);
	if (err || deed->client % 3 || deed->month < demo->months - 2)
		return err;
	return send(demo, made->id);
}

/* It named somebody else's address: void, and the same again. */
static enum err bill_again(struct demo *demo, const struct deed *deed)
{
	struct invoice *made = &demo->bills[deed->client];
	enum err err;

	demo_as(demo, &demo->admin, CHANNEL_PAGE, NULL);
	err = practice_invoice_void(demo->op, demo->store, made->id, made);
	return err ? err : bill(demo, deed);
}

/* Agreed on the phone: that session was called off late. What was billed and
 * paid for it is credited with the next invoice and the next pay. */
static enum err credit(struct demo *demo, const struct deed *deed)
{
	const struct invoice *made = &demo->bills[deed->client];
	struct save save = { .type = "open" };
	enum err err;

	if (!made->line_count)
		return OK;
	save.session = made->lines[0].session;
	demo_as(demo, &demo->admin, CHANNEL_PAGE, NULL);
	err = practice_session_save(demo->op, demo->store, &save, NULL);
	save.type = "late-cancel";
	return err ? err
		   : practice_session_save(demo->op, demo->store, &save, NULL);
}

static enum err give_back(struct demo *demo, const struct deed *deed)
{
	struct payment *payment = &demo->payments[deed->client];

	demo_as(demo, &demo->staff, CHANNEL_PAGE, NULL);
	return practice_refund_add(demo->op, demo->store, payment->id,
				   (struct money){ ROUND }, NULL, payment);
}

static enum err bounce(struct demo *demo, const struct deed *deed)
{
	struct payment *payment = &demo->payments[deed->client];

	demo_as(demo, &demo->admin, CHANNEL_PAGE, NULL);
	return practice_payment_void(demo->op, demo->store, payment->id,
				     payment);
}

/* What this client pays of what is left; zero: nothing. */
static struct money paid(const struct demo *demo, const struct deed *deed)
{
	const struct invoice *bill = &demo->bills[deed->client];
	struct money left = money_subtract(money_add(bill->charge, bill->tax),
					   bill->settled);
	bool late = deed->month >= demo->months - 2;

	if (money_sign(left) <= 0)
		return (struct money){ 0 };
	switch (deed->client) {
	case PAYS_HALF:
		return late ? money_scale(left, 1, 2) : left;
	case NEVER_PAYS:
		return (struct money){ 0 };
	case PAYS_AHEAD:
	case REFUNDED:
		return late ? money_add(left, (struct money){ ROUND }) : left;
	case BILLED_TWICE:
	case CREDITED:
	case BOUNCED:
	case FIRST_DRAFT:
		break;
	}
	return left;
}

static enum err pay(struct demo *demo, const struct deed *deed)
{
	struct operation *op = demo->op;
	struct payment_entry entry = {
		.client = demo->clients[deed->client],
		.amount = paid(demo, deed),
		.method = methods[deed->client % ARRAY_SIZE(methods)],
	};
	bool before_last = deed->month == demo->months - 2;
	struct instant soon = { op->now.s + 4 * DEMO_DAY };
	enum err err;

	if (money_is_zero(entry.amount))
		return OK;
	if (deed->client == BOUNCED)
		entry.method = "Cheque";
	demo_as(demo, &demo->staff, CHANNEL_PAGE, NULL);
	err = practice_payment_add(op, demo->store, &entry,
				   &demo->payments[deed->client]);
	if (deed->client == REFUNDED && before_last)
		demo_deed_add(demo, soon, give_back, deed->client, 0);
	if (deed->client == BOUNCED && before_last)
		demo_deed_add(demo, soon, bounce, deed->client, 0);
	return err;
}

/* The last run stays open, for somebody to look at and to close. */
static enum err pay_wages(struct demo *demo, const struct deed *deed)
{
	struct day day = cal_zone_day(demo->zone, demo->op->now);
	struct payroll run;
	enum err err;

	demo_as(demo, &demo->admin, CHANNEL_PAGE, NULL);
	err = practice_payroll_add(demo->op, demo->store,
				   (struct day){ day.n - 1 }, &run);
	if (err || deed->month)
		return err;
	return practice_payroll_close(demo->op, demo->store, run.id, &run);
}

static void plan_bills(struct demo *demo, struct day first, int month)
{
	struct instant day = demo_moment(demo, first, 9, 0);

	for (int i = 0; i < DEMO_CLIENTS; i++)
		demo_deed_add(demo, (struct instant){ day.s + i * 60 }, bill, i,
			      month);
	if (month != demo->months - 2)
		return;
	demo_deed_add(demo, (struct instant){ day.s + DEMO_DAY }, bill_again,
		      BILLED_TWICE, month);
	demo_deed_add(demo, (struct instant){ day.s + 2 * DEMO_DAY }, credit,
		      CREDITED, month);
}

/* The n-th first of a month from the demo's beginning on. */
static struct day first_of(const struct demo *demo, int n)
{
	struct wall start =
		day_wall((struct day){ demo->monday.n + FIRST_BILL });

	return day_of(start.year, start.month + 1 + n, 1);
}

static void plan_pay(struct demo *demo, struct day last)
{
	struct day day = { demo->monday.n + FIRST_PAY };

	for (; day.n <= last.n; day.n++) {
		struct wall wall = day_wall(day);
		struct day next =
			day_of(wall.year, wall.month + (wall.day != 1),
			       wall.day == 1 ? 16 : 1);

		if (wall.day == 1 || wall.day == 16)
			demo_deed_add(demo, demo_moment(demo, day, 10, 30),
				      pay_wages, 0,
				      demo_moment(demo, next, 10, 30).s >
					      demo->today.s);
	}
}

void demo_money_plan(struct demo *demo)
{
	struct day today = cal_zone_day(demo->zone, demo->today);

	demo->months = 0;
	while (demo_moment(demo, first_of(demo, demo->months), 9, 0).s <=
	       demo->today.s)
		demo->months++;
	for (int i = 0; i < demo->months; i++)
		plan_bills(demo, first_of(demo, i), i);
	plan_pay(demo, today);
}
