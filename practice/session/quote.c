#include "practice/session/quote.h"

#include "practice/calendar/facts_list.h"
#include "practice/session/completion_rules.h"
#include "practice/session/pricing_private.h"

enum err practice_quote(struct reader *reader, const struct session *session,
			const char *type, struct quote *quote)
{
	int64_t self = store_reader_operation(reader)->actor.person;
	struct save save = { .session = session->id, .type = type };
	struct session_facts facts;
	struct completion made;
	struct quote sum = { .charge = { 0 } };
	enum err err = practice_save_resolve(reader, &save, session, &made);

	if (!err)
		err = practice_facts_of(reader, session, &facts);
	if (!err)
		err = practice_price(reader, &facts, &made);
	if (err)
		return err;
	for (size_t i = 0; i < made.client_count; i++)
		sum.charge = money_add(sum.charge, made.clients[i].charge);
	for (size_t i = 0; i < made.practitioner_count; i++) {
		sum.wage = money_add(sum.wage, made.practitioners[i].wage);
		if (made.practitioners[i].practitioner == self)
			sum.own = made.practitioners[i].wage;
	}
	*quote = sum;
	return OK;
}
