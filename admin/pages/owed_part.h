/**
 * What a client owes: the balance, the invoices that ask for it, and what none
 * asks for yet; as a card of the office's page of a client and of the client's
 * own.
 */
#ifndef ADMIN_PAGES_OWED_PART_H
#define ADMIN_PAGES_OWED_PART_H

#include "admin/pages/page.h"
#include "practice/money/statement.h"
#include "store/people.h"

/** The card; in words to the client where the viewer is that person. */
MUST_CHECK enum err owed_part_put(struct page *page,
				  const struct person *client);

/** "Ada Whitfield C042 · owes 142.12 CAD today". */
const char *owed_part_line(const struct page *page, const struct person *client,
			   struct money balance);

#endif
