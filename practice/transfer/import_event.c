#include "practice/transfer/import_event_private.h"

#include "base/unicode.h"
#include "ical/text.h"
#include "practice/limits.h"
#include "practice/access.h"
#include "practice/calendar/view_lines.h"
#include "practice/session/terms.h"
#include "practice/transfer/export_ics_private.h"
#include "practice/session/session.h"

#include <string.h>

/* Words of a title that are looked at. */
#define TITLE_WORDS 64

/* An event on its way to a session's fields. */
struct reading {
	struct arena *arena;
	const struct names *names;
	const struct cal_component *event;
	struct event_content *content;
	struct remarks *remarks;
	bool inactive;      /* a code of somebody who is not active */
	const char *codes;  /* X-PRACTICE-CLIENTS, where not all are known */
	struct buf invited; /* who is nobody here */
};

struct title {
	const char *text; /* as written, trimmed */
	const char **words;
	size_t count;
	bool used[TITLE_WORDS];
	bool rest; /* it has more words */
};

bool import_event_is(const struct cal_component *event, const char *name,
		     const char *value)
{
	const struct cal_line *line = cal_line_find(event, name);

	return line && slice_is(slice_trim(line->value), value);
}

bool import_event_in(struct arena *arena, const struct cal_component *event,
		     const char *category)
{
	const struct cal_line *line = cal_line_find(event, "CATEGORIES");

	for (; line; line = cal_line_next(event, line, "CATEGORIES")) {
		char **items;
		size_t count = cal_text_list(arena, line->value, &items);

		for (size_t i = 0; i < count; i++) {
			if (slice_is(slice_trim(slice_of(items[i])), category))
				return true;
		}
	}
	return false;
}

/* Text of a line without blanks around it, NULL when there is none. */
static const char *text_of(const struct reading *reading, const char *name)
{
	const char *text = cal_text_of(reading->arena, reading->event, name);
	struct slice trimmed;

	if (!text)
		return NULL;
	trimmed = slice_trim(slice_of(text));
	return trimmed.len ? slice_dup(reading->arena, trimmed) : NULL;
}

static void id_add(struct arena *arena, struct ids *ids, size_t *room,
		   int64_t id)
{
	if (ids_has(ids, id))
		return;
	ids->at =
		arena_grow(arena, ids->at, ids->count, room, sizeof(*ids->at));
	ids->at[ids->count++] = id;
}

static void practitioner_add(struct reading *reading, int64_t id)
{
	id_add(reading->arena, &reading->content->terms.practitioners,
	       &reading->content->practitioner_room, id);
}

static void client_add(struct reading *reading, int64_t id)
{
	id_add(reading->arena, &reading->content->terms.clients,
	       &reading->content->client_room, id);
}

/* Apple hides addresses behind an own kind of link and tells them besides. */
static const char *address_of(struct arena *arena, const struct cal_line *line)
{
	static const char scheme[] = "mailto:";
	struct slice value = slice_trim(line->value);
	size_t len = strlen(scheme);
	const struct cal_param *param = cal_param_find(line, "EMAIL");

	if (value.len > len &&
	    slice_is((struct slice){ value.at, len }, scheme))
		return slice_dup(arena, (struct slice){ value.at + len,
							value.len - len });
	return param ? slice_dup(arena, param->value) : NULL;
}

static bool param_is(const struct cal_line *line, const char *name,
		     const char *value)
{
	const struct cal_param *param = cal_param_find(line, name);

	return param && slice_is(param->value, value);
}

static bool is_room(const struct cal_line *line)
{
	return param_is(line, "CUTYPE", "ROOM") ||
	       param_is(line, "CUTYPE", "RESOURCE");
}

/* Somebody who is told of it but does not come (RFC 5545 3.2.12, 3.2.16). */
static const char *absence(const struct cal_line *line)
{
	if (param_is(line, "PARTSTAT", "DECLINED"))
		return "declined";
	if (param_is(line, "PARTSTAT", "DELEGATED"))
		return "sends somebody else";
	if (param_is(line, "ROLE", "NON-PARTICIPANT"))
		return "is told of it alone";
	return NULL;
}

/* The note names people whom the practice does not know, so that they are not
 * lost. */
static void invited_add(struct reading *reading, const struct cal_line *line,
			const char *address)
{
	const struct cal_param *name = cal_param_find(line, "CN");
	struct buf *buf = &reading->invited;

	if (buf->len)
		buf_puts(buf, ", ");
	if (name && !slice_is(name->value, address)) {
		buf_slice(buf, name->value);
		buf_printf(buf, " <%s>", address);
	} else {
		buf_puts(buf, address);
	}
}

static bool practitioner_by_address(struct reading *reading,
				    const char *address)
{
	const struct names *names = reading->names;
	size_t count;
	const struct name_key *key = import_names_find(
		reading->arena, &names->practitioner_mails, address, &count);

	if (count == 0)
		return false;
	if (names->practitioner) {
		for (size_t i = 0; i < count; i++) {
			if (key[i].id == names->practitioner)
				return true;
		}
		return false;
	}
	if (count > 1)
		remark(reading->remarks,
		       "Several practitioners have the address %s; it was not "
		       "clear who is meant.",
		       address);
	else
		practitioner_add(reading, key->id);
	return count == 1;
}

static bool client_by_address(struct reading *reading, const char *address)
{
	size_t count;
	const struct name_key *key = import_names_find(
		reading->arena, &reading->names->client_mails, address, &count);

	if (count == 1)
		client_add(reading, key->id);
	else if (count > 1)
		remark(reading->remarks,
		       "Several clients have the address %s; a code in the "
		       "title would tell who is meant.",
		       address);
	return count == 1;
}

/* Who does not come takes no part, and is not charged. */
static bool absent_take(struct reading *reading, const struct cal_line *line,
			const char *address)
{
	const char *why = absence(line);
	size_t practitioners;
	size_t clients;

	if (!why)
		return false;
	import_names_find(reading->arena, &reading->names->practitioner_mails,
			  address, &practitioners);
	import_names_find(reading->arena, &reading->names->client_mails,
			  address, &clients);
	if (practitioners && reading->names->practitioner &&
	    practitioner_by_address(reading, address))
		reading->content->declined = true;
	invited_add(reading, line, address);
	buf_printf(&reading->invited, " (%s)", why);
	if (practitioners + clients)
		remark(reading->remarks,
		       "%s %s, and was not taken for somebody who takes part.",
		       address, why);
	return true;
}

static void addresses_read(struct reading *reading)
{
	const struct cal_component *event = reading->event;
	const struct cal_line *line = cal_line_find(event, "ORGANIZER");
	const char *organizer = NULL;

	if (line)
		organizer = address_of(reading->arena, line);
	if (organizer)
		practitioner_by_address(reading, organizer);
	line = cal_line_find(event, "ATTENDEE");
	for (; line; line = cal_line_next(event, line, "ATTENDEE")) {
		const char *address = address_of(reading->arena, line);

		if (!address || is_room(line))
			continue;
		if (absent_take(reading, line, address) ||
		    (organizer && str_same(address, organizer)))
			continue;
		if (!practitioner_by_address(reading, address) &&
		    !client_by_address(reading, address))
			invited_add(reading, line, address);
	}
}

static bool client_by_code(struct reading *reading, const char *word)
{
	size_t count;
	const struct name_key *key = import_names_find(
		reading->arena, &reading->names->codes, word, &count);

	if (count == 0)
		return false;
	if (!key->active) {
		remark(reading->remarks,
		       "The client with the code %s is not active any more.",
		       key->shown);
		reading->inactive = true;
		return false;
	}
	client_add(reading, key->id);
	return true;
}

/* "C042,C051=missed", as the practice's own calendars say it. */
static void codes_read(struct reading *reading)
{
	const char *text = text_of(reading, "X-PRACTICE-CLIENTS");
	struct slice rest = slice_of(text ? text : "");

	while (rest.at) {
		struct slice status = slice_cut(&rest, ',');
		struct slice code = slice_trim(slice_cut(&status, '='));
		char *word = slice_dup(reading->arena, code);
		size_t count;

		if (code.len == 0)
			continue;
		import_names_find(reading->arena, &reading->names->codes, word,
				  &count);
		if (count == 0)
			remark(reading->remarks, "No client has the code %s.",
			       word);
		if (!client_by_code(reading, word))
			reading->codes = text;
	}
}

static void logins_read(struct reading *reading)
{
	const char *text = text_of(reading, "X-PRACTICE-PRACTITIONERS");
	struct slice rest = slice_of(text ? text : "");

	while (rest.at && !reading->names->practitioner) {
		char *login = slice_dup(reading->arena,
					slice_trim(slice_cut(&rest, ',')));
		size_t count;
		const struct name_key *key = import_names_find(
			reading->arena, &reading->names->logins, login, &count);

		if (count)
			practitioner_add(reading, key->id);
		else if (*login)
			remark(reading->remarks,
			       "No active practitioner has the login %s.",
			       login);
	}
}

static void title_read(struct reading *reading, struct title *title)
{
	*title = (struct title){ .text = text_of(reading, "SUMMARY") };
	if (!title->text)
		return;
	title->count = import_words(reading->arena, title->text,
				    TITLE_WORDS + 1, &title->words);
	if (title->count > TITLE_WORDS) {
		title->count = TITLE_WORDS;
		title->rest = true;
	}
	for (size_t i = 0; i < title->count; i++)
		title->used[i] = client_by_code(reading, title->words[i]);
}

static bool words_at(const struct title *title, size_t at,
		     const struct service_name *service)
{
	if (service->count == 0 || at + service->count > title->count)
		return false;
	for (size_t i = 0; i < service->count; i++) {
		if (title->used[at + i] ||
		    !str_equal(title->words[at + i], service->words[i]))
			return false;
	}
	return true;
}

/* The longest name of a service that stands in the title. */
static void title_service(struct reading *reading, struct title *title)
{
	const struct names *names = reading->names;
	const struct service_name *best = NULL;
	size_t where = 0;

	for (size_t i = 0; i < names->service_count; i++) {
		const struct service_name *service = &names->services[i];

		if (best && best->count >= service->count)
			continue;
		for (size_t at = 0; at < title->count; at++) {
			if (words_at(title, at, service)) {
				best = service;
				where = at;
				break;
			}
		}
	}
	if (!best)
		return;
	for (size_t i = 0; i < best->count; i++)
		title->used[where + i] = true;
	if (!reading->content->terms.service)
		reading->content->terms.service = best->id;
}

static bool title_is_kept(const struct title *title)
{
	for (size_t i = 0; i < title->count; i++) {
		if (!title->used[i])
			return false;
	}
	return title->count > 0 && !title->rest;
}

static void service_line(struct reading *reading)
{
	const char *text = text_of(reading, "X-PRACTICE-SERVICE");
	const char *name;

	if (!text)
		return;
	name = str_fold(reading->arena, text, strlen(text));
	for (size_t i = 0; i < reading->names->service_count; i++) {
		if (str_equal(reading->names->services[i].name, name)) {
			reading->content->terms.service =
				reading->names->services[i].id;
			return;
		}
	}
	remark(reading->remarks, "There is no service '%s' here.", text);
}

/* At most `limit` bytes, whole characters. */
static const char *cut(struct arena *arena, const char *text, size_t limit)
{
	size_t len = strlen(text);

	if (len <= limit)
		return text;
	len = limit;
	while (len && ((unsigned char)text[len] & 0xC0) == 0x80)
		len--;
	return arena_strndup(arena, text, len);
}

/* Several lines are how phones write an address. */
static const char *one_line(struct arena *arena, const char *text)
{
	struct buf buf;

	buf_init(&buf, arena);
	buf_puts(&buf, "");
	for (; *text; text++) {
		if (*text == '\n')
			buf_puts(&buf, ", ");
		else if (*text != '\r')
			buf_putc(&buf, *text == '\t' ? ' ' : *text);
	}
	return str_normalize(arena, buf.at);
}

const char *import_line_text(struct arena *arena, const char *text,
			     size_t limit)
{
	return str_normalize(arena, cut(arena, one_line(arena, text), limit));
}

static void note_add(struct buf *note, const char *label, const char *text)
{
	if (str_empty(text))
		return;
	if (note->len)
		buf_putc(note, '\n');
	buf_puts(note, label);
	buf_puts(note, text);
}

static void texts_read(struct reading *reading, const struct title *title)
{
	struct event_content *content = reading->content;
	const char *place = text_of(reading, "LOCATION");
	struct buf note;

	buf_init(&note, reading->arena);
	if (!title_is_kept(title))
		note_add(&note, "", title->text);
	note_add(&note, "", text_of(reading, "DESCRIPTION"));
	if (place) {
		content->terms.place =
			import_line_text(reading->arena, place, PLACE_LONGEST);
		if (strlen(place) > PLACE_LONGEST)
			note_add(&note, "Place: ", place);
	}
	note_add(&note, "Clients: ", reading->codes);
	note_add(&note, "Invited: ", reading->invited.at);
	if (!note.len)
		return;
	content->terms.private_note = cut(reading->arena, note.at, NOTE_LIMIT);
	if (content->terms.private_note != note.at)
		remark(reading->remarks,
		       "The text is longer than a note may be (%d bytes) and "
		       "was cut there.",
		       NOTE_LIMIT);
}

/* What we exported says of each text what it is. */
static void own_texts_read(struct reading *reading)
{
	struct event_content *content = reading->content;
	const char *status = text_of(reading, "X-PRACTICE-STATUS");

	content->own = true;
	for (const struct view_text *line = view_texts; line->head; line++)
		*terms_text_of(terms_text_find(line->field), &content->terms) =
			text_of(reading, line->head);
	content->terms.private_note =
		text_of(reading, "X-PRACTICE-PRIVATE-NOTE");
	content->ended = status && !str_same(status, "open");
}

void import_status_remark(struct remarks *remarks, const char *status)
{
	remark(remarks,
	       "The session was saved as '%s' where it comes from; here it "
	       "has to be saved again.",
	       status);
}

static void status_remark(struct reading *reading)
{
	const char *status = text_of(reading, "X-PRACTICE-STATUS");

	if (status && !str_same(status, "open"))
		import_status_remark(reading->remarks, status);
}

void import_event_read(struct import *import, const struct names *names,
		       const struct cal_component *event,
		       struct event_content *content, struct remarks *remarks)
{
	struct reading reading = {
		.arena = import->one.arena,
		.names = names,
		.event = event,
		.content = content,
		.remarks = remarks,
	};
	struct title title;

	*content = (struct event_content){ 0 };
	buf_init(&reading.invited, reading.arena);
	if (names->practitioner)
		practitioner_add(&reading, names->practitioner);
	logins_read(&reading);
	addresses_read(&reading);
	codes_read(&reading);
	service_line(&reading);
	title_read(&reading, &title);
	title_service(&reading, &title);
	if (reading.inactive)
		content->terms.clients.count = 0;
	if (import_event_is(event, EXPORT_MARK, "1")) {
		own_texts_read(&reading);
		return;
	}
	texts_read(&reading, &title);
	status_remark(&reading);
}
