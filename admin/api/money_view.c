#include "admin/api/money_view.h"

#include "admin/api/body.h"
#include "admin/api/call_read.h"
#include "base/str.h"
#include "practice/access.h"

struct audience money_audience(const struct call *call)
{
	return (struct audience){
		.arena = call->op->arena,
		.digits = call->digits,
		.see = actor_is_office(&call->op->actor) ? SEE_OFFICE
							 : SEE_SELF,
	};
}

static enum err client_unknown(struct call *call, const char *name,
			       const char *word)
{
	return fail_field(call->op, name, "client-unknown",
			  "There is no client '%s'.", word);
}

static enum err client_named(struct call *call, const char *name,
			     const char *word, int64_t *client)
{
	struct person person;
	enum err err = call_person(call, word, &person);

	if (err == ERR_NOT_FOUND) {
		operation_recover(call->op);
		return client_unknown(call, name, word);
	}
	if (!err)
		*client = person.id;
	return err;
}

enum err client_field(struct call *call, const char *name, int64_t *client)
{
	const char *word = "";
	enum err err = store_reader_begin(call->reader, call->op);

	if (err)
		return err;
	call_text(call, name, &word);
	err = client_named(call, name, word, client);
	store_reader_end(call->reader);
	return err == ERR_INVALID ? call_go_on(call) : err;
}

enum err client_query(struct call *call, int64_t *client)
{
	const char *word = call_query(call, "client");
	enum err err;

	*client = 0;
	if (str_empty(word))
		return OK;
	err = client_named(call, "client", word, client);
	if (err || actor_is_office(&call->op->actor) ||
	    *client == call->op->actor.person)
		return err;
	return client_unknown(call, "client", word);
}

enum err invoice_view(struct call *call, const struct invoice *invoice,
		      json_t **json)
{
	const struct audience who = money_audience(call);
	struct invoice_known known;
	enum err err = practice_invoice_known(call->reader, &call->practice,
					      invoice, &known);

	if (err)
		return err;
	*json = shape_write(&who, invoice_rows, &known);
	return OK;
}

enum err payment_view(struct call *call, const struct payment *payment,
		      json_t **json)
{
	const struct audience who = money_audience(call);
	struct payment_known known;
	enum err err = practice_payment_known(call->reader, payment, &known);

	if (err)
		return err;
	*json = shape_write(&who, payment_rows, &known);
	return OK;
}
