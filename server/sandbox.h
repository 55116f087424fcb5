/**
 * What the serving process gives up before it serves, so that a bug in it
 * leads nowhere: it writes only in its data directory and executes nothing
 * (landlock), has no system calls that a server does not need (seccomp), opens
 * no further door, and leaves no core dump. Kernels that lack one of them are
 * served without, which the log says. The setting `sandbox` turns landlock and
 * seccomp off.
 */
#ifndef SERVER_SANDBOX_H
#define SERVER_SANDBOX_H

#include "server/config.h"

/** Before any thread: what a thread gives up, those that it makes lack too.
 *  The data directory exists. ERR_INVALID: a directory cannot be opened. */
MUST_CHECK enum err sandbox_enter(struct operation *op,
				  const struct config *config);

/** All doors are open: no thread opens another one. */
void sandbox_serve(const struct config *config);

/** What the kernel could. */
struct confined {
	bool files, calls;
};

/** The same whatever the setting says, and under sanitizers, whose own calls
 *  are refused then: for a test's child. */
MUST_CHECK enum err sandbox_confine(struct operation *op,
				    const struct config *config,
				    struct confined *confined);
bool sandbox_close_doors(void);

#endif
