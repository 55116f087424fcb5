/**
 * The rows of devices' tokens and of feeds (rules S3, K39): JSON, bodies, the
 * client's export and audit are these rows. Who may ask for them at all is
 * practice_credentials_may's.
 */
#ifndef PRACTICE_PEOPLE_CREDENTIAL_FIELDS_H
#define PRACTICE_PEOPLE_CREDENTIAL_FIELDS_H

#include "base/shape.h"
#include "store/credential.h"
#include "store/practice.h"

struct token_known {
	struct token token;
	const char *kind;   /* what it is among the ways in */
	const char *secret; /* of one just made */
};

struct feed_known {
	struct feed feed;
	const char *kind;
	struct day last; /* on which it can be read; INT32_MIN: no last one */
	const char *url; /* of one just made */
};

extern const struct field token_rows[];
extern const struct field token_made_rows[]; /* what is shown once */
extern const struct field feed_rows[];
extern const struct field feed_made_rows[]; /* what is shown once */

struct token_known token_known_of(const struct token *token);
struct feed_known feed_known_of(const struct practice *practice,
				const struct feed *feed);

#endif
