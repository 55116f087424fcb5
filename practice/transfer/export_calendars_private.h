/**
 * Calendars of the practice's export: an .ics of each practitioner, and
 * personal calendars as they are stored.
 */
#ifndef PRACTICE_TRANSFER_EXPORT_CALENDARS_PRIVATE_H
#define PRACTICE_TRANSFER_EXPORT_CALENDARS_PRIVATE_H

#include "practice/transfer/export_files_private.h"

/* Each writes files of its own. */
MUST_CHECK enum err export_calendar_files(struct practice_export *export);
MUST_CHECK enum err export_personal(struct practice_export *export);

#endif
