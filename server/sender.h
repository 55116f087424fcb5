/**
 * The sender: one thread that takes what is due from the outbox, hands it to
 * mail server and gateway (deliver.h), and writes down what became of it. It
 * holds neither the database's writer nor a request while it waits.
 */
#ifndef SERVER_SENDER_H
#define SERVER_SENDER_H

#include "practice/notice/trial.h"
#include "server/config.h"
#include "store/store.h"

struct sender;

/** Start it. Without a server for them, notices stay in the outbox. One
 *  process a place sends; others wait until that one ends. ERR_INVALID: a file
 *  that the settings name cannot be read. */
MUST_CHECK enum err sender_start(struct operation *op,
				 const struct config *config,
				 struct store *store, struct sender **sender);
/** Stop it: what is under way has some seconds to end. */
void sender_stop(struct sender *sender);

/** Send a message at once, on this thread, to see whether it arrives.
 * ERR_INVALID (address); ERR_CONFLICT: there is no server for it. The reader
 * has not begun. */
MUST_CHECK enum err sender_try(struct operation *op,
			       const struct config *config,
			       struct reader *reader,
			       struct notice_trial *trial);

#endif
