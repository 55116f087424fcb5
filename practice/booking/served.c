#include "practice/booking/served_private.h"

#include "base/word.h"
#include "ical/text.h"
#include "ical/zone.h"
#include "practice/booking/event_private.h"
#include "practice/booking/session_member_private.h"
#include "practice/calendar/session_known.h"
#include "store/completion_type.h"
#include "store/session_version.h"

static void take_ending(struct arena *arena, const struct session_known *known,
			struct session_facts *facts)
{
	struct completion ending = { .slug = known->type,
				     .label = known->label };

	unsigned map;

	facts->saved =
		known->type && word_find(map_words, slice_of(known->map), &map);
	if (!facts->saved)
		return;
	ending.map = (enum map)map;
	ending.client_count = known->client_count;
	ending.clients = arena_array(arena, known->client_count,
				     sizeof(*ending.clients));
	for (size_t i = 0; i < known->client_count; i++)
		ending.clients[i] = (struct completion_client){
			.client = known->clients[i].id,
			.slug = known->clients[i].type ? known->clients[i].type
						       : known->type,
			.charge = known->clients[i].charge,
		};
	ending.practitioner_count = known->practitioner_count;
	ending.practitioners = arena_array(arena, known->practitioner_count,
					   sizeof(*ending.practitioners));
	for (size_t i = 0; i < known->practitioner_count; i++)
		ending.practitioners[i] = (struct completion_practitioner){
			.practitioner = known->practitioners[i].id,
			.wage = known->practitioners[i].wage,
		};
	facts->completion = ending;
}

static void take_times(const struct session_known *known,
		       struct session *session)
{
	const struct cal_zone *zone = cal_zone_find(known->tzid);

	if (!zone)
		return;
	session->zone = known->tzid;
	session->span = (struct span){ known->start_utc,
				       cal_zone_instant(zone, known->end) };
}

static enum err take_clients(struct booking *booking,
			     const struct session_known *known,
			     struct session_facts *facts)
{
	size_t count = known->client_count;
	struct arena *arena = booking->op->arena;
	struct ids ids = { arena_array(arena, count, sizeof(int64_t)), count };
	struct person *people = arena_array(arena, count, sizeof(*people));
	enum err err = OK;

	for (size_t i = 0; !err && i < count; i++) {
		ids.at[i] = known->clients[i].id;
		err = store_person_load(booking->reader, ids.at[i], &people[i]);
	}
	if (err)
		return err;
	facts->session.terms.clients = ids;
	facts->clients = people;
	return OK;
}

static enum err take_version(struct booking *booking,
			     const struct session_known *known,
			     struct session_facts *facts)
{
	struct session *session = &facts->session;

	if (!str_equal(known->type,
		       facts->saved ? facts->completion.slug : NULL))
		take_ending(booking->op->arena, known, facts);
	if (booking->named)
		return OK;
	take_times(known, session);
	practice_terms_lay(&session->terms, &known->terms,
			   booking_texts_parts());
	return take_clients(booking, known, facts);
}

enum err booking_served(struct booking *booking,
			const struct cal_component *component,
			const struct session_facts *now,
			struct session_facts *served)
{
	struct arena *arena = booking->op->arena;
	const char *told = cal_text_of(arena, component, "X-PRACTICE-REVISION");
	struct session_facts found = *now;
	const char *text;
	int64_t revision;
	struct session_known known;
	enum err err;

	*served = *now;
	if (!told || !str_to_int64(told, &revision) ||
	    revision == now->session.revision)
		return OK;
	err = store_session_revision_find(booking->reader, now->session.id,
					  revision, &text);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	err = session_known_read(booking->reader, text, &known);
	if (!err)
		err = take_version(booking, &known, &found);
	if (!err)
		*served = found;
	return err;
}

enum err
booking_wished(struct booking *booking, const struct cal_object *object,
	       enum err (*judge)(const struct wish_context *,
				 const struct cal_object *, struct wish *),
	       struct session_facts *facts, struct wish *wish)
{
	struct session_facts served;
	struct viewer viewer;
	const struct wish_context context = { booking->reader, &served, &viewer,
					      booking->current.own };
	enum err err = booking_session_open(booking, facts, &viewer);

	if (!err)
		err = booking_served(booking, object->master, facts, &served);
	if (!err)
		err = judge(&context, object, wish);
	if (!err)
		wish->facts = facts;
	return err;
}
