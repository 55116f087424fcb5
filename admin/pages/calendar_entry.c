#include "admin/pages/calendar_entry.h"

#include "admin/pages/part.h"
#include "admin/pages/session_part.h"
#include "practice/wall_time.h"

static bool list_holds(const char *list, const char *login)
{
	struct slice rest = slice_of(list);

	while (rest.at)
		if (slice_equal(slice_trim(slice_cut(&rest, ',')),
				slice_of(login)))
			return true;
	return false;
}

bool calendar_entry_wants(struct page *page, const char *login)
{
	struct slice rest = slice_of(page->door->request->query);
	const char *name, *value;
	bool asked = false;

	while (http_pair_next(page->op->arena, &rest, &name, &value)) {
		if (!str_equal(name, "practitioners") || str_empty(value))
			continue;
		asked = true;
		if (login && list_holds(value, login))
			return true;
	}
	return !asked;
}

/* People are named by their login, or by their id as in the JSON. */
static bool wants_person(struct page *page,
			 const struct known_practitioner *person)
{
	return calendar_entry_wants(page, person->login) ||
	       calendar_entry_wants(page, arena_printf(page->op->arena, "%lld",
						       (long long)person->id));
}

static bool is_wanted(struct page *page, const struct session_known *known)
{
	if (!page_is_office(page) || calendar_entry_wants(page, NULL))
		return true;
	for (size_t i = 0; i < known->practitioner_count; i++)
		if (wants_person(page, &known->practitioners[i]))
			return true;
	return false;
}

static enum err load_sessions(struct page *page, struct span span,
			      struct calendar_entries *entries)
{
	struct session_filter filter = { .span = span };
	struct session_known *known;
	struct session *list;
	size_t count;
	enum err err;

	if (!page_is_office(page))
		filter.participant = page->op->actor.person;
	err = store_session_list(page->reader, &filter, &list, &count);
	if (err)
		return err;
	err = session_part_list(page, list, count, &known, &count);
	if (err)
		return err;
	for (size_t i = 0; i < count; i++)
		if (is_wanted(page, &known[i]))
			known[entries->session_count++] = known[i];
	entries->sessions = known;
	return OK;
}

enum err calendar_entry_load(struct page *page, struct day from, struct day to,
			     struct calendar_entries *entries)
{
	struct span span = practice_days(&page->practice, from, to);
	enum err err;

	*entries = (struct calendar_entries){ .session_count = 0 };
	err = load_sessions(page, span, entries);
	if (err)
		return err;
	return store_closure_list(page->reader, span, &entries->closures,
				  &entries->closure_count);
}

struct wall calendar_entry_start(const struct page *page,
				 const struct session_known *known)
{
	return practice_instant_wall(page->practice.zone, known->start_utc);
}

struct wall calendar_entry_end(const struct page *page,
			       const struct session_known *known)
{
	return practice_instant_wall(page->practice.zone, known->end_utc);
}

/* The word of how it stands, as in the address of lists and as a class. */
static const char *status_of(const struct page *page,
			     const struct session_known *known)
{
	switch (known->status) {
	case SESSION_DRAFT:
		return "draft";
	case SESSION_SAVED:
		return known->type ? known->type : "saved";
	case SESSION_OPEN:
		break;
	}
	return session_part_is_to_save(page, known) ? "to_save" : "open";
}

/* A clash says more than "Open". */
static const char *label_of(const struct page *page,
			    const struct session_known *known)
{
	const char *word = part_status_word(page, known);

	if (!str_equal(word, "Open") || !known->conflict_count)
		return word;
	for (size_t i = 0; i < known->conflict_count; i++)
		if (!str_starts(known->conflicts[i], "closure"))
			return "Double-booked";
	return "On a closure";
}

static const char *status_class(const struct page *page,
				const struct session_known *known)
{
	const char *status = status_of(page, known);

	if (str_equal(status, "to_save"))
		return "tosave";
	if (known->status != SESSION_SAVED || str_equal(status, "override"))
		return status;
	return known->map ? known->map : "completed";
}

/* "ev p1 tosave clash". */
static const char *entry_classes(const struct page *page,
				 const struct session_known *known)
{
	return arena_printf(
		page->op->arena, "ev %s %s%s",
		known->practitioner_count
			? part_colour(page, known->practitioners[0].id)
			: "p7",
		status_class(page, known),
		known->conflict_count ? " clash" : "");
}

const char *calendar_entry_closed(const struct page *page,
				  const struct closure *closure)
{
	return arena_printf(page->op->arena, "Closed: %s", closure->title);
}

bool calendar_entry_shuts(const struct page *page,
			  const struct closure *closure, struct day day)
{
	if (closure->all_day)
		return closure->from.n <= day.n && day.n <= closure->to.n;
	return span_overlaps(closure->span,
			     practice_days(&page->practice, day, day));
}

static json_t *classes_json(struct arena *arena, const char *classes)
{
	json_t *list = json_new_list(arena);
	struct slice rest = slice_of(classes);

	while (rest.at)
		json_add_text(list, slice_dup(arena, slice_cut(&rest, ' ')));
	return list;
}

static json_t *session_json(struct page *page,
			    const struct session_known *known)
{
	struct arena *arena = page->op->arena;
	json_t *event = json_new(arena);

	json_put_text(
		event, "id",
		arena_printf(arena, "session:%lld", (long long)known->id));
	json_put_text(event, "title", session_part_clients(page, known));
	json_put_wall(event, "start", arena, calendar_entry_start(page, known));
	json_put_wall(event, "end", arena, calendar_entry_end(page, known));
	json_put_bool(event, "allDay", false);
	json_put_text(event, "url", session_part_url(page, known));
	json_put(event, "classNames",
		 classes_json(arena, entry_classes(page, known)));
	json_put_text(event, "status", status_of(page, known));
	json_put_text(event, "label", label_of(page, known));
	return event;
}

static void put_bounds(struct page *page, json_t *event,
		       const struct closure *closure)
{
	struct arena *arena = page->op->arena;
	const char *zone = page->practice.zone;

	if (closure->all_day) {
		json_put_day(event, "start", arena, closure->from);
		json_put_day(event, "end", arena,
			     (struct day){ closure->to.n + 1 });
		return;
	}
	json_put_wall(event, "start", arena,
		      practice_instant_wall(zone, closure->span.start));
	json_put_wall(event, "end", arena,
		      practice_instant_wall(zone, closure->span.end));
}

static json_t *closure_json(struct page *page, const struct closure *closure)
{
	struct arena *arena = page->op->arena;
	json_t *event = json_new(arena);

	json_put_text(
		event, "id",
		arena_printf(arena, "closure:%lld", (long long)closure->id));
	json_put_text(event, "title", calendar_entry_closed(page, closure));
	put_bounds(page, event, closure);
	json_put_bool(event, "allDay", closure->all_day);
	json_put_text(event, "url",
		      page_is_office(page) ? url_of(arena, "/closures/%lld",
						    (long long)closure->id)
					   : "/closures");
	json_put(event, "classNames", classes_json(arena, "ev closed"));
	json_put_text(event, "status", "closed");
	json_put_text(event, "label", "Closed");
	return event;
}

json_t *calendar_entry_json(struct page *page,
			    const struct calendar_entries *entries)
{
	json_t *list = json_new_list(page->op->arena);

	for (size_t i = 0; i < entries->closure_count; i++)
		json_add(list, closure_json(page, &entries->closures[i]));
	for (size_t i = 0; i < entries->session_count; i++)
		json_add(list, session_json(page, &entries->sessions[i]));
	return list;
}
