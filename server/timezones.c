#include "server/timezones.h"

#include "base/digest.h"
#include "base/json.h"

#include "dav/dav.h"
#include "ical/jcal_write.h"
#include "ical/leap.h"
#include "ical/write.h"
#include "ical/zone.h"
#include "ical/zone_write.h"
#include "server/timezone_names_private.h"

#include <string.h>

#define ERRORS "urn:ietf:params:tzdist:error:"
#define ZONES TIMEZONES_ROOT "/zones"
#define PARAMS_MOST 2
#define ONSETS_MOST 1000
/* Tables of zones reach at least so far. */
#define LAST_YEAR 2300

/* One request, while it is answered. */
struct call {
	struct operation *op;
	const struct http_request *request;
	struct http_response *response;
	const struct action *action;
	const char *params[PARAMS_MOST]; /* as the action lists them, or NULL */
	const struct cal_zone_name *name; /* of the zone asked for */
	struct instant start, end;
};

struct action {
	const char *name, *template;
	void (*run)(struct call *call);
	struct {
		const char *name, *error; /* "urn:…:error:" goes before it */
		bool required;
	} params[PARAMS_MOST];
};

bool timezones_own(const struct http_path *path)
{
	return path->count >= 2 &&
	       str_equal(path->segments[0], ".well-known") &&
	       str_equal(path->segments[1], "timezone");
}

static void body_json(struct call *call, const char *type, const json_t *body)
{
	const char *text = json_text(call->op->arena, body);

	http_response_body(call->response, type, text, strlen(text));
}

/* RFC 7808 4.1.7 */
static void problem(struct call *call, int status, const char *error,
		    const char *sentence)
{
	struct arena *arena = call->op->arena;
	json_t *body = json_new(arena);

	json_put_text(body, "type", arena_printf(arena, ERRORS "%s", error));
	json_put_text(body, "title", sentence);
	json_put_integer(body, "status", status);
	call->response->status = status;
	body_json(call, "application/problem+json", body);
}

/* 200 with the body, or 304 where the program has it. */
static void answer(struct call *call, const char *etag, const char *type,
		   struct slice body)
{
	const char *seen = http_header(call->request, "If-None-Match");
	struct http_response *response = call->response;

	http_response_add(response, "ETag",
			  arena_printf(call->op->arena, "\"%s\"", etag));
	http_response_add(response, "Cache-Control", "public, max-age=86400");
	response->status = seen && http_etags_match(seen, etag) ? 304 : 200;
	if (response->status == 200)
		http_response_body(response, type, body.at, body.len);
}

static void answer_json(struct call *call, const json_t *body)
{
	const char *text = json_text(call->op->arena, body);

	answer(call, digest_tag(call->op->arena, text, strlen(text)),
	       "application/json", slice_of(text));
}

/* The next action's row is below. */
static json_t *actions_json(struct arena *arena);

static bool has_leap_seconds(struct arena *arena)
{
	struct cal_leap *leaps;
	struct day expires;

	return cal_leap_seconds(arena, &leaps, &expires) > 0;
}

/* RFC 7808 5.1 */
static void run_capabilities(struct call *call)
{
	struct arena *arena = call->op->arena;
	struct instant since;
	const char *release = cal_zone_release(&since);
	json_t *body = json_new(arena);
	json_t *info = json_new(arena);
	json_t *formats = json_new_list(arena);
	json_t *truncated = json_new(arena);

	json_add_text(formats, "text/calendar");
	json_add_text(formats, CAL_JCAL_TYPE);
	json_put_bool(truncated, "any", true);
	json_put_bool(truncated, "untruncated", true);
	json_put_text(info, "primary-source",
		      arena_printf(arena, "IANA:%s", release));
	json_put(info, "formats", formats);
	json_put(info, "truncated", truncated);
	json_put_text(info, "provider-details",
		      "The time zone database of the server's system.");
	json_put(info, "contacts", json_new_list(arena));
	json_put_integer(body, "version", 1);
	json_put(body, "info", info);
	json_put(body, "actions", actions_json(arena));
	answer_json(call, body);
}

/* RFC 7808 5.2: what has changed since the token was told. */
static void run_list(struct call *call)
{
	struct arena *arena = call->op->arena;
	const char *since = call->params[0];
	const struct cal_zone_name *names;
	size_t count = cal_zone_names(&names);
	json_t *zones = json_new_list(arena);

	if (since && !str_starts(since, "zones-")) {
		problem(call, 400, "invalid-changedsince",
			"changedsince is a synctoken of this service.");
		return;
	}
	if (str_equal(since, timezone_sync_token(arena)))
		count = 0; /* nothing has changed */
	for (size_t i = 0; i < count; i++)
		if (!names[i].alias_of)
			json_add(zones, timezone_json(arena, &names[i]));
	answer_json(call, timezones_json(arena, zones));
}

static void run_find(struct call *call)
{
	struct arena *arena = call->op->arena;
	const struct cal_zone_name *names;
	size_t count = cal_zone_names(&names);
	json_t *zones = json_new_list(arena);

	if (!timezone_is_pattern(call->params[0])) {
		problem(call, 400, "invalid-pattern",
			"A pattern is some text, with * at its ends at most.");
		return;
	}
	for (size_t i = 0; i < count; i++)
		if (timezone_matches(&names[i], call->params[0]))
			json_add(zones, timezone_json(arena, &names[i]));
	answer_json(call, timezones_json(arena, zones));
}

/* start and end of get and expand; false when it is answered. */
static bool read_range(struct call *call)
{
	struct wall last = { .year = LAST_YEAR, .month = 1, .day = 1 };
	const char *start = call->params[0], *end = call->params[1];

	call->start = INSTANT_MIN;
	call->end = INSTANT_MAX;
	if (start && !instant_parse(start, &call->start)) {
		problem(call, 400, "invalid-start",
			"start is a UTC time such as 2026-01-01T00:00:00Z.");
		return false;
	}
	if (end &&
	    (!instant_parse(end, &call->end) || call->end.s <= call->start.s ||
	     call->end.s > wall_utc(last).s)) {
		problem(call, 400, "invalid-end",
			"end is a UTC time such as 2027-01-01T00:00:00Z, "
			"after the start and before the year 2300.");
		return false;
	}
	return true;
}

static void zone_write(struct call *call, struct buf *ics)
{
	struct cal_zone_form form = { .name = call->name->name,
				      .alias_of = call->name->alias_of,
				      .from = call->start,
				      .until = call->end };

	cal_write(ics, "BEGIN", "VCALENDAR");
	cal_write(ics, "VERSION", "2.0");
	cal_write(ics, "PRODID", DAV_PRODUCT);
	cal_zone_write_as(ics, cal_zone_iana(call->name->name), &form);
	cal_write(ics, "END", "VCALENDAR");
}

/* RFC 7808 5.3 */
static void run_get(struct call *call)
{
	struct operation *op = call->op;
	int calendar = http_accepts(call->request, "text/calendar");
	int json = http_accepts(call->request, CAL_JCAL_TYPE);
	const char *etag = timezone_etag(op->arena, call->name->name);
	struct cal_component *component;
	struct buf ics, body;

	http_response_add(call->response, "Vary", "Accept");
	if (!calendar && !json) {
		problem(call, 406, "invalid-format",
			"Zones come as text/calendar or " CAL_JCAL_TYPE ".");
		return;
	}
	if (!read_range(call))
		return;
	buf_init(&ics, op->arena);
	zone_write(call, &ics);
	if (call->params[0] || call->params[1])
		etag = digest_tag(op->arena, ics.at, ics.len);
	if (json <= calendar) {
		answer(call, etag, "text/calendar; charset=utf-8",
		       buf_view(&ics));
		return;
	}
	buf_init(&body, op->arena);
	if (cal_parse(op, ics.at, ics.len, &component) == OK)
		cal_jcal_write(op, component, &body);
	answer(call, arena_printf(op->arena, "%s" HTTP_ETAG_JSON, etag),
	       CAL_JCAL_TYPE, buf_view(&body));
}

/* RFC 7808 5.4 */
static void run_expand(struct call *call)
{
	struct arena *arena = call->op->arena;
	struct cal_zone_onset *onsets =
		arena_array(arena, ONSETS_MOST, sizeof(*onsets));
	json_t *body = json_new(arena);
	json_t *list = json_new_list(arena);
	size_t count;

	if (!read_range(call))
		return;
	count = cal_zone_onsets(cal_zone_iana(call->name->name),
				(struct span){ call->start, call->end }, onsets,
				ONSETS_MOST);
	for (size_t i = 0; i < count; i++) {
		json_t *item = json_new(arena);

		json_put_text(item, "name", onsets[i].name);
		json_put_text(item, "onset", instant_text(arena, onsets[i].at));
		json_put_integer(item, "utc-offset-from", onsets[i].from);
		json_put_integer(item, "utc-offset-to", onsets[i].to);
		json_add(list, item);
	}
	json_put_text(body, "tzid", call->name->name);
	json_put_text(body, "start", instant_text(arena, call->start));
	json_put_text(body, "end", instant_text(arena, call->end));
	json_put(body, "observances", list);
	answer_json(call, body);
}

/* RFC 7808 5.6 */
static void run_leap_seconds(struct call *call)
{
	struct arena *arena = call->op->arena;
	struct cal_leap *leaps;
	struct day expires;
	struct instant since;
	size_t count = cal_leap_seconds(arena, &leaps, &expires);
	json_t *body = json_new(arena);
	json_t *list = json_new_list(arena);

	if (count == 0) {
		problem(call, 404, "invalid-action",
			"The system has no list of leap seconds.");
		return;
	}
	for (size_t i = 0; i < count; i++) {
		json_t *leap = json_new(arena);

		json_put_integer(leap, "utc-offset", leaps[i].offset);
		json_put_day(leap, "onset", arena, leaps[i].day);
		json_add(list, leap);
	}
	json_put_day(body, "expires", arena, expires);
	json_put_text(body, "publisher", "IERS");
	json_put_text(body, "version", cal_zone_release(&since));
	json_put(body, "leapseconds", list);
	answer_json(call, body);
}

enum { CAPABILITIES, LIST, GET, EXPAND, FIND, LEAP_SECONDS };

/* What capabilities tells, and what is taken. */
static const struct action actions[] = {
	[CAPABILITIES] = { "capabilities",
			   TIMEZONES_ROOT "/capabilities",
			   run_capabilities,
			   { { NULL, NULL, false } } },
	[LIST] = { "list",
		   ZONES "{?changedsince}",
		   run_list,
		   { { "changedsince", "invalid-changedsince", false } } },
	[GET] = { "get",
		  ZONES "{/tzid}{?start,end}",
		  run_get,
		  { { "start", "invalid-start", false },
		    { "end", "invalid-end", false } } },
	[EXPAND] = { "expand",
		     ZONES "{/tzid}/observances{?start,end}",
		     run_expand,
		     { { "start", "invalid-start", true },
		       { "end", "invalid-end", true } } },
	[FIND] = { "find",
		   ZONES "{?pattern}",
		   run_find,
		   { { "pattern", "invalid-pattern", true } } },
	[LEAP_SECONDS] = { "leapseconds",
			   TIMEZONES_ROOT "/leapseconds",
			   run_leap_seconds,
			   { { NULL, NULL, false } } },
};

static json_t *actions_json(struct arena *arena)
{
	json_t *list = json_new_list(arena);

	for (size_t i = 0; i < ARRAY_SIZE(actions); i++) {
		json_t *action = json_new(arena);
		json_t *params = json_new_list(arena);

		if (i == LEAP_SECONDS && !has_leap_seconds(arena))
			continue;
		for (size_t j = 0; j < PARAMS_MOST; j++) {
			json_t *param = json_new(arena);

			if (!actions[i].params[j].name)
				continue;
			json_put_text(param, "name", actions[i].params[j].name);
			json_put_bool(param, "required",
				      actions[i].params[j].required);
			json_put_bool(param, "multi", false);
			json_add(params, param);
		}
		json_put_text(action, "name", actions[i].name);
		json_put_text(action, "uri-template", actions[i].template);
		json_put(action, "parameters", params);
		json_add(list, action);
	}
	return list;
}

/* Each of the action's parameters, once; false when it is answered. */
static bool read_params(struct call *call)
{
	struct slice rest = slice_of(call->request->query);
	const char *name, *value;

	while (http_pair_next(call->op->arena, &rest, &name, &value)) {
		for (size_t i = 0; i < PARAMS_MOST; i++) {
			if (!call->action->params[i].name ||
			    !str_equal(name, call->action->params[i].name))
				continue;
			if (call->params[i] || !value) {
				problem(call, 400,
					call->action->params[i].error,
					"It stands there once, and can be "
					"read.");
				return false;
			}
			call->params[i] = value;
		}
	}
	for (size_t i = 0; i < PARAMS_MOST; i++) {
		if (!call->action->params[i].required || call->params[i])
			continue;
		problem(call, 400, call->action->params[i].error,
			"This parameter is needed.");
		return false;
	}
	return true;
}

/* The zone whose name the segments from the third to the last are. */
static const struct cal_zone_name *
zone_named(struct arena *arena, const struct http_path *path, size_t end)
{
	const struct cal_zone_name *names;
	size_t count = cal_zone_names(&names);
	struct buf name;

	buf_init(&name, arena);
	for (size_t i = 3; i < end; i++) {
		if (i > 3)
			buf_putc(&name, '/');
		buf_puts(&name, path->segments[i]);
	}
	for (size_t i = 0; i < count; i++)
		if (str_equal(names[i].name, name.at) && cal_zone_iana(name.at))
			return &names[i];
	return NULL;
}

static bool has_pattern(const struct call *call)
{
	return http_query(call->op->arena, call->request, "pattern") != NULL;
}

/* Which action the path means, with the zone that it names; NULL: none. */
static const struct action *action_of(struct call *call)
{
	const struct http_path *path = &call->request->path;
	const char *word = path->count > 2 ? path->segments[2] : "";
	const char *last = path->segments[path->count - 1];
	bool expand;

	if (path->count == 2 ||
	    (path->count == 3 && str_equal(word, "capabilities")))
		return &actions[CAPABILITIES];
	if (path->count == 3 && str_equal(word, "leapseconds"))
		return &actions[LEAP_SECONDS];
	if (!str_equal(word, "zones"))
		return NULL;
	if (path->count == 3)
		return &actions[has_pattern(call) ? FIND : LIST];
	expand = path->count > 4 && str_equal(last, "observances");
	call->name = zone_named(call->op->arena, path,
				path->count - (expand ? 1 : 0));
	return &actions[expand ? EXPAND : GET];
}

bool timezones_answer_open(const struct http_request *request,
			   struct http_response *response)
{
	bool options = str_equal(request->method, "OPTIONS");

	if (str_equal(request->method, "GET") ||
	    str_equal(request->method, "HEAD"))
		return false;
	response->status = options ? 200 : 405;
	http_response_add(response, "Allow", "GET, HEAD, OPTIONS");
	return true;
}

void timezones_handle(struct operation *op, const struct http_request *request,
		      struct http_response *response)
{
	struct call call = { .op = op,
			     .request = request,
			     .response = response };

	call.action = action_of(&call);
	if (!call.action)
		problem(&call, 404, "invalid-action",
			"The service has no such action.");
	else if (!call.name && (call.action == &actions[GET] ||
				call.action == &actions[EXPAND]))
		problem(&call, 404, "tzid-not-found",
			"There is no time zone of this name.");
	else if (read_params(&call))
		call.action->run(&call);
}
