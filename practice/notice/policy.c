#include "practice/notice/policy.h"

/* Set at start, then only read. */
static struct notice_policy policy_now = { 180, "" };

void practice_notice_policy_set(const struct notice_policy *policy)
{
	policy_now = *policy;
}

const struct notice_policy *practice_notice_policy(void)
{
	return &policy_now;
}
