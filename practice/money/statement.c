#include "practice/money/statement.h"

#include "base/str.h"
#include "practice/access.h"
#include "practice/money/allocation_private.h"
#include "practice/wall_time.h"
#include "store/invoice.h"
#include "store/payment.h"
#include "store/people.h"

#define SEE_ACCOUNT (SEE_OFFICE | SEE_SELF)
#define SEE_EVERYWHERE (SEE_ACCOUNT | SEE_OWN_EXPORT | SEE_OFFICE_EXPORT)

const struct field balance_rows[] = {
	ROW_MONEY("balance", struct client_balance, balance, .see = SEE_ACCOUNT,
		  .help = "positive: owes"),
	ROW_MONEY("credit", struct client_balance, credit, .see = SEE_ACCOUNT,
		  .help = "put against nothing: the next invoice uses it"),
	{ 0 },
};

const struct field account_entry_rows[] = {
	ROW_DAY("date", struct account_entry, date, .see = SEE_EVERYWHERE,
		.help = "of posting"),
	ROW_TEXT("kind", struct account_entry, kind, .see = SEE_EVERYWHERE,
		 .flags = FIELD_OURS,
		 .help = "save, reopen, payment, refund, void"),
	ROW_ID("session", struct account_entry, session, .see = SEE_EVERYWHERE),
	ROW_ID("invoice", struct account_entry, invoice, .see = SEE_EVERYWHERE),
	ROW_ID("payment", struct account_entry, payment, .see = SEE_EVERYWHERE),
	ROW_TEXT("text", struct account_entry, text, .see = SEE_EVERYWHERE),
	ROW_MONEY("amount", struct account_entry, amount,
		  .see = SEE_EVERYWHERE),
	ROW_MONEY("balance", struct account_entry, balance,
		  .see = SEE_EVERYWHERE),
	{ 0 },
};

const struct field statement_rows[] = {
	ROW_MONEY("opening", struct account_statement, opening,
		  .see = SEE_EVERYWHERE),
	ROW_LIST("entries", struct account_statement, entries, count,
		 struct account_entry, account_entry_rows,
		 .see = SEE_EVERYWHERE),
	ROW_MONEY("closing", struct account_statement, closing,
		  .see = SEE_EVERYWHERE),
	{ 0 },
};

const struct field wage_rows[] = {
	ROW_DAY("date", struct wage, day, .see = SEE_ACCOUNT,
		.help = "of the session"),
	ROW_ID("session", struct wage, session, .see = SEE_ACCOUNT),
	ROW_TEXT("service", struct wage, service, .see = SEE_ACCOUNT),
	ROW_INTEGER("minutes", struct wage, minutes, .see = SEE_ACCOUNT,
		    .max = INT64_MAX),
	ROW_TEXT("label", struct wage, label, .see = SEE_ACCOUNT,
		 .help = "how it ended"),
	ROW_BOOL("reversal", struct wage, reversal, .see = SEE_ACCOUNT,
		 .help = "takes back what was paid and re-opened"),
	ROW_MONEY("amount", struct wage, amount, .see = SEE_ACCOUNT),
	ROW_ID("payroll", struct wage, payroll, .see = SEE_ACCOUNT,
	       ROW_GIVEN(struct wage, paid),
	       .help = "the run that paid it; null: unpaid"),
	{ 0 },
};

const struct field wages_rows[] = {
	ROW_MONEY("unpaid", struct wages, unpaid, .see = SEE_ACCOUNT,
		  .help = "all, as of now"),
	ROW_LIST("entries", struct wages, list, count, struct wage, wage_rows,
		 .see = SEE_ACCOUNT),
	{ 0 },
};

/* The person, of that role, whom the actor may know so much of. */
static enum err person_check(struct reader *reader, int64_t id, enum role role,
			     struct practice *practice)
{
	struct operation *op = store_reader_operation(reader);
	struct person person;
	enum err err = store_person_find(reader, id, &person);

	if (!err && !actor_is_office(&op->actor) && op->actor.person != id)
		err = ERR_NOT_FOUND;
	if (!err && !(person.roles & role))
		err = ERR_NOT_FOUND;
	if (err == ERR_NOT_FOUND)
		return fail(op, err, "there is no such %s",
			    role == ROLE_CLIENT ? "client" : "practitioner");
	return err ? err : store_practice_load(reader, practice);
}

enum err practice_balance(struct reader *reader, int64_t client,
			  struct client_balance *balance)
{
	struct client_balance found;
	struct practice practice;
	enum err err = person_check(reader, client, ROLE_CLIENT, &practice);

	if (!err)
		err = store_account_sum(reader, ACCOUNT_RECEIVABLE, client,
					INSTANT_MAX, &found.balance);
	if (!err)
		err = practice_credit(reader, client, &found.credit);
	if (err)
		return err;
	*balance = found;
	return OK;
}

static enum err payment_text(struct reader *reader, const struct move *move,
			     struct account_entry *entry)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	const char **text = &entry->text;
	struct payment payment;
	const char *day;
	enum err err = store_payment_find(reader, move->payment, &payment);

	if (err)
		return err;
	entry->paid = payment.day;
	entry->method = payment.method;
	day = day_text(arena, payment.day);
	if (str_equal(move->kind, "payment"))
		*text = payment.method
				? arena_printf(arena, "Payment of %s, %s", day,
					       payment.method)
				: arena_printf(arena, "Payment of %s", day);
	else if (str_equal(move->kind, "refund"))
		*text = arena_printf(arena, "Refund of the payment of %s", day);
	else
		*text = arena_printf(arena, "Payment of %s voided", day);
	return OK;
}

static enum err entry_text(struct reader *reader, const struct move *move,
			   struct account_entry *entry)
{
	struct arena *arena = store_reader_operation(reader)->arena;

	if (move->payment)
		return payment_text(reader, move, entry);
	entry->text = arena_printf(
		arena, "%s: %s", move->service ? move->service : "Session",
		str_equal(move->kind, "reopen") || !move->label ? "re-opened"
								: move->label);
	return OK;
}

static enum err entry_of(struct reader *reader, const struct practice *practice,
			 int64_t client, const struct move *move,
			 struct account_entry *entry)
{
	enum err err = OK;

	*entry = (struct account_entry){
		.date = practice_day(practice, move->at),
		.kind = move->kind,
		.session = move->session,
		.payment = move->payment,
		.amount = move->amount,
		.completion = move->completion,
		.service = move->service,
		.label = move->label,
		.map = move->map,
	};
	if (move->completion && str_equal(move->kind, "save"))
		err = store_invoice_of(reader, move->completion, client,
				       &entry->invoice);
	if (err && err != ERR_NOT_FOUND)
		return err;
	return entry_text(reader, move, entry);
}

/* The client's part of a session that was saved anew because of another's:
 * back and forth at one moment, and nothing of theirs is different. */
static bool is_echo(const struct move *moves, size_t count, size_t i)
{
	const struct move *back = &moves[i], *forth = back + 1;

	if (i + 1 >= count || !back->session ||
	    !str_equal(back->kind, "reopen") ||
	    !str_equal(forth->kind, "save") ||
	    forth->session != back->session || forth->at.s != back->at.s ||
	    !money_is_zero(money_add(back->amount, forth->amount)))
		return false;
	while (i-- > 0) {
		if (moves[i].session == back->session &&
		    str_equal(moves[i].kind, "save"))
			return str_equal(moves[i].label, forth->label) &&
			       str_equal(moves[i].service, forth->service);
	}
	return false;
}

static enum err add_moves(struct reader *reader, int64_t client,
			  const struct practice *practice, struct span span,
			  struct account_statement *made)
{
	struct operation *op = store_reader_operation(reader);
	const struct span ever = WHOLE_TIME;
	bool echoes = actor_is_office(&op->actor);
	struct move *moves;
	size_t count;
	enum err err = store_move_list(reader, ACCOUNT_RECEIVABLE, client,
				       echoes ? span : ever, &moves, &count);

	if (err)
		return err;
	made->entries = arena_array(op->arena, count, sizeof(*made->entries));
	for (size_t i = 0; !err && i < count; i++) {
		struct account_entry *entry = &made->entries[made->count];

		if (!echoes && is_echo(moves, count, i)) {
			i++;
			continue;
		}
		if (moves[i].at.s < span.start.s || moves[i].at.s >= span.end.s)
			continue;
		err = entry_of(reader, practice, client, &moves[i], entry);
		made->closing = money_add(made->closing, moves[i].amount);
		entry->balance = made->closing;
		made->count++;
	}
	return err;
}

enum err practice_statement(struct reader *reader, int64_t client,
			    struct span span,
			    struct account_statement *statement)
{
	struct account_statement made = { .count = 0 };
	struct practice practice;
	enum err err = person_check(reader, client, ROLE_CLIENT, &practice);

	if (!err)
		err = store_account_sum(reader, ACCOUNT_RECEIVABLE, client,
					span.start, &made.opening);
	if (err)
		return err;
	made.closing = made.opening;
	err = add_moves(reader, client, &practice, span, &made);
	if (!err)
		*statement = made;
	return err;
}

enum err practice_wages(struct reader *reader, int64_t practitioner,
			struct span span, struct wages *wages)
{
	struct practice practice;
	struct wages made;
	enum err err = person_check(reader, practitioner, ROLE_PRACTITIONER,
				    &practice);

	if (!err)
		err = store_account_sum(reader, ACCOUNT_PAYABLE, practitioner,
					INSTANT_MAX, &made.unpaid);
	if (!err)
		err = store_wage_list(reader, practitioner, span, &made.list,
				      &made.count);
	if (err)
		return err;
	made.unpaid = money_negate(made.unpaid);
	for (size_t i = 0; i < made.count; i++) {
		struct wage *wage = &made.list[i];

		if (!wage->payroll && !wage->reversal)
			wage->day = practice_day(&practice, wage->starts);
	}
	*wages = made;
	return OK;
}
