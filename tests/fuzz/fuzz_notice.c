/* What notices read of strangers: templates, mail that came back, phone
 * numbers, and reports of gateways. Nothing is read beyond its end, and what is
 * made of it keeps its bounds. */
#include "practice/notice/mime.h"
#include "practice/notice/phone.h"
#include "practice/notice/sms.h"
#include "practice/notice/stop.h"
#include "practice/notice/template.h"
#include "server/gateway.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

static void phone(struct arena *arena, const char *text)
{
	const char *number = practice_phone_read(arena, "Europe/Berlin", text);

	assert(!number || (*number == '+' && strlen(number) <= 16));
}

/* A header never ends before its value does. */
static void header(struct arena *arena, const char *text)
{
	const char *at = mime_text(arena, text);

	for (; *at; at++) {
		assert((unsigned char)*at < 0x80);
		assert(*at != '\n' || at[1] == ' ');
	}
}

static void template(struct arena *arena, struct operation *op,
		     const char *text)
{
	const struct template_names names = { .first_name = "Ada",
					      .date = "{date}" };

	if (practice_template_check(op, "text", text) == OK)
		assert(practice_template_fill(arena, text, &names));
	(void)practice_template_fill(arena, text, &names);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct slice bytes = { (const char *)data, size };
	const char *text = arena_strndup(arena, bytes.at, size);
	const char *reason = NULL;
	struct operation op;
	struct bounce bounce;
	bool delivered;

	operation_init(&op, arena, (struct instant){ 0 });
	template(arena, &op, text);
	phone(arena, text);
	header(arena, text);
	assert(sms_parts(sms_fit(arena, text)) <= SMS_PARTS);
	bytes.at = text;
	if (practice_bounce_read(arena, bytes, &bounce))
		assert(bounce.address && bounce.id && bounce.status);
	if (gateway_report(arena, "application/json", bytes, &delivered,
			   &reason))
		assert(reason);
	if (gateway_report(arena, NULL, bytes, &delivered, &reason))
		assert(reason);
	arena_free(arena);
	return 0;
}
