#include "practice/audit_known.h"

#include "practice/access.h"

#define SEE_FILES (SEE_EXPORT | SEE_OFFICE_EXPORT)
#define SEE_JSON (SEE_OFFICE | SEE_OFFICE_EXPORT)
#define SEE_EVERYWHERE (SEE_OFFICE | SEE_FILES)

const struct field audit_rows[] = {
	ROW_ID("id", struct audit_known, audit.id,
	       .see = SEE_OFFICE | SEE_EXPORT),
	ROW_INSTANT("at", struct audit_known, audit.at, .see = SEE_EVERYWHERE),
	ROW_TEXT("who", struct audit_known, who, .see = SEE_FILES,
		 .flags = FIELD_OURS),
	ROW_TEXT("channel", struct audit_known, audit.channel,
		 .see = SEE_EVERYWHERE, .flags = FIELD_OURS),
	ROW_TEXT("device", struct audit_known, audit.device,
		 .see = SEE_EVERYWHERE),
	ROW_TEXT("action", struct audit_known, audit.action,
		 .see = SEE_EVERYWHERE, .flags = FIELD_OURS,
		 .help = "session.save"),
	ROW_TEXT("kind", struct audit_known, audit.object_kind,
		 .see = SEE_EXPORT, .flags = FIELD_OURS),
	ROW_ID("object", struct audit_known, audit.object, .see = SEE_EXPORT),
	ROW_TEXT("object", struct audit_known, object, .see = SEE_JSON,
		 .help = "session:12"),
	ROW_ANY("before", struct audit_known, before, .see = SEE_JSON,
		.flags = FIELD_UNGIVEN_ABSENT,
		ROW_GIVEN(struct audit_known, tells)),
	ROW_ANY("after", struct audit_known, after, .see = SEE_JSON,
		.flags = FIELD_UNGIVEN_ABSENT,
		ROW_GIVEN(struct audit_known, tells)),
	ROW_TEXT("before", struct audit_known, audit.before, .see = SEE_EXPORT),
	ROW_TEXT("after", struct audit_known, audit.after, .see = SEE_EXPORT),
	ROW_TEXT("who", struct audit_known, who, .see = SEE_OFFICE,
		 .help = "null: the system"),
	{ 0 },
};

struct audit_known audit_known_of(struct arena *arena,
				  const struct audit *audit, const char *who)
{
	return (struct audit_known){
		.audit = *audit,
		.who = who,
		.object = arena_printf(arena, "%s:%lld", audit->object_kind,
				       (long long)audit->object),
		.before =
			audit->before ? json_read(arena, audit->before) : NULL,
		.after = audit->after ? json_read(arena, audit->after) : NULL,
		.tells = true,
	};
}
