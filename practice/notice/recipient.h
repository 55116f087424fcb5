/**
 * Whom a notice about somebody goes to, and by which channel (rules S3, S44):
 * the client by their own preference, and each contact by theirs.
 */
#ifndef PRACTICE_NOTICE_RECIPIENT_H
#define PRACTICE_NOTICE_RECIPIENT_H

#include "store/outbox.h"
#include "store/people.h"
#include "store/practice.h"

struct recipient {
	int64_t person;   /* to whom, or about whom to a contact */
	const char *name; /* of who reads it */
	enum notice_channel channel;
	const char *address; /* as it is sent to; "" where there is none */
	const char *problem; /* why nothing can be sent, a sentence; or NULL */
};

/** All who are told of what concerns this person, each address once. Those who
 *  asked for no notices are not among them. */
MUST_CHECK enum err practice_recipients(struct reader *reader,
					const struct practice *practice,
					const struct person *person,
					struct recipient **list, size_t *count);

/** The one address on a channel, in the form in which it is sent to and
 *  remembered: lower case, E.164. NULL: it cannot be one. */
const char *practice_notice_address(struct arena *arena,
				    const struct practice *practice,
				    enum notice_channel channel,
				    const char *typed);

/** Who reads what is sent to this address about a person: them, or the contact
 *  whose it is now; them where it is nobody's any more. */
MUST_CHECK enum err
practice_notice_reader(struct reader *reader, const struct practice *practice,
		       const struct person *person, enum notice_channel channel,
		       const char *address, const char **name);

/** To whom a person's invoices go by e-mail: the contact who pays, else the
 *  person. */
MUST_CHECK enum err practice_payer(struct reader *reader,
				   const struct practice *practice,
				   const struct person *person,
				   struct recipient *payer);

#endif
