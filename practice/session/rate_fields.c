#include "practice/session/rate_fields.h"

#include "practice/access.h"

/* In audit rows what holds from the beginning has no day. */
#define AUDIT_FLAGS (FIELD_ONLY_ANSWER | FIELD_NONE_ABSENT)

const struct field client_rate_rows[] = {
	ROW_ID("service", struct client_rate, service,
	       .see = SEE_OFFICE | SEE_AUDIT, .flags = FIELD_ONLY_ANSWER),
	ROW_MONEY("cost", struct client_rate, cost,
		  .see = SEE_OFFICE | SEE_AUDIT, .flags = FIELD_REQUIRED),
	ROW_DAY("effective_from", struct client_rate, effective_from,
		.see = SEE_OFFICE, .flags = FIELD_NULLABLE,
		.help = "absent or null: from the beginning"),
	ROW_DAY("effective_from", struct client_rate, effective_from,
		.see = SEE_AUDIT, .flags = AUDIT_FLAGS),
	{ 0 },
};

/* The service stands above them. */
static const struct field version_rows[] = {
	ROW_MONEY("cost", struct client_rate, cost, .see = SEE_OFFICE),
	ROW_DAY("effective_from", struct client_rate, effective_from,
		.see = SEE_OFFICE, .flags = FIELD_NULLABLE),
	{ 0 },
};

const struct field client_rates_rows[] = {
	ROW_ID("service", struct client_rates, service, .see = SEE_OFFICE),
	ROW_MONEY("cost", struct client_rates, now.cost, .see = SEE_OFFICE,
		  .flags = FIELD_NULLABLE,
		  ROW_GIVEN(struct client_rates, holds),
		  .help = "of today; null: the service's"),
	ROW_DAY("effective_from", struct client_rates, now.effective_from,
		.see = SEE_OFFICE, .flags = FIELD_NULLABLE,
		ROW_GIVEN(struct client_rates, holds)),
	ROW_LIST("versions", struct client_rates, versions, count,
		 struct client_rate, version_rows, .see = SEE_OFFICE),
	{ 0 },
};

const struct field practitioner_rate_rows[] = {
	ROW_MONEY("hourly", struct practitioner_rate, hourly, .see = SEE_OFFICE,
		  .flags = FIELD_NULLABLE,
		  ROW_GIVEN(struct practitioner_rate, has_hourly)),
	ROW_MONEY("hourly", struct practitioner_rate, hourly, .see = SEE_AUDIT,
		  .flags = AUDIT_FLAGS,
		  ROW_GIVEN(struct practitioner_rate, has_hourly)),
	ROW_MONEY("bonus", struct practitioner_rate, bonus,
		  .see = SEE_OFFICE | SEE_AUDIT),
	ROW_DAY("effective_from", struct practitioner_rate, effective_from,
		.see = SEE_OFFICE, .flags = FIELD_REQUIRED,
		.help = "null in answers: from the beginning"),
	ROW_DAY("effective_from", struct practitioner_rate, effective_from,
		.see = SEE_AUDIT, .flags = AUDIT_FLAGS),
	{ 0 },
};

const struct field rate_line_rows[] = {
	ROW_TEXT("service", struct rate_line, service, .see = SEE_EXPORT),
	ROW_MONEY("cost", struct rate_line, cost, .see = SEE_EXPORT,
		  ROW_GIVEN(struct rate_line, is_cost)),
	ROW_DAY("effective_from", struct rate_line, effective_from,
		.see = SEE_EXPORT),
	ROW_TEXT("practitioner", struct rate_line, practitioner,
		 .see = SEE_EXPORT, .flags = FIELD_OURS),
	ROW_MONEY("hourly", struct rate_line, pay.hourly, .see = SEE_EXPORT,
		  ROW_GIVEN(struct rate_line, pay.has_hourly)),
	ROW_MONEY("bonus", struct rate_line, pay.bonus, .see = SEE_EXPORT,
		  ROW_GIVEN(struct rate_line, is_pay)),
	{ 0 },
};
