#include "tests/unit/server/lived_history.h"

#include <stddef.h>

#define EVENT_ON(day, uid, more)                         \
	"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n" \
	"BEGIN:VEVENT\r\nUID:" uid "\r\n"                \
	"DTSTAMP:20260601T000000Z\r\n"                   \
	"DTSTART:" day "T140000Z\r\n"                    \
	"DTEND:" day "T150000Z\r\n" more "END:VEVENT\r\nEND:VCALENDAR\r\n"
#define EVENT(uid, more) EVENT_ON("20260612", uid, more)

/* Something of every kind, so that one request can meet it. */
const char *const lived_history[] = {
	"PATCH /api/people/ada\n\n"
	"{\"phone\": \"+1 416 555 7301\", \"email\": \"zmail@example.org\","
	" \"address\": \"7302 Zstreet\","
	" \"contacts\": [{\"name\": \"Zmother\", \"relation\": \"mother\","
	"  \"email\": \"zcontact@example.org\", \"notice\": \"email\"}]}",
	"PUT /api/people/C042/rates/1\n\n{\"cost\": \"71.11\"}",
	"PATCH /api/sessions/1\n\n"
	"{\"place\": \"Zroom\", \"public_note\": \"zpublic\","
	" \"private_note\": \"zprivate\"}",
	"POST /api/sessions\n\n"
	"{\"start\": \"2026-06-05T16:00\", \"end\": \"2026-06-05T16:50\","
	" \"practitioners\": [\"maria\"], \"clients\": [\"C042\", \"C043\"]}",
	"POST /api/sessions/2/completion\n\n{\"type\": \"completed\"}",
	"POST /api/sessions\n\n"
	"{\"start\": \"2026-06-11T16:00\", \"end\": \"2026-06-11T16:50\"}",
	"POST /api/schedules\n\n"
	"{\"start\": \"2026-06-09T16:00\", \"end\": \"2026-06-09T16:50\","
	" \"practitioners\": [\"maria\"], \"clients\": [\"C042\"],"
	" \"days\": [\"TU\"], \"repeat\": \"weekly\", \"count\": 3,"
	" \"enabled\": true}",
	"POST /api/closures\n\n"
	"{\"title\": \"Zholiday\", \"from\": \"2026-06-16\","
	" \"to\": \"2026-06-17\", \"all_day\": true}",
	"POST /api/completion-types\n\n"
	"{\"label\": \"Late cancel\", \"map\": \"canceled\","
	" \"modifier\": \"percentage\", \"client\": 50,"
	" \"practitioner\": 25, \"short\": \"lc\"}",
	"POST /api/sessions\n\n"
	"{\"start\": \"2026-06-04T16:00\", \"end\": \"2026-06-04T16:50\","
	" \"practitioners\": [\"maria\"], \"clients\": [\"C042\"]}",
	"POST /api/sessions/7/completion\n\n"
	"{\"type\": \"override\", \"charges\": {\"C042\": \"72.22\"},"
	" \"wages\": {\"maria\": \"73.33\"}, \"reason\": \"zreason\"}",
	"POST /api/invoices\n\n{\"client\": \"C042\", \"to\": \"2026-06-30\"}",
	"POST /api/invoices/1/issue\n\n{}",
	"POST /api/invoices\n\n{\"client\": \"C043\", \"to\": \"2026-06-30\"}",
	"POST /api/payments\n\n"
	"{\"client\": \"C042\", \"amount\": \"200.03\","
	" \"date\": \"2026-06-08\", \"method\": \"cash\"}",
	"POST /api/payroll\n\n{\"to\": \"2026-06-30\"}",
	"POST /api/people/maria/rates\n\n"
	"{\"hourly\": \"74.44\", \"bonus\": \"0.00\","
	" \"effective_from\": \"2026-06-08\"}",
	"POST /api/people/maria/tokens\n\n{\"label\": \"Zphone\"}",
	"POST /api/people/maria/feeds\n\n"
	"{\"label\": \"Zreader\", \"level\": \"busy\"}",
	"PUT calendar/a.ics\n\n" EVENT("a", "SUMMARY:zdiary\r\n"
					    "RRULE:FREQ=WEEKLY;COUNT=5\r\n"),
	"PUT /dav/calendars/office/calendar/p.ics\nFrom: office\n\n" EVENT(
		"p", "SUMMARY:zletter\r\n"),
	"MKCALENDAR work/\n\n",
	"PUT work/b.ics\n\n" EVENT("b", "SUMMARY:Tea\r\n"),
	"PUT sessions/n.ics\n\n" EVENT("n", "SUMMARY:C042\r\n"),
	"PROPPATCH calendar/\n\n"
	"<D:propertyupdate xmlns:D=\"DAV:\"><D:set><D:prop><D:displayname>"
	"Zmine</D:displayname><x xmlns=\"urn:x\">z</x></D:prop></D:set>"
	"</D:propertyupdate>",
	/* Beside what is Maria's and Ada's: what is others', what waits. */
	"PUT sessions/past.ics\n\n" EVENT_ON("20260603", "past",
					     "SUMMARY:C043\r\n"),
	"PUT sessions/n.ics\n\n" EVENT("n",
				       "SUMMARY:C042 Therapy #whatever\r\n"),
	"PUT /dav/calendars/office/closures/k.ics\nFrom: office\n\n" EVENT_ON(
		"20260701", "k", "SUMMARY:Zrepair\r\n"),
	"PUT /dav/calendars/tom/sessions/o.ics\nFrom: tom\n\n" EVENT_ON(
		"20260602", "o", "SUMMARY:zdraft\r\n"),
	"PUT /dav/calendars/tom/calendar/t.ics\nFrom: tom\n\n" EVENT(
		"t", "SUMMARY:ztom\r\n"),
	"PUT /dav/calendars/staff/calendar/s.ics\nFrom: staff\n\n" EVENT(
		"s", "SUMMARY:zstaff\r\n"),
	"MKCALENDAR shared/\n\n",
	"PUT shared/l.ics\n\n" EVENT("l", "SUMMARY:zshared\r\n"),
	"ACL shared/\n\n"
	"<D:acl xmlns:D=\"DAV:\"><D:ace><D:principal><D:href>"
	"/dav/principals/tom/</D:href></D:principal><D:grant><D:privilege>"
	"<D:read/></D:privilege><D:privilege><D:write/></D:privilege>"
	"</D:grant></D:ace><D:ace><D:principal><D:href>"
	"/dav/principals/staff/</D:href></D:principal><D:grant><D:privilege>"
	"<D:read/></D:privilege></D:grant></D:ace></D:acl>",
	"LOCK shared/l.ics\nDepth: 0\n\n"
	"<D:lockinfo xmlns:D=\"DAV:\"><D:lockscope><D:exclusive/>"
	"</D:lockscope><D:locktype><D:write/></D:locktype></D:lockinfo>",
	"POST /api/sessions\n\n"
	"{\"start\": \"2026-06-25T16:00\", \"end\": \"2026-06-25T16:50\","
	" \"practitioners\": [\"maria\"], \"clients\": [\"C042\"]}",
	"POST /api/cancellations/preview\n\n"
	"{\"from\": \"2026-06-25\", \"to\": \"2026-06-25\"}",
	"POST /api/cancellations\n\n"
	"{\"from\": \"2026-06-25\", \"to\": \"2026-06-25\","
	" \"hash\": \"HASH\", \"notify\": true, \"cancel\": true}",
	"POST /api/imports\n\n"
	"{\"files\": [{\"name\": \"people.csv\","
	"  \"content\": \"bmFtZQpadXRlCg==\"}]}",
	/* Whom nobody has met. */
	"POST /api/people\n\n"
	"{\"name\": \"Xenia Vane\", \"code\": \"C044\", \"login\": \"cleo\","
	" \"roles\": [\"client\"]}",
	"POST /api/people\n\n"
	"{\"name\": \"Xerxes Wolf\", \"code\": \"C045\", \"login\": \"dan\","
	" \"roles\": [\"client\"]}",
	"PATCH /api/people/dan\n\n{\"active\": false}",
	"MKCOL files/\n\n",
	"PUT files/notes.txt\nContent-Type: text/plain\n\nzfile\n",
	"MKCALENDAR files/cal/\n\n",
	"PUT files/cal/f.ics\n\n" EVENT("f", "SUMMARY:zinner\r\n"),
	"POST /api/people/maria/feeds\n\n"
	"{\"label\": \"initials\", \"level\": \"initials\"}",
	"POST /api/people/maria/feeds\n\n"
	"{\"label\": \"full\", \"level\": \"full\"}",
	"POST /api/people/ada/feeds\n\n"
	"{\"label\": \"client\", \"level\": \"full\"}",
	"POST /api/people/maria/feeds\n\n"
	"{\"label\": \"ended\", \"level\": \"full\"}",
	"DELETE /api/people/maria/feeds/5\n\n",
	NULL,
};
