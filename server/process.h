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

/** Large pieces of memory are the system's again as soon as they are freed;
 *  before threads start. */
void process_memory(void);

#endif
