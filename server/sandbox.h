/**
 * What the serving process gives up before it serves, so that a bug in it
 * leads nowhere: it writes only in its data directory and executes nothing
 * (landlock), has no system calls that a server does not need (seccomp), and
 * leaves no core dump. Kernels that lack one of them are served without, which
 * the log says. The setting `sandbox` turns landlock and seccomp off.
 */
#ifndef SERVER_SANDBOX_H
#define SERVER_SANDBOX_H

#include "server/config.h"

/** Before any thread: what a thread gives up, those that it makes lack too.
 *  The data directory exists. ERR_INVALID: a directory cannot be opened. */
MUST_CHECK enum err sandbox_enter(struct operation *op,
				  const struct config *config);

#endif
