#include "admin/api/repeat.h"

#include "base/request_id.h"
#include "base/log.h"
#include "base/str.h"
#include "base/unicode.h"
#include "practice/kept_answer.h"

#include <string.h>

#define HEADER "Idempotency-Key"

static struct digest request_digest(struct call *call)
{
	const struct http_request *request = call->request;
	struct buf buf;

	buf_init_sized(&buf, call->op->arena, request->body_len + 64);
	buf_puts(&buf, request->method);
	buf_putc(&buf, ' ');
	buf_puts(&buf, request->target);
	buf_putc(&buf, '\n');
	buf_add(&buf, request->body, request->body_len);
	return digest_sha256(buf.at, buf.len);
}

static enum err find(struct call *call, const struct claim *claim,
		     struct claim *found)
{
	enum err err = store_reader_begin(call->reader, call->op);

	if (err)
		return err;
	err = store_claim_find(call->reader, claim->person, claim->key, found);
	store_reader_end(call->reader);
	return err;
}

/* Answer as `found`, the same request, was answered. */
static enum err answer_again(struct call *call, const struct claim *found)
{
	struct slice body = found->body;

	if (!found->status ||
	    (found->sealed && !seal_open(call->op->arena, body, &body)))
		return fail_reason(
			call->op, ERR_CONFLICT, "answer-unknown",
			found->status
				? "This was done already, and what it answered "
				  "was shown once."
				: "This request was received already, but its "
				  "answer is not known: look whether it was "
				  "carried out, then use a new key.");
	call->response->status = found->status;
	if (body.len)
		http_response_body(call->response, "application/json", body.at,
				   body.len);
	return OK;
}

static enum err judge(struct call *call, const struct claim *claim,
		      const struct claim *found)
{
	if (!digest_equal(&claim->request, &found->request))
		return fail_field(call->op, HEADER, "key-reused",
				  "This key belongs to another request: each "
				  "request has a key of its own.");
	return answer_again(call, found);
}

enum err repeat_begin(struct call *call, struct claim *claim, bool *answered)
{
	const char *key = http_header(call->request, HEADER);
	struct claim found;
	enum err err;

	*answered = false;
	if (!key || !str_equal(call->request->method, "POST"))
		return OK;
	if (!*key || strlen(key) > CLAIM_KEY_LIMIT ||
	    !utf8_valid(key, strlen(key), NULL))
		return fail_field(call->op, HEADER, "key-invalid",
				  "The key of a request has 1 to %d "
				  "characters.",
				  CLAIM_KEY_LIMIT);
	*claim = (struct claim){ .person = call->op->actor.person,
				 .key = key,
				 .request = request_digest(call) };
	err = find(call, claim, &found);
	if (err == ERR_NOT_FOUND) {
		operation_recover(call->op);
		call->op->claim = claim;
		return OK;
	}
	if (!err)
		err = judge(call, claim, &found);
	*answered = !err;
	return err;
}

enum err repeat_again(struct call *call, struct claim *claim, enum err err)
{
	struct claim found;

	if (!claim->taken)
		return err;
	call->op->claim = NULL;
	operation_recover(call->op);
	err = find(call, claim, &found);
	return err ? err : judge(call, claim, &found);
}

void repeat_end(struct call *call, struct claim *claim)
{
	const struct http_response *response = call->response;
	bool good = response->status >= 200 && response->status < 300;

	if (!claim->key || claim->taken || response->status >= 500 ||
	    (!good && !claim->recorded))
		return;
	claim->status = response->status;
	claim->body = (struct slice){ response->body, response->body_len };
	claim->sealed = call->secret;
	if (claim->sealed)
		claim->body = seal_bytes(call->op->arena, claim->body);
	if (practice_answer_keep(call->op, call->store, claim) == OK)
		return;
	log_event(LOG_WARNING, "answer-lost", "id=%s error=%s",
		  request_id(call->op->arena, call->op->id),
		  failure_name(&call->op->failure, call->op->failure.code));
	operation_recover(call->op);
}
