/**
 * Reports: their list, and how sessions ended, income, wages and what is owed,
 * each as a table, a chart and CSV.
 */
#ifndef ADMIN_PAGES_PAGES_REPORTS_H
#define ADMIN_PAGES_PAGES_REPORTS_H

#include "admin/pages/page.h"

extern const struct page_table pages_reports;

#endif
