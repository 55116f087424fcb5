#include "store/schema_notice_private.h"

#include <stddef.h>

/* asked_from, asked_to: as they were asked for, days or wall times. state:
 * of enum run_state. */
static const char run[] =
	"CREATE TABLE run ("
	"  id INTEGER PRIMARY KEY,"
	"  at INTEGER NOT NULL,"
	"  person INTEGER REFERENCES person (id),"
	"  asked_from TEXT NOT NULL,"
	"  asked_to TEXT NOT NULL,"
	"  practitioners TEXT NOT NULL,"
	"  hash TEXT NOT NULL,"
	"  message TEXT,"
	"  notify INTEGER NOT NULL CHECK (notify IN (0, 1)),"
	"  cancel INTEGER NOT NULL CHECK (cancel IN (0, 1)),"
	"  state INTEGER NOT NULL,"
	"  CHECK (notify + cancel > 0)"
	") STRICT;"
	"CREATE INDEX run_open ON run (id) WHERE state IN (0, 2);"

	/* planned: the revision that the plan saw; made: the one that the run
	 * left, 0 where it changed nothing. */
	"CREATE TABLE run_session ("
	"  run INTEGER NOT NULL REFERENCES run (id),"
	"  position INTEGER NOT NULL,"
	"  session INTEGER NOT NULL REFERENCES session (id),"
	"  planned INTEGER NOT NULL,"
	"  made INTEGER NOT NULL,"
	"  outcome INTEGER NOT NULL,"
	"  undone INTEGER NOT NULL CHECK (undone IN (0, 1)),"
	"  reason TEXT,"
	"  PRIMARY KEY (run, position),"
	"  UNIQUE (run, session)"
	") STRICT, WITHOUT ROWID;";

/* starts, ends: what is told of the session; was_starts: what the recipient
 * knew before. ahead: the hours of a reminder. stops: the moment after which
 * it is not tried any more. token: the gateway's name for it; key: what only
 * its reader and its gateway know. */
static const char outbox[] =
	"CREATE TABLE outbox ("
	"  id INTEGER PRIMARY KEY,"
	"  session INTEGER REFERENCES session (id),"
	"  run INTEGER REFERENCES run (id),"
	"  review INTEGER REFERENCES review (id),"
	"  invoice INTEGER REFERENCES invoice (id),"
	"  person INTEGER NOT NULL REFERENCES person (id),"
	"  address TEXT NOT NULL,"
	"  channel INTEGER NOT NULL CHECK (channel IN (0, 1)),"
	"  kind INTEGER NOT NULL,"
	"  revision INTEGER NOT NULL,"
	"  ahead INTEGER NOT NULL,"
	"  urgent INTEGER NOT NULL CHECK (urgent IN (0, 1)),"
	"  starts INTEGER NOT NULL,"
	"  ends INTEGER NOT NULL,"
	"  was_starts INTEGER NOT NULL,"
	"  data TEXT,"
	"  queued INTEGER NOT NULL,"
	"  state INTEGER NOT NULL,"
	"  tries INTEGER NOT NULL,"
	"  next_at INTEGER NOT NULL,"
	"  stops INTEGER NOT NULL,"
	"  changed INTEGER NOT NULL,"
	"  reason TEXT,"
	"  token TEXT,"
	"  key TEXT NOT NULL UNIQUE,"
	"  UNIQUE (session, person, address, channel, kind, revision, ahead)"
	") STRICT;"
	"CREATE INDEX outbox_due ON outbox (next_at, id)"
	"  WHERE state IN (0, 3, 4);"
	"CREATE INDEX outbox_leased ON outbox (id) WHERE state = 1;"
	"CREATE INDEX outbox_run ON outbox (run, session)"
	"  WHERE run IS NOT NULL;"
	"CREATE INDEX outbox_review ON outbox (review)"
	"  WHERE review IS NOT NULL;"
	"CREATE UNIQUE INDEX outbox_invoice"
	"  ON outbox (invoice, person, address, kind, revision)"
	"  WHERE invoice IS NOT NULL;"
	"CREATE UNIQUE INDEX outbox_person"
	"  ON outbox (person, address, kind, revision)"
	"  WHERE session IS NULL AND invoice IS NULL;"
	"CREATE INDEX outbox_token ON outbox (token)"
	"  WHERE token IS NOT NULL;";

static const char stop[] = "CREATE TABLE notice_stop ("
			   "  channel INTEGER NOT NULL,"
			   "  address TEXT NOT NULL,"
			   "  cause INTEGER NOT NULL,"
			   "  at INTEGER NOT NULL,"
			   "  reason TEXT,"
			   "  PRIMARY KEY (channel, address)"
			   ") STRICT, WITHOUT ROWID;";

/* Minutes of the day, 07:00 and 21:00; texts: JSON, by kind. */
static const char practice[] = "ALTER TABLE practice ADD COLUMN"
			       "  notice_from INTEGER NOT NULL DEFAULT 420;"
			       "ALTER TABLE practice ADD COLUMN"
			       "  notice_to INTEGER NOT NULL DEFAULT 1260;"
			       "ALTER TABLE practice ADD COLUMN notices TEXT;";

const char *const store_schema_notice[] = { run, outbox, stop, practice, NULL };
