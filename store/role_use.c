#include "store/role_use.h"

#include "store/actor.h"
#include "store/statement_private.h"

/* Account 0: receivable, of clients. */
static const char CLIENT_USED[] = "SELECT CASE WHEN EXISTS (SELECT 1"
				  "      FROM session_client"
				  "      WHERE person = $person)"
				  "    OR EXISTS (SELECT 1"
				  "      FROM ledger_entry"
				  "      WHERE account = 0"
				  "        AND person = $person)"
				  "  THEN 1 ELSE 0 END AS used";

/* Account 4: payable, of practitioners. */
static const char PRACTITIONER_USED[] = "SELECT CASE WHEN EXISTS (SELECT 1"
					"      FROM session_practitioner"
					"      WHERE person = $person)"
					"    OR EXISTS (SELECT 1"
					"      FROM ledger_entry"
					"      WHERE account = 4"
					"        AND person = $person)"
					"  THEN 1 ELSE 0 END AS used";

static const struct {
	unsigned role;
	const char *sql;
} uses[] = {
	{ ROLE_CLIENT, CLIENT_USED },
	{ ROLE_PRACTITIONER, PRACTITIONER_USED },
};

enum err store_roles_used(struct reader *reader, int64_t person, unsigned roles,
			  unsigned *used)
{
	unsigned found = 0;

	for (size_t i = 0; i < ARRAY_SIZE(uses); i++) {
		int64_t one = 0;
		enum err err;

		if (!(roles & uses[i].role))
			continue;
		err = statement_one_int(
			statement_of_id(reader, uses[i].sql, person), &one);
		if (err)
			return err;
		if (one)
			found |= uses[i].role;
	}
	*used = found;
	return OK;
}
