#include "dav/property_calendar_private.h"

#include "base/log.h"
#include "base/unicode.h"
#include "dav/availability_private.h"
#include "dav/property_private.h"
#include "dav/property_update_private.h"
#include "dav/representation_private.h"
#include "dav/resource_private.h"
#include "dav/xml_private.h"
#include "ical/jcal_write.h"
#include "ical/object.h"
#include "ical/select.h"
#include "ical/write.h"
#include "ical/zone.h"
#include "ical/zone_object.h"
#include "ical/zone_write.h"
#include "practice/calendar/collection_zone.h"
#include "practice/calendar/flaw.h"
#include "practice/people/availability.h"

#include <string.h>

/* Properties of RFC 4791, 7809 and Apple's of calendar collections. */

#define TZ_ID "calendar-timezone-id"
#define TZ "calendar-timezone"

static bool of_calendar(const struct property_call *call)
{
	return dav_is_calendar(&call->resource->collection);
}

static enum err get_components(struct property_call *call)
{
	static const enum cal_kind kinds[] = { CAL_VEVENT, CAL_VTODO,
					       CAL_VJOURNAL, CAL_VFREEBUSY,
					       CAL_VAVAILABILITY };
	unsigned taken = call->resource->collection.components;

	if (!of_calendar(call))
		return ERR_NOT_FOUND;
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		if (taken & kinds[i])
			buf_printf(call->out, "<C:comp name=\"%s\"/>",
				   cal_kind_name(kinds[i]));
	}
	return OK;
}

/* RFC 4791 5.2.3, for MKCALENDAR; an unknown component cannot be had. */
static enum err set_components(struct update_list *updates,
			       struct update *update)
{
	struct arena *arena = updates->dav->op->arena;
	unsigned components = 0;

	if (updates->resource || !update->set) {
		update_refuse(updates, update, ERR_PROTECTED_PROPERTY);
		return OK;
	}
	for (const xmlNode *comp = xml_first(update->node); comp;
	     comp = xml_next(comp)) {
		const char *name = xml_attribute(arena, comp, "name");

		components |= name ? cal_kind_find(slice_of(name)) : 0;
	}
	if (components == 0)
		update_refuse(updates, update, ERR_COMPONENT);
	else
		updates->components = components;
	return OK;
}

static enum err get_data_types(struct property_call *call)
{
	if (!of_calendar(call))
		return ERR_NOT_FOUND;
	buf_puts(call->out,
		 "<C:calendar-data content-type=\"text/calendar\""
		 " version=\"2.0\"/>"
		 "<C:calendar-data content-type=\"" CAL_JCAL_TYPE "\""
		 " version=\"2.0\"/>");
	return OK;
}

static enum err get_collations(struct property_call *call)
{
	static const char *const names[] = { "i;ascii-casemap", "i;octet",
					     "i;unicode-casemap" };

	/* RFC 4791 7.5.1: wherever text can be asked for. */
	if (call->resource->kind != RESOURCE_HOME && !of_calendar(call))
		return ERR_NOT_FOUND;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		buf_printf(call->out,
			   "<C:supported-collation>%s"
			   "</C:supported-collation>",
			   names[i]);
	return OK;
}

static enum err get_number(struct property_call *call, long number)
{
	if (!of_calendar(call))
		return ERR_NOT_FOUND;
	buf_printf(call->out, "%ld", number);
	return OK;
}

static enum err get_max_size(struct property_call *call)
{
	return get_number(call, CAL_OBJECT_LIMIT);
}

static enum err get_max_instances(struct property_call *call)
{
	return get_number(call, CAL_INSTANCE_LIMIT);
}

static enum err get_max_attendees(struct property_call *call)
{
	return get_number(call, CAL_ATTENDEE_LIMIT);
}

static enum err get_date(struct property_call *call, struct instant instant)
{
	if (!of_calendar(call))
		return ERR_NOT_FOUND;
	buf_puts(call->out, instant_basic(call->dav->op->arena, instant));
	return OK;
}

static enum err get_min_date(struct property_call *call)
{
	return get_date(call, CAL_MIN_DATE);
}

static enum err get_max_date(struct property_call *call)
{
	return get_date(call, CAL_MAX_DATE);
}

static enum err get_zone_id(struct property_call *call)
{
	const struct collection_zones *zones;
	enum err err;

	if (!of_calendar(call))
		return ERR_NOT_FOUND;
	err = property_zones(call->dav, call->resource, &zones);
	if (!err)
		xml_escape_text(call->out, cal_zone_name(zones->own));
	return err;
}

static enum err get_zone(struct property_call *call)
{
	struct operation *op = call->dav->op;
	struct wall year = instant_wall(op->now);
	struct cal_zone_form form = { .until = INSTANT_MAX };
	const struct collection_zones *zones;
	struct buf ics;
	enum err err;

	if (!of_calendar(call))
		return ERR_NOT_FOUND;
	err = property_zones(call->dav, call->resource, &zones);
	if (err)
		return err;
	buf_init(&ics, op->arena);
	cal_write(&ics, "BEGIN", "VCALENDAR");
	cal_write(&ics, "VERSION", "2.0");
	cal_write(&ics, "PRODID", DAV_PRODUCT);
	year = (struct wall){ .year = year.year, .month = 1, .day = 1 };
	form.name = cal_zone_name(zones->own);
	form.from = wall_utc(year);
	cal_zone_write_as(&ics, zones->own, &form);
	cal_write(&ics, "END", "VCALENDAR");
	xml_escape(call->out, ics.at, ics.len);
	return OK;
}

/* Removing one of the two is removing both: the practice's zone holds. */
static void remove_zone(struct update_list *updates)
{
	update_store(updates, NS_CALDAV, TZ, NULL);
	update_store(updates, NS_CALDAV, TZ_ID, NULL);
}

/* The zone's own name is what the id reads as, where it has one. */
static enum err set_zone(struct update_list *updates, struct update *update)
{
	struct operation *op = updates->dav->op;
	const struct cal_zone *zone;
	const char *name;
	struct slice sent;

	if (!update->set) {
		remove_zone(updates);
		return OK;
	}
	sent = slice_of(xml_text(op->arena, update->node));
	if (cal_zone_of_sent(op, sent, &zone)) {
		update_refuse(updates, update, ERR_CALENDAR_DATA);
		return OK;
	}
	name = cal_zone_name(zone);
	update_keep(updates, update);
	if (!str_empty(name) && cal_zone_iana(name))
		update_store(updates, NS_CALDAV, TZ_ID, name);
	else
		update_store(updates, NS_CALDAV, TZ_ID, NULL);
	return OK;
}

static enum err set_zone_id(struct update_list *updates, struct update *update)
{
	struct operation *op = updates->dav->op;
	const char *name;

	if (!update->set) {
		remove_zone(updates);
		return OK;
	}
	name = xml_trimmed(op->arena, update->node);
	if (!cal_zone_find(name)) {
		fail(op, ERR_TIMEZONE, "there is no time zone '%s'", name);
		update_refuse(updates, update, ERR_TIMEZONE);
		return OK;
	}
	update_keep(updates, update);
	update_store(updates, NS_CALDAV, TZ, NULL);
	return OK;
}

/* RFC 7809 5.1: that of this server (server/timezones.h). */
static enum err get_zone_services(struct property_call *call)
{
	buf_puts(call->out, "<D:href>/.well-known/timezone</D:href>");
	return OK;
}

/* RFC 7953 7.2.4: what nobody has set is what the practice says. Apple's
 * programs call it by a name of their own. */
static enum err get_availability(struct property_call *call)
{
	struct dav *dav = call->dav;
	const char *value = NULL;
	struct buf ics;
	bool hours;
	enum err err = property_stored(dav, call->resource, NS_CALDAV,
				       AVAILABILITY, &value);

	if (err)
		return err;
	if (value) {
		buf_puts(call->out, value);
		return OK;
	}
	if (!availability_is_practices(call->resource))
		return ERR_NOT_FOUND;
	buf_init(&ics, dav->op->arena);
	err = practice_availability(dav->reader, &ics, &hours);
	if (!err)
		xml_escape(call->out, ics.at, ics.len);
	return err;
}

static enum err set_availability(struct update_list *updates,
				 struct update *update)
{
	struct operation *op = updates->dav->op;
	struct cal_availability *list;
	const char *ics;
	size_t count;
	enum err err;

	if (!update->set) {
		update_store(updates, NS_CALDAV, AVAILABILITY, NULL);
		return OK;
	}
	ics = xml_text(op->arena, update->node);
	err = cal_availability_read(op, slice_trim(slice_of(ics)),
				    cal_zone_utc(), &list, &count);
	if (err)
		update_refuse(updates, update, err);
	else
		update_store(updates, NS_CALDAV, AVAILABILITY,
			     xml_fragment(op->arena, update->node));
	return OK;
}

/* Of what an import or an older version let in. */
static enum err get_flaw(struct property_call *call)
{
	const struct resource *resource = call->resource;
	const char *flaw = NULL;
	enum err err;

	if (resource->collection.kind != COLLECTION_PERSONAL ||
	    resource->member.kind == 0)
		return ERR_NOT_FOUND;
	err = property_bytes(call->dav, call->resource);
	if (!err)
		err = practice_flaw(call->dav->reader, &resource->collection,
				    resource->bytes, &flaw);
	if (!err && !flaw)
		return ERR_NOT_FOUND;
	if (!err)
		xml_escape_text(call->out, flaw);
	return err;
}

static enum err get_scales(struct property_call *call)
{
	if (!of_calendar(call))
		return ERR_NOT_FOUND;
	buf_puts(call->out,
		 "<C:supported-rscale>GREGORIAN</C:supported-rscale>");
	return OK;
}

static enum err get_unset(UNUSED struct property_call *call)
{
	return ERR_NOT_FOUND;
}

static enum err get_transparency(struct property_call *call)
{
	if (!of_calendar(call))
		return ERR_NOT_FOUND;
	buf_puts(call->out, "<C:opaque/>");
	return OK;
}

static enum err set_transparency(struct update_list *updates,
				 struct update *update)
{
	if (update->set && !xml_child(update->node, NS_CALDAV, "opaque") &&
	    !xml_child(update->node, NS_CALDAV, "transparent")) {
		fail(updates->dav->op, ERR_INVALID,
		     "schedule-calendar-transp holds opaque or transparent");
		update_refuse(updates, update, ERR_INVALID);
		return OK;
	}
	update_keep(updates, update);
	return OK;
}

static enum err get_color(struct property_call *call)
{
	static const char *const colors[] = {
		[COLLECTION_SESSIONS] = "#2F6F8FFF",
		[COLLECTION_CLOSURES] = "#8A8A8AFF",
		[COLLECTION_TO_SAVE] = "#C7791FFF",
		[COLLECTION_PRACTITIONER] = "#5B7F3AFF",
		[COLLECTION_PERSONAL] = "#7A5AA6FF",
	};
	enum collection_kind kind = call->resource->collection.kind;

	if (kind >= ARRAY_SIZE(colors) || !colors[kind])
		return ERR_NOT_FOUND;
	buf_puts(call->out, colors[kind]);
	return OK;
}

/* XML holds characters, so what is no character by itself goes out whole; bytes
 * that are none at all, of an object that nobody can read, are marked. */
static void data_write(struct property_call *call, struct slice data)
{
	size_t bad = 0;

	if (utf8_plain(data.at, data.len)) {
		xml_escape(call->out, data.at, data.len);
		return;
	}
	data = cal_write_whole(call->dav->op->arena, data);
	while (!utf8_valid(data.at, data.len, &bad)) {
		xml_escape(call->out, data.at, bad);
		buf_puts(call->out, "\xEF\xBF\xBD"); /* U+FFFD */
		data.at += bad + 1;
		data.len -= bad + 1;
	}
	xml_escape(call->out, data.at, data.len);
}

/* The part that was selected; *data is untouched where the object does not let
 * it be found: it is then served as stored, and never breaks a listing. */
static enum err select_part(struct property_call *call, struct slice *data)
{
	struct operation *op = call->dav->op;
	const struct cal_component *calendar;
	const struct collection_zones *zones;
	struct cal_object object;
	struct buf part;
	enum err err = property_parsed(call->dav, call->resource, &calendar);

	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	err = property_zones(call->dav, call->resource, &zones);
	if (err)
		return err;
	buf_init(&part, op->arena);
	err = cal_object_read(op, calendar, zones->own, &object);
	if (!err)
		err = cal_select_write(op, call->asked->select, &object, &part);
	if (err == ERR_CALENDAR_DATA) {
		log_event(LOG_WARNING, "unreadable", "member=%lld why=%s",
			  (long long)call->resource->member.id, err_name(err));
		operation_recover(op);
		return OK;
	}
	if (!err)
		*data = buf_view(&part);
	return err;
}

/* What cannot be read has no other form than that in which it is kept. */
static enum err get_data(struct property_call *call)
{
	struct representation form = representation_zones(call->dav);
	const struct cal_select *select = call->asked->select;
	struct operation *op = call->dav->op;
	struct slice data;
	enum err err;

	if (call->resource->member.kind == 0)
		return ERR_NOT_FOUND;
	err = property_bytes(call->dav, call->resource);
	if (err)
		return err;
	data = call->resource->bytes;
	form.json = call->asked->json;
	/* Who names the parts has those. */
	form.zones &= !select || !select->comp;
	if (select)
		err = select_part(call, &data);
	if (!err)
		err = representation_make(op, form, call->resource->member.id,
					  data, &data);
	if (err == ERR_CALENDAR_DATA) {
		operation_recover(op);
		err = form.json ? ERR_NOT_FOUND : OK;
	}
	if (!err)
		data_write(call, data);
	return err;
}

#define CALENDAR RESOURCE_COLLECTION

static const struct live_property rows[] = {
	{ NS_CALDAV, "calendar-data", RESOURCE_MEMBER,
	  PROPERTY_PROTECTED | PROPERTY_DATA, get_data, NULL },
	{ NS_CALDAV, "supported-calendar-component-set", CALENDAR, 0,
	  get_components, set_components },
	{ NS_CALDAV, "supported-calendar-data", CALENDAR, PROPERTY_PROTECTED,
	  get_data_types, NULL },
	{ NS_CALDAV, "supported-collation-set",
	  RESOURCE_HOME | CALENDAR | RESOURCE_MEMBER, PROPERTY_PROTECTED,
	  get_collations, NULL },
	{ NS_CALDAV, "max-resource-size", CALENDAR, PROPERTY_PROTECTED,
	  get_max_size, NULL },
	{ NS_CALDAV, "min-date-time", CALENDAR, PROPERTY_PROTECTED,
	  get_min_date, NULL },
	{ NS_CALDAV, "max-date-time", CALENDAR, PROPERTY_PROTECTED,
	  get_max_date, NULL },
	{ NS_CALDAV, "max-instances", CALENDAR, PROPERTY_PROTECTED,
	  get_max_instances, NULL },
	{ NS_CALDAV, "max-attendees-per-instance", CALENDAR, PROPERTY_PROTECTED,
	  get_max_attendees, NULL },
	{ NS_CALDAV, "calendar-description", CALENDAR, PROPERTY_STORED,
	  get_unset, NULL },
	{ NS_CALDAV, TZ, CALENDAR, PROPERTY_STORED, get_zone, set_zone },
	{ NS_CALDAV, TZ_ID, CALENDAR, PROPERTY_STORED, get_zone_id,
	  set_zone_id },
	{ NS_CALDAV, "timezone-service-set", RESOURCE_HOME, PROPERTY_PROTECTED,
	  get_zone_services, NULL },
	{ NS_CALDAV, AVAILABILITY, RESOURCE_HOME | CALENDAR, 0,
	  get_availability, set_availability },
	{ NS_CS, AVAILABILITY, RESOURCE_HOME | CALENDAR, 0, get_availability,
	  set_availability },
	{ NS_DAYBOOK, "flaw", RESOURCE_MEMBER,
	  PROPERTY_PROTECTED | PROPERTY_DATA, get_flaw, NULL },
	{ NS_CALDAV, "supported-rscale-set", CALENDAR, PROPERTY_PROTECTED,
	  get_scales, NULL },
	{ NS_CALDAV, "schedule-calendar-transp", CALENDAR, PROPERTY_STORED,
	  get_transparency, set_transparency },
	{ NS_APPLE, "calendar-color", CALENDAR, PROPERTY_STORED, get_color,
	  NULL },
	{ NS_APPLE, "calendar-order", CALENDAR, PROPERTY_STORED, get_unset,
	  NULL },
};

const struct property_rows property_calendar_rows = { rows, ARRAY_SIZE(rows) };
