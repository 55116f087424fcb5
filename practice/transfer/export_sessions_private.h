/**
 * Sessions and closures of the practice's export.
 */
#ifndef PRACTICE_TRANSFER_EXPORT_SESSIONS_PRIVATE_H
#define PRACTICE_TRANSFER_EXPORT_SESSIONS_PRIVATE_H

#include "practice/transfer/export_files_private.h"

/* Each writes files of its own. */
MUST_CHECK enum err export_sessions(struct practice_export *export);

#endif
