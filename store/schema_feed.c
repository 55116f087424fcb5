#include "store/schema.h"

#include <stddef.h>

/* uid '': the feed as a whole. */
static const char items[] =
	"CREATE TABLE feed_item ("
	"  feed INTEGER NOT NULL REFERENCES feed (id),"
	"  uid TEXT NOT NULL,"
	"  digest BLOB NOT NULL CHECK (length(digest) = 32),"
	"  sequence INTEGER NOT NULL,"
	"  changed INTEGER NOT NULL,"
	"  PRIMARY KEY (feed, uid)"
	") STRICT, WITHOUT ROWID;";

const char *const store_schema_feed[] = { items, NULL };
