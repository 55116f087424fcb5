/**
 * The archive of one client's export, which its parts put files into.
 */
#ifndef PRACTICE_TRANSFER_EXPORT_ARCHIVE_PRIVATE_H
#define PRACTICE_TRANSFER_EXPORT_ARCHIVE_PRIVATE_H

#include "base/zip.h"
#include "practice/transfer/export_run_private.h"
#include "practice/audit_record.h"

struct client_export {
	struct export_run run;
	struct person client;
	const char *folder; /* the code */
	bool whole;         /* for the office */
	struct zip *zip;
};

/** A JSON list on its way, an element a line. */
void export_list_begin(struct buf *list, struct arena *arena);
void export_list_add(struct client_export *export, struct buf *list,
		     json_t *element);
/** Puts it into the archive. */
void export_list_end(struct client_export *export, struct buf *list,
		     const char *name);
void export_put(struct client_export *export, const char *name,
		struct slice bytes);
/** ERR_TOO_LARGE where these bytes and the archive are over the bound. */
MUST_CHECK enum err export_room(struct client_export *export, size_t bytes);

#endif
