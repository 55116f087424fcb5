#include "practice/calendar/share_notice_private.h"

#include "base/http.h"
#include "base/str.h"
#include "ical/object.h"
#include "practice/access.h"
#include "practice/calendar/address.h"
#include "practice/calendar/share.h"
#include "store/object.h"
#include "store/people.h"

#define TYPE "application/xml; charset=utf-8"

struct telling {
	struct transaction *tx;
	struct reader *reader;
	struct arena *arena;
	const struct collection *source;
	const struct share *share;
	struct person owner, sharee;
	struct buf xml;
};

static enum err begin(struct telling *notice, struct transaction *tx,
		      const struct collection *source,
		      const struct share *share)
{
	struct operation *op = store_tx_operation(tx);
	enum err err;

	*notice = (struct telling){ .tx = tx,
				    .reader = store_tx_reader(tx),
				    .arena = op->arena,
				    .source = source,
				    .share = share };
	err = store_person_load(notice->reader, source->owner, &notice->owner);
	if (!err)
		err = store_person_load(notice->reader, share->person,
					&notice->sharee);
	buf_init(&notice->xml, op->arena);
	buf_printf(&notice->xml,
		   "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		   "<CS:notification xmlns:D=\"DAV:\""
		   " xmlns:C=\"urn:ietf:params:xml:ns:caldav\""
		   " xmlns:CS=\"http://calendarserver.org/ns/\">"
		   "<CS:dtstamp>%s</CS:dtstamp>",
		   instant_basic(op->arena, op->now));
	return err;
}

static void add_text(struct telling *notice, const char *element,
		     const char *text)
{
	if (str_empty(text))
		return;
	buf_printf(&notice->xml, "<CS:%s>", element);
	share_text_xml(&notice->xml, text);
	buf_printf(&notice->xml, "</CS:%s>", element);
}

static void add_principal(struct telling *notice, const struct person *person)
{
	buf_puts(&notice->xml, "<D:href>" ADDRESS_ROOT "principals/");
	http_segment_encode(&notice->xml, person->login);
	buf_puts(&notice->xml, "/</D:href>");
}

static void add_host(struct telling *notice)
{
	buf_puts(&notice->xml, "<CS:hosturl><D:href>");
	share_text_xml(&notice->xml,
		       practice_href(notice->arena, notice->owner.login,
				     notice->source->path, NULL));
	buf_puts(&notice->xml, "</D:href></CS:hosturl>");
}

static void add_components(struct telling *notice)
{
	static const enum cal_kind kinds[] = { CAL_VEVENT, CAL_VTODO,
					       CAL_VJOURNAL };

	buf_puts(&notice->xml, "<C:supported-calendar-component-set>");
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		if (notice->source->components & kinds[i])
			buf_printf(&notice->xml, "<C:comp name=\"%s\"/>",
				   cal_kind_name(kinds[i]));
	}
	buf_puts(&notice->xml, "</C:supported-calendar-component-set>");
}

/* In the home of whom it is for; who has none is not told. */
static enum err post(struct telling *notice, const struct person *to,
		     const char *name)
{
	struct collection box;
	struct member member = { .id = 0 };
	enum err err = store_collection_find(notice->reader, to->id,
					     PATH_NOTIFICATIONS, &box);

	if (err == ERR_NOT_FOUND ||
	    (!err && box.kind != COLLECTION_NOTIFICATIONS))
		return OK;
	if (!err)
		err = store_member_find(notice->reader, box.id, name, &member);
	if (err && err != ERR_NOT_FOUND)
		return err;
	member.collection = box.id;
	member.name = name;
	member.type = TYPE;
	member.etag = NULL;
	member.span = member.indexed = WHOLE_TIME;
	return store_member_put(notice->tx, &member, buf_view(&notice->xml),
				NULL);
}

static const char *state_of(const struct share *share)
{
	switch (share->state) {
	case SHARE_GRANTED:
	case SHARE_ACCEPTED:
		return "invite-accepted";
	case SHARE_DECLINED:
		return "invite-declined";
	case SHARE_INVITED:
		break;
	}
	return "invite-noresponse";
}

enum err share_notice_sharee(struct transaction *tx,
			     const struct collection *source,
			     const struct share *share, bool ended)
{
	bool writes = share->privileges & PRIVILEGE_WRITE_CONTENT;
	struct telling notice;
	enum err err = begin(&notice, tx, source, share);

	if (err)
		return err;
	buf_puts(&notice.xml,
		 "<CS:invite-notification shared-type=\"calendar\">");
	add_text(&notice, "uid", share->uid);
	add_principal(&notice, &notice.sharee);
	buf_printf(&notice.xml, "<CS:%s/><CS:access><CS:%s/></CS:access>",
		   ended ? "invite-deleted" : state_of(share),
		   writes ? "read-write" : "read");
	add_host(&notice);
	buf_puts(&notice.xml, "<CS:organizer>");
	add_principal(&notice, &notice.owner);
	add_text(&notice, "common-name", notice.owner.name);
	buf_puts(&notice.xml, "</CS:organizer>");
	add_text(&notice, "summary", share->summary);
	add_components(&notice);
	buf_puts(&notice.xml, "</CS:invite-notification></CS:notification>\n");
	return post(&notice, &notice.sharee,
		    arena_printf(notice.arena, "invite-%s.xml", share->uid));
}

enum err share_notice_owner(struct transaction *tx,
			    const struct collection *source,
			    const struct share *share, const char *summary)
{
	struct telling notice;
	enum err err = begin(&notice, tx, source, share);

	if (err)
		return err;
	buf_puts(&notice.xml, "<CS:invite-reply shared-type=\"calendar\">");
	add_principal(&notice, &notice.sharee);
	buf_printf(&notice.xml, "<CS:%s/>", state_of(share));
	add_host(&notice);
	add_text(&notice, "in-reply-to", share->uid);
	add_text(&notice, "summary", summary ? summary : share->summary);
	add_text(&notice, "common-name", notice.sharee.name);
	buf_puts(&notice.xml, "</CS:invite-reply></CS:notification>\n");
	return post(&notice, &notice.owner,
		    arena_printf(notice.arena, "reply-%s.xml", share->uid));
}
