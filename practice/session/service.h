/**
 * Services with their dated prices, clients' own rates, completion types
 * (rules S8, S26-S29). The office makes services, prices and rates;
 * completion types are for admins and staff with GRANT_TYPES: ERR_FORBIDDEN.
 */
#ifndef PRACTICE_SESSION_SERVICE_H
#define PRACTICE_SESSION_SERVICE_H

#include "store/services.h"

/** Sets service->id. The price's effective_from is taken as "from the
 *  beginning". ERR_INVALID, ERR_EXISTS (name). */
MUST_CHECK enum err practice_service_add(struct operation *op,
					 struct store *store,
					 struct service *service,
					 const struct price *price);
MUST_CHECK enum err practice_price_add(struct operation *op,
				       struct store *store, int64_t service,
				       const struct price *price);
MUST_CHECK enum err practice_rate_set(struct operation *op, struct store *store,
				      int64_t client, int64_t service,
				      const struct money *cost);

/** Fields as S27 says, slug and id are set. ERR_INVALID with fields
 *  (label-too-long, label-missing, modifier-range...), ERR_EXISTS with the
 *  reasons label-taken and short-taken. */
MUST_CHECK enum err practice_type_add(struct operation *op, struct store *store,
				      struct completion_type *type);
/** All fields over the row of type->id but slug and builtin; a revision that is
 *  not 0 must be the row's. ERR_CONFLICT also where no type would stay enabled
 *  (S26), or a builtin one would be archived or mean something else. */
MUST_CHECK enum err practice_type_change(struct operation *op,
					 struct store *store,
					 const struct completion_type *type);
/** The same of some fields: `apply` writes over what is there, in the
 *  transaction (it may be called again). revision 0: whatever is. */
MUST_CHECK enum err
practice_type_edit(struct operation *op, struct store *store, int64_t id,
		   int64_t revision,
		   void (*apply)(struct completion_type *type, void *context),
		   void *context);
MUST_CHECK enum err practice_type_archive(struct operation *op,
					  struct store *store, int64_t id);
/** Slug of a label: its Latin letters without their accents and its digits, in
 *  lower case, words joined by '-'. NULL where nothing is left, and for open
 *  and override: such a type is called "type-N". */
char *practice_type_slug(struct arena *arena, const char *label);

/**
 * The enabled type that a word typed in a calendar names: its short word or
 * label, else its slug, ignoring case, blanks and hyphens ("#late-cancel").
 * ERR_NOT_FOUND none, ERR_CONFLICT when it names two.
 */
MUST_CHECK enum err practice_type_of_word(struct reader *reader,
					  const char *word,
					  struct completion_type *type);

#endif
