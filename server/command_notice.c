#include "server/command_notice.h"

#include "base/str.h"
#include "practice/notice/stop.h"
#include "server/sender.h"

#include <stdio.h>
#include <string.h>

static enum err read_message(struct operation *op, struct slice *message)
{
	struct buf buf;
	size_t got;

	buf_init(&buf, op->arena);
	do {
		got = fread(buf_reserve(&buf, 4096), 1, 4096, stdin);
		buf.len += got;
		buf.at[buf.len] = '\0';
	} while (got && buf.len <= BOUNCE_LONGEST);
	if (buf.len > BOUNCE_LONGEST)
		return fail(op, ERR_INVALID,
			    "the message is over 1 MiB: that is no notice of "
			    "mail that came back");
	*message = buf_view(&buf);
	return OK;
}

int command_deliver_bounce(struct command_context *context)
{
	struct operation *op = context->op;
	struct slice message;
	struct bounce bounce;
	struct outbox row;

	if (context->arguments.word_count)
		return command_usage(context,
				     "the message comes on standard input");
	if (read_message(op, &message))
		return command_refused(context);
	if (!practice_bounce_read(op->arena, message, &bounce)) {
		(void)fail(op, ERR_INVALID,
			   "this is no delivery status notification (RFC 3464) "
			   "about a message that was sent from here");
		return command_refused(context);
	}
	if (command_store(context) ||
	    practice_bounce(op, context->store, &bounce, &row))
		return command_refused(context);
	printf("notice %lld: %s\n", (long long)row.id,
	       bounce.failed ? "given up; the address is marked"
			     : "still under way; nothing was changed");
	return EXIT_DONE;
}

bool command_send_test(struct command_context *context, const char *address)
{
	struct notice_trial trial = {
		.channel =
			strchr(address, '@') ? NOTICE_BY_EMAIL : NOTICE_BY_TEXT,
		.address = address,
	};
	struct reader *reader;
	enum err err = store_reader_new(context->op, context->store, &reader);

	if (!err) {
		err = sender_try(context->op, &context->config, reader, &trial);
		store_reader_free(reader);
	}
	if (err) {
		printf("%-9s %s\n", "send-test", context->op->failure.message);
		return false;
	}
	for (size_t i = 0; i < trial.line_count; i++)
		printf("    %s\n", trial.lines[i]);
	printf("%-9s %s\n", "send-test",
	       trial.sent ? "it was taken; look whether it arrives"
			  : trial.reason);
	return trial.sent;
}
