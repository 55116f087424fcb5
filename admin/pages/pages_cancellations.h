/**
 * Sessions > Cancellations (/cancellations): a date, a range or some hours at
 * the left, the sessions that they concern live at the right, and what to do
 * with them (S41 to S43, U25). The run's own page is pages_run.h.
 */
#ifndef ADMIN_PAGES_PAGES_CANCELLATIONS_H
#define ADMIN_PAGES_PAGES_CANCELLATIONS_H

#include "admin/pages/page.h"

extern const struct page_table pages_cancellations;

#endif
