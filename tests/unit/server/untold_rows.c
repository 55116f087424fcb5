#include "tests/unit/server/untold_rows.h"

#include <stddef.h>

const struct untold untold_hidden[] = {
	{ PERSON, "maria", "cleo", "nosuch" },
	{ PERSON, "maria", "11", "999" },
	{ PERSON, "maria", "dan", "nosuch" },
	{ PERSON, "tom", "ada", "nosuch" },
	{ PERSON, "tom", "9", "999" },
	{ PERSON, "ada", "ben", "nosuch" },
	{ PERSON, "ada", "staff", "nosuch" },
	{ PERSON, "ada", "tom", "nosuch" },
	{ PERSON, "ada", "10", "999" },
	{ PERSON, "ben", "ada", "nosuch" },
	{ CODE, "maria", "C044", "C999" },
	{ CODE, "maria", "C045", "C999" },
	{ CODE, "tom", "C042", "C999" },
	{ CODE, "ada", "C043", "C999" },
	{ SESSION, "maria", "3", "999" },
	{ SESSION, "tom", "1", "999" },
	{ SESSION, "tom", "2", "999" },
	{ SESSION, "ada", "3", "999" },
	{ SESSION, "ben", "1", "999" },
	{ SESSION, "ben", "7", "999" },
	{ SCHEDULE, "tom", "1", "999" },
	{ SCHEDULE, "ada", "1", "999" },
	{ INVOICE, "ada", "2", "999" },
	{ INVOICE, "ben", "1", "999" },
	{ TOKEN, "tom", "1", "999" },
	{ TOKEN, "ada", "1", "999" },
	{ HOME, "office", "maria", "nosuch" },
	{ HOME, "staff", "maria", "nosuch" },
	{ HOME, "maria", "tom", "nosuch" },
	{ HOME, "maria", "staff", "nosuch" },
	{ HOME, "maria", "ada", "nosuch" },
	{ HOME, "tom", "maria", "nosuch" },
	{ HOME, "ada", "maria", "nosuch" },
	{ HOME, "ada", "ben", "nosuch" },
	{ PRINCIPAL, "maria", "cleo", "nosuch" },
	{ PRINCIPAL, "maria", "ada", "nosuch" },
	{ PRINCIPAL, "tom", "ada", "nosuch" },
	{ PRINCIPAL, "ada", "maria", "nosuch" },
	{ PRINCIPAL, "ada", "ben", "nosuch" },
	{ .from = NULL },
};

#define FORM "\nContent-Type: application/x-www-form-urlencoded\n\n"
#define FORM_TIMES "date=2026-06-19&start=16%3a00&end=16%3a50"

/* Whom a person may not know, in what they send: sessions are asked with
 * codes below. */
const char *const untold_of_people[] = {
	"GET /api/sessions?client=" MARK "\n\n",
	"GET /api/sessions?practitioner=" MARK "\n\n",
	"GET /api/people?q=" MARK "\n\n",
	"GET /api/invoices?client=" MARK "\n\n",
	"GET /api/payments?client=" MARK "\n\n",
	"GET /api/audit?who=" MARK "\n\n",
	"GET /api/outbox?person=" MARK "\n\n",
	"GET /sessions?client=" MARK "\n\n",
	"GET /sessions?practitioner=" MARK "\n\n",
	"GET /open-sessions?practitioner=" MARK "\n\n",
	"GET /open-sessions?q=" MARK "\n\n",
	"GET /to-save?q=" MARK "\n\n",
	"GET /search?q=" MARK "\n\n",
	"GET /invoices?client=" MARK "\n\n",
	"GET /invoices?q=" MARK "\n\n",
	"GET /calendar?practitioners=" MARK "\n\n",
	"GET "
	"/calendar/events?start=2026-06-01&end=2026-07-01&practitioners=" MARK
	"\n\n",
	"GET /sessions/new?practitioners=" MARK "\n\n",
	"GET /sessions/new?clients=" MARK "\n\n",
	"POST /api/sessions\n\n{" TIMES ", \"practitioners\": [\"" MARK "\"]}",
	"POST /api/sessions\n\n{" TIMES ", \"practitioners\": [\"maria\","
	" \"" MARK "\"], \"clients\": [\"C043\"]}",
	"POST /api/sessions\n\n{\"start\": \"2026-06-19T16:00\","
	" \"end\": \"2026-06-19T15:00\", \"practitioners\": [\"maria\"],"
	" \"clients\": [\"" MARK "\"]}",
	"POST /api/sessions\n\n{" TIMES ", \"service\": \"99\","
	" \"practitioners\": [\"maria\"], \"clients\": [\"" MARK "\"]}",
	"POST /api/sessions\n\n{" TIMES ", \"tzid\": \"Nowhere\","
	" \"practitioners\": [\"tom\"], \"clients\": [\"" MARK "\"]}",
	"PATCH /api/sessions/1\n\n{\"practitioners\": [\"maria\","
	" \"" MARK "\"]}",
	"PATCH /api/sessions/1\n\n{\"revision\": 999,"
	" \"clients\": [\"C042\", \"" MARK "\"]}",
	"PATCH /api/sessions/2\n\n{\"clients\": [\"C042\", \"" MARK "\"]}",
	"PATCH /api/sessions/3\n\n{\"clients\": [\"" MARK "\"]}",
	"POST /api/sessions/1/completion\n\n{\"type\": \"completed\","
	" \"clients\": {\"" MARK "\": \"missed\"}}",
	"POST /api/sessions/1/completion\n\n{\"type\": \"override\","
	" \"charges\": {\"" MARK "\": \"1.00\"}, \"reason\": \"x\"}",
	"POST /api/sessions/1/completion\n\n{\"type\": \"override\","
	" \"wages\": {\"" MARK "\": \"1.00\"}, \"reason\": \"x\"}",
	"POST /api/schedules/preview\n\n{" TIMES ", \"clients\": [\"" MARK
	"\"],"
	" \"practitioners\": [\"maria\"], \"days\": [\"FR\"],"
	" \"repeat\": \"weekly\", \"count\": 2}",
	"POST /api/schedules/preview\n\n{" TIMES ", \"clients\": [\"" MARK
	"\"],"
	" \"practitioners\": [\"tom\"], \"days\": [\"FR\"],"
	" \"repeat\": \"weekly\", \"count\": 2}",
	"POST /api/schedules/preview\n\n{" TIMES ", \"practitioners\": [\"" MARK
	"\"], \"days\": [\"FR\"], \"repeat\": \"weekly\", \"count\": 2}",
	"POST /api/schedules\n\n{" TIMES ", \"clients\": [\"" MARK "\"],"
	" \"practitioners\": [\"maria\"], \"days\": [\"FR\"],"
	" \"repeat\": \"weekly\"}",
	"POST /api/cancellations/preview\n\n{\"from\": \"2026-06-08\","
	" \"to\": \"2026-06-30\", \"practitioners\": [\"" MARK "\"]}",
	"POST /api/people\n\n{\"name\": \"N\", \"login\": \"" MARK "\","
	" \"roles\": [\"client\"]}",
	"POST /api/people\n\n{\"name\": \"N\", \"code\": \"" MARK "\","
	" \"roles\": [\"client\"]}",
	"POST /api/invoices\n\n{\"client\": \"" MARK
	"\", \"to\": \"2026-06-30\"}",
	"POST /api/notices/preview\n\n{\"kind\": \"canceled\","
	" \"session\": \"1\", \"client\": \"" MARK "\"}",
	"POST /sessions/new" FORM FORM_TIMES "&practitioners=" MARK
	"&add=practitioners",
	"POST /sessions/new" FORM FORM_TIMES "&clients=" MARK "&add=clients",
	"POST /sessions/new" FORM FORM_TIMES
	"&practitioners=maria&practitioners=" MARK,
	"POST /sessions/new/preview" FORM FORM_TIMES
	"&practitioners=maria&days=FR&repeat=weekly&count=2&clients=" MARK,
	"POST /sessions/1/edit" FORM FORM_TIMES
	"&practitioners=maria&clients=" MARK "&add=clients",
	"POST /sessions/1/completion" FORM "type=completed&clients%5b" MARK
	"%5d=missed",
	NULL,
};

/* A number stands in much that is searched. */
const char *const untold_of_codes[] = {
	"GET /api/sessions?q=" MARK "\n\n",
	"GET /sessions?q=" MARK "\n\n",
	"PATCH /api/sessions/1\n\n{\"clients\": [\"" MARK "\", \"C998\"]}",
	"PATCH /api/sessions/1\n\n{\"clients\": [\"" MARK "\", \"" MARK "\"]}",
	"POST /api/sessions\n\n{" TIMES ", \"practitioners\": [\"maria\"],"
	" \"clients\": [\"" MARK "\", \"C998\"]}",
	"POST /api/sessions\n\n{" TIMES ", \"practitioners\": [\"maria\"],"
	" \"clients\": [\"" MARK "\", \"11\"]}",
	"POST /api/schedules\n\n{" TIMES ", \"clients\": [\"" MARK "\"],"
	" \"practitioners\": [\"maria\"], \"days\": [\"FR\"],"
	" \"repeat\": \"weekly\", \"count\": 367}",
	"POST /sessions/1/edit" FORM FORM_TIMES
	"&revision=999&practitioners=maria&clients=" MARK,
	NULL,
};

/* A new meeting is made by a code, which a login and an id are not
 * (docs/decisions.md). */
const char *const untold_by_no_code[] = {
	"POST /api/sessions\n\n{" TIMES ", \"practitioners\": [\"maria\"],"
	" \"clients\": [\"" MARK "\"]}",
	"POST /api/sessions\n\n{" TIMES ", \"practitioners\": [\"tom\"],"
	" \"clients\": [\"" MARK "\"]}",
	"PATCH /api/sessions/1\n\n{\"clients\": [\"C042\", \"" MARK "\"]}",
	"POST /api/schedules\n\n{" TIMES ", \"clients\": [\"" MARK "\"],"
	" \"practitioners\": [\"maria\"], \"days\": [\"FR\"],"
	" \"repeat\": \"weekly\", \"count\": 2}",
	"PATCH /api/schedules/1\n\n{\"clients\": [\"C042\", \"" MARK "\"]}",
	"POST /sessions/new" FORM FORM_TIMES
	"&practitioners=maria&clients=" MARK,
	"POST /sessions/1/edit" FORM FORM_TIMES
	"&practitioners=maria&clients=C042&clients=" MARK,
	NULL,
};

const char *const untold_of_sessions[] = {
	"POST /api/sessions/completions\n\n{\"ids\": [\"" MARK "\"],"
	" \"type\": \"missed\"}",
	"POST /sessions/completions" FORM "ids=" MARK "&type=missed",
	"GET /sessions/" MARK "/save?to=%2f\n\n",
	"GET /api/sessions/" MARK "?at=2026-06-08T12:00:00Z\n\n",
	"POST /sessions/" MARK "/completion" FORM "type=completed",
	"POST /sessions/" MARK "/edit" FORM FORM_TIMES,
	"POST /undo" FORM "method=DELETE&url=%2fapi%2fsessions%2f" MARK,
	NULL,
};

#define SPACES                                                        \
	" xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\"" \
	" xmlns:B=\"urn:daybook\""
#define THERE "/dav/calendars/" MARK "/"
#define MULTIGET                                                           \
	"\n\n<C:calendar-multiget" SPACES "><D:prop><D:getetag/></D:prop>" \
	"<D:href>" THERE "calendar/t.ics</D:href>"                         \
	"<D:href>" THERE "calendar/a.ics</D:href>"                         \
	"<D:href>" THERE "sessions/n.ics</D:href></C:calendar-multiget>"

/* Beside what is asked below each home itself; %s is who asks. */
const char *const untold_of_homes[] = {
	"REPORT /dav/calendars/%s/closures/" MULTIGET,
	"REPORT /dav/calendars/%s/" MULTIGET,
	"COPY /dav/calendars/%s/closures/k.ics\nDestination: " THERE
	"calendar/t.ics\n\n",
	"MOVE /dav/calendars/%s/closures/k.ics\nDestination: " THERE
	"calendar/new.ics\n\n",
	"COPY /dav/calendars/%s/calendar/s.ics\nDestination: " THERE
	"calendar/t.ics\nOverwrite: F\n\n",
	"COPY /dav/calendars/%s/calendar/\nDestination: " THERE
	"calendar/\nOverwrite: F\n\n",
	"GET /dav/calendars/%s/closures/k.ics\nIf: <" THERE
	"calendar/t.ics> ([\"x\"])\n\n",
	"GET /dav/calendars/%s/closures/k.ics\nIf: <" THERE
	"calendar/t.ics> (Not [\"x\"])\n\n",
	"GET /dav/calendars/%s/closures/k.ics\nIf: <" THERE
	"calendar/> (Not <DAV:no-lock>)\n\n",
	"PROPFIND /dav/calendars/%s/\nDepth: 0\nIf: <" THERE
	"shared/l.ics> (Not <DAV:no-lock>)\n\n",
	"ACL /dav/calendars/%s/calendar/\n\n<D:acl" SPACES
	"><D:ace><D:principal><D:href>" THERE
	"</D:href></D:principal><D:grant><D:privilege><D:read/>"
	"</D:privilege></D:grant></D:ace></D:acl>",
	NULL,
};

#define PRINCIPAL_THERE "/dav/principals/" MARK "/"

const char *const untold_of_principals[] = {
	"MKCALENDAR /dav/calendars/%s/" MARK "/\n\n",
	"MKCOL /dav/calendars/%s/" MARK "/\n\n",
	"PUT /dav/calendars/%s/calendar/" MARK ".ics\n\nx",
	"ACL /dav/calendars/%s/calendar/\n\n<D:acl" SPACES
	"><D:ace><D:principal><D:href>" PRINCIPAL_THERE
	"</D:href></D:principal><D:grant><D:privilege><D:read/>"
	"</D:privilege></D:grant></D:ace></D:acl>",
	"POST /dav/calendars/%s/calendar/\nContent-Type: application/xml\n\n"
	"<CS:share" SPACES " xmlns:CS=\"http://calendarserver.org/ns/\">"
	"<CS:set><D:href>" PRINCIPAL_THERE "</D:href><CS:read/></CS:set>"
	"</CS:share>",
	"POST /dav/calendars/%s/calendar/\nContent-Type: application/xml\n\n"
	"<CS:share" SPACES " xmlns:CS=\"http://calendarserver.org/ns/\">"
	"<CS:set><D:href>mailto:" MARK "@example.org</D:href><CS:read/>"
	"</CS:set></CS:share>",
	"POST /dav/calendars/%s/outbox/\nContent-Type: text/calendar\n\n"
	"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:REQUEST\r\n"
	"BEGIN:VFREEBUSY\r\nUID:fb\r\nDTSTAMP:20260601T000000Z\r\n"
	"DTSTART:20260601T000000Z\r\nDTEND:20260701T000000Z\r\n"
	"ORGANIZER:/dav/principals/%s/\r\n"
	"ATTENDEE:" PRINCIPAL_THERE "\r\nEND:VFREEBUSY\r\nEND:VCALENDAR\r\n",
	"REPORT /dav/principals/\n\n<D:principal-property-search" SPACES
	"><D:property-search><D:prop><D:displayname/></D:prop><D:match>" MARK
	"</D:match></D:property-search><D:prop><D:displayname/></D:prop>"
	"</D:principal-property-search>",
	"REPORT /dav/principals/\n\n<D:principal-property-search" SPACES
	"><D:property-search><D:prop><C:calendar-home-set/></D:prop>"
	"<D:match>" MARK "</D:match></D:property-search><D:prop>"
	"<D:displayname/></D:prop></D:principal-property-search>",
	"PROPFIND /dav/principals/%s/\nDepth: 0\nIf: <" PRINCIPAL_THERE
	"> (Not <DAV:no-lock>)\n\n",
	"COPY /dav/calendars/%s/closures/k.ics\nDestination: " PRINCIPAL_THERE
	"\n\n",
	NULL,
};

#define EVENT(more)                                                   \
	"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"              \
	"BEGIN:VEVENT\r\nUID:%s\r\nDTSTAMP:20260601T000000Z\r\n"      \
	"DTSTART:20260612T140000Z\r\nDTEND:20260612T150000Z\r\n" more \
	"END:VEVENT\r\nEND:VCALENDAR\r\n"

/* What is refused, or dropped, whoever the client is. A new event with the code
 * of one who is there is a session, any other a draft. */
const char *const untold_of_events[] = {
	"PUT /dav/calendars/maria/sessions/n.ics\n\n" EVENT("SUMMARY:C042 " MARK
							    " Therapy\r\n"),
	"PUT /dav/calendars/maria/sessions/n.ics\n\n" EVENT(
		"SUMMARY:C042 Therapy\r\nX-PRACTICE-CLIENTS:C042," MARK "\r\n"),
	"PUT /dav/calendars/maria/sessions/n.ics\n\n" EVENT(
		"SUMMARY:x C042 Therapy\r\nX-PRACTICE-CLIENTS:" MARK
		"=missed\r\n"),
	"PUT /dav/calendars/maria/sessions/n.ics\nIf-Match: \"x\"\n\n" EVENT(
		"SUMMARY:" MARK "\r\n"),
	"PUT /dav/calendars/maria/sessions/past.ics\n\n" EVENT(
		"SUMMARY:ok C043 " MARK "\r\n"),
	"PUT /dav/calendars/maria/sessions/new.ics\n\n" EVENT(
		"SUMMARY:" MARK "\r\nRRULE:FREQ=DAILY;COUNT=367\r\n"),
	"PUT /dav/calendars/maria/sessions/new.ics\n\n" EVENT(
		"SUMMARY:" MARK "\r\nX-PRACTICE-STATUS:nonsense\r\n"),
	"PUT /dav/calendars/maria/sessions/new.ics\nIf-Match: \"x\"\n\n" EVENT(
		"SUMMARY:" MARK "\r\n"),
	"PUT /dav/calendars/maria/to-save/past-save.ics\n\n" EVENT(
		"SUMMARY:" MARK "\r\n"),
	"PUT /dav/calendars/maria/closures/new.ics\n\n" EVENT("SUMMARY:" MARK
							      "\r\n"),
	"PROPPATCH /dav/calendars/maria/sessions/n.ics\n\n"
	"<D:propertyupdate" SPACES "><D:set><D:prop><B:clients>" MARK
	"</B:clients></D:prop></D:set></D:propertyupdate>",
	NULL,
};
