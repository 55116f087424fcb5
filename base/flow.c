#include "base/flow.h"

static void send(struct flow *flow, struct operation *op, struct slice bytes)
{
	if (!bytes.len || flow->cut || flow->send(flow, bytes))
		return;
	flow->cut = true;
	operation_stop(op);
}

void flow_begin(struct flow *flow, struct operation *op, struct pieces *before)
{
	flow->begun = true;
	for (size_t i = 0; i < before->count; i++)
		send(flow, op, before->list[i]);
	pieces_init(before, before->arena);
}

void flow_turn(struct flow *flow, struct operation *op, struct pieces *before,
	       struct buf *buf)
{
	if (!flow || !flow->begun) {
		pieces_turn(before, buf);
		if (flow && before->len > flow->hold)
			flow_begin(flow, op, before);
	} else if (pieces_full(buf)) {
		/* What it is in is free again, and still warm. */
		send(flow, op, buf_view(buf));
		buf->len = 0;
	}
}

void flow_finish(struct flow *flow, struct operation *op, struct pieces *before,
		 struct buf *buf, const char *type,
		 struct http_response *response)
{
	if (flow && flow->begun) {
		send(flow, op, buf_view(buf));
		return;
	}
	pieces_end(before, buf);
	http_response_pieces(response, type, before);
}
