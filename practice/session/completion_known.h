/**
 * What was saved of a session as files tell it (rules S28): the rows of a
 * save, of each client's part in it and of each practitioner's. CSV files and
 * the client's export are these rows.
 */
#ifndef PRACTICE_SESSION_COMPLETION_KNOWN_H
#define PRACTICE_SESSION_COMPLETION_KNOWN_H

#include "base/shape.h"
#include "store/completion.h"

/** The columns of saves.csv, charges.csv and wages.csv. */
#define SAVE_COLUMNS_CSV                                               \
	"id,session,type,label,map,service,minutes,saved_at,saved_by," \
	"channel,device,reason,transaction,reopened_at,reversal"
#define CHARGE_COLUMNS_CSV \
	"save,client,type,label,map,rate,base,charge,tax_bp,tax"
#define WAGE_COLUMNS_CSV "save,practitioner,rate,hourly,base,wage"

struct known_save {
	struct completion save;
	const char *saved_by; /* the word by which files name them */
};

/** A client's part. */
struct known_charge {
	struct completion save;
	const char *client; /* the word by which files name them */
	struct completion_client part;
	const char *reason; /* as far as it is the client's own */
};

/** A practitioner's part. */
struct known_pay {
	int64_t save;
	const char *practitioner; /* the word by which files name them */
	struct completion_practitioner part;
};

extern const struct field save_rows[];
extern const struct field charge_rows[];
extern const struct field pay_rows[];

#endif
