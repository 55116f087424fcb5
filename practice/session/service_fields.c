#include "practice/session/service_fields.h"

#include "practice/access.h"
#include "practice/limits.h"

#define SEE_FILES (SEE_EXPORT | SEE_AUDIT)

const struct field price_rows[] = {
	ROW_DAY("effective_from", struct price, effective_from,
		.see = SEE_OFFICE, .flags = FIELD_REQUIRED,
		.help = "null: from the beginning"),
	ROW_MONEY("cost", struct price, cost, .see = SEE_OFFICE,
		  .flags = FIELD_REQUIRED),
	ROW_MONEY("wage", struct price, wage, .see = SEE_OFFICE,
		  .flags = FIELD_REQUIRED),
	ROW_INTEGER("tax_bp", struct price, tax_bp, .see = SEE_OFFICE, .min = 0,
		    .max = PRICE_TAX_MOST,
		    .help = "basis points; absent: as before"),
	{ 0 },
};

const struct field service_rows[] = {
	ROW_ID("id", struct service_known, service.id, .see = SEE_TEAM,
	       .flags = FIELD_ONLY_ANSWER),
	ROW_TEXT("name", struct service_known, service.name,
		 .see = SEE_TEAM | SEE_FILES, .flags = FIELD_REQUIRED,
		 .max = NAME_LONGEST),
	ROW_CHOICE("kind", struct service_known, service.kind,
		   service_kind_words, .see = SEE_TEAM | SEE_FILES,
		   .flags = FIELD_REQUIRED),
	ROW_CHOICE("wage_basis", struct service_known, service.basis,
		   wage_basis_words, .see = SEE_TEAM | SEE_FILES),
	ROW_BOOL("active", struct service_known, service.active,
		 .see = SEE_TEAM | SEE_EXPORT, .flags = FIELD_ONLY_ANSWER),
	ROW_DAY("effective_from", struct service_known, price.effective_from,
		.see = SEE_FILES,
		.flags = FIELD_ONLY_ANSWER | FIELD_NONE_ABSENT),
	ROW_MONEY("cost", struct service_known, price.cost,
		  .see = SEE_OFFICE | SEE_FILES, .flags = FIELD_REQUIRED,
		  .help = "in answers: of today"),
	ROW_MONEY("wage", struct service_known, price.wage,
		  .see = SEE_OFFICE | SEE_FILES, .flags = FIELD_REQUIRED),
	ROW_INTEGER("tax_bp", struct service_known, price.tax_bp,
		    .see = SEE_OFFICE | SEE_FILES, .min = 0,
		    .max = PRICE_TAX_MOST),
	ROW_LIST("prices", struct service_known, prices, price_count,
		 struct price, price_rows, .see = SEE_OFFICE,
		 .flags = FIELD_ONLY_ANSWER),
	{ 0 },
};
