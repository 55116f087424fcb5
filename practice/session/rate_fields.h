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

extern const struct field client_rate_rows[];  /* of struct client_rate */
extern const struct field client_rates_rows[]; /* of struct client_rates */
extern const struct field practitioner_rate_rows[];

#endif
