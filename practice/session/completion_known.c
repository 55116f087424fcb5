#include "practice/session/completion_known.h"

#include "practice/access.h"

#define SEE_CLIENTS (SEE_OWN_EXPORT | SEE_OFFICE_EXPORT)
#define SEE_FILES (SEE_EXPORT | SEE_CLIENTS)

const struct field save_rows[] = {
	ROW_ID("id", struct known_save, save.id, .see = SEE_EXPORT),
	ROW_ID("session", struct known_save, save.session, .see = SEE_EXPORT),
	ROW_TEXT("type", struct known_save, save.slug, .see = SEE_EXPORT,
		 .flags = FIELD_OURS),
	ROW_TEXT("label", struct known_save, save.label, .see = SEE_EXPORT),
	ROW_CHOICE("map", struct known_save, save.map, map_words,
		   .see = SEE_EXPORT),
	ROW_TEXT("service", struct known_save, save.service_name,
		 .see = SEE_EXPORT),
	ROW_INTEGER("minutes", struct known_save, save.minutes,
		    .see = SEE_EXPORT),
	ROW_INSTANT("saved_at", struct known_save, save.saved_at,
		    .see = SEE_EXPORT),
	ROW_TEXT("saved_by", struct known_save, saved_by, .see = SEE_EXPORT,
		 .flags = FIELD_OURS),
	ROW_CHOICE("channel", struct known_save, save.channel, channel_words,
		   .see = SEE_EXPORT),
	ROW_TEXT("device", struct known_save, save.device, .see = SEE_EXPORT),
	ROW_TEXT("reason", struct known_save, save.reason, .see = SEE_EXPORT),
	ROW_ID("transaction", struct known_save, save.posting,
	       .see = SEE_EXPORT),
	ROW_INSTANT("reopened_at", struct known_save, save.reopened_at,
		    .see = SEE_EXPORT),
	ROW_ID("reversal", struct known_save, save.reversal, .see = SEE_EXPORT),
	{ 0 },
};

const struct field charge_rows[] = {
	ROW_ID("save", struct known_charge, save.id, .see = SEE_EXPORT),
	ROW_TEXT("client", struct known_charge, client, .see = SEE_EXPORT,
		 .flags = FIELD_OURS),
	ROW_TEXT("type", struct known_charge, part.slug, .see = SEE_FILES,
		 .flags = FIELD_OURS),
	ROW_TEXT("label", struct known_charge, part.label, .see = SEE_FILES),
	ROW_CHOICE("map", struct known_charge, part.map, map_words,
		   .see = SEE_FILES),
	ROW_TEXT("service", struct known_charge, save.service_name,
		 .see = SEE_CLIENTS),
	ROW_INTEGER("minutes", struct known_charge, save.minutes,
		    .see = SEE_CLIENTS),
	ROW_MONEY("rate", struct known_charge, part.rate, .see = SEE_FILES),
	ROW_MONEY("base", struct known_charge, part.base, .see = SEE_FILES),
	ROW_MONEY("charge", struct known_charge, part.charge, .see = SEE_FILES),
	ROW_INTEGER("tax_bp", struct known_charge, part.tax_bp,
		    .see = SEE_FILES),
	ROW_MONEY("tax", struct known_charge, part.tax, .see = SEE_FILES),
	ROW_INSTANT("saved_at", struct known_charge, save.saved_at,
		    .see = SEE_CLIENTS),
	ROW_INSTANT("reopened_at", struct known_charge, save.reopened_at,
		    .see = SEE_CLIENTS),
	ROW_TEXT("reason", struct known_charge, reason,
		 .see = SEE_OFFICE_EXPORT),
	{ 0 },
};

const struct field pay_rows[] = {
	ROW_ID("save", struct known_pay, save, .see = SEE_EXPORT),
	ROW_TEXT("practitioner", struct known_pay, practitioner,
		 .see = SEE_EXPORT, .flags = FIELD_OURS),
	ROW_MONEY("rate", struct known_pay, part.rate, .see = SEE_EXPORT),
	ROW_BOOL("hourly", struct known_pay, part.hourly, .see = SEE_EXPORT),
	ROW_MONEY("base", struct known_pay, part.base, .see = SEE_EXPORT),
	ROW_MONEY("wage", struct known_pay, part.wage, .see = SEE_EXPORT),
	{ 0 },
};
