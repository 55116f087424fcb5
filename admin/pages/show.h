/**
 * Dates and money as the practice reads them (U14): "Fri 12 June,
 * 09:00–09:50", "1,204.33", "−57.50". All in the arena of the operation.
 */
#ifndef ADMIN_PAGES_SHOW_H
#define ADMIN_PAGES_SHOW_H

#include "admin/pages/page.h"

struct closure;

/** "Fri 12 June", with the year where it is not this one. */
const char *show_day(const struct page *page, struct day day);
/** "Fri 12 Jun", for tables. */
const char *show_day_short(const struct page *page, struct day day);
/** "Friday 12 June", for headings. */
const char *show_day_long(const struct page *page, struct day day);
/** "12 June". */
const char *show_date(const struct page *page, struct day day);
/** "8–13 June 2026", "29 June – 3 July 2026". */
const char *show_days(const struct page *page, struct day from, struct day to);
/** "Fri 12 June", "Fri 12 June – Mon 15 June": both are in it. */
const char *show_span(const struct page *page, struct day from, struct day to);
/** "June 2026". */
const char *show_month(const struct page *page, struct day day);
/** "09:00". */
const char *show_time(const struct page *page, struct wall wall);
/** "09:00–09:50"; the end's day is named where it is another. */
const char *show_times(const struct page *page, struct wall start,
		       struct wall end);
/** "Fri 12 June, 09:00–09:50". */
const char *show_when(const struct page *page, struct wall start,
		      struct wall end);
/** "Fri 12 Jun, 09:00–09:50", for tables. */
const char *show_when_short(const struct page *page, struct wall start,
			    struct wall end);
/** When a closure is: its days, or the hours of a day on the clocks of the
 * place that it was made in. */
const char *show_closed(const struct page *page, const struct closure *closure);
/** "Fri 12 June, 09:00" on the practice's clocks; "" of no instant. */
const char *show_instant(const struct page *page, struct instant instant);
/** "Fri 12 Jun, 09:00", for tables. */
const char *show_instant_short(const struct page *page, struct instant instant);
/** "1,204.33". */
const char *show_money(const struct page *page, struct money amount);
/** "1,204.33 CAD", for totals. */
const char *show_total(const struct page *page, struct money amount);
/** "1,204". */
const char *show_count(const struct page *page, int64_t count);
/** "E-mail and text", "Not told". */
const char *show_told(enum notice notice);
/** "1 session", "4 sessions". */
const char *show_counted(const struct page *page, int64_t count,
			 const char *one, const char *many);
/** "Saved it", of "saved it": its first letter is a capital. */
const char *show_sentence(struct arena *arena, const char *words);
/** The same from JSON's texts; "" of null. */
const char *show_json_money(const struct page *page, const json_t *value);
const char *show_json_day(const struct page *page, const json_t *value);
const char *show_json_instant(const struct page *page, const json_t *value);
/** From and to of a request, days (both inclusive) or wall times, as show_span
 *  and show_when; what is neither stays as it is. */
const char *show_asked(const struct page *page, const char *from,
		       const char *to);
/** A text that is a day, a wall time or an instant as people read it; any
 *  other as it is. */
const char *show_text(const struct page *page, const char *text);

#endif
