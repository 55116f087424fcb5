#include "practice/people/settings_known.h"

#include "base/str.h"
#include "practice/access.h"
#include "practice/limits.h"
#include "practice/people/hours.h"

#include <string.h>

#define SEE_KEPT (SEE_AUDIT | SEE_EXPORT)
#define SEE_EVERYWHERE (SEE_API | SEE_KEPT)
#define CLOCK_LENGTH 5 /* 07:00 */

static const struct field hours_rows[] = {
	ROW_TEXT("from", struct settings_span, from, .see = SEE_EVERYWHERE,
		 .flags = FIELD_REQUIRED, .max = CLOCK_LENGTH, .help = "07:00"),
	ROW_TEXT("to", struct settings_span, to, .see = SEE_EVERYWHERE,
		 .flags = FIELD_REQUIRED, .max = CLOCK_LENGTH, .help = "21:00"),
	{ 0 },
};

static const struct field texts_rows[] = {
	{ .name = "subject",
	  .type = FIELD_TEXT,
	  .see = SEE_OFFICE,
	  .flags = FIELD_NULLABLE,
	  .max = 200 },
	{ .name = "text",
	  .type = FIELD_TEXT,
	  .see = SEE_OFFICE,
	  .flags = FIELD_NULLABLE,
	  .max = 5000 },
	{ .name = "sms",
	  .type = FIELD_TEXT,
	  .see = SEE_OFFICE,
	  .flags = FIELD_NULLABLE,
	  .max = 500 },
	{ 0 },
};

#define KIND(word)                                                       \
	{                                                                \
		.name = (word), .type = FIELD_OBJECT, .see = SEE_OFFICE, \
		.flags = FIELD_NULLABLE, .fields = texts_rows            \
	}

/* The words of enum notice_kind (store/outbox.h). */
static const struct field kinds_rows[] = {
	KIND("canceled"),  KIND("rescheduled"), KIND("restored"),
	KIND("closure"),   KIND("reminder"),    KIND("invoice"),
	KIND("statement"), KIND("review"),      { 0 },
};

const struct field settings_rows[] = {
	ROW_TEXT("name", struct settings_known, practice.name,
		 .see = SEE_EVERYWHERE, .flags = FIELD_REQUIRED,
		 .max = NAME_LONGEST),
	ROW_TEXT("zone", struct settings_known, practice.zone,
		 .see = SEE_EVERYWHERE, .flags = FIELD_REQUIRED,
		 .help = "an IANA name: America/Toronto"),
	ROW_TEXT("currency", struct settings_known, practice.currency,
		 .see = SEE_EVERYWHERE, .flags = FIELD_REQUIRED,
		 .help = "an ISO 4217 code; fixed after the first posting"),
	ROW_TEXT("phone", struct settings_known, practice.phone,
		 .see = SEE_EVERYWHERE, .flags = FIELD_NULLABLE,
		 .max = PHONE_LONGEST),
	ROW_TEXT("address", struct settings_known, practice.address,
		 .see = SEE_API | SEE_AUDIT, .flags = FIELD_NULLABLE,
		 .max = ADDRESS_LONGEST,
		 .help = "lines, as invoices show them"),
	ROW_TEXT("email", struct settings_known, practice.email,
		 .see = SEE_API | SEE_AUDIT, .flags = FIELD_NULLABLE,
		 .max = EMAIL_LONGEST),
	ROW_TEXT("tax_name", struct settings_known, practice.tax_name,
		 .see = SEE_API | SEE_AUDIT, .flags = FIELD_NULLABLE,
		 .max = TAX_LONGEST, .help = "what its tax is called: HST"),
	ROW_TEXT("tax_number", struct settings_known, practice.tax_number,
		 .see = SEE_API | SEE_AUDIT, .flags = FIELD_NULLABLE,
		 .max = TAX_LONGEST, .help = "under which it pays that tax"),
	ROW_INTEGER("payment_days", struct settings_known,
		    practice.payment_days, .see = SEE_API | SEE_AUDIT, .min = 0,
		    .max = PAYMENT_DAYS_MOST,
		    .help = "in which an invoice is due"),
	ROW_ID("default_service", struct settings_known,
	       practice.default_service, .see = SEE_API | SEE_AUDIT,
	       .flags = FIELD_NULLABLE, .help = "of sessions that name none"),
	ROW_TEXT("default_service", struct settings_known, service,
		 .see = SEE_EXPORT),
	ROW_TEXT("invoice_prefix", struct settings_known,
		 practice.invoice_prefix, .see = SEE_EVERYWHERE,
		 .max = PREFIX_LONGEST),
	ROW_BOOL("invoice_zero_lines", struct settings_known,
		 practice.invoice_zero_lines, .see = SEE_EVERYWHERE,
		 .help = "do invoices list what costs nothing?"),
	ROW_INTEGER("reopen_hours", struct settings_known,
		    practice.reopen_hours, .see = SEE_EVERYWHERE, .min = 0,
		    .max = HOURS_MOST,
		    .help = "in which practitioners re-open what they saved"),
	ROW_INTEGERS("reminder_hours", struct settings_known, hours, hour_count,
		     .see = SEE_API,
		     .help = "before a session, for notices; an empty list: "
			     "none"),
	ROW_TEXT("reminder_hours", struct settings_known,
		 practice.reminder_hours, .see = SEE_KEPT),
	ROW_BOOL("notify_on_calendar_cancel", struct settings_known,
		 practice.notify_on_calendar_cancel, .see = SEE_EVERYWHERE,
		 .help = "are clients told of what practitioners remove?"),
	ROW_OBJECT("notice_hours", struct settings_known, notice_hours,
		   hours_rows, .see = SEE_API | SEE_AUDIT,
		   .help = "in which notices go"),
	ROW_ANY("hours", struct settings_known, work_hours, .see = SEE_API,
		.flags = FIELD_ONLY_ANSWER,
		.help = "in which the practice works: {\"MO\": "
			"[[\"09:00\", \"17:00\"]]}"),
	{ .name = "hours",
	  .type = FIELD_ANY,
	  .see = SEE_OFFICE,
	  .flags = FIELD_NULLABLE | FIELD_ONLY_SENT,
	  .help = "of all weekdays together; a day left out has none" },
	ROW_TEXT("hours", struct settings_known, practice.hours,
		 .see = SEE_AUDIT),
	ROW_ANY("notices", struct settings_known, notices, .see = SEE_OFFICE,
		.flags = FIELD_ONLY_ANSWER,
		.help = "own texts; null: those that come with the program"),
	{ .name = "notices",
	  .type = FIELD_OBJECT,
	  .see = SEE_OFFICE,
	  .flags = FIELD_NULLABLE | FIELD_ONLY_SENT,
	  .fields = kinds_rows,
	  .help = "texts with names in braces: {first_name}, {date}" },
	ROW_TEXT("notices", struct settings_known, practice.notices,
		 .see = SEE_AUDIT),
	ROW_INTEGER("revision", struct settings_known, practice.revision,
		    .see = SEE_API, .flags = FIELD_ONLY_CHANGE, .min = 1,
		    .max = INT64_MAX),
	{ 0 },
};

enum err settings_notice_hours(struct operation *op,
			       const struct settings_known *known,
			       struct practice *practice)
{
	enum err err = OK;

	if (!practice_clock_read(known->notice_hours.from,
				 &practice->notice_from))
		err = fail_field(op, "notice_hours.from", "not-a-time",
				 "Notices go from a time such as 07:00.");
	if (!practice_clock_read(known->notice_hours.to, &practice->notice_to))
		err = fail_field(op, "notice_hours.to", "not-a-time",
				 "Notices go until a time such as 21:00.");
	return err;
}

struct settings_known settings_known_of(struct arena *arena,
					const struct practice *practice)
{
	struct settings_known known = { .practice = *practice };
	struct slice rest = slice_of(str_empty(practice->reminder_hours)
					     ? NULL
					     : practice->reminder_hours);
	size_t room = 0;

	known.work_hours = practice_hours_json(arena, practice);
	known.notice_hours = (struct settings_span){
		practice_clock_text(arena, practice->notice_from),
		practice_clock_text(arena, practice->notice_to),
	};
	while (rest.at) {
		struct slice word = slice_trim(slice_cut(&rest, ','));

		known.hours = arena_grow(arena, known.hours, known.hour_count,
					 &room, sizeof(*known.hours));
		if (str_to_int64(slice_dup(arena, word),
				 &known.hours[known.hour_count]))
			known.hour_count++;
	}
	return known;
}

const char *settings_hours_text(struct arena *arena,
				const struct settings_known *known)
{
	struct buf buf;

	buf_init(&buf, arena);
	buf_puts(&buf, "");
	for (size_t i = 0; i < known->hour_count; i++)
		buf_printf(&buf, "%s%lld", i ? "," : "",
			   (long long)known->hours[i]);
	return buf.at;
}
