/**
 * What an operator says about notices: set once, before there are threads.
 */
#ifndef PRACTICE_NOTICE_POLICY_H
#define PRACTICE_NOTICE_POLICY_H

#include <stdint.h>

struct notice_policy {
	int64_t delay;    /* seconds from a change to its notices */
	const char *from; /* the address that mail is sent from; "" none */
};

/** The texts must live as long as the process. */
void practice_notice_policy_set(const struct notice_policy *policy);
/** 180 seconds and no address until it is set. */
const struct notice_policy *practice_notice_policy(void);

#endif
