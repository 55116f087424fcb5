/**
 * What a person does to the outbox: try again, or let it be (rules S44).
 */
#ifndef PRACTICE_NOTICE_SETTLE_H
#define PRACTICE_NOTICE_SETTLE_H

#include "store/outbox.h"
#include "store/store.h"

/** Queue it again at once, to the address that holds by now. ERR_NOT_FOUND;
 *  ERR_CONFLICT: it was sent, is being sent, or is not true any more, or there
 *  is still no address. ERR_FORBIDDEN outside the office. */
MUST_CHECK enum err practice_outbox_retry(struct operation *op,
					  struct store *store, int64_t id,
					  struct outbox *row);
/** It is not sent any more. ERR_NOT_FOUND, ERR_CONFLICT (it was sent, or is
 *  being sent), ERR_FORBIDDEN. */
MUST_CHECK enum err practice_outbox_drop(struct operation *op,
					 struct store *store, int64_t id,
					 struct outbox *row);

#endif
