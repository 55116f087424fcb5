#include "store/schema.h"

#include <stddef.h>

/* status 0: not answered, or the answer could not be kept. */
static const char claims[] =
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

const char *const store_schema_claim[] = { claims, NULL };
