/**
 * Importing .ics files: events become sessions and closures.
 */
#ifndef PRACTICE_TRANSFER_IMPORT_ICS_H
#define PRACTICE_TRANSFER_IMPORT_ICS_H

#include "base/str.h"
#include "practice/transfer/import_options.h"
#include "practice/transfer/import_report.h"
#include "store/store.h"

/**
 * One .ics file: each event becomes a session, a recurring one a session for
 * each of at most 366 dates (an endless one's of twelve months), one of the
 * category CLOSURE a closure, an all-day one what the options say. Its
 * practitioner is that of the options, else told by ORGANIZER, ATTENDEE or
 * X-PRACTICE-PRACTITIONERS), its clients are known by ATTENDEE,
 * X-PRACTICE-CLIENTS or codes in the title, its service by X-PRACTICE-SERVICE
 * or the title; without them it is a draft. What else is written there goes
 * into the private note. Events of a practice's own export say of each text
 * what it is, and how the session ended: it is saved like that, with the prices
 * that are here. Of sessions that are there, what the file does not tell stays,
 * and saved ones stay whole. The events of one UID are a transaction by the
 * system through CHANNEL_IMPORT.
 *
 * Counts are of sessions and closures, but for refused: of events.
 *
 * OK whatever was refused; ERR_INVALID when the options' practitioner is no
 * active one; ERR_STORAGE, ERR_UNAVAILABLE when it had to end.
 */
MUST_CHECK enum err practice_import_ics(struct operation *op,
					struct store *store, const char *file,
					const struct import_options *options,
					struct slice ics,
					struct import_report *report);

#endif
