#include "base/operation.h"

#include "base/log.h"
#include "base/memory.h"
#include "base/pace.h"
#include "base/request_id.h"

#include <assert.h>

/* Units between two looks: about a millisecond. */
#define LOOK 1000000
/* Units that make a request a long one. */
#define LONG 4000000

void operation_init(struct operation *op, struct arena *arena,
		    struct instant now)
{
	*op = (struct operation){ .arena = arena, .now = now };
	op->budget.look = LOOK;
	op->budget.limit = INT64_MAX;
	op->budget.memory = SIZE_MAX;
}

void operation_recover(struct operation *op)
{
	op->failure = (struct failure){ 0 };
}

void operation_bound(struct operation *op, int64_t work, size_t memory)
{
	struct budget *budget = &op->budget;
	size_t held = arena_held(op->arena);

	if (budget->limit - budget->work > work)
		budget->limit = budget->work + work;
	if (budget->memory > held + memory)
		budget->memory = held + memory;
	budget->look = budget->work;
}

/* Its own bound, and what all requests may hold together. */
static bool holds_too_much(const struct operation *op)
{
	const struct budget *budget = &op->budget;
	size_t held = arena_held(op->arena);

	held = held > budget->written ? held - budget->written : 0;
	return budget->memory < SIZE_MAX &&
	       (held > budget->memory || !memory_fits(held));
}

static bool is_spent(const struct operation *op)
{
	const struct budget *budget = &op->budget;

	return budget->work >= budget->limit || holds_too_much(op) ||
	       (budget->gone && atomic_load(budget->gone));
}

bool operation_review(struct operation *op)
{
	struct budget *budget = &op->budget;

	if (!budget->writing && !budget->spent)
		budget->spent = is_spent(op);
	/* A write is worked on by the thread that works on everybody's. */
	if (budget->work >= LONG && !budget->writing && !budget->spent &&
	    budget->limit < INT64_MAX)
		pace_slow();
	if (budget->spent && !budget->writing) {
		budget->look = 0;
		return false;
	}
	budget->look = budget->work + LOOK;
	if (budget->look > budget->limit && !budget->writing)
		budget->look = budget->limit;
	return true;
}

void operation_stop(struct operation *op)
{
	op->budget.spent = true;
	op->budget.look = op->budget.work;
}

void operation_write_begin(struct operation *op)
{
	struct budget *budget = &op->budget;

	if (budget->writing++)
		return;
	budget->write_work = budget->work;
	budget->write_held = arena_held(op->arena);
}

void operation_write_end(struct operation *op)
{
	struct budget *budget = &op->budget;
	size_t held = arena_held(op->arena);

	assert(budget->writing);
	budget->look = budget->work;
	if (--budget->writing)
		return;
	if (budget->limit < INT64_MAX)
		budget->limit += budget->work - budget->write_work;
	if (held > budget->write_held)
		budget->written += held - budget->write_held;
}

enum err operation_check(struct operation *op)
{
	if (operation_spend(op, 0))
		return OK;
	return fail(op, ERR_MATCHES_LIMIT,
		    "this would take more than one request may: ask for less "
		    "at once");
}

void failure_log(const struct operation *op, enum err err, const char *event)
{
	const char *reason = op->failure.message;

	if (!err_is_outage(err) && err != ERR_INTERNAL)
		return;
	/* What a bug says may quote what somebody wrote. */
	if (err == ERR_INTERNAL || !reason)
		reason = "-";
	log_event(LOG_ERROR, event, "id=%s error=%s reason=\"%s\"",
		  request_id(op->arena, op->id),
		  failure_name(&op->failure, err), reason);
}
