/**
 * Erasure of a client (rules S49): names, contacts and notes turn into
 * the code; sessions, documents and the ledger stay as they are.
 */
#ifndef PRACTICE_TRANSFER_ERASE_H
#define PRACTICE_TRANSFER_ERASE_H

#include "store/store.h"

/**
 * Erase a client; an admin's alone. confirm: the client's code, NULL: not
 * asked. Once it is done it is done again without harm.
 *
 * ERR_FORBIDDEN; ERR_NOT_FOUND: no such client; ERR_INVALID: another code is
 * confirmed; ERR_CONFLICT: coming sessions are open, or the person is more
 * than a client. ERR_UNAVAILABLE or ERR_STORAGE may also mean that all was
 * erased, but that bytes which were deleted are still in the file: the
 * sentence says so, and erasing again ends it.
 */
MUST_CHECK enum err practice_person_erase(struct operation *op,
					  struct store *store, int64_t person,
					  const char *confirm);

#endif
