#include "practice/notice/outbox_fields.h"

#include "practice/access.h"

static const struct field recipient_rows[] = {
	ROW_ID("person", struct outbox, person, .see = SEE_OFFICE),
	ROW_TEXT("address", struct outbox, address, .see = SEE_OFFICE),
	{ 0 },
};

const struct field outbox_rows[] = {
	ROW_ID("id", struct outbox, id, .see = SEE_OFFICE),
	ROW_ID("session", struct outbox, session, .see = SEE_OFFICE),
	ROW_ID("invoice", struct outbox, invoice, .see = SEE_OFFICE),
	ROW_ID("run", struct outbox, run, .see = SEE_OFFICE),
	{ .name = "recipient",
	  .type = FIELD_OBJECT,
	  .see = SEE_OFFICE,
	  .fields = recipient_rows,
	  .size = sizeof(struct outbox) },
	ROW_CHOICE("channel", struct outbox, channel, notice_channel_words,
		   .see = SEE_OFFICE | SEE_AUDIT),
	ROW_CHOICE("kind", struct outbox, kind, notice_kind_words,
		   .see = SEE_OFFICE | SEE_AUDIT),
	ROW_INTEGER("revision", struct outbox, revision, .see = SEE_OFFICE,
		    .max = INT64_MAX),
	ROW_CHOICE("state", struct outbox, state, outbox_state_words,
		   .see = SEE_OFFICE | SEE_AUDIT),
	ROW_INTEGER("tries", struct outbox, tries, .see = SEE_OFFICE,
		    .max = INT32_MAX),
	ROW_INSTANT("queued_at", struct outbox, queued, .see = SEE_OFFICE),
	ROW_INSTANT("next_at", struct outbox, next, .see = SEE_OFFICE),
	ROW_INSTANT("changed_at", struct outbox, changed, .see = SEE_OFFICE),
	ROW_TEXT("reason", struct outbox, reason, .see = SEE_OFFICE),
	{ 0 },
};
