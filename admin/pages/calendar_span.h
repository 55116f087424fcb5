/**
 * Which days the calendar is asked for, by its address
 * (/calendar?view=&date=): a month, a week, a day; what they are called, and
 * where the days before and behind them are.
 */
#ifndef ADMIN_PAGES_CALENDAR_SPAN_H
#define ADMIN_PAGES_CALENDAR_SPAN_H

#include "admin/pages/page.h"

enum calendar_view { CALENDAR_MONTH, CALENDAR_WEEK, CALENDAR_DAY };

extern const char *const calendar_view_words[]; /* base/word.h */

struct calendar_span {
	enum calendar_view view;
	struct day date;     /* that was asked for, else today */
	struct day from, to; /* both inclusive */
};

/** Read the address. A week is all seven days. */
void calendar_span_read(struct page *page, struct calendar_span *span);
/** "June 2026", "8–13 June 2026", "Wed 10 June 2026". */
const char *calendar_span_title(const struct page *page,
				const struct calendar_span *span);
/** The day to ask for, one span earlier (-1) or later (1). */
struct day calendar_span_step(const struct calendar_span *span, int step);

#endif
