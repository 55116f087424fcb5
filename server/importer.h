/**
 * The thread that works on imports by upload (practice/transfer/import_job.h),
 * so that whoever sent the files need not wait.
 */
#ifndef SERVER_IMPORTER_H
#define SERVER_IMPORTER_H

#include "store/store.h"

struct importer;

/** What an earlier process left goes on at once. */
struct importer *importer_start(struct store *store);
/** Ends it at the next row of a file. */
void importer_stop(struct importer *importer);

#endif
