#include "practice/session/schedule_known.h"

#include "practice/access.h"
#include "practice/limits.h"

/* In answers and bodies, exports and audit rows. */
#define SEE_EVERYWHERE (SEE_TEAM | SEE_EXPORT | SEE_AUDIT)

/* Audit rows have their own order: times stand behind the days. People are
 * sent by login, code or id, which the handler looks up. */
const struct field schedule_rows[] = {
	ROW_ID("id", struct schedule_known, schedule.id,
	       .see = SEE_TEAM | SEE_EXPORT, .flags = FIELD_ONLY_ANSWER),
	ROW_INTEGER("revision", struct schedule_known, schedule.revision,
		    .see = SEE_TEAM, .flags = FIELD_ONLY_ANSWER,
		    .max = INT64_MAX),
	ROW_WALL("start", struct schedule_known, schedule.start,
		 .see = SEE_TEAM | SEE_EXPORT, .flags = FIELD_REQUIRED,
		 .help = "of the first session; a new time of day shifts each"),
	ROW_WALL("end", struct schedule_known, end, .see = SEE_TEAM,
		 .flags = FIELD_REQUIRED),
	ROW_TEXT("tzid", struct schedule_known, schedule.zone,
		 .see = SEE_TEAM | SEE_EXPORT, .flags = FIELD_OURS),
	ROW_CHOICES("days", struct schedule_known, schedule.days, weekday_words,
		    .see = SEE_EVERYWHERE, .flags = FIELD_REQUIRED),
	ROW_CHOICE("repeat", struct schedule_known, schedule.repeat,
		   repeat_words, .see = SEE_EVERYWHERE,
		   .flags = FIELD_REQUIRED),
	ROW_INTEGER("count", struct schedule_known, schedule.count,
		    .see = SEE_TEAM | SEE_EXPORT,
		    .flags = FIELD_NULLABLE | FIELD_ZERO_NONE, .min = INT32_MIN,
		    .max = INT32_MAX,
		    .help = "sessions, the first among them; or until"),
	ROW_INTEGER("count", struct schedule_known, schedule.count,
		    .see = SEE_AUDIT,
		    .flags = FIELD_ONLY_ANSWER | FIELD_ZERO_NONE |
			     FIELD_NONE_ABSENT),
	ROW_DAY("until", struct schedule_known, schedule.until,
		.see = SEE_TEAM | SEE_EXPORT,
		.flags = FIELD_NULLABLE | FIELD_ZERO_NONE,
		.help = "the last day, inclusive; or count"),
	ROW_DAY("until", struct schedule_known, schedule.until,
		.see = SEE_AUDIT,
		.flags = FIELD_ONLY_ANSWER | FIELD_ZERO_NONE |
			 FIELD_NONE_ABSENT),
	ROW_BOOL("enabled", struct schedule_known, schedule.enabled,
		 .see = SEE_EVERYWHERE),
	ROW_BOOL("skip_closures", struct schedule_known, schedule.skip_closures,
		 .see = SEE_EVERYWHERE),
	ROW_WALL("start", struct schedule_known, schedule.start,
		 .see = SEE_AUDIT, .flags = FIELD_ONLY_ANSWER),
	ROW_INTEGER("minutes", struct schedule_known, schedule.minutes,
		    .see = SEE_AUDIT | SEE_EXPORT, .flags = FIELD_ONLY_ANSWER),
	ROW_TEXT("tzid", struct schedule_known, schedule.zone, .see = SEE_AUDIT,
		 .flags = FIELD_ONLY_ANSWER),
	ROW_ID("service", struct schedule_known, schedule.terms.service,
	       .see = SEE_TEAM | SEE_AUDIT, .flags = FIELD_NULLABLE),
	ROW_TEXT("service", struct schedule_known, service, .see = SEE_EXPORT,
		 .flags = FIELD_ONLY_ANSWER),
	ROW_IDS("practitioners", struct schedule_known,
		schedule.terms.practitioners, .see = SEE_TEAM,
		.flags = FIELD_ONLY_ANSWER),
	ROW_TEXT("practitioners", struct schedule_known, practitioners,
		 .see = SEE_EXPORT, .flags = FIELD_ONLY_ANSWER | FIELD_OURS),
	{ .name = "practitioners",
	  .type = FIELD_TEXTS,
	  .flags = FIELD_ONLY_SENT,
	  .see = SEE_TEAM },
	ROW_IDS("clients", struct schedule_known, schedule.terms.clients,
		.see = SEE_TEAM, .flags = FIELD_ONLY_ANSWER),
	ROW_TEXT("clients", struct schedule_known, clients, .see = SEE_EXPORT,
		 .flags = FIELD_ONLY_ANSWER | FIELD_OURS),
	{ .name = "clients",
	  .type = FIELD_TEXTS,
	  .flags = FIELD_ONLY_SENT,
	  .see = SEE_TEAM },
	ROW_TEXT("place", struct schedule_known, schedule.terms.place,
		 .see = SEE_TEAM | SEE_EXPORT, .flags = FIELD_NULLABLE),
	ROW_TEXT("public_note", struct schedule_known,
		 schedule.terms.public_note, .see = SEE_EVERYWHERE,
		 .flags = FIELD_NULLABLE | FIELD_PRIVATE, .max = NOTE_LIMIT),
	ROW_TEXT("private_note", struct schedule_known,
		 schedule.terms.private_note, .see = SEE_EVERYWHERE,
		 .flags = FIELD_NULLABLE | FIELD_PRIVATE, .max = NOTE_LIMIT),
	ROW_IDS("sessions", struct schedule_known, sessions, .see = SEE_TEAM,
		.flags = FIELD_ONLY_ANSWER, .help = "their ids"),
	/* Of a change; its handler judges them. */
	{ .name = "from",
	  .type = FIELD_DAY,
	  .flags = FIELD_ONLY_CHANGE | FIELD_ONLY_SENT,
	  .see = SEE_TEAM,
	  .help = "the day from which on it holds; else today" },
	{ .name = "revision",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_ONLY_CHANGE | FIELD_ONLY_SENT,
	  .see = SEE_TEAM,
	  .min = 1,
	  .max = INT64_MAX },
	{ 0 },
};

struct schedule_known schedule_known_of(const struct schedule *schedule)
{
	struct instant end = { wall_utc(schedule->start).s +
			       schedule->minutes * 60 };

	return (struct schedule_known){
		.schedule = *schedule,
		.end = instant_wall(end),
	};
}
