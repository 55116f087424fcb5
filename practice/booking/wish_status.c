#include "practice/booking/wish_status_private.h"

#include "ical/text.h"
#include "practice/booking/title_words_private.h"
#include "practice/calendar/view_title.h"
#include "practice/refusal.h"

#include <string.h>

static const char *slug_now(const struct session_facts *facts)
{
	return facts->saved ? facts->completion.slug : "open";
}

enum err wish_known(struct reader *reader, const char *status)
{
	struct operation *op = store_reader_operation(reader);
	struct completion_type type;
	enum err err = store_type_find(reader, status, &type);

	if (err == ERR_NOT_FOUND || (!err && (!type.enabled || type.archived)))
		return refuse(op, REFUSAL_UNKNOWN_STATUS,
			      "no session ends as '%s' here", status);
	return err;
}

static enum err status_line(const struct wish_context *context,
			    const struct cal_component *component,
			    const char **status)
{
	struct arena *arena = store_reader_operation(context->reader)->arena;
	const char *text = cal_text_of(arena, component, "X-PRACTICE-STATUS");
	enum err err = OK;

	if (!text)
		return OK;
	text = str_lower(arena, slice_dup(arena, slice_trim(slice_of(text))));
	if (!*text || str_equal(text, slug_now(context->facts)))
		return OK;
	if (!str_equal(text, "open") && !str_equal(text, "override"))
		err = wish_known(context->reader, text);
	if (!err)
		*status = text;
	return err;
}

static char *one_blank(struct arena *arena, const char *text)
{
	struct buf buf;

	buf_init(&buf, arena);
	for (; *text; text++) {
		char c = *text == '\n' || *text == '\t' ? ' ' : *text;

		if (c != ' ' || (buf.len && buf.at[buf.len - 1] != ' '))
			buf_putc(&buf, c);
	}
	return buf.len ? buf.at : arena_strdup(arena, "");
}

/* The label that was served behind the title is no word that was typed. */
static void leave_out_label(struct arena *arena,
			    const struct session_known *served,
			    struct slice *after)
{
	const char *label = view_title_label(served);
	const char *at;

	if (!label)
		return;
	label = one_blank(arena, arena_printf(arena, "[%s]", label));
	at = after->at + strspn(after->at, " ");
	if (!str_starts(at, label))
		return;
	*after = slice_of(at + strlen(label));
}

/* What was typed about the title that was served; false where that is gone. */
static bool around_title(const struct wish_context *context, const char *sent,
			 struct slice *before, struct slice *after)
{
	struct arena *arena = store_reader_operation(context->reader)->arena;
	struct session_known served;
	const char *title, *at;

	session_known_seen(arena, context->facts, context->viewer, &served);
	title = one_blank(arena, view_title_plain(arena, &served));
	at = strcasestr(sent, title);
	if (!at)
		return false;
	*before = (struct slice){ sent, (size_t)(at - sent) };
	*after = slice_of(at + strlen(title));
	leave_out_label(arena, &served, after);
	return true;
}

enum err wish_words(const struct wish_context *context,
		    const struct cal_component *component,
		    struct ending *ending)
{
	struct arena *arena = store_reader_operation(context->reader)->arena;
	const char *sent = cal_text_of(arena, component, "SUMMARY");
	struct slice before, after;
	enum err err;

	if (!sent ||
	    !around_title(context, one_blank(arena, sent), &before, &after))
		return OK;
	err = practice_ending_read(context->reader, before, ending);
	return err ? err : practice_ending_read(context->reader, after, ending);
}

/* A draft that has nobody: codes that were typed into its title, and the words
 * about them. */
static enum err draft_title(const struct wish_context *context,
			    const char *sent, struct title *title,
			    int64_t *service)
{
	struct arena *arena = store_reader_operation(context->reader)->arena;
	const struct session *session = &context->facts->session;
	struct slice before, after;
	struct title found = { .inactive = false };
	enum err err;

	if (session->state != SESSION_DRAFT || session->terms.clients.count > 0)
		return OK;
	if (around_title(context, sent, &before, &after))
		sent = arena_printf(arena, "%.*s %.*s", (int)before.len,
				    before.at, (int)after.len, after.at);
	err = practice_title_service(context->reader, &sent, service);
	if (!err)
		err = practice_title_read(context->reader, sent, &found);
	if (!err && !found.inactive)
		*title = found;
	return err;
}

/* The sign that says how the session ended was taken away, and nothing was
 * typed in its place. */
static bool sign_is_gone(const struct wish_context *context,
			 const struct title *title)
{
	struct arena *arena = store_reader_operation(context->reader)->arena;

	return context->facts->saved && title->clients.count == 0 &&
	       !practice_title_ends(title->before) &&
	       !*practice_title_key(arena, slice_dup(arena, title->before)) &&
	       !*practice_title_key(arena, slice_dup(arena, title->after));
}

/* Only words before or behind the title that was served, or the codes that a
 * draft's names, count; another title is dropped. *spoken: they name a type,
 * be it the one that the session has. */
static enum err status_title(const struct wish_context *context,
			     const struct cal_component *component,
			     struct wish *wish, bool *spoken)
{
	struct arena *arena = store_reader_operation(context->reader)->arena;
	const char *sent = cal_text_of(arena, component, "SUMMARY");
	struct title title = { .inactive = false };
	struct ending ending = { .slug = NULL };
	int64_t service = 0;
	enum err err;

	if (!sent)
		return OK;
	sent = one_blank(arena, sent);
	err = draft_title(context, sent, &title, &service);
	if (err)
		return err;
	wish->joining = title.clients;
	if (title.clients.count > 0 && service) {
		wish->parts |= PART_SERVICE;
		wish->terms.service = service;
	}
	if (wish->status ||
	    (title.clients.count == 0 &&
	     !around_title(context, sent, &title.before, &title.after)))
		return OK;
	err = practice_ending_read(context->reader, title.before, &ending);
	if (!err)
		err = practice_ending_read(context->reader, title.after,
					   &ending);
	if (err)
		return err;
	wish->unknown = ending.unknown;
	if (!ending.slug && !ending.unknown && sign_is_gone(context, &title))
		ending.slug = "open";
	*spoken = ending.slug;
	if (ending.slug && !str_equal(ending.slug, slug_now(context->facts)))
		wish->status = ending.slug;
	return OK;
}

static enum err status_category(const struct wish_context *context,
				struct slice value, struct ending *ending)
{
	struct arena *arena = store_reader_operation(context->reader)->arena;
	const struct session_facts *facts = context->facts;
	const char *served = facts->saved ? facts->completion.label : NULL;
	size_t count;
	char **items;
	enum err err = OK;

	count = cal_text_list(arena, value, &items);
	for (size_t i = 0; !err && i < count; i++) {
		if ((served && str_same(items[i], served)) ||
		    str_same(items[i], "open"))
			continue;
		err = practice_ending_add(context->reader, slice_of(items[i]),
					  ending);
	}
	return err;
}

static enum err status_categories(const struct wish_context *context,
				  const struct cal_component *component,
				  struct wish *wish)
{
	const struct cal_line *line = cal_line_find(component, "CATEGORIES");
	struct ending ending = { .slug = NULL };
	enum err err = OK;

	for (; !err && line;
	     line = cal_line_next(component, line, "CATEGORIES"))
		err = status_category(context, line->value, &ending);
	if (!err && ending.slug &&
	    !str_equal(ending.slug, slug_now(context->facts)))
		wish->status = ending.slug;
	return err;
}

/* We serve neither: whoever sends it means it. */
static void status_event(const struct wish_context *context,
			 const struct cal_component *event, struct wish *wish)
{
	const struct session_facts *facts = context->facts;
	const struct cal_line *line = cal_line_find(event, "STATUS");
	struct slice told;

	if (!line)
		return;
	told = slice_trim(line->value);
	if (slice_is(told, "CANCELLED") &&
	    !(facts->saved && facts->completion.map == MAP_CANCELED))
		wish->status = "canceled";
	if (slice_is(told, "COMPLETED") &&
	    !(facts->saved && facts->completion.map == MAP_COMPLETED))
		wish->status = "completed";
}

enum err wish_status(const struct wish_context *context,
		     const struct cal_component *component, struct wish *wish)
{
	bool spoken = false;
	enum err err = status_line(context, component, &wish->status);

	if (!err)
		err = status_title(context, component, wish, &spoken);
	if (!err && !wish->status && !spoken)
		err = status_categories(context, component, wish);
	if (!err && !wish->status && !spoken &&
	    context->viewer->kind != VIEW_TO_SAVE)
		status_event(context, component, wish);
	return err;
}
