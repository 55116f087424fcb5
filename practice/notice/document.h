/**
 * Sending money documents by e-mail (rules S38, S44): an invoice goes to who
 * pays it.
 */
#ifndef PRACTICE_NOTICE_DOCUMENT_H
#define PRACTICE_NOTICE_DOCUMENT_H

#include "base/clock.h"
#include "store/outbox.h"
#include "store/store.h"

/** Queue an issued invoice; one that waits already is not queued again. *row
 *  is the notice. Office only. ERR_NOT_FOUND; ERR_CONFLICT: a draft, void, or
 *  nobody to send it to. */
MUST_CHECK enum err practice_invoice_send(struct operation *op,
					  struct store *store, int64_t invoice,
					  struct outbox *row);
/** Queue a client's statement from one day to another, both inclusive; one of
 *  the same days that waits already is not queued again. *row is the notice.
 *  Office only. ERR_NOT_FOUND: no such client; ERR_INVALID (to): it is before
 *  `from`; ERR_CONFLICT: nobody to send it to. */
MUST_CHECK enum err practice_statement_send(struct operation *op,
					    struct store *store, int64_t client,
					    struct day from, struct day to,
					    struct outbox *row);

#endif
