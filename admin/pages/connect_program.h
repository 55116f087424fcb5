/**
 * The calendar programs that /devices/connect explains: one row each.
 */
#ifndef ADMIN_PAGES_CONNECT_PROGRAM_H
#define ADMIN_PAGES_CONNECT_PROGRAM_H

#include "admin/pages/page.h"

enum connect_way {
	CONNECT_PROFILE, /* an Apple configuration profile */
	CONNECT_CODE,    /* a QR code that the program opens */
	CONNECT_TYPED,   /* an address, a name and a password are typed */
	CONNECT_FEED,    /* a calendar link */
};

#define CONNECT_STEPS 5

struct connect_program {
	const char *word;   /* in ?program= */
	const char *name;   /* of the tab */
	const char *device; /* what its device is called at first */
	enum connect_way way;
	const char *steps[CONNECT_STEPS]; /* in order; NULL ends them */
};

/** The rows, from 0 on; NULL behind the last. */
const struct connect_program *connect_program_at(size_t at);
/** The one that ?program= names, else the one that the browser's own machine
 *  has. */
const struct connect_program *connect_program_of(struct page *page);
/** Does the browser run on an iPhone or iPad? */
bool connect_is_iphone(const struct page *page);

#endif
