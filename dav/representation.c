#include "dav/representation_private.h"

#include "base/log.h"
#include "ical/jcal_write.h"
#include "ical/zone.h"
#include "ical/zone_missing.h"

#include <string.h>

struct representation representation_zones(struct dav *dav)
{
	const char *asked = http_header(dav->request, "CalDAV-Timezones");

	return (struct representation){ .bare = str_same(asked, "F"),
					.zones = str_same(asked, "T") };
}

struct representation representation_asked(struct dav *dav)
{
	struct representation form = representation_zones(dav);

	form.json = http_accepts(dav->request, CAL_JCAL_TYPE) >
		    http_accepts(dav->request, "text/calendar");
	http_response_add(dav->response, "Vary", "Accept, CalDAV-Timezones");
	return form;
}

const char *representation_etag(struct arena *arena, struct representation form,
				const char *etag)
{
	if (!form.json && !form.bare && !form.zones)
		return etag;
	return arena_printf(arena, "%s%s%s%s", etag,
			    form.zones ? HTTP_ETAG_ZONES : "",
			    form.bare ? HTTP_ETAG_BARE : "",
			    form.json ? HTTP_ETAG_JSON : "");
}

/* RFC 7265 9: JSON is UTF-8, and has no charset to tell. */
const char *representation_type(struct arena *arena, struct representation form,
				const char *type)
{
	const char *component = strstr(type, "; component=");

	if (!form.json)
		return type;
	return component ? arena_printf(arena, "%s%s", CAL_JCAL_TYPE, component)
			 : CAL_JCAL_TYPE;
}

bool representation_leaves_out(struct representation form,
			       const struct cal_component *component)
{
	const struct cal_line *id;
	char name[64];

	if (!form.bare || !slice_is(component->name, "VTIMEZONE"))
		return false;
	id = cal_line_find(component, "TZID");
	if (!id || id->value.len >= sizeof(name))
		return false;
	memcpy(name, id->value.at, id->value.len);
	name[id->value.len] = '\0';
	return cal_zone_iana(name) != NULL;
}

/* The calendar, but for some of its components. */
static struct cal_component *cut(struct arena *arena,
				 struct representation form,
				 const struct cal_component *calendar)
{
	struct cal_component *left =
		arena_memdup(arena, calendar, sizeof(*calendar));

	left->children = arena_array(arena, calendar->child_count,
				     sizeof(struct cal_component *));
	left->child_count = 0;
	for (size_t i = 0; i < calendar->child_count; i++) {
		struct cal_component *child = calendar->children[i];

		if (!representation_leaves_out(form, child))
			left->children[left->child_count++] = child;
	}
	return left;
}

/* The bytes, but for some of its components. */
static void put_bytes(struct representation form,
		      const struct cal_component *calendar, struct buf *buf)
{
	size_t at = calendar->begin;

	for (size_t i = 0; i < calendar->child_count; i++) {
		const struct cal_component *child = calendar->children[i];

		if (!representation_leaves_out(form, child))
			continue;
		buf_add(buf, calendar->bytes + at, child->begin - at);
		at = child->end;
	}
	buf_add(buf, calendar->bytes + at, calendar->end - at);
}

static enum err read(struct operation *op, int64_t member, struct slice bytes,
		     struct cal_component **calendar)
{
	enum err err = cal_parse(op, bytes.at, bytes.len, calendar);

	if (err == ERR_CALENDAR_DATA)
		log_event(LOG_WARNING, "unreadable", "member=%lld",
			  (long long)member);
	return err;
}

/* RFC 7809 3.1.3: the zones that times name and nothing defines, put before the
 * first component. */
static enum err add_zones(struct operation *op, int64_t member,
			  struct slice *bytes)
{
	struct cal_component *calendar;
	struct buf zones, buf;
	size_t at;
	enum err err = read(op, member, *bytes, &calendar);

	if (err)
		return err;
	buf_init(&zones, op->arena);
	cal_zones_missing(calendar, &zones);
	if (zones.len == 0 || calendar->child_count == 0)
		return operation_check(op);
	at = calendar->children[0]->begin;
	buf_init_sized(&buf, op->arena, bytes->len + zones.len);
	buf_add(&buf, calendar->bytes, at);
	buf_slice(&buf, buf_view(&zones));
	buf_add(&buf, calendar->bytes + at, calendar->end - at);
	*bytes = buf_view(&buf);
	return operation_check(op);
}

enum err representation_make(struct operation *op, struct representation form,
			     int64_t member, struct slice bytes,
			     struct slice *out)
{
	struct cal_component *calendar;
	struct buf buf;
	enum err err = OK;

	if (form.zones)
		err = add_zones(op, member, &bytes);
	if (err)
		return err;
	if (!form.json && !form.bare) {
		*out = bytes;
		return OK;
	}
	err = read(op, member, bytes, &calendar);
	if (err)
		return err;
	buf_init_sized(&buf, op->arena, bytes.len);
	if (form.json)
		cal_jcal_write(op, cut(op->arena, form, calendar), &buf);
	else
		put_bytes(form, calendar, &buf);
	err = operation_check(op);
	if (!err)
		*out = buf_view(&buf);
	return err;
}
