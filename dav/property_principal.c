#include "dav/property_principal_private.h"

#include "dav/property_private.h"
#include "dav/resource_private.h"
#include "dav/xml_private.h"
#include "practice/calendar/address.h"

/* What a principal has of RFC 4791 and 6638. */

static bool is_self(const struct property_call *call)
{
	return call->resource->person.id == call->dav->op->actor.person;
}

/* Other people's homes are not for the actor to know. */
static enum err get_home_set(struct property_call *call)
{
	if (!is_self(call))
		return ERR_NOT_FOUND;
	buf_puts(call->out, "<D:href>");
	xml_escape_text(call->out,
			resource_href(call->dav->op->arena, ADDRESS_HOMES,
				      call->resource->person.login));
	buf_puts(call->out, "</D:href>");
	return OK;
}

static enum err get_addresses(struct property_call *call)
{
	const struct person *person = &call->resource->person;

	if (!str_empty(person->email)) {
		buf_puts(call->out, "<D:href preferred=\"1\">mailto:");
		xml_escape_text(call->out, person->email);
		buf_puts(call->out, "</D:href>");
	}
	buf_puts(call->out, "<D:href>");
	xml_escape_text(call->out, call->resource->href);
	buf_printf(call->out,
		   "</D:href><D:href>urn:daybook:person:%lld</D:href>",
		   (long long)person->id);
	return OK;
}

static enum err get_user_type(struct property_call *call)
{
	buf_puts(call->out, call->resource->kind == RESOURCE_GROUP
				    ? "GROUP"
				    : "INDIVIDUAL");
	return OK;
}

static const struct live_property rows[] = {
	{ NS_CALDAV, "calendar-home-set", RESOURCE_PRINCIPAL,
	  PROPERTY_PROTECTED, get_home_set, NULL },
	{ NS_CALDAV, "calendar-user-address-set", RESOURCE_PRINCIPAL,
	  PROPERTY_PROTECTED, get_addresses, NULL },
	{ NS_CALDAV, "calendar-user-type", RESOURCE_PRINCIPAL | RESOURCE_GROUP,
	  PROPERTY_PROTECTED, get_user_type, NULL },
};

const struct property_rows property_principal_rows = { rows, ARRAY_SIZE(rows) };
