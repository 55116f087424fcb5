#include "admin/api/statement_paper.h"

#include "admin/api/invoice_paper.h"
#include "practice/money/invoice_document.h"
#include "practice/names.h"
#include "practice/wall_time.h"
#include "store/completion.h"

enum err statement_session_words(struct reader *reader,
				 const struct account_entry *entry,
				 const char **words)
{
	struct completion completion;
	struct buf buf;
	enum err err =
		store_completion_find(reader, entry->completion, &completion);

	if (err)
		return err;
	buf_init(&buf, store_reader_operation(reader)->arena);
	buf_puts(&buf, entry->service ? entry->service : "Session");
	for (size_t i = 0; !err && i < completion.practitioner_count; i++) {
		struct person person;

		err = store_person_load(
			reader, completion.practitioners[i].practitioner,
			&person);
		if (!err)
			buf_printf(&buf, ", %s", person.name);
	}
	*words = buf.at;
	return err;
}

static const char *payment_words(struct arena *arena,
				 const struct account_entry *entry,
				 int32_t year)
{
	const char *what = "Payment";

	if (str_equal(entry->kind, "refund"))
		what = "Refund of the payment";
	if (str_equal(entry->kind, "void"))
		what = "Void: payment";
	return arena_printf(arena, "%s of %s", what,
			    paper_day(arena, entry->paid, year));
}

static const char *amount(const struct call *call, struct money money)
{
	struct arena *arena = call->op->arena;

	return money_grouped(arena, money_text(arena, money, call->digits));
}

static enum err line_of(struct call *call, const struct account_entry *entry,
			int32_t year, struct statement_line *line)
{
	struct arena *arena = call->op->arena;
	const char *moved = amount(call, entry->amount);
	enum err err = OK;

	*line = (struct statement_line){
		.date = paper_day(arena, entry->date, year),
		.balance = amount(call, entry->balance),
	};
	if (entry->payment) {
		line->what = payment_words(arena, entry, year);
		line->how = entry->method;
		line->paid = moved;
		return OK;
	}
	err = statement_session_words(call->reader, entry, &line->what);
	line->how = str_equal(entry->kind, "save") ? entry->label : "Re-opened";
	line->charge = moved;
	return err;
}

static enum err lines_fill(struct call *call,
			   const struct account_statement *statement,
			   int32_t year, struct statement_paper *paper)
{
	struct money charged = { 0 }, paid = { 0 };
	enum err err = OK;

	paper->lines = arena_array(call->op->arena, statement->count,
				   sizeof(*paper->lines));
	for (size_t i = 0; !err && i < statement->count; i++) {
		const struct account_entry *entry = &statement->entries[i];
		struct money *sum = entry->payment ? &paid : &charged;

		*sum = money_add(*sum, entry->amount);
		err = line_of(call, entry, year,
			      &paper->lines[paper->line_count++]);
	}
	paper->charged = amount(call, charged);
	paper->paid = amount(call, paid);
	paper->opening = amount(call, statement->opening);
	paper->closing = amount(call, statement->closing);
	return err;
}

/* Who gets it: as on the client's next invoice. */
static enum err addressee_fill(struct call *call, const struct person *client,
			       struct statement_paper *paper)
{
	const struct invoice next = { .client = client->id };
	struct addressee addressee;
	enum err err = practice_invoice_addressee_read(call->reader, &next,
						       &addressee);

	if (err)
		return err;
	paper->name = client->name;
	paper->code = client->code;
	paper->send_to = addressee.send_to;
	paper->address = addressee.address;
	return OK;
}

enum err statement_paper_load(struct call *call, int64_t client,
			      struct day from, struct day to,
			      struct statement_paper *paper)
{
	struct arena *arena = call->op->arena;
	struct statement_paper made = { .practice = call->practice,
					.made = call->op->now };
	struct account_statement statement;
	struct person person;
	enum err err = practice_statement(
		call->reader, client, practice_days(&call->practice, from, to),
		&statement);

	if (!err)
		err = store_person_load(call->reader, client, &person);
	if (!err)
		err = addressee_fill(call, &person, &made);
	if (!err)
		err = lines_fill(call, &statement, day_wall(to).year, &made);
	if (err)
		return err;
	made.file = arena_printf(arena, "statement-%s-%s.pdf",
				 practice_word(arena, &person),
				 day_text(arena, to));
	made.span = arena_printf(arena, "%s to %s", paper_day(arena, from, 0),
				 paper_day(arena, to, 0));
	made.total =
		arena_printf(arena, "Closing balance, %s, %s",
			     paper_day(arena, to, 0), call->practice.currency);
	*paper = made;
	return OK;
}
