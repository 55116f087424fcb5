#include "practice/money/payroll_known.h"

#include "practice/access.h"
#include "practice/names.h"

static const char *const payroll_status_words[] = {
	[PAYROLL_OPEN] = "open",
	[PAYROLL_CLOSED] = "closed",
	NULL,
};

const struct field payroll_sum_rows[] = {
	ROW_TEXT("practitioner", struct known_sum, practitioner,
		 .see = SEE_OFFICE, .help = "login"),
	ROW_TEXT("name", struct known_sum, name, .see = SEE_OFFICE),
	ROW_INTEGER("sessions", struct known_sum, sum.sessions,
		    .see = SEE_OFFICE, .max = INT64_MAX),
	ROW_INTEGER("minutes", struct known_sum, sum.minutes, .see = SEE_OFFICE,
		    .max = INT64_MAX),
	ROW_MONEY("wages", struct known_sum, sum.wages, .see = SEE_OFFICE),
	ROW_MONEY("reversals", struct known_sum, sum.reversals,
		  .see = SEE_OFFICE,
		  .help = "of sessions that were paid and re-opened"),
	ROW_MONEY("amount", struct known_sum, sum.amount, .see = SEE_OFFICE,
		  .help = "to pay"),
	{ 0 },
};

const struct field payroll_rows[] = {
	ROW_ID("id", struct payroll_known, payroll.id, .see = SEE_OFFICE),
	ROW_DAY("to", struct payroll_known, payroll.to,
		.see = SEE_OFFICE | SEE_AUDIT),
	ROW_INTEGER("practitioners", struct payroll_known, line_count,
		    .see = SEE_AUDIT),
	ROW_MONEY("amount", struct payroll_known, total, .see = SEE_AUDIT),
	ROW_CHOICE("status", struct payroll_known, status, payroll_status_words,
		   .see = SEE_OFFICE),
	ROW_INSTANT("created_at", struct payroll_known, payroll.created,
		    .see = SEE_OFFICE),
	ROW_INSTANT("closed_at", struct payroll_known, payroll.closed_at,
		    .see = SEE_OFFICE),
	ROW_MONEY("total", struct payroll_known, total, .see = SEE_OFFICE),
	ROW_LIST("lines", struct payroll_known, lines, line_count,
		 struct known_sum, payroll_sum_rows, .see = SEE_OFFICE),
	{ 0 },
};

const struct field payroll_wage_rows[] = {
	ROW_ID("payroll", struct known_wage, payroll.id, .see = SEE_EXPORT),
	ROW_DAY("to", struct known_wage, payroll.to, .see = SEE_EXPORT),
	ROW_CHOICE("status", struct known_wage, status, payroll_status_words,
		   .see = SEE_EXPORT),
	ROW_INSTANT("closed_at", struct known_wage, payroll.closed_at,
		    .see = SEE_EXPORT),
	ROW_ID("transaction", struct known_wage, payroll.posting,
	       .see = SEE_EXPORT),
	ROW_TEXT("practitioner", struct known_wage, practitioner,
		 .see = SEE_EXPORT, .flags = FIELD_OURS),
	ROW_ID("session", struct known_wage, wage.session, .see = SEE_EXPORT),
	ROW_DAY("date", struct known_wage, wage.day, .see = SEE_EXPORT),
	ROW_BOOL("reversal", struct known_wage, wage.reversal,
		 .see = SEE_EXPORT),
	ROW_MONEY("amount", struct known_wage, wage.amount, .see = SEE_EXPORT),
	{ 0 },
};

static enum payroll_status status_of(const struct payroll *payroll)
{
	return payroll->closed ? PAYROLL_CLOSED : PAYROLL_OPEN;
}

static enum err sum_known(struct reader *reader, const struct payroll_sum *sum,
			  struct known_sum *known)
{
	struct person person;
	enum err err = store_person_load(reader, sum->practitioner, &person);

	if (err)
		return err;
	*known = (struct known_sum){
		.practitioner = practice_word(
			store_reader_operation(reader)->arena, &person),
		.name = person.name,
		.sum = *sum,
	};
	return OK;
}

enum err practice_payroll_known(struct reader *reader,
				const struct payroll *payroll,
				struct payroll_known *known)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	struct payroll_known made = { .payroll = *payroll,
				      .status = status_of(payroll) };
	struct payroll_sum *sums;
	enum err err = practice_payroll_sums(reader, payroll->id, &sums,
					     &made.line_count);

	if (err)
		return err;
	made.lines = arena_array(arena, made.line_count, sizeof(*made.lines));
	for (size_t i = 0; !err && i < made.line_count; i++) {
		err = sum_known(reader, &sums[i], &made.lines[i]);
		made.total = money_add(made.total, sums[i].amount);
	}
	if (err)
		return err;
	*known = made;
	return OK;
}

enum err practice_payroll_wages(struct reader *reader,
				const struct payroll *payroll,
				struct known_wage **list, size_t *count)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	struct known_wage *made;
	struct wage *wages;
	size_t used;
	enum err err = store_payroll_wages(reader, payroll->id, &wages, &used);

	if (err)
		return err;
	made = arena_array(arena, used, sizeof(*made));
	for (size_t i = 0; i < used; i++) {
		struct person person;

		err = store_person_load(reader, wages[i].practitioner, &person);
		if (err)
			return err;
		made[i] = (struct known_wage){
			.payroll = *payroll,
			.status = status_of(payroll),
			.practitioner = practice_word(arena, &person),
			.wage = wages[i],
		};
	}
	*list = made;
	*count = used;
	return OK;
}
