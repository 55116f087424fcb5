#include "practice/booking_kinds.h"

#include "ical/instance.h"
#include "ical/recur.h"
#include "practice/access.h"
#include "practice/completion.h"
#include "practice/schedule.h"
#include "practice/session.h"
#include "practice/wish.h"
#include "store/audit.h"

/* An event without an end is taken for an hour. */
#define DEFAULT_LENGTH 3600
/* Words of a title that are looked at, of which each costs a query. */
#define TITLE_WORDS 64

/* What a title says: clients by their codes, and what stands before the first
 * and behind the last. */
struct title {
	struct ids clients;
	bool inactive; /* it names a client who is not active */
	bool rest;     /* it holds words that are no codes */
	struct slice before, after;
};

/* --- The title -------------------------------------------------------------*/

static bool is_separator(char c)
{
	return c == ' ' || c == ',' || c == ';' || c == '\n' || c == '\t' ||
	       c == '(' || c == ')' || c == '+' || c == '&' || c == '/' ||
	       c == ':';
}

static bool next_word(struct slice *rest, struct slice *word)
{
	size_t len = 0;

	while (rest->len > 0 && is_separator(rest->at[0])) {
		rest->at++;
		rest->len--;
	}
	while (len < rest->len && !is_separator(rest->at[len]))
		len++;
	*word = (struct slice){ rest->at, len };
	rest->at += len;
	rest->len -= len;
	return len > 0;
}

/* *client is 0 where the word is no code. */
static enum err client_of(struct booking *booking, struct slice word,
			  struct title *title, int64_t *client)
{
	struct person found;
	enum err err = store_person_find_code(
		booking->reader, slice_dup(booking->op->arena, word), &found);

	*client = 0;
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	*client = found.id;
	if (!found.active)
		title->inactive = true;
	else if (!practice_among(&title->clients, found.id))
		title->clients.at[title->clients.count++] = found.id;
	return OK;
}

/* No code is meant by "+2" or "Group"; every other word may be one. */
static enum err read_title(struct booking *booking, const char *text,
			   struct title *title)
{
	struct slice whole = slice_of(text);
	struct slice rest = whole;
	struct slice word;
	const char *first = NULL;
	const char *last = whole.at;
	enum err err = OK;

	title->clients.at =
		arena_array(booking->op->arena, TITLE_WORDS, sizeof(int64_t));
	for (int n = 0; !err && n < TITLE_WORDS && next_word(&rest, &word);
	     n++) {
		int64_t client;

		err = client_of(booking, word, title, &client);
		if (err || !client) {
			title->rest = true;
			continue;
		}
		if (!first)
			first = word.at;
		last = word.at + word.len;
	}
	if (!first)
		return err;
	title->before = (struct slice){ whole.at, (size_t)(first - whole.at) };
	title->after =
		(struct slice){ last, whole.len - (size_t)(last - whole.at) };
	return err;
}

/* --- The session -----------------------------------------------------------*/

enum err booking_time(struct booking *booking, const struct cal_object *object,
		      struct span *span, const char **zone)
{
	const struct cal_component *event = object->master;
	const struct cal_line *line = cal_line_find(event, "DTSTART");
	const char *name = NULL;
	struct practice practice;
	struct cal_time time;
	struct span found;
	enum err err;

	if (!line || !cal_time_read(line, line->value, object->zones, &time) ||
	    !cal_component_span(event, object->zones, &found))
		return fail(booking->op, ERR_CALENDAR_DATA,
			    "the event has no start");
	if (cal_param_find(line, "TZID"))
		name = cal_zone_name(time.zone);
	/* A zone of the object's own, or UTC: the practice's wall clock. */
	if (!name || !cal_zone_iana(name)) {
		err = store_practice_load(booking->reader, &practice);
		if (err)
			return err;
		name = practice.zone;
	}
	*span = found;
	*zone = name;
	return OK;
}

/* A service that the office names in the line for it; else the default. */
static enum err named_service(struct booking *booking,
			      const struct cal_component *event,
			      struct session *session)
{
	const char *name =
		cal_text_of(booking->op->arena, event, "X-PRACTICE-SERVICE");
	struct service service;
	enum err err;

	if (!name || !actor_is_office(&booking->op->actor))
		return OK;
	err = store_service_find_name(booking->reader, name, &service);
	if (!err && service.active)
		session->service = service.id;
	return err == ERR_NOT_FOUND ? OK : err;
}

static const char *text_of(struct booking *booking,
			   const struct cal_component *event, const char *name)
{
	const char *text = cal_text_of(booking->op->arena, event, name);

	return str_empty(text) ? NULL : text;
}

static enum err fill_session(struct booking *booking,
			     const struct cal_object *object,
			     struct session *session, struct title *title)
{
	const struct cal_component *event = object->master;
	const char *summary = text_of(booking, event, "SUMMARY");
	int64_t *practitioner =
		arena_alloc(booking->op->arena, sizeof(*practitioner));
	enum err err =
		booking_time(booking, object, &session->span, &session->zone);

	if (!err && summary)
		err = read_title(booking, summary, title);
	if (!err)
		err = named_service(booking, event, session);
	if (err)
		return err;
	if (session->span.end.s <= session->span.start.s)
		session->span.end.s = session->span.start.s + DEFAULT_LENGTH;
	*practitioner = booking_shown(&booking->collection);
	session->practitioners = (struct ids){ practitioner, 1 };
	if (!title->inactive)
		session->clients = title->clients;
	session->place = practice_place_text(
		booking->op->arena, text_of(booking, event, "LOCATION"));
	session->public_note = text_of(booking, event, "DESCRIPTION");
	/* Nothing that was typed is lost; clients do not see it. */
	if (title->rest || title->inactive)
		session->private_note = summary;
	return OK;
}

/* --- One event -------------------------------------------------------------*/

/* A copy or an import may say how it ended. */
static enum err status_of(struct booking *booking,
			  const struct cal_component *event,
			  const struct title *title, const char **status)
{
	const char *line = text_of(booking, event, "X-PRACTICE-STATUS");
	const char *unknown;

	if (line) {
		line = str_lower(booking->op->arena, line);
		*status = str_equal(line, "open") ? NULL : line;
		return OK;
	}
	*status = NULL;
	if (!title->before.at)
		return OK;
	return practice_title_type(booking->reader, title->before, title->after,
				   status, &unknown);
}

static enum err save_new(struct booking *booking, const struct session *session,
			 const char *status)
{
	struct save save = { .session = session->id, .type = status };
	struct session saved;

	if (!status || session->state == SESSION_DRAFT)
		return OK;
	return practice_session_save_tx(booking->tx, &save, &saved);
}

static enum err create_one(struct booking *booking,
			   const struct cal_object *object,
			   struct session *session, const struct title *title)
{
	const char *status;
	enum err err = status_of(booking, object->master, title, &status);

	if (err)
		return err;
	err = practice_session_add_tx(booking->tx, session);
	if (!err)
		err = save_new(booking, session, status);
	return booking_refusal(booking->op, err);
}

/* --- Recurring ones --------------------------------------------------------*/

static enum err over_cap(struct booking *booking)
{
	return fail(booking->op, ERR_MAX_INSTANCES,
		    "a schedule makes at most %d sessions",
		    PRACTICE_SCHEDULE_CAP);
}

static struct instant twelve_months_on(struct instant start)
{
	struct wall wall = instant_wall(start);
	struct day day = day_of(wall.year + 1, wall.month, wall.day);

	return (struct instant){ start.s +
				 (int64_t)(day.n - wall_day(wall).n) * 86400 };
}

/* The dates, by the object's own rule, exceptions and overrides. */
static enum err find_dates(struct booking *booking,
			   const struct cal_object *object,
			   const struct cal_rule *rule, struct instant start,
			   struct cal_instances *found)
{
	bool endless = rule && !rule->count && !rule->has_until;
	struct span window = { INSTANT_MIN, INSTANT_MAX };
	size_t most = PRACTICE_SCHEDULE_CAP + 1;
	enum err err;

	if (endless) {
		window.end = twelve_months_on(start);
		most = PRACTICE_SCHEDULE_CAP;
	}
	err = cal_object_instances(booking->op, object, window, most, found);
	if (err)
		return err;
	if (!endless &&
	    (found->count > PRACTICE_SCHEDULE_CAP || !found->complete))
		return over_cap(booking);
	if (found->count == 0)
		return fail(booking->op, ERR_CALENDAR_DATA,
			    "the rule makes no event");
	return OK;
}

static bool plain_rule(const struct cal_rule *rule)
{
	return rule->interval == 1 && !rule->by_second_count &&
	       !rule->by_minute_count && !rule->by_hour_count &&
	       !rule->by_month_day_count && !rule->by_year_day_count &&
	       !rule->by_week_count && !rule->by_month_count &&
	       !rule->by_position_count;
}

static bool weekly_days(const struct cal_rule *rule, struct wall start,
			unsigned *days)
{
	if (rule->by_day_count == 0)
		*days = rule->frequency == CAL_DAILY
				? 0x7f
				: 1u << day_weekday(wall_day(start));
	for (size_t i = 0; i < rule->by_day_count; i++) {
		if (rule->by_day[i].nth != 0)
			return false;
		*days |= 1u << rule->by_day[i].day;
	}
	return true;
}

/* "The second Tuesday" where the start is one. The fifth is the last to a
 * schedule and none to a rule. */
static bool monthly_days(const struct cal_rule *rule, struct wall start,
			 unsigned *days)
{
	int nth = (start.day - 1) / 7 + 1;

	if (rule->by_day_count != 1 || nth > 4 || rule->by_day[0].nth != nth ||
	    rule->by_day[0].day != (int8_t)day_weekday(wall_day(start)))
		return false;
	*days = 1u << rule->by_day[0].day;
	return true;
}

/* Is the rule one that a schedule can say? The start must be on its days. */
static bool as_schedule(const struct cal_object *object,
			const struct cal_rule *rule, struct wall start,
			struct schedule *schedule)
{
	unsigned days = 0;

	if (object->override_count || !plain_rule(rule) ||
	    cal_line_find(object->master, "EXDATE") ||
	    cal_line_find(object->master, "RDATE"))
		return false;
	switch (rule->frequency) {
	case CAL_DAILY:
	case CAL_WEEKLY:
		schedule->repeat = REPEAT_WEEKLY;
		if (!weekly_days(rule, start, &days))
			return false;
		break;
	case CAL_MONTHLY:
		schedule->repeat = REPEAT_MONTHLY;
		if (!monthly_days(rule, start, &days))
			return false;
		break;
	default:
		return false;
	}
	schedule->days = days;
	return (days & (1u << day_weekday(wall_day(start)))) != 0;
}

/* The row that later changes go by; the dates are in the sessions. */
static enum err add_schedule(struct booking *booking,
			     const struct cal_object *object,
			     const struct cal_rule *rule, size_t count,
			     struct session *session)
{
	const struct cal_zone *zone = cal_zone_find(session->zone);
	struct schedule schedule = {
		.count = (int)count,
		.enabled = true,
		.minutes = (session->span.end.s - session->span.start.s) / 60,
		.zone = session->zone,
		.service = session->service,
		.place = session->place,
		.public_note = session->public_note,
		.private_note = session->private_note,
		.practitioners = session->practitioners,
		.clients = session->clients,
	};
	struct audit audit = { .action = "schedule.add",
			       .object_kind = "schedule" };
	enum err err;

	if (!rule || !zone)
		return OK;
	schedule.start = cal_zone_wall(zone, session->span.start);
	if (!as_schedule(object, rule, schedule.start, &schedule))
		return OK;
	err = store_schedule_insert(booking->tx, &schedule);
	if (err)
		return err;
	session->schedule = audit.object = schedule.id;
	return store_audit_add(booking->tx, &audit);
}

static enum err note_endless(struct booking *booking, int64_t session,
			     size_t count)
{
	struct review review = {
		.kind = "endless-rule",
		.session = session,
		.person = booking->op->actor.person,
		.text = arena_printf(booking->op->arena,
				     "A calendar asked for a session without "
				     "an end; %zu were made, twelve months of "
				     "it.",
				     count),
	};

	return store_review_add(booking->tx, &review);
}

/* The first keeps the event's address and UID, the others get their own. */
static enum err add_sessions(struct booking *booking,
			     const struct cal_instances *found,
			     struct session *first)
{
	struct session pattern = *first;
	enum err err = OK;

	for (size_t i = 0; !err && i < found->count; i++) {
		struct session session = pattern;

		session.span = found->items[i].span;
		if (session.span.end.s <= session.span.start.s)
			session.span.end.s =
				session.span.start.s + DEFAULT_LENGTH;
		if (i > 0)
			session.uid = session.name = NULL;
		err = practice_session_add_tx(booking->tx, &session);
		if (!err && i == 0)
			*first = session;
	}
	return booking_refusal(booking->op, err);
}

static enum err create_many(struct booking *booking,
			    const struct cal_object *object,
			    struct session *session)
{
	const struct cal_line *line = cal_line_find(object->master, "RRULE");
	struct cal_instances found;
	struct cal_rule rule;
	enum err err = OK;

	if (line)
		err = cal_rule_parse(booking->op, line->value, &rule);
	if (err)
		return err;
	if (line && rule.frequency < CAL_DAILY)
		return over_cap(booking);
	err = find_dates(booking, object, line ? &rule : NULL,
			 session->span.start, &found);
	if (!err)
		err = add_schedule(booking, object, line ? &rule : NULL,
				   found.count, session);
	if (!err)
		err = add_sessions(booking, &found, session);
	if (!err && line && !rule.count && !rule.has_until)
		err = note_endless(booking, session->id, found.count);
	return err;
}

enum err booking_create(struct booking *booking,
			const struct cal_object *object)
{
	struct session session = { .uid = object->uid, .name = booking->name };
	struct title title = { .rest = false };
	char *own = practice_own_lines(booking->op->arena, object->master);
	bool done;
	enum err err = booking_put_back(booking, object, &done);

	if (err || done)
		return err;
	err = fill_session(booking, object, &session, &title);
	if (err)
		return err;
	if (object->recurring)
		err = create_many(booking, object, &session);
	else
		err = create_one(booking, object, &session, &title);
	if (err || !*own)
		return err;
	return booking_keep_own(booking, session.id, own);
}
