/**
 * The people of the demo practice, who acts in it, and when: what its other
 * parts stand on.
 */
#ifndef SERVER_DEMO_PEOPLE_PRIVATE_H
#define SERVER_DEMO_PEOPLE_PRIVATE_H

#include "base/operation.h"
#include "ical/zone.h"
#include "store/invoice.h"
#include "store/payment.h"
#include "store/people.h"
#include "store/session.h"
#include "store/store.h"

#define DEMO_ZONE "America/Toronto"
#define DEMO_CLIENTS 25
#define DEMO_DAY 86400 /* seconds */

struct deed;

struct demo {
	struct operation *op; /* now and actor move with what is told */
	struct store *store;
	struct instant today; /* the moment that all ends at */
	struct day monday;    /* of its first week */
	const struct cal_zone *zone;
	struct person admin, staff;
	struct person practitioners[3];
	int64_t clients[DEMO_CLIENTS];
	int64_t services[4];
	int64_t hold;       /* a way to end that is archived */
	struct day snow;    /* the day that was canceled */
	struct deed *deeds; /* what is to happen, the first first */
	int months;         /* in which clients are billed */
	struct invoice bills[DEMO_CLIENTS];    /* the last one of each */
	struct payment payments[DEMO_CLIENTS]; /* likewise */
};

/** The moment at which clocks in the practice show this. */
struct instant demo_moment(const struct demo *demo, struct day day, int hour,
			   int minute);
/** Seconds are those of walls. */
struct wall demo_wall(struct day day, int hour, int minute);

/** The team and the clients, with their payers and guardians. All logins get
 *  the password. */
MUST_CHECK enum err demo_people_make(struct demo *demo, const char *password);
/** Phones, computers and calendars that read feeds. */
MUST_CHECK enum err demo_devices_make(struct demo *demo);

/** From now on this person acts, by this channel; device NULL: none. */
void demo_as(struct demo *demo, const struct person *person,
	     enum channel channel, const char *device);

#endif
