/**
 * Apple's configuration profile of a CalDAV account: a file that an iPhone,
 * iPad or Mac installs, after which the account is there.
 */
#ifndef ADMIN_PAGES_CONNECT_PROFILE_H
#define ADMIN_PAGES_CONNECT_PROFILE_H

#include "admin/pages/page.h"

#define CONNECT_PROFILE_TYPE "application/x-apple-aspen-config"

struct connect_account {
	const char *base;     /* https://calendar.example.org */
	const char *practice; /* its name */
	const char *login, *secret;
	const char *device; /* the id of the device: the same one gives the
			       same identifiers, so that a second install
			       replaces the first */
};

/** The file, a property list in XML; the caller signs it. In the arena. */
struct slice connect_profile(struct arena *arena,
			     const struct connect_account *account);

#endif
