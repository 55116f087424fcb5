#include "tests/unit/server/rights_rows.h"

#include <stddef.h>

#define SESSION                                                            \
	"{\"start\": \"2026-06-19T16:00\", \"end\": \"2026-06-19T16:50\"," \
	" \"practitioners\": [\"maria\"], \"clients\": [\"C042\"]}"
#define SCHEDULE                                                           \
	"{\"start\": \"2026-06-19T16:00\", \"end\": \"2026-06-19T16:50\"," \
	" \"practitioners\": [\"maria\"], \"clients\": [\"C042\"],"        \
	" \"days\": [\"FR\"], \"repeat\": \"weekly\", \"count\": 2}"
#define TYPE                                                       \
	"{\"label\": \"Ill\", \"map\": \"missed\", \"modifier\": " \
	"\"percentage\","                                          \
	" \"client\": 0, \"practitioner\": 0}"

const struct sending rights_sendings[] = {
	{ "PATCH", "/api/practice", { NULL }, "{\"phone\": \"1\"}" },
	{ "POST",
	  "/api/people",
	  { NULL },
	  "{\"name\": \"New Client\", \"code\": \"C099\", \"login\": \"new1\","
	  " \"roles\": [\"client\"]}" },
	{ "POST",
	  "/api/people",
	  { NULL },
	  "{\"name\": \"New Staff\", \"login\": \"new2\","
	  " \"roles\": [\"staff\"]}" },
	{ "POST",
	  "/api/people",
	  { NULL },
	  "{\"name\": \"No Login\", \"code\": \"C099\","
	  " \"roles\": [\"client\"]}" },
	{ "PATCH", "/api/people/{id}", { "ada" }, "{\"phone\": \"1\"}" },
	{ "PATCH", "/api/people/{id}", { "ada" }, "{\"notice\": \"none\"}" },
	{ "PATCH", "/api/people/{id}", { "maria" }, "{\"phone\": \"1\"}" },
	{ "PATCH", "/api/people/{id}", { "staff" }, "{\"phone\": \"1\"}" },
	{ "PATCH",
	  "/api/people/{id}",
	  { "maria" },
	  "{\"calendar_names\": \"full\"}" },
	{ "PATCH",
	  "/api/people/{id}",
	  { "staff" },
	  "{\"grants\": [\"void\"]}" },
	{ "PUT",
	  "/api/people/{id}/password",
	  { "ada" },
	  "{\"password\": \"a long new one\"}" },
	{ "PUT",
	  "/api/people/{id}/password",
	  { "staff" },
	  "{\"password\": \"a long new one\"}" },
	{ "POST", "/api/people/{id}/tokens", { "ada" }, "{\"label\": \"x\"}" },
	{ "POST",
	  "/api/people/{id}/tokens",
	  { "maria" },
	  "{\"label\": \"x\"}" },
	{ "POST",
	  "/api/people/{id}/feeds",
	  { "ada" },
	  "{\"label\": \"x\", \"level\": \"busy\"}" },
	{ "POST",
	  "/api/people/{id}/feeds",
	  { "maria" },
	  "{\"label\": \"x\", \"level\": \"full\"}" },
	{ "PUT",
	  "/api/people/{client}/rates/{service}",
	  { "ada" },
	  "{\"cost\": \"9.00\"}" },
	{ "POST",
	  "/api/people/{practitioner}/rates",
	  { "maria" },
	  "{\"hourly\": \"9.00\", \"bonus\": \"0.00\","
	  " \"effective_from\": \"2026-09-01\"}" },
	{ "POST",
	  "/api/people/{client}/erase",
	  { "ben" },
	  "{\"confirm\": \"C043\"}" },
	{ "POST",
	  "/api/services",
	  { NULL },
	  "{\"name\": \"S\", \"kind\": \"fixed\", \"cost\": \"1.00\","
	  " \"wage\": \"1.00\", \"wage_basis\": \"session\", \"tax_bp\": 0}" },
	{ "POST",
	  "/api/services/{id}/prices",
	  { NULL },
	  "{\"effective_from\": \"2026-08-01\", \"cost\": \"1.00\","
	  " \"wage\": \"1.00\", \"tax_bp\": 0}" },
	{ "POST", "/api/completion-types", { NULL }, TYPE },
	{ "PATCH",
	  "/api/completion-types/{id}",
	  { "late-cancel" },
	  "{\"client\": 80}" },
	{ "POST", "/api/sessions", { NULL }, SESSION },
	{ "PATCH", "/api/sessions/{id}", { NULL }, "{\"place\": \"x\"}" },
	{ "PATCH", "/api/sessions/{id}", { "2" }, "{\"place\": \"x\"}" },
	{ "POST",
	  "/api/sessions/{id}/completion",
	  { NULL },
	  "{\"type\": \"completed\"}" },
	{ "POST",
	  "/api/sessions/{id}/completion",
	  { NULL },
	  "{\"type\": \"override\", \"charge\": \"1.00\", \"wage\": \"1.00\","
	  " \"reason\": \"x\"}" },
	{ "POST",
	  "/api/sessions/{id}/completion",
	  { "2" },
	  "{\"type\": \"open\"}" },
	{ "POST",
	  "/api/sessions/completions",
	  { NULL },
	  "{\"ids\": [\"1\"], \"type\": \"missed\"}" },
	{ "POST", "/api/schedules/preview", { NULL }, SCHEDULE },
	{ "POST", "/api/schedules", { NULL }, SCHEDULE },
	{ "PATCH",
	  "/api/schedules/{id}",
	  { NULL },
	  "{\"from\": \"2026-06-15\", \"days\": [\"WE\"]}" },
	{ "POST",
	  "/api/closures",
	  { NULL },
	  "{\"title\": \"C\", \"from\": \"2026-07-01\","
	  " \"to\": \"2026-07-01\", \"all_day\": true}" },
	{ "POST",
	  "/api/imports",
	  { NULL },
	  "{\"files\": [{\"name\": \"a.csv\", \"content\": \"bmFtZQo=\"}]}" },
	{ "PATCH", "/api/closures/{id}", { NULL }, "{\"title\": \"C\"}" },
	{ "POST",
	  "/api/cancellations/preview",
	  { NULL },
	  "{\"from\": \"2026-06-08\", \"to\": \"2026-06-30\"}" },
	{ "POST",
	  "/api/cancellations",
	  { NULL },
	  "{\"from\": \"2026-06-08\", \"to\": \"2026-06-30\","
	  " \"hash\": \"of another list\", \"notify\": false,"
	  " \"cancel\": true}" },
	{ "POST",
	  "/api/invoices",
	  { NULL },
	  "{\"client\": \"C042\", \"to\": \"2026-06-30\"}" },
	{ "POST", "/api/invoices/{id}/issue", { "2" }, "{}" },
	{ "POST", "/api/invoices/{id}/void", { NULL }, "{}" },
	{ "POST",
	  "/api/payments",
	  { NULL },
	  "{\"client\": \"C042\", \"amount\": \"1.00\","
	  " \"date\": \"2026-06-08\", \"method\": \"cash\"}" },
	{ "POST",
	  "/api/payments/{id}/refund",
	  { NULL },
	  "{\"amount\": \"1.00\"}" },
	{ "POST", "/api/payments/{id}/void", { NULL }, "{}" },
	{ "POST",
	  "/api/people/{client}/statement/send",
	  { "ada" },
	  "{\"from\": \"2026-06-01\", \"to\": \"2026-06-30\"}" },
	{ "POST", "/api/payroll", { NULL }, "{\"to\": \"2026-06-30\"}" },
	{ "POST", "/api/payroll/{id}/close", { NULL }, "{}" },
	{ NULL },
};

const struct stand_in rights_stand_ins[] = {
	{ "/api/people/{id}", { "maria", "ada", "staff" }, NULL },
	{ "/api/people/{client}/statement.pdf",
	  { "ada" },
	  "?from=2026-06-01&to=2026-06-30" },
	{ "/api/people/{client}", { "ada" }, NULL },
	{ "/api/people/{practitioner}", { "maria" }, NULL },
	{ "/api/sessions/{id}", { "1", "2", "3", "7" }, NULL },
	{ "/sessions/{id}", { "1", "2", "3", "7" }, NULL },
	{ "/settings/sessions/status/{", { "late-cancel" }, NULL },
	{ "/completion-types/{", { "late-cancel" }, NULL },
	{ "/api/completion-types/{id}", { "late-cancel" }, NULL },
	{ "/api/invoices/{id}", { "1", "2" }, NULL },
	{ "/invoices/{id}", { "1", "2" }, NULL },
	{ "/clients/{", { "C042" }, NULL },
	{ "/practitioners/{", { "maria" }, NULL },
	{ "/people/{", { "maria" }, NULL },
	{ "/", { "1" }, NULL },
	{ NULL },
};

const char *const rights_places[] = {
	"/",
	"/dav/",
	"/dav/principals/",
	"/dav/principals/office/",
	"/dav/principals/maria/",
	"/dav/principals/ada/",
	"/dav/calendars/",
	"/dav/calendars/office/",
	"/dav/calendars/office/maria/",
	"/dav/calendars/office/maria/n.ics",
	"/dav/calendars/office/calendar/",
	"/dav/calendars/office/calendar/p.ics",
	"/dav/calendars/maria/",
	"/dav/calendars/maria/sessions/",
	"/dav/calendars/maria/sessions/n.ics",
	"/dav/calendars/maria/sessions/new.ics",
	"/dav/calendars/maria/sessions/past.ics",
	"/dav/calendars/maria/to-save/",
	"/dav/calendars/maria/to-save/past-save.ics",
	"/dav/calendars/maria/closures/",
	"/dav/calendars/maria/closures/k.ics",
	"/dav/calendars/maria/closures/new.ics",
	"/dav/calendars/maria/calendar/",
	"/dav/calendars/maria/calendar/a.ics",
	"/dav/calendars/maria/calendar/new.ics",
	"/dav/calendars/maria/new/",
	"/dav/calendars/maria/shared/",
	"/dav/calendars/maria/shared/l.ics",
	"/dav/calendars/maria/files/",
	"/dav/calendars/maria/files/notes.txt",
	"/dav/calendars/maria/files/new.txt",
	"/dav/calendars/maria/files/cal/",
	"/dav/calendars/maria/files/cal/f.ics",
	"/dav/calendars/tom/",
	"/dav/calendars/tom/sessions/",
	"/dav/calendars/tom/sessions/o.ics",
	"/dav/calendars/tom/calendar/t.ics",
	"/dav/calendars/staff/",
	"/dav/calendars/staff/tom/o.ics",
	"/dav/calendars/staff/calendar/s.ics",
	"/dav/calendars/office/closures/k.ics",
	"/dav/calendars/ada/",
	"/dav/calendars/ada/sessions/",
	"/dav/calendars/ada/sessions/n.ics",
	"/dav/calendars/ada/sessions/new.ics",
	"/dav/calendars/ada/closures/",
	"/dav/calendars/ada/closures/k.ics",
	"/dav/calendars/ada/new/",
	"/dav/calendars/nobody/",
	"/dav/calendars/nobody/sessions/",
	NULL,
};

#define OBJECT                                                   \
	"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"         \
	"BEGIN:VEVENT\r\nUID:%s\r\nDTSTAMP:20260601T000000Z\r\n" \
	"DTSTART:20260612T140000Z\r\nDTEND:20260612T150000Z\r\n" \
	"SUMMARY:x C042\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
#define SPACES                                                        \
	" xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\"" \
	" xmlns:B=\"urn:daybook\""
#define DATA "<D:prop><D:getetag/><C:calendar-data/></D:prop>"

const struct variant rights_variants[] = {
	{ "PUT", "", "\nContent-Type: text/calendar\n\n" OBJECT },
	{ "POST", "", "\nContent-Type: text/calendar\n\n" OBJECT },
	{ "PROPFIND", "",
	  "\nDepth: 1\n\n<D:propfind" SPACES "><D:allprop/><D:include>"
	  "<D:acl/><D:owner/><C:calendar-data/><B:status/><B:clients/>"
	  "<B:charge/><B:wage/><B:reason/><B:private-note/><B:public-note/>"
	  "</D:include></D:propfind>" },
	{ "PROPPATCH", "",
	  "\n\n<D:propertyupdate" SPACES "><D:set><D:prop><D:displayname>x"
	  "</D:displayname></D:prop></D:set></D:propertyupdate>" },
	{ "COPY", "", "\nDestination: %s\n\n" },
	{ "MOVE", "", "\nDestination: %s\n\n" },
	{ "LOCK", "",
	  "\nDepth: 0\n\n<D:lockinfo" SPACES "><D:lockscope><D:exclusive/>"
	  "</D:lockscope><D:locktype><D:write/></D:locktype></D:lockinfo>" },
	{ "UNLOCK", "", "\nLock-Token: <urn:x>\n\n" },
	{ "ACL", "",
	  "\n\n<D:acl" SPACES "><D:ace><D:principal><D:href>"
	  "/dav/principals/tom/</D:href></D:principal><D:grant><D:privilege>"
	  "<D:read/></D:privilege></D:grant></D:ace></D:acl>" },
	{ "POST", " share",
	  "\nContent-Type: application/xml\n\n<CS:share" SPACES
	  " xmlns:CS=\"http://calendarserver.org/ns/\"><CS:set><D:href>"
	  "/dav/principals/tom/</D:href><CS:read/></CS:set></CS:share>" },
	{ "REPORT", " query",
	  "\nDepth: 1\n\n<C:calendar-query" SPACES ">" DATA
	  "<C:filter><C:comp-filter name=\"VCALENDAR\"/></C:filter>"
	  "</C:calendar-query>" },
	{ "REPORT", " multiget",
	  "\n\n<C:calendar-multiget" SPACES ">" DATA
	  "<D:href>/dav/calendars/maria/sessions/n.ics</D:href>"
	  "<D:href>/dav/calendars/maria/calendar/a.ics</D:href>"
	  "<D:href>/dav/calendars/office/calendar/p.ics</D:href>"
	  "</C:calendar-multiget>" },
	{ "REPORT", " sync",
	  "\n\n<D:sync-collection" SPACES "><D:sync-token/>"
	  "<D:sync-level>1</D:sync-level>" DATA "</D:sync-collection>" },
	{ "REPORT", " free-busy",
	  "\nDepth: 1\n\n<C:free-busy-query" SPACES "><C:time-range"
	  " start=\"20260601T000000Z\" end=\"20260701T000000Z\"/>"
	  "</C:free-busy-query>" },
	{ "REPORT", " search",
	  "\n\n<D:principal-property-search" SPACES "><D:property-search>"
	  "<D:prop><D:displayname/></D:prop><D:match></D:match>"
	  "</D:property-search><D:prop><D:displayname/></D:prop>"
	  "</D:principal-property-search>" },
	{ "REPORT", " expand",
	  "\n\n<D:expand-property" SPACES "><D:property name=\"owner\">"
	  "<D:property name=\"displayname\"/></D:property>"
	  "</D:expand-property>" },
	{ NULL },
};
