/**
 * What the table of rights asks of the lived-in practice: what routes and
 * methods are sent, and where. Lists end with an empty row.
 */
#ifndef TESTS_UNIT_SERVER_RIGHTS_ROWS_H
#define TESTS_UNIT_SERVER_RIGHTS_ROWS_H

/** What a route is sent that takes a body; one without a row is sent an empty
 *  object: whoever may is answered 422. The first word of the path is `words`,
 *  or 1. */
struct sending {
	const char *method, *pattern, *words[1], *body;
};
extern const struct sending rights_sendings[];

/** What stands for the first word of paths that begin so, where no sending
 *  names it; of routes several make a line each. The first row that fits
 *  counts; the last fits all. */
struct stand_in {
	const char *begins, *words[4];
	const char *query; /* behind the target, or NULL */
};
extern const struct stand_in rights_stand_ins[];

/** Kinds of resources of calendar programs. */
extern const char *const rights_places[];

/** What a method is sent there; others are sent nothing. */
struct variant {
	const char *method, *label; /* the latter behind the former */
	const char *rest; /* behind the target; %s: where to, or the UID */
};
extern const struct variant rights_variants[];

#endif
