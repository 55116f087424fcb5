/**
 * A person's home: the calendars in it follow the person's roles.
 */
#ifndef PRACTICE_CALENDAR_HOME_H
#define PRACTICE_CALENDAR_HOME_H

#include "store/people.h"
#include "store/store.h"

/** Calendars that a person's roles give them, made where missing and filled:
 *  sessions/ (practitioners, clients), to-save/ (practitioners), one a
 *  practitioner (office, but not of oneself), inbox/ and outbox/ (all but
 *  clients), calendar/, a personal one (all but clients). Also makes the
 *  office's calendars of a new practitioner. */
MUST_CHECK enum err practice_home_prepare_tx(struct transaction *tx,
					     const struct person *person);

#endif
