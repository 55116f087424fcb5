#include "practice/notice/stop.h"

#include "base/digest.h"
#include "practice/audit_record.h"
#include "practice/notice/outbox_fields.h"
#include "practice/notice/recipient.h"
#include "store/transaction.h"

#include <string.h>

#define REASON_LONGEST 300
#define KEY_LENGTH 32

enum err practice_stop_find(struct reader *reader, const char *key,
			    struct practice *practice, struct outbox *row)
{
	struct operation *op = store_reader_operation(reader);
	enum err err = ERR_NOT_FOUND;

	if (strlen(key) == KEY_LENGTH)
		err = store_outbox_find_key(reader, key, row);
	if (err == ERR_NOT_FOUND)
		return fail(op, err, "This link is not, or no more, valid.");
	return err ? err : store_practice_load(reader, practice);
}

struct stop_work {
	const char *key;
	struct outbox row;
};

/* What is left of a preference without a channel. */
static enum notice without(enum notice wish, enum notice_channel channel)
{
	bool mail = channel == NOTICE_BY_EMAIL;

	switch (wish) {
	case NOTICE_BOTH:
		return mail ? NOTICE_TEXT : NOTICE_EMAIL;
	case NOTICE_EMAIL:
		return mail ? NOTICE_NONE : wish;
	case NOTICE_TEXT:
		return mail ? wish : NOTICE_NONE;
	case NOTICE_NONE:
		return wish;
	}
	return wish;
}

static bool is_at(struct transaction *tx, const struct practice *practice,
		  const struct outbox *row, const char *email,
		  const char *phone)
{
	const char *typed = row->channel == NOTICE_BY_EMAIL ? email : phone;

	return str_equal(row->address, practice_notice_address(
					       store_tx_operation(tx)->arena,
					       practice, row->channel, typed));
}

static enum err stop_person(struct transaction *tx,
			    const struct practice *practice,
			    const struct outbox *row, struct person *person)
{
	enum notice left = without(person->notice, row->channel);

	if (left == person->notice ||
	    !is_at(tx, practice, row, person->email, person->phone))
		return OK;
	person->notice = left;
	return store_person_update(tx, person);
}

static enum err stop_contacts(struct transaction *tx,
			      const struct practice *practice,
			      const struct outbox *row)
{
	struct contact *list;
	size_t count;
	bool changed = false;
	enum err err = store_contact_list(store_tx_reader(tx), row->person,
					  &list, &count);

	for (size_t i = 0; !err && i < count; i++) {
		enum notice left = without(list[i].notice, row->channel);

		if (left == list[i].notice ||
		    !is_at(tx, practice, row, list[i].email, list[i].phone))
			continue;
		list[i].notice = left;
		changed = true;
	}
	if (err || !changed)
		return err;
	return store_contact_set(tx, row->person, list, count);
}

static enum err stop_work(struct transaction *tx, void *context)
{
	struct stop_work *work = context;
	struct outbox *row = &work->row;
	struct practice practice;
	struct person person;
	enum err err = practice_stop_find(store_tx_reader(tx), work->key,
					  &practice, row);
	struct notice_stop stop = { .cause = STOP_ASKED };

	if (err)
		return err;
	stop.channel = row->channel;
	stop.address = row->address;
	err = store_stop_set(tx, &stop);
	if (!err)
		err = store_person_load(store_tx_reader(tx), row->person,
					&person);
	if (!err)
		err = stop_person(tx, &practice, row, &person);
	if (!err)
		err = stop_contacts(tx, &practice, row);
	if (err)
		return err;
	return record_add_picked(tx, "notice.stop", "person", row->person,
				 "channel", outbox_rows, row);
}

enum err practice_stop(struct operation *op, struct store *store,
		       const char *key, struct outbox *row)
{
	struct stop_work work = { .key = key };
	enum err err = store_write(op, store, stop_work, &work);

	if (!err)
		*row = work.row;
	return err;
}

/* The value of a field at the start of a line, with what is folded below it;
 * NULL where there is none. */
static const char *field_after(struct arena *arena, struct slice *rest,
			       const char *name)
{
	size_t len = strlen(name);

	while (rest->len) {
		struct slice line = slice_cut(rest, '\n');
		struct buf buf;

		if (line.len < len ||
		    !slice_is((struct slice){ line.at, len }, name))
			continue;
		buf_init(&buf, arena);
		buf_slice(&buf, slice_trim((struct slice){ line.at + len,
							   line.len - len }));
		while (rest->len && (*rest->at == ' ' || *rest->at == '\t')) {
			buf_putc(&buf, ' ');
			buf_slice(&buf, slice_trim(slice_cut(rest, '\n')));
		}
		return buf.at ? buf.at : "";
	}
	return NULL;
}

static const char *field_of(struct arena *arena, struct slice message,
			    const char *name)
{
	return field_after(arena, &message, name);
}

/* "rfc822; ada@example.org" */
static const char *address_of(struct arena *arena, const char *value)
{
	struct slice rest = slice_of(value);
	struct slice type = slice_cut(&rest, ';');

	if (!rest.at || !slice_is(slice_trim(type), "rfc822"))
		return NULL;
	rest = slice_trim(rest);
	if (rest.len > 2 && *rest.at == '<' && rest.at[rest.len - 1] == '>') {
		rest.at++;
		rest.len -= 2;
	}
	return str_lower(arena, slice_dup(arena, rest));
}

/* Of the returned headers: the DSN has a Message-ID of its own before. */
static const char *own_id(struct arena *arena, struct slice message)
{
	const char *id;

	while ((id = field_after(arena, &message, "Message-ID:"))) {
		const char *at = strchr(id, '<'), *end = strchr(id, '>');

		if (at && end > at && str_starts(at + 1, "notice-"))
			return arena_strndup(arena, at + 1,
					     (size_t)(end - at - 1));
	}
	return NULL;
}

bool practice_bounce_read(struct arena *arena, struct slice message,
			  struct bounce *bounce)
{
	const char *recipient, *action, *reason;

	if (message.len > BOUNCE_LONGEST || memchr(message.at, 0, message.len))
		return false;
	recipient = field_of(arena, message, "Final-Recipient:");
	if (!recipient)
		recipient = field_of(arena, message, "Original-Recipient:");
	action = field_of(arena, message, "Action:");
	*bounce = (struct bounce){
		.address = address_of(arena, recipient ? recipient : ""),
		.status = field_of(arena, message, "Status:"),
		.id = own_id(arena, message),
	};
	reason = field_of(arena, message, "Diagnostic-Code:");
	if (reason)
		bounce->reason =
			arena_printf(arena, "%.*s", REASON_LONGEST, reason);
	if (!bounce->address || !bounce->status || !bounce->id || !action)
		return false;
	bounce->failed = str_same(action, "failed") && *bounce->status == '5';
	return true;
}

struct bounce_work {
	const struct bounce *bounce;
	struct outbox row;
};

/* "notice-12.TAG@host": the tag is of a key that only the mail has. */
static enum err find_row(struct transaction *tx, const struct bounce *bounce,
			 struct outbox *row)
{
	struct arena *arena = store_tx_operation(tx)->arena;
	struct slice rest = slice_of(bounce->id + strlen("notice-"));
	struct slice number = slice_cut(&rest, '.');
	struct slice tag = slice_cut(&rest, '@');
	int64_t id;
	enum err err;

	if (!tag.at || !str_to_int64(slice_dup(arena, number), &id))
		return ERR_NOT_FOUND;
	err = store_outbox_find(store_tx_reader(tx), id, row);
	if (err)
		return err;
	if (!slice_equal(tag, slice_of(digest_tag(arena, row->key,
						  strlen(row->key)))) ||
	    row->channel != NOTICE_BY_EMAIL ||
	    !str_equal(row->address, bounce->address))
		return ERR_NOT_FOUND;
	return OK;
}

static enum err bounce_work(struct transaction *tx, void *context)
{
	struct bounce_work *work = context;
	const struct bounce *bounce = work->bounce;
	struct operation *op = store_tx_operation(tx);
	struct outbox *row = &work->row;
	struct notice_stop stop = { .channel = NOTICE_BY_EMAIL,
				    .cause = STOP_BOUNCED };
	enum err err = find_row(tx, bounce, row);

	if (err == ERR_NOT_FOUND)
		return fail(op, err,
			    "this is about no message that was sent from here");
	if (err || !bounce->failed)
		return err;
	row->state = OUTBOX_DEAD;
	row->next = INSTANT_MAX;
	row->reason =
		arena_printf(op->arena, "It came back: %s",
			     bounce->reason ? bounce->reason : bounce->status);
	err = store_outbox_update(tx, row);
	stop.address = row->address;
	stop.reason = bounce->reason ? bounce->reason : bounce->status;
	return err ? err : store_stop_set(tx, &stop);
}

enum err practice_bounce(struct operation *op, struct store *store,
			 const struct bounce *bounce, struct outbox *row)
{
	struct bounce_work work = { .bounce = bounce };
	enum err err = store_write(op, store, bounce_work, &work);

	if (!err)
		*row = work.row;
	return err;
}
