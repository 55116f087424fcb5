/**
 * The rows of what clients pay and practitioners are paid in place of a
 * service's price (rules S32): JSON, bodies and audit are these rows. All of
 * it is the office's.
 */
#ifndef PRACTICE_SESSION_RATE_FIELDS_H
#define PRACTICE_SESSION_RATE_FIELDS_H

#include "base/shape.h"
#include "store/services.h"

/** A client's rates for one service. */
struct client_rates {
	int64_t service;
	bool holds;             /* does one hold today? */
	struct client_rate now; /* that one */
	struct client_rate *versions;
	size_t count;
};

/** A row of rates.csv: of a client or of a practitioner. */
struct rate_line {
	const char *service;
	bool is_pay, is_cost;
	struct money cost;
	struct day effective_from;
	const char *practitioner; /* the word by which files name them */
	struct practitioner_rate pay;
};

/** The columns of rates.csv, after the client. */
#define RATE_COLUMNS_CSV "service,cost,effective_from,practitioner,hourly,bonus"

extern const struct field rate_line_rows[];
extern const struct field client_rate_rows[];  /* of struct client_rate */
extern const struct field client_rates_rows[]; /* of struct client_rates */
extern const struct field practitioner_rate_rows[];

#endif
