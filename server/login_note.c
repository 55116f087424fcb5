#include "server/login_note.h"

#include "practice/people/credential.h"
#include "practice/people/device.h"
#include "server/authenticate.h"

void login_note_right(struct store *store, struct exchange *exchange)
{
	struct authenticate_note note = authenticate_note(exchange);
	const char *agent = http_header(&exchange->request, "User-Agent");
	struct operation *op = &exchange->op;

	if (store_is_held_up(store))
		return;
	if (note.token && practice_token_used(op, store, note.token, agent))
		operation_recover(op);
	if (note.let_in && practice_let_in(op, store, note.let_in, agent))
		operation_recover(op);
}

void login_note_wrong(struct store *store, struct exchange *exchange)
{
	struct authenticate_note note = authenticate_note(exchange);
	const char *agent = http_header(&exchange->request, "User-Agent");
	struct failure failure = exchange->op.failure;

	if (!note.turned_away || store_is_held_up(store))
		return;
	operation_recover(&exchange->op);
	if (practice_turned_away(&exchange->op, store, note.turned_away, agent))
		operation_recover(&exchange->op);
	exchange->op.failure = failure;
}
