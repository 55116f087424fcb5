#include "dav/export_private.h"

#include "base/block.h"
#include "base/flow.h"
#include "base/log.h"
#include "ical/jcal_write.h"
#include "ical/parse.h"
#include "store/object_list.h"

#include <string.h>
#include <strings.h>

/*
 * Members are whole calendars that were read when they were stored. Here only
 * their components' ranges are wanted, which the BEGIN and END lines tell; an
 * object that is folded where those stand is read again in full.
 */

#define BUCKETS 64

/* Units of work: of a byte, of a look at a zone's name. */
#define BYTE_WORK 3
#define PROBE_WORK 10

/* The TZIDs that were written. */
struct zone_id {
	struct slice id;
	const struct zone_id *next;
};

struct export
{
	struct operation *op;
	struct representation form;
	struct buf zones, rest;
	struct pieces before; /* of the rest */
	struct flow *flow;    /* or NULL */
	const struct zone_id *seen[BUCKETS];
};

struct cut {
	const char *at, *end; /* what is left of the object */
	const char *begin;    /* of the component at hand */
	int depth;
	bool odd; /* not to be told by lines alone */
};

static struct slice next_line(struct cut *cut)
{
	const char *start = cut->at;
	const char *mark = memchr(start, '\n', (size_t)(cut->end - start));

	cut->at = mark ? mark + 1 : cut->end;
	return (struct slice){ start, (size_t)(cut->at - start) };
}

static bool line_is(struct slice line, const char *prefix)
{
	size_t len = strlen(prefix);

	return line.len >= len && (line.at[0] | 0x20) == (prefix[0] | 0x20) &&
	       !strncasecmp(line.at, prefix, len);
}

/* Does the line that begins there begin as BEGIN and END do? */
static bool is_mark(const char *at)
{
	char first = *at | 0x20;

	return first == 'b' || first == 'e';
}

/* The first such line from the one that begins at `at` on, or the end. Nine in
 * ten are others. */
static const char *find_mark(const char *at, const char *end)
{
	if (at < end && is_mark(at))
		return at;
	while ((size_t)(end - at) > BLOCK_SIZE) {
		text_block first = block_load(at + 1) | 0x20;
		text_block mark = (text_block)((first == 'b') | (first == 'e'));
		size_t found = block_first(
			mark & (text_block)(block_load(at) == '\n'));

		if (found < BLOCK_SIZE)
			return at + found + 1;
		at += BLOCK_SIZE;
	}
	for (; end - at > 1; at++) {
		if (*at == '\n' && is_mark(at + 1))
			return at + 1;
	}
	return end;
}

/* The next component directly within VCALENDAR; at NULL behind the last. */
static struct slice next_component(struct cut *cut)
{
	while ((cut->at = find_mark(cut->at, cut->end)) < cut->end) {
		struct slice line = next_line(cut);

		if (line_is(line, "BEGIN:")) {
			if (++cut->depth == 2)
				cut->begin = line.at;
		} else if (line_is(line, "END:")) {
			if (--cut->depth == 1)
				return (struct slice){ cut->begin,
						       (size_t)(cut->at -
								cut->begin) };
		} else if (cut->depth < 2 && cut->at < cut->end &&
			   (*cut->at == ' ' || *cut->at == '\t')) {
			cut->odd = true;
		}
	}
	cut->odd |= cut->depth != 0;
	return (struct slice){ 0 };
}

static size_t bucket_of(struct slice id)
{
	size_t hash = 5381;

	for (size_t i = 0; i < id.len; i++)
		hash = hash * 33 + (unsigned char)id.at[i];
	return hash % BUCKETS;
}

/* True the first time. */
static bool is_new_zone(struct export *export, struct slice id)
{
	const struct zone_id **bucket = &export->seen[bucket_of(id)];
	struct arena *arena = export->zones.arena;
	struct zone_id *added;

	for (const struct zone_id *zone = *bucket; zone; zone = zone->next) {
		(void)operation_spend(export->op, PROBE_WORK);
		if (slice_equal(zone->id, id))
			return false;
	}
	added = arena_alloc(arena, sizeof(*added));
	added->id =
		(struct slice){ arena_memdup(arena, id.at, id.len), id.len };
	added->next = *bucket;
	*bucket = added;
	return true;
}

/* The TZID line from its colon on, folds and all: enough to tell zones
 * apart. */
static struct slice zone_id(struct slice component)
{
	struct cut cut = { .at = component.at,
			   .end = component.at + component.len };

	while (cut.at < cut.end) {
		struct slice line = next_line(&cut);

		while (line_is(line, "TZID") && cut.at < cut.end &&
		       (*cut.at == ' ' || *cut.at == '\t'))
			line.len += next_line(&cut).len;
		if (!line_is(line, "TZID:") && !line_is(line, "TZID;"))
			continue;
		slice_cut(&line, ':');
		return slice_trim(line);
	}
	return component;
}

static void add_component(struct export *export, struct slice component)
{
	static const char zone[] = "BEGIN:VTIMEZONE";

	if (!line_is(component, zone))
		buf_slice(&export->rest, component);
	else if (is_new_zone(export, zone_id(component)))
		buf_slice(&export->zones, component);
}

/* Has anything but zones been written? */
static bool has_rest(const struct export *export)
{
	return export->before.count > 0 || export->rest.len > 0;
}

/* One after another, as JSON's lists have them. */
static void add_json(struct export *export,
		     const struct cal_component *component)
{
	bool zone = slice_is(component->name, "VTIMEZONE");
	struct buf *buf = zone ? &export->zones : &export->rest;

	if (representation_leaves_out(export->form, component) ||
	    (zone &&
	     !is_new_zone(export, zone_id(cal_component_bytes(component)))))
		return;
	if (zone ? buf->len > 0 : has_rest(export))
		buf_putc(buf, ',');
	cal_jcal_write(export->op, component, buf);
}

static void add_child(struct export *export,
		      const struct cal_component *component)
{
	if (export->form.json)
		add_json(export, component);
	else if (!representation_leaves_out(export->form, component))
		add_component(export, cal_component_bytes(component));
}

static enum err add_parsed(struct export *export, const struct member *member,
			   struct slice bytes)
{
	struct cal_component *calendar;
	enum err err = cal_parse(export->op, bytes.at, bytes.len, &calendar);

	if (err == ERR_CALENDAR_DATA) {
		log_event(LOG_WARNING, "unreadable", "member=%lld",
			  (long long)member->id);
		operation_recover(export->op);
		return OK;
	}
	for (size_t i = 0; !err && i < calendar->child_count; i++)
		add_child(export, calendar->children[i]);
	return err ? err : operation_check(export->op);
}

static enum err add_member(struct export *export, const struct member *member,
			   struct slice bytes)
{
	const struct representation zones = { .zones = true };
	size_t rest = export->rest.len;
	struct slice component;
	struct cut cut;
	enum err err = OK;

	if (export->form.zones)
		err = representation_make(export->op, zones, member->id, bytes,
					  &bytes);
	if (err == ERR_CALENDAR_DATA)
		operation_recover(export->op);
	else if (err)
		return err;
	if (export->form.json || export->form.bare)
		return add_parsed(export, member, bytes);
	cut = (struct cut){ .at = bytes.at, .end = bytes.at + bytes.len };
	while ((component = next_component(&cut)).at)
		add_component(export, component);
	(void)operation_spend(export->op, bytes.len * BYTE_WORK);
	if (!cut.odd)
		return operation_check(export->op);
	export->rest.len = rest;
	return add_parsed(export, member, bytes);
}

static void put_ics(const struct export *export, struct buf *head)
{
	buf_puts(head, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
		       "PRODID:" DAV_PRODUCT "\r\n");
	buf_slice(head, buf_view(&export->zones));
}

static void put_json(const struct export *export, struct buf *head)
{
	buf_puts(head, "[\"vcalendar\",[[\"version\",{},\"text\",\"2.0\"],"
		       "[\"prodid\",{},\"text\",\"" DAV_PRODUCT "\"]],[");
	buf_slice(head, buf_view(&export->zones));
	if (export->zones.len > 0 && has_rest(export))
		buf_putc(head, ',');
}

static const char *tail_of(const struct export *export)
{
	return export->form.json ? "]]" : "END:VCALENDAR\r\n";
}

/* Zones come first, and are known last. */
static void put_together(const struct export *export, struct pieces *whole)
{
	struct arena *arena = export->op->arena;
	struct buf head;

	buf_init_sized(&head, arena, export->zones.len + 256);
	if (export->form.json)
		put_json(export, &head);
	else
		put_ics(export, &head);
	pieces_init(whole, arena);
	pieces_add(whole, buf_view(&head));
	for (size_t i = 0; i < export->before.count; i++)
		pieces_add(whole, export->before.list[i]);
}

/* What stands in a buffer from there on moves behind the zones. */
static void put_before(struct arena *arena, struct buf *zones, struct buf *rest,
		       size_t from)
{
	size_t len = rest->len - from;
	const char *moved = arena_memdup(arena, rest->at + from, len);

	rest->len = from;
	buf_slice(rest, buf_view(zones));
	buf_add(rest, moved, len);
	zones->len = 0;
}

/* A long calendar leaves while it is written, with the zones so far at its
 * front; each that comes later stands before the first member that needs it. */
static void turn(struct export *export, size_t from)
{
	struct buf *rest = &export->rest;
	struct operation *op = export->op;
	struct pieces whole;

	if (!export->flow) {
		pieces_turn(&export->before, rest);
	} else if (!export->flow->begun) {
		pieces_turn(&export->before, rest);
		if (export->before.len <= export->flow->hold)
			return;
		put_together(export, &whole);
		flow_begin(export->flow, op, &whole);
		pieces_init(&export->before, export->before.arena);
		export->zones.len = 0;
	} else {
		if (export->zones.len > 0)
			put_before(op->arena, &export->zones, rest, from);
		flow_turn(export->flow, op, &export->before, rest);
	}
}

static enum err add_each(void *context, const struct member *member,
			 struct slice bytes)
{
	struct export *export = context;
	size_t from = export->rest.len;
	enum err err = add_member(export, member, bytes);

	if (err)
		return err;
	turn(export, from);
	return operation_check(export->op);
}

static void finish(struct export *export, const char *type,
		   struct http_response *response)
{
	struct pieces whole;

	if (!export->flow || !export->flow->begun) {
		put_together(export, &whole);
		pieces_end(&whole, &export->rest);
		pieces_add(&whole, slice_of(tail_of(export)));
		http_response_pieces(response, type, &whole);
		return;
	}
	buf_puts(&export->rest, tail_of(export));
	flow_finish(export->flow, export->op, &export->before, &export->rest,
		    type, response);
}

enum err export_calendar(struct dav *dav, const struct collection *collection,
			 struct representation form, const char *type)
{
	struct export export = { .op = dav->op, .form = form };
	struct arena *within = arena_within(dav->op->arena);
	enum err err;

	/* Another form takes thought, and may be too much, which is told as a
	 * whole. */
	if (!form.json && !form.bare && !form.zones)
		export.flow = dav->response->flow;
	if (export.flow)
		export.flow->hold = FLOW_HOLD;
	http_response_body(dav->response, type, "", 0);
	pieces_init(&export.before, within);
	pieces_begin(&export.rest, within);
	buf_init(&export.zones, arena_within(dav->op->arena));
	err = store_member_bytes_walk(dav->reader, collection->id, add_each,
				      &export);
	if (!err)
		finish(&export, type, dav->response);
	return err;
}
