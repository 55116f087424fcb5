/**
 * Audit rows as people read them (rules S48): answers and exports are these
 * rows. Private to practice/ and the route that shows them.
 */
#ifndef PRACTICE_AUDIT_KNOWN_H
#define PRACTICE_AUDIT_KNOWN_H

#include "base/json.h"
#include "base/shape.h"
#include "store/audit.h"

/** The columns of audit.csv. */
#define AUDIT_COLUMNS_CSV \
	"id,at,who,channel,device,action,kind,object,before,after"

struct audit_known {
	struct audit audit;
	const char *who;    /* the word by which they are named; NULL: system */
	const char *object; /* "session:12" */
	json_t *before, *after; /* what the row holds as text; NULL: none */
	bool tells;             /* are they told? */
};

extern const struct field audit_rows[];

/** The row as `who` did it; the strings of both stay its own. */
struct audit_known audit_known_of(struct arena *arena,
				  const struct audit *audit, const char *who);

#endif
