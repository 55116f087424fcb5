/**
 * What the process asks of the system for itself, before it serves: files
 * enough for its connections, and memory that goes back when it is free.
 */
#ifndef SERVER_PROCESS_H
#define SERVER_PROCESS_H

#include "server/config.h"

/** Connections are files: as many of them as there may be, and not more than
 *  that in config->connections. */
void process_files(struct config *config);

/** Large pieces of memory are the system's again as soon as they are freed, and
 *  what requests hold together has its bound; before threads start, and before
 *  files are out of reach. */
void process_memory(void);

/** Long work runs behind short work (base/pace.h), where the system lets it;
 *  before threads. */
void process_pace(void);

/** What this thread does is short and others wait for it: it and the threads
 *  that it starts run before those that work, as far as the system allows. */
void process_first(void);

/** Workers for this machine where config->workers leaves the number open. */
void process_workers(struct config *config);

/** Now and then: what is free between pieces that are in use goes back to the
 *  system, where it has become much. It costs nothing where it is little. */
void process_trim(void);

#endif
