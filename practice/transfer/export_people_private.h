/**
 * Settings, people, services, completion types and schedules of the practice's
 * export.
 */
#ifndef PRACTICE_TRANSFER_EXPORT_PEOPLE_PRIVATE_H
#define PRACTICE_TRANSFER_EXPORT_PEOPLE_PRIVATE_H

#include "practice/transfer/export_files_private.h"

/* Each writes files of its own. */
MUST_CHECK enum err export_settings(struct practice_export *export);
MUST_CHECK enum err export_people(struct practice_export *export);
MUST_CHECK enum err export_services(struct practice_export *export);
MUST_CHECK enum err export_types(struct practice_export *export);
MUST_CHECK enum err export_schedules(struct practice_export *export);

#endif
