#include "admin/pages/register.h"

#include "admin/pages/pages_account.h"
#include "admin/pages/pages_audit.h"
#include "admin/pages/pages_calendar.h"
#include "admin/pages/pages_cancellations.h"
#include "admin/pages/pages_clients.h"
#include "admin/pages/pages_closures.h"
#include "admin/pages/pages_connect.h"
#include "admin/pages/pages_devices.h"
#include "admin/pages/pages_door.h"
#include "admin/pages/pages_first.h"
#include "admin/pages/pages_home.h"
#include "admin/pages/pages_invoice.h"
#include "admin/pages/pages_invoices.h"
#include "admin/pages/pages_kept.h"
#include "admin/pages/pages_import.h"
#include "admin/pages/pages_notices.h"
#include "admin/pages/pages_outbox.h"
#include "admin/pages/pages_payment.h"
#include "admin/pages/pages_payments.h"
#include "admin/pages/pages_payroll.h"
#include "admin/pages/pages_people.h"
#include "admin/pages/pages_practitioners.h"
#include "admin/pages/pages_reports.h"
#include "admin/pages/pages_review.h"
#include "admin/pages/pages_run.h"
#include "admin/pages/pages_save.h"
#include "admin/pages/pages_schedule.h"
#include "admin/pages/pages_search.h"
#include "admin/pages/pages_services.h"
#include "admin/pages/pages_session.h"
#include "admin/pages/pages_session_edit.h"
#include "admin/pages/pages_session_new.h"
#include "admin/pages/pages_sessions.h"
#include "admin/pages/pages_settings.h"
#include "admin/pages/pages_setup.h"
#include "admin/pages/pages_statement.h"
#include "admin/pages/pages_status.h"
#include "admin/pages/pages_to_save.h"
#include "admin/pages/pages_today.h"
#include "admin/pages/pages_unsaved.h"
#include "admin/pages/pages_wages.h"

#include <string.h>

/* One line a file of pages. */
/* clang-format off */
static const struct page_table *const TABLES[] = {
	&pages_account,
	&pages_audit,
	&pages_calendar,
	&pages_cancellations,
	&pages_clients,
	&pages_closures,
	&pages_connect,
	&pages_devices,
	&pages_door,
	&pages_first,
	&pages_home,
	&pages_invoice,
	&pages_invoices,
	&pages_kept,
	&pages_import,
	&pages_notices,
	&pages_outbox,
	&pages_payment,
	&pages_payments,
	&pages_payroll,
	&pages_people,
	&pages_practitioners,
	&pages_reports,
	&pages_review,
	&pages_run,
	&pages_save,
	&pages_schedule,
	&pages_search,
	&pages_services,
	&pages_session,
	&pages_session_edit,
	&pages_session_new,
	&pages_sessions,
	&pages_settings,
	&pages_setup,
	&pages_statement,
	&pages_status,
	&pages_to_save,
	&pages_today,
	&pages_unsaved,
	&pages_wages,
};
/* clang-format on */

const struct page_row *register_row(size_t index)
{
	for (size_t i = 0; i < ARRAY_SIZE(TABLES); i++) {
		if (index < TABLES[i]->count)
			return &TABLES[i]->rows[index];
		index -= TABLES[i]->count;
	}
	return NULL;
}

/* Of a segment such as "{id}" or "{id}.pdf" what stands for the braces, or
 * NULL where it does not fit; "" of one without braces. */
static const char *segment_word(struct arena *arena, struct slice pattern,
				const char *segment)
{
	struct slice end = pattern;
	size_t len = strlen(segment);

	if (!slice_starts(pattern, "{"))
		return slice_equal(pattern, slice_of(segment)) ? "" : NULL;
	slice_cut(&end, '}');
	if (len <= end.len ||
	    memcmp(segment + len - end.len, end.at, end.len) != 0)
		return NULL;
	return arena_strndup(arena, segment, len - end.len);
}

/* How many words the row has for the path, or -1 where it does not fit. A
 * fixed end behind braces counts for half a brace less. */
static int row_fits(struct arena *arena, const struct page_row *row,
		    const struct http_path *path, const char **words)
{
	struct slice rest = slice_of(row->pattern + 1);
	size_t at = 0;
	int braces = 0, weight = 0;

	if (!rest.len)
		return path->count == 0 ? 0 : -1;
	while (rest.at) {
		struct slice segment = slice_cut(&rest, '/');
		const char *word;

		if (at == path->count)
			return -1;
		word = segment_word(arena, segment, path->segments[at++]);
		if (!word)
			return -1;
		if (!*word)
			continue;
		words[braces++] = word;
		weight += segment.at[segment.len - 1] == '}' ? 2 : 1;
	}
	return at == path->count ? weight : -1;
}

const struct page_row *register_find(struct arena *arena,
				     const struct http_path *path,
				     const char **words)
{
	const struct page_row *found = NULL;
	const struct page_row *row;
	int best = 0;

	if (path->slash && path->count)
		return NULL;
	for (size_t i = 0; (row = register_row(i)); i++) {
		const char *mine[PAGE_WORDS] = { NULL };
		int fits = row_fits(arena, row, path, mine);

		if (fits < 0 || (found && fits >= best))
			continue;
		best = fits;
		found = row;
		memcpy(words, mine, sizeof(mine));
	}
	return found;
}
