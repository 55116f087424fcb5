/**
 * Importing what other programs export: people.csv and .ics files.
 * What cannot be imported is reported line by line; the rest goes in;
 * importing the same again changes nothing.
 */
#ifndef PRACTICE_TRANSFER_IMPORT_H
#define PRACTICE_TRANSFER_IMPORT_H

#include <stddef.h>

#include "base/str.h"
#include "store/store.h"

struct import_line {
	const char *file;
	size_t line; /* 1 = first; 0: the file itself */
	const char *message;
};

struct import_report {
	int64_t added, unchanged, changed, refused;
	struct import_line *lines; /* what was refused or only partly taken */
	size_t line_count;
	size_t line_room;
};

/**
 * people.csv: the first line names the columns in any order (login, name,
 * code, roles, email, phone, notice, hourly, bonus, active, may, grants,
 * service, calendar_names); RFC 4180 quoting, UTF-8 with or without BOM, ','
 * or ';'. A row is about the person of its login or code, else of its e-mail
 * and name, else a new one (a client where no role is told). An empty cell
 * says nothing: what is there stays. Each row is a transaction by the system
 * through CHANNEL_IMPORT.
 *
 * OK whatever was refused; ERR_STORAGE, ERR_UNAVAILABLE when it had to end.
 */
MUST_CHECK enum err practice_import_people(struct operation *op,
					   struct store *store,
					   const char *file, struct slice csv,
					   struct import_report *report);

/** services.csv, rates.csv and completion-types.csv of a practice's own
 *  export: what is new goes in, what is there stays. Errors as above. */
MUST_CHECK enum err practice_import_services(struct operation *op,
					     struct store *store,
					     const char *file, struct slice csv,
					     struct import_report *report);
MUST_CHECK enum err practice_import_rates(struct operation *op,
					  struct store *store, const char *file,
					  struct slice csv,
					  struct import_report *report);
MUST_CHECK enum err practice_import_types(struct operation *op,
					  struct store *store, const char *file,
					  struct slice csv,
					  struct import_report *report);

/**
 * One .ics file: each event becomes a session, a recurring one a session for
 * each of at most 366 dates (an endless one's of twelve months), one of the
 * category CLOSURE a closure. Its practitioner is `practitioner` (a login;
 * NULL: by ORGANIZER, ATTENDEE or X-PRACTICE-PRACTITIONERS), its clients are
 * known by ATTENDEE, X-PRACTICE-CLIENTS or codes in the title, its service by
 * X-PRACTICE-SERVICE or the title; without them it is a draft. What else is
 * written there goes into the private note. Events of a practice's own export
 * say of each text what it is, and how the session ended: it is saved like
 * that, with the prices that are here. Of sessions that are there, what
 * the file does not tell stays, and saved ones stay whole. The events of one
 * UID are a transaction by the system through CHANNEL_IMPORT.
 *
 * Counts are of sessions and closures, but for refused: of events.
 *
 * OK whatever was refused; ERR_INVALID when `practitioner` is no active one;
 * ERR_STORAGE, ERR_UNAVAILABLE when it had to end.
 */
MUST_CHECK enum err practice_import_ics(struct operation *op,
					struct store *store, const char *file,
					const char *practitioner,
					struct slice ics,
					struct import_report *report);

#endif
