#include "store/schema_later_private.h"

#include "store/schema_core_private.h"
#include "store/schema_documents_private.h"
#include "store/schema_fill_private.h"
#include "store/schema_notice_private.h"
#include "store/schema_practice_private.h"

#include <stddef.h>

/* status 0: not answered, or the answer could not be kept. */
static const char claim[] =
	"CREATE TABLE claim ("
	"  id INTEGER PRIMARY KEY,"
	"  person INTEGER NOT NULL REFERENCES person (id),"
	"  key TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 200),"
	"  request BLOB NOT NULL CHECK (length(request) = 32),"
	"  at INTEGER NOT NULL,"
	"  status INTEGER NOT NULL,"
	"  sealed INTEGER NOT NULL,"
	"  body BLOB,"
	"  UNIQUE (person, key)"
	") STRICT;"
	"CREATE INDEX claim_at ON claim (at);";

/* title: a digest, so that no name outlives its erasure. completion NULL: the
 * session is removed softly. review: the batch that links its sessions. */
static const char removal[] =
	"CREATE TABLE removal ("
	"  id INTEGER PRIMARY KEY,"
	"  session INTEGER NOT NULL UNIQUE REFERENCES session (id),"
	"  person INTEGER NOT NULL REFERENCES person (id),"
	"  device TEXT,"
	"  at INTEGER NOT NULL,"
	"  shown INTEGER NOT NULL REFERENCES person (id),"
	"  uid TEXT NOT NULL,"
	"  title TEXT NOT NULL,"
	"  starts INTEGER NOT NULL,"
	"  revision INTEGER NOT NULL,"
	"  completion INTEGER REFERENCES completion (id),"
	"  review INTEGER REFERENCES review (id)"
	") STRICT;"
	"CREATE INDEX removal_person ON removal (person, at);"
	"CREATE INDEX removal_uid ON removal (uid);"
	"CREATE INDEX removal_old ON removal (at) WHERE review IS NULL;"
	"CREATE INDEX removal_review ON removal (review, starts)"
	"  WHERE review IS NOT NULL;";

/* erased: when a person's names went; 253402300799 is INSTANT_MAX, "never". */
static const char erasure[] = "ALTER TABLE person ADD COLUMN"
			      "  erased INTEGER NOT NULL DEFAULT 253402300799;";

/* uid '': the feed as a whole. */
static const char feed_item[] =
	"CREATE TABLE feed_item ("
	"  feed INTEGER NOT NULL REFERENCES feed (id),"
	"  uid TEXT NOT NULL,"
	"  digest BLOB NOT NULL CHECK (length(digest) = 32),"
	"  sequence INTEGER NOT NULL,"
	"  changed INTEGER NOT NULL,"
	"  PRIMARY KEY (feed, uid)"
	") STRICT, WITHOUT ROWID;";

/* at: until when the work of this name is done. */
static const char mark[] = "CREATE TABLE mark ("
			   "  name TEXT PRIMARY KEY,"
			   "  at INTEGER NOT NULL"
			   ") STRICT, WITHOUT ROWID;";

/* What invoices show of the practice and of who pays. Until now an invoice
 * named the first contact as the one to send it to. */
static const char paper[] =
	"ALTER TABLE practice ADD COLUMN address TEXT;"
	"ALTER TABLE practice ADD COLUMN email TEXT;"
	"ALTER TABLE practice ADD COLUMN tax_name TEXT;"
	"ALTER TABLE practice ADD COLUMN tax_number TEXT;"
	"ALTER TABLE practice ADD COLUMN"
	"  payment_days INTEGER NOT NULL DEFAULT 14;"
	"ALTER TABLE person ADD COLUMN address TEXT;"
	"ALTER TABLE contact ADD COLUMN address TEXT;"
	"ALTER TABLE contact ADD COLUMN"
	"  payer INTEGER NOT NULL DEFAULT 0 CHECK (payer IN (0, 1));"
	"UPDATE contact SET payer = 1 WHERE position = 0;";

/* kind: of enum seal_kind; thing: the id of what is sealed. */
static const char seals[] =
	"CREATE TABLE seal ("
	"  id INTEGER PRIMARY KEY,"
	"  kind INTEGER NOT NULL,"
	"  thing INTEGER NOT NULL,"
	"  digest BLOB NOT NULL CHECK (length(digest) = 32),"
	"  previous BLOB NOT NULL CHECK (length(previous) = 32),"
	"  hash BLOB NOT NULL CHECK (length(hash) = 32)"
	") STRICT;"
	"CREATE INDEX seal_thing ON seal (kind, thing, id);";

/* planned: a day; NULL of one without a schedule, and of one that was made
 * before: its own day. */
static const char planned[] = "ALTER TABLE session ADD COLUMN planned INTEGER;";

/* The versions behind the first, which client_rate and person hold. hourly
 * NULL: none. */
static const char later_rates[] =
	"CREATE TABLE client_rate_later ("
	"  client INTEGER NOT NULL REFERENCES person (id),"
	"  service INTEGER NOT NULL REFERENCES service (id),"
	"  effective_from INTEGER NOT NULL,"
	"  cost INTEGER NOT NULL CHECK (cost >= 0),"
	"  PRIMARY KEY (client, service, effective_from)"
	") STRICT, WITHOUT ROWID;"
	"CREATE TABLE practitioner_rate_later ("
	"  practitioner INTEGER NOT NULL REFERENCES person (id),"
	"  effective_from INTEGER NOT NULL,"
	"  hourly INTEGER CHECK (hourly >= 0),"
	"  bonus INTEGER NOT NULL CHECK (bonus >= 0),"
	"  PRIMARY KEY (practitioner, effective_from)"
	") STRICT, WITHOUT ROWID;";

/* typed: the title of a draft as a calendar program sent it. */
static const char typed[] = "ALTER TABLE session ADD COLUMN typed TEXT;";

/* public_url: where the pages are reached, without a slash at its end. */
static const char public_url[] =
	"ALTER TABLE practice ADD COLUMN public_url TEXT;";

/* Of the first version; it was filled and never read. */
static const char no_secret[] = "DROP TABLE secret;";

/* recurrence, modified and stamp are instants. told: digests and ids, by
 * practice/transfer. */
static const char imported[] = "CREATE TABLE imported ("
			       "  uid TEXT PRIMARY KEY,"
			       "  source TEXT NOT NULL,"
			       "  recurrence INTEGER NOT NULL,"
			       "  sequence INTEGER NOT NULL,"
			       "  modified INTEGER NOT NULL,"
			       "  stamp INTEGER NOT NULL,"
			       "  told TEXT NOT NULL"
			       ") STRICT, WITHOUT ROWID;"
			       "CREATE INDEX imported_source"
			       "  ON imported (source, recurrence);";

/* digest: the SHA-256 of what the cookie holds. */
static const char sign_in[] =
	"CREATE TABLE sign_in ("
	"  id INTEGER PRIMARY KEY,"
	"  person INTEGER NOT NULL REFERENCES person (id),"
	"  digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),"
	"  created INTEGER NOT NULL,"
	"  last_used INTEGER NOT NULL,"
	"  program TEXT,"
	"  flash TEXT,"
	"  undo TEXT"
	") STRICT;"
	"CREATE INDEX sign_in_person ON sign_in (person);";

/* What lies in a collection, so that nobody counts it. */
static const char counted[] =
	"ALTER TABLE collection ADD COLUMN"
	"  objects INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE collection ADD COLUMN"
	"  bytes INTEGER NOT NULL DEFAULT 0;"
	"UPDATE collection"
	"  SET objects = (SELECT count(*) FROM member"
	"      WHERE member.collection = collection.id),"
	"    bytes = (SELECT coalesce(sum(size), 0) FROM member"
	"      WHERE member.collection = collection.id);"
	"CREATE INDEX property_viewer ON property (viewer);";

/* What the office notes of a person. */
static const char person_note[] = "ALTER TABLE person ADD COLUMN note TEXT;";

/* name '': the collection itself. */
static const char lock[] =
	"CREATE TABLE lock ("
	"  id INTEGER PRIMARY KEY,"
	"  token TEXT NOT NULL UNIQUE,"
	"  person INTEGER NOT NULL REFERENCES person (id),"
	"  collection INTEGER NOT NULL"
	"    REFERENCES collection (id) ON DELETE CASCADE,"
	"  name TEXT NOT NULL,"
	"  shared INTEGER NOT NULL CHECK (shared IN (0, 1)),"
	"  deep INTEGER NOT NULL CHECK (deep = 0 OR name = ''),"
	"  owner TEXT,"
	"  expires INTEGER NOT NULL"
	") STRICT;"
	"CREATE INDEX lock_place ON lock (collection, name);"
	"CREATE INDEX lock_person ON lock (person);"
	"CREATE INDEX lock_expires ON lock (expires);"
	"ALTER TABLE collection ADD COLUMN"
	"  locks INTEGER NOT NULL DEFAULT 0;";

/* By which people are found and sorted; a function of the step fills it. */
static const char person_found[] =
	"ALTER TABLE person ADD COLUMN name_key TEXT NOT NULL DEFAULT '';";

/* What each device calls itself; programs that a password or a token of nobody
 * kept out; and the hours in which the practice works, JSON. */
static const char devices[] =
	"ALTER TABLE token ADD COLUMN program TEXT;"
	"CREATE TABLE turned_away ("
	"  person INTEGER NOT NULL REFERENCES person (id),"
	"  program TEXT NOT NULL,"
	"  since INTEGER NOT NULL,"
	"  last INTEGER NOT NULL,"
	"  tries INTEGER NOT NULL,"
	"  PRIMARY KEY (person, program)"
	") STRICT, WITHOUT ROWID;"
	"ALTER TABLE practice ADD COLUMN hours TEXT;";

/* What the recipient took for the end, beside was_starts; year 1, INSTANT_MIN,
 * where nobody noted it. */
static const char known_end[] =
	"ALTER TABLE outbox ADD COLUMN"
	"  was_ends INTEGER NOT NULL DEFAULT -62135596800;";

/* Ids are not used again: a page may hold one of a sign-in that has ended. */
static const char sign_in_ids[] =
	"CREATE TABLE sign_in_next ("
	"  id INTEGER PRIMARY KEY AUTOINCREMENT,"
	"  person INTEGER NOT NULL REFERENCES person (id),"
	"  digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),"
	"  created INTEGER NOT NULL,"
	"  last_used INTEGER NOT NULL,"
	"  program TEXT,"
	"  flash TEXT,"
	"  undo TEXT"
	") STRICT;"
	"INSERT INTO sign_in_next (id, person, digest, created, last_used,"
	"    program, flash, undo)"
	"  SELECT id, person, digest, created, last_used, program, flash, undo"
	"    FROM sign_in;"
	"DROP TABLE sign_in;"
	"ALTER TABLE sign_in_next RENAME TO sign_in;"
	"CREATE INDEX sign_in_person ON sign_in (person);";

/* Files that wait to be taken in, and what came of them. */
static const char upload[] =
	"CREATE TABLE import_job ("
	"  id INTEGER PRIMARY KEY,"
	"  person INTEGER NOT NULL REFERENCES person (id),"
	"  created INTEGER NOT NULL,"
	"  state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 5),"
	"  practitioner TEXT,"
	"  all_day INTEGER NOT NULL,"
	"  hash TEXT,"
	"  report TEXT,"
	"  reason TEXT"
	") STRICT;"
	"CREATE INDEX import_job_person ON import_job (person);"
	"CREATE TABLE import_file ("
	"  job INTEGER NOT NULL REFERENCES import_job (id) ON DELETE CASCADE,"
	"  position INTEGER NOT NULL,"
	"  name TEXT NOT NULL,"
	"  bytes BLOB NOT NULL,"
	"  PRIMARY KEY (job, position)"
	") STRICT, WITHOUT ROWID;";

/* starts and wall: wall clocks, as seconds in UTC. told: digests, by
 * practice/booking. */
static const char series[] =
	"CREATE TABLE series ("
	"  head INTEGER PRIMARY KEY REFERENCES session (id),"
	"  starts INTEGER NOT NULL,"
	"  told TEXT NOT NULL"
	") STRICT;"
	"CREATE TABLE series_date ("
	"  head INTEGER NOT NULL REFERENCES series (head),"
	"  wall INTEGER NOT NULL,"
	"  session INTEGER NOT NULL REFERENCES session (id),"
	"  told TEXT NOT NULL,"
	"  taken INTEGER NOT NULL CHECK (taken IN (0, 1)),"
	"  PRIMARY KEY (head, wall, session)"
	") STRICT, WITHOUT ROWID;";

/* How instances count in free-busy (store/instance.h); NULL: not told yet, and
 * soon by the job that keeps the index, which is done anew. */
static const char busy[] =
	"ALTER TABLE instance ADD COLUMN busy INTEGER"
	"  CHECK (busy BETWEEN 0 AND 3);"
	"CREATE INDEX instance_untold ON instance (member) WHERE busy IS NULL;"
	"DELETE FROM mark WHERE name = 'rolled';";

/* source: the calendar that a shared one shows; followed: the revision of it
 * that is shown. A row of person 0 is a role's; each home that has an inbox
 * gets a place for what it is told of shares. */
static const char shares[] =
	"ALTER TABLE collection ADD COLUMN source INTEGER"
	"  REFERENCES collection (id) ON DELETE CASCADE;"
	"ALTER TABLE collection ADD COLUMN"
	"  privileges INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE collection ADD COLUMN"
	"  followed INTEGER NOT NULL DEFAULT 0;"
	"CREATE INDEX collection_source ON collection (source)"
	"  WHERE source IS NOT NULL;"
	"CREATE TABLE share ("
	"  id INTEGER PRIMARY KEY,"
	"  collection INTEGER NOT NULL"
	"    REFERENCES collection (id) ON DELETE CASCADE,"
	"  person INTEGER NOT NULL,"
	"  role INTEGER NOT NULL,"
	"  privileges INTEGER NOT NULL,"
	"  state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 3),"
	"  uid TEXT NOT NULL UNIQUE,"
	"  summary TEXT,"
	"  UNIQUE (collection, person, role)"
	") STRICT;"
	"CREATE INDEX share_person ON share (person);"
	"CREATE TABLE delegate ("
	"  owner INTEGER NOT NULL REFERENCES person (id),"
	"  person INTEGER NOT NULL REFERENCES person (id),"
	"  writes INTEGER NOT NULL CHECK (writes IN (0, 1)),"
	"  PRIMARY KEY (owner, person)"
	") STRICT, WITHOUT ROWID;"
	"CREATE INDEX delegate_person ON delegate (person);"
	"INSERT INTO collection (owner, parent, path, kind, components,"
	"    revision, floor, etag_seed, created)"
	"  SELECT owner, 0, 'notifications', 10, 0, 1, 0,"
	"      lower(hex(randomblob(16))), created"
	"    FROM collection"
	"    WHERE kind = 7"
	"  ON CONFLICT (owner, path) DO NOTHING;";

/* Instances of a day are told apart from those of a month. */
static const char days[] = "UPDATE instance"
			   "  SET long = 2"
			   "  WHERE long = 0"
			   "    AND ends - starts <= 90000;";

/* Who names a session that moves is found by it. */
static const char named[] = "CREATE INDEX session_clash_uid"
			    "  ON session_clash (uid)"
			    "  WHERE with_closure = 0;";

/* A new event asks what its program was just refused. */
static const char refused[] = "CREATE INDEX audit_refused"
			      "  ON audit (who, at)"
			      "  WHERE action = 'calendar.refused';";

/* Several instances in one row (store/instance_run_private.h). Series that are
 * stored keep a row of each until they change. */
static const char runs[] =
	"ALTER TABLE instance ADD COLUMN step INTEGER CHECK (step > 0);"
	"ALTER TABLE instance ADD COLUMN lasts INTEGER CHECK (lasts >= 0);";

/* What a member has in the index of instances beyond one row, and a collection
 * of all its members. */
static const char counts[] =
	"ALTER TABLE member ADD COLUMN extra_rows INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE collection ADD COLUMN extra_rows INTEGER NOT NULL DEFAULT "
	"0;"
	"WITH many (member, extra) AS ("
	"  SELECT member, count(*) - 1"
	"    FROM instance"
	"    GROUP BY member"
	"    HAVING count(*) > 1)"
	"UPDATE member"
	"  SET extra_rows = extra"
	"  FROM many"
	"  WHERE many.member = member.id;"
	"UPDATE collection"
	"  SET extra_rows = (SELECT coalesce(sum(extra_rows), 0) FROM member"
	"      WHERE member.collection = collection.id);";

/* Weekly ones that go on over midnight (UTC) are not of one day of the week. */
static const char nights[] =
	"UPDATE instance"
	"  SET long = CASE WHEN ends - starts <= 7862400 THEN 4 ELSE 3 END"
	"  WHERE long >= 5"
	"    AND lasts > 0"
	"    AND (starts + 62135596800) / 86400"
	"      <> (starts + lasts - 1 + 62135596800) / 86400;";

static const char *const step_claim[] = { claim, NULL };
static const char *const step_removal[] = { removal, NULL };
static const char *const step_erasure[] = { erasure, NULL };
static const char *const step_feed[] = { feed_item, NULL };
static const char *const step_mark[] = { mark, NULL };
static const char *const step_paper[] = { paper, seals, NULL };
static const char *const step_dated[] = { planned, later_rates, NULL };
static const char *const step_shown[] = { typed, public_url, NULL };
static const char *const step_secret[] = { no_secret, NULL };
static const char *const step_imported[] = { imported, NULL };
static const char *const step_sign_in[] = { sign_in, NULL };
static const char *const step_counted[] = { counted, NULL };
static const char *const step_noted[] = { person_note, NULL };
static const char *const step_locks[] = { lock, NULL };
static const char *const step_found[] = { person_found, NULL };
static const char *const step_devices[] = { devices, NULL };
static const char *const step_known[] = { known_end, sign_in_ids, NULL };
static const char *const step_upload[] = { upload, NULL };
static const char *const step_again[] = { series, NULL };
static const char *const step_busy[] = { busy, NULL };
static const char *const step_shares[] = { shares, NULL };
static const char *const step_days[] = { days, NULL };
static const char *const step_named[] = { named, NULL };
static const char *const step_refused[] = { refused, NULL };
static const char *const step_runs[] = { runs, NULL };
static const char *const step_counts[] = { counts, NULL };
static const char *const step_nights[] = { nights, NULL };

/* Rows are added at the end and never changed: databases of every version
 * are out there. A step goes by the tables of its version, and so by no
 * statement of the modules of today. */
const struct migration store_migrations[] = {
	{ 1,
	  "the first tables",
	  { store_schema_core, store_schema_practice },
	  schema_fill_first },
	{ 2, "money documents", { store_schema_documents }, NULL },
	{ 3, "requests that may be repeated", { step_claim }, NULL },
	{ 4, "removals by calendars", { step_removal }, NULL },
	{ 5, "erasure", { step_erasure }, NULL },
	{ 6, "what feeds have shown", { step_feed }, NULL },
	{ 7, "marks of the scheduler", { step_mark }, schema_move_marks },
	{ 8, "what papers show and rest on", { step_paper }, NULL },
	{ 9, "planned dates and dated rates", { step_dated }, NULL },
	{ 10, "what events show", { step_shown }, NULL },
	{ 11, "a secret that nobody read goes", { step_secret }, NULL },
	{ 12, "cancellations and notices", { store_schema_notice }, NULL },
	{ 13, "what files told", { step_imported }, NULL },
	{ 14, "sign-ins to the pages", { step_sign_in }, NULL },
	{ 15, "what a person takes up", { step_counted }, NULL },
	{ 16, "notes of people", { step_noted }, NULL },
	{ 17, "locks of calendar programs", { step_locks }, NULL },
	{ 18,
	  "names that people are found by",
	  { step_found },
	  schema_fold_names },
	{ 19, "programs of devices", { step_devices }, NULL },
	{ 20, "ends that are known", { step_known }, NULL },
	{ 21, "files to be imported", { step_upload }, NULL },
	{ 22, "what programs send again", { step_again }, NULL },
	{ 23, "what takes time", { step_busy }, NULL },
	{ 24, "shared calendars", { step_shares }, NULL },
	{ 25, "how long instances are", { step_days }, NULL },
	{ 26, "who names a session", { step_named }, NULL },
	{ 27, "what programs were refused", { step_refused }, NULL },
	{ 28, "series in runs", { step_runs }, NULL },
	{ 29, "rows of the index", { step_counts }, NULL },
	{ 30, "weekly runs by their day", { step_nights }, NULL },
	{ 0 },
};
