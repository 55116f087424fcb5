#include "practice/session/completion_type_fields.h"

#include "practice/access.h"
#include "practice/limits.h"

/* They hold nothing about anybody. */
#define SEE_WHERE (SEE_TEAM | SEE_EXPORT | SEE_AUDIT)

/* Which modifiers are in range depends on the modifier's kind:
 * completion_type.c says so (S27). */
const struct field completion_type_rows[] = {
	ROW_ID("id", struct completion_type, id, .see = SEE_TEAM,
	       .flags = FIELD_ONLY_ANSWER),
	ROW_TEXT("slug", struct completion_type, slug, .see = SEE_WHERE,
		 .flags = FIELD_ONLY_ANSWER | FIELD_OURS,
		 .help = "from the first label; it stays"),
	ROW_TEXT("label", struct completion_type, label, .see = SEE_WHERE,
		 .flags = FIELD_REQUIRED, .max = TYPE_LABEL_LONGEST),
	ROW_TEXT("description", struct completion_type, description,
		 .see = SEE_WHERE, .max = TYPE_DESCRIPTION_LONGEST),
	ROW_CHOICE("map", struct completion_type, map, map_words,
		   .see = SEE_WHERE, .flags = FIELD_REQUIRED),
	ROW_CHOICE("modifier", struct completion_type, modifier, modifier_words,
		   .see = SEE_WHERE, .flags = FIELD_REQUIRED),
	ROW_INTEGER("client", struct completion_type, client, .see = SEE_WHERE,
		    .flags = FIELD_REQUIRED, .min = 0, .max = TYPE_FIXED_MOST,
		    .help = "0-999 %, or 0-999999 whole currency units"),
	ROW_INTEGER("practitioner", struct completion_type, practitioner,
		    .see = SEE_WHERE, .flags = FIELD_REQUIRED, .min = 0,
		    .max = TYPE_FIXED_MOST),
	ROW_TEXT("short", struct completion_type, short_word, .see = SEE_WHERE,
		 .flags = FIELD_NULLABLE, .max = TYPE_SHORT_LONGEST,
		 .help = "a word for phones"),
	ROW_BOOL("enabled", struct completion_type, enabled, .see = SEE_WHERE),
	ROW_BOOL("builtin", struct completion_type, builtin,
		 .see = SEE_TEAM | SEE_EXPORT, .flags = FIELD_ONLY_ANSWER),
	ROW_BOOL("archived", struct completion_type, archived, .see = SEE_WHERE,
		 .flags = FIELD_ONLY_CHANGE, .help = "false takes it back"),
	ROW_INTEGER("revision", struct completion_type, revision,
		    .see = SEE_TEAM, .flags = FIELD_ONLY_ANSWER, .min = 1,
		    .max = INT64_MAX),
	/* What the change was made on; judged by who changes. */
	{ .name = "revision",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_ONLY_CHANGE,
	  .see = SEE_OFFICE,
	  .min = 1,
	  .max = INT64_MAX },
	{ 0 },
};
