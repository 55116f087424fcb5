#include "practice/notice/recipient.h"

#include "base/str.h"
#include "practice/names.h"
#include "practice/notice/phone.h"

#include <string.h>

#define ADDRESS_LONGEST 254 /* RFC 5321 4.5.3.1.3 */

/* The list that is being made. */
struct gathering {
	struct reader *reader;
	struct arena *arena;
	const struct practice *practice;
	const struct person *person;
	struct recipient *list;
	size_t count, room;
};

/* What an envelope and a header can carry as it is: other addresses would
 * have to be quoted, and no provider hands them out. */
static bool is_mail_address(const char *text)
{
	const char *at = strchr(text, '@');

	if (!at || at == text || !strchr(at + 1, '.') || strchr(at + 1, '@') ||
	    strlen(text) > ADDRESS_LONGEST)
		return false;
	for (const char *c = text; *c; c++) {
		if ((unsigned char)*c <= ' ' || (unsigned char)*c >= 0x7f ||
		    strchr("<>()[]\\,;:\"", *c))
			return false;
	}
	return at[1] != '.' && !str_ends(text, ".");
}

const char *practice_notice_address(struct arena *arena,
				    const struct practice *practice,
				    enum notice_channel channel,
				    const char *typed)
{
	if (str_empty(typed))
		return NULL;
	switch (channel) {
	case NOTICE_BY_EMAIL:
		return is_mail_address(typed) ? str_lower(arena, typed) : NULL;
	case NOTICE_BY_TEXT:
		return practice_phone_read(arena, practice->zone, typed);
	}
	return NULL;
}

static const char *whose(const struct gathering *to, const char *name)
{
	const char *word = practice_word(to->arena, to->person);

	return str_equal(name, to->person->name)
		       ? word
		       : arena_printf(to->arena, "%s's contact %s", word, name);
}

static const char *problem_of(const struct gathering *to,
			      enum notice_channel channel, const char *name,
			      const char *typed)
{
	const char *who = whose(to, name);

	switch (channel) {
	case NOTICE_BY_EMAIL:
		if (str_empty(typed))
			return arena_printf(to->arena,
					    "%s has no e-mail address: add one "
					    "and try again.",
					    who);
		return arena_printf(to->arena,
				    "The e-mail address of %s cannot be sent "
				    "to: correct it and try again.",
				    who);
	case NOTICE_BY_TEXT:
		if (str_empty(typed))
			return arena_printf(to->arena,
					    "%s has no phone number: add one "
					    "and try again.",
					    who);
		return arena_printf(to->arena,
				    "The phone number of %s cannot be read: "
				    "write it with its country, as in +1 416 "
				    "555 0123, and try again.",
				    who);
	}
	return NULL;
}

static bool is_there(const struct gathering *to, enum notice_channel channel,
		     const char *address)
{
	for (size_t i = 0; i < to->count; i++) {
		if (to->list[i].channel == channel &&
		    str_equal(to->list[i].address, address))
			return true;
	}
	return false;
}

/* Who asked for none gets none; an address from which mail came back waits
 * for somebody to correct it. */
static enum err stop_check(const struct gathering *to, struct recipient *one,
			   bool *asked)
{
	struct notice_stop stop;
	enum err err =
		store_stop_find(to->reader, one->channel, one->address, &stop);

	*asked = !err && stop.cause == STOP_ASKED;
	if (!err && stop.cause == STOP_BOUNCED)
		one->problem = arena_printf(
			to->arena,
			"Mail to %s came back%s%s: correct the address and try "
			"again.",
			whose(to, one->name), stop.reason ? ", " : "",
			stop.reason ? stop.reason : "");
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err add(struct gathering *to, enum notice_channel channel,
		    const char *name, const char *typed)
{
	const char *address = practice_notice_address(to->arena, to->practice,
						      channel, typed);
	struct recipient one = { .person = to->person->id,
				 .name = name,
				 .channel = channel,
				 .address = address ? address : "" };
	bool asked = false;
	enum err err = OK;

	if (!address)
		one.problem = problem_of(to, channel, name, typed);
	else
		err = stop_check(to, &one, &asked);
	if (err || asked || is_there(to, channel, one.address))
		return err;
	to->list = arena_grow(to->arena, to->list, to->count, &to->room,
			      sizeof(*to->list));
	to->list[to->count++] = one;
	return OK;
}

static enum err add_wished(struct gathering *to, enum notice wish,
			   const char *name, const char *email,
			   const char *phone)
{
	enum err err = OK;

	if (wish == NOTICE_EMAIL || wish == NOTICE_BOTH)
		err = add(to, NOTICE_BY_EMAIL, name, email);
	if (!err && (wish == NOTICE_TEXT || wish == NOTICE_BOTH))
		err = add(to, NOTICE_BY_TEXT, name, phone);
	return err;
}

static struct gathering gathering_of(struct reader *reader,
				     const struct practice *practice,
				     const struct person *person)
{
	return (struct gathering){
		.reader = reader,
		.arena = store_reader_operation(reader)->arena,
		.practice = practice,
		.person = person,
	};
}

enum err practice_recipients(struct reader *reader,
			     const struct practice *practice,
			     const struct person *person,
			     struct recipient **list, size_t *count)
{
	struct gathering to = gathering_of(reader, practice, person);
	struct contact *contacts;
	size_t contact_count;
	enum err err = store_contact_list(reader, person->id, &contacts,
					  &contact_count);

	if (!err && person->erased.s == INSTANT_MAX.s)
		err = add_wished(&to, person->notice, person->name,
				 person->email, person->phone);
	for (size_t i = 0; !err && i < contact_count; i++)
		err = add_wished(&to, contacts[i].notice, contacts[i].name,
				 contacts[i].email, contacts[i].phone);
	if (err)
		return err;
	*list = to.list;
	*count = to.count;
	return OK;
}

enum err practice_notice_reader(struct reader *reader,
				const struct practice *practice,
				const struct person *person,
				enum notice_channel channel,
				const char *address, const char **name)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	bool mail = channel == NOTICE_BY_EMAIL;
	struct contact *list;
	size_t count = 0;
	const char *own = practice_notice_address(
		arena, practice, channel, mail ? person->email : person->phone);
	enum err err = OK;

	*name = person->name;
	if (!str_empty(address) && !str_equal(own, address))
		err = store_contact_list(reader, person->id, &list, &count);
	for (size_t i = 0; !err && i < count; i++) {
		own = practice_notice_address(arena, practice, channel,
					      mail ? list[i].email
						   : list[i].phone);
		if (!str_equal(own, address))
			continue;
		*name = list[i].name;
		break;
	}
	return err;
}

enum err practice_payer(struct reader *reader, const struct practice *practice,
			const struct person *person, struct recipient *payer)
{
	struct gathering to = gathering_of(reader, practice, person);
	const char *name = person->name, *email = person->email;
	struct contact *contacts;
	size_t count;
	bool found = false;
	enum err err =
		store_contact_list(reader, person->id, &contacts, &count);

	for (size_t i = 0; !err && !found && i < count; i++) {
		found = contacts[i].payer;
		if (found && !str_empty(contacts[i].email)) {
			name = contacts[i].name;
			email = contacts[i].email;
		}
	}
	if (!err)
		err = add(&to, NOTICE_BY_EMAIL, name, email);
	if (err)
		return err;
	if (to.count == 0)
		return fail(store_reader_operation(reader), ERR_CONFLICT,
			    "%s asked for no more mail from the practice: send "
			    "it on paper.",
			    whose(&to, name));
	*payer = to.list[0];
	return OK;
}
