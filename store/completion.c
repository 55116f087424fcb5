#include "store/ledger.h"

#include "store/rows.h"
#include "store/statement.h"

#define COMPLETION_COLUMNS                                               \
	"id, session, slug, label, map, modifier, client_modifier,"      \
	"  practitioner_modifier, service, service_name, service_kind,"  \
	"  basis, minutes, reason, saved_by, saved_at, channel, device," \
	"  posting, reversal, reopened_at"

static const char FIND_COMPLETION[] =
	"SELECT " COMPLETION_COLUMNS "  FROM completion"
	"  WHERE id = $1";

static const char LIST_COMPLETIONS[] =
	"SELECT " COMPLETION_COLUMNS "  FROM completion"
	"  WHERE session = $1"
	"  ORDER BY id";

static const char LIST_CLIENTS[] =
	"SELECT client, slug, label, map, modifier, client_modifier,"
	"  practitioner_modifier, rate, base, charge, tax_bp, tax"
	"  FROM completion_client"
	"  WHERE completion = $1"
	"  ORDER BY position";

static const char LIST_PRACTITIONERS[] =
	"SELECT practitioner, rate, base, wage, hourly"
	"  FROM completion_practitioner"
	"  WHERE completion = $1"
	"  ORDER BY position";

static const char ADD_COMPLETION[] =
	"INSERT INTO completion (session, slug, label, map, modifier,"
	"    client_modifier, practitioner_modifier, service, service_name,"
	"    service_kind, basis, minutes, reason, saved_by, saved_at,"
	"    channel, device, posting, reversal, reopened_at)"
	"  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,"
	"    $14, $15, $16, $17, $18, $19, $20)";

static const char ADD_CLIENT[] =
	"INSERT INTO completion_client (completion, position, client, slug,"
	"    label, map, modifier, client_modifier, practitioner_modifier,"
	"    rate, base, charge, tax_bp, tax)"
	"  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,"
	"    $14)";

static const char ADD_PRACTITIONER[] =
	"INSERT INTO completion_practitioner (completion, position,"
	"    practitioner, rate, base, wage, hourly)"
	"  VALUES ($1, $2, $3, $4, $5, $6, $7)";

static const char SET_POSTING[] = "UPDATE completion"
				  "  SET posting = $2"
				  "  WHERE id = $1"
				  "    AND posting IS NULL";

static const char SET_REOPENED[] = "UPDATE completion"
				   "  SET reversal = $2, reopened_at = $3"
				   "  WHERE id = $1"
				   "    AND reopened_at = " NEVER;

static void read_completion(struct statement *st, void *item)
{
	struct completion *completion = item;

	*completion = (struct completion){
		.id = column_int(st, 0),
		.session = column_int(st, 1),
		.slug = column_text(st, 2),
		.label = column_text(st, 3),
		.map = (enum map)column_int(st, 4),
		.modifier = (enum modifier)column_int(st, 5),
		.client_modifier = column_int(st, 6),
		.practitioner_modifier = column_int(st, 7),
		.service = column_int(st, 8),
		.service_name = column_text(st, 9),
		.service_kind = (enum service_kind)column_int(st, 10),
		.basis = (enum wage_basis)column_int(st, 11),
		.minutes = column_int(st, 12),
		.reason = column_text(st, 13),
		.saved_by = column_int(st, 14),
		.saved_at = { column_int(st, 15) },
		.channel = (enum channel)column_int(st, 16),
		.device = column_text(st, 17),
		.posting = column_int(st, 18),
		.reversal = column_int(st, 19),
		.reopened_at = { column_int(st, 20) },
	};
}

static void read_client(struct statement *st, void *item)
{
	struct completion_client *client = item;

	*client = (struct completion_client){
		.client = column_int(st, 0),
		.slug = column_text(st, 1),
		.label = column_text(st, 2),
		.map = (enum map)column_int(st, 3),
		.modifier = (enum modifier)column_int(st, 4),
		.client_modifier = column_int(st, 5),
		.practitioner_modifier = column_int(st, 6),
		.rate = { column_int(st, 7) },
		.base = { column_int(st, 8) },
		.charge = { column_int(st, 9) },
		.tax_bp = (int32_t)column_int(st, 10),
		.tax = { column_int(st, 11) },
	};
}

static void read_practitioner(struct statement *st, void *item)
{
	struct completion_practitioner *practitioner = item;

	*practitioner = (struct completion_practitioner){
		.practitioner = column_int(st, 0),
		.rate = { column_int(st, 1) },
		.base = { column_int(st, 2) },
		.wage = { column_int(st, 3) },
		.hourly = column_int(st, 4) != 0,
	};
}

static enum err insert_client(struct transaction *tx, int64_t completion,
			      size_t position,
			      const struct completion_client *client)
{
	struct statement *st = statement_tx(tx, ADD_CLIENT);

	bind_int(st, 1, completion);
	bind_int(st, 2, (int64_t)position);
	bind_int(st, 3, client->client);
	bind_text(st, 4, client->slug);
	bind_text(st, 5, client->label);
	bind_int(st, 6, client->map);
	bind_int(st, 7, client->modifier);
	bind_int(st, 8, client->client_modifier);
	bind_int(st, 9, client->practitioner_modifier);
	bind_int(st, 10, client->rate.minor);
	bind_int(st, 11, client->base.minor);
	bind_int(st, 12, client->charge.minor);
	bind_int(st, 13, client->tax_bp);
	bind_int(st, 14, client->tax.minor);
	return statement_run(st);
}

static enum err
insert_practitioner(struct transaction *tx, int64_t completion, size_t position,
		    const struct completion_practitioner *practitioner)
{
	struct statement *st = statement_tx(tx, ADD_PRACTITIONER);

	bind_int(st, 1, completion);
	bind_int(st, 2, (int64_t)position);
	bind_int(st, 3, practitioner->practitioner);
	bind_int(st, 4, practitioner->rate.minor);
	bind_int(st, 5, practitioner->base.minor);
	bind_int(st, 6, practitioner->wage.minor);
	bind_int(st, 7, practitioner->hourly);
	return statement_run(st);
}

static enum err insert_row(struct transaction *tx,
			   const struct completion *completion, int64_t *id)
{
	struct statement *st = statement_tx(tx, ADD_COMPLETION);
	enum err err;

	bind_int(st, 1, completion->session);
	bind_text(st, 2, completion->slug);
	bind_text(st, 3, completion->label);
	bind_int(st, 4, completion->map);
	bind_int(st, 5, completion->modifier);
	bind_int(st, 6, completion->client_modifier);
	bind_int(st, 7, completion->practitioner_modifier);
	bind_id(st, 8, completion->service);
	bind_text(st, 9, completion->service_name);
	bind_int(st, 10, completion->service_kind);
	bind_int(st, 11, completion->basis);
	bind_int(st, 12, completion->minutes);
	bind_text(st, 13, completion->reason);
	bind_id(st, 14, completion->saved_by);
	bind_int(st, 15, completion->saved_at.s);
	bind_int(st, 16, completion->channel);
	bind_text(st, 17, completion->device);
	bind_id(st, 18, completion->posting);
	bind_id(st, 19, completion->reversal);
	bind_int(st, 20, completion->reopened_at.s);
	err = statement_run(st);
	if (err == ERR_EXISTS)
		return fail(store_tx_operation(tx), ERR_EXISTS,
			    "session %lld is saved already",
			    (long long)completion->session);
	if (err)
		return err;
	*id = statement_inserted(tx);
	return OK;
}

enum err store_completion_insert(struct transaction *tx,
				 struct completion *completion)
{
	int64_t id = 0;
	enum err err = insert_row(tx, completion, &id);

	if (err)
		return err;
	for (size_t i = 0; !err && i < completion->client_count; i++)
		err = insert_client(tx, id, i, &completion->clients[i]);
	for (size_t i = 0; !err && i < completion->practitioner_count; i++)
		err = insert_practitioner(tx, id, i,
					  &completion->practitioners[i]);
	if (err)
		return err;
	completion->id = id;
	return OK;
}

static enum err load_parts(struct reader *reader, struct completion *completion)
{
	struct statement *st = statement(reader, LIST_CLIENTS);
	enum err err;

	bind_int(st, 1, completion->id);
	err = statement_list(st, read_client, sizeof(*completion->clients),
			     &completion->clients, &completion->client_count);
	if (err)
		return err;
	st = statement(reader, LIST_PRACTITIONERS);
	bind_int(st, 1, completion->id);
	return statement_list(
		st, read_practitioner, sizeof(*completion->practitioners),
		&completion->practitioners, &completion->practitioner_count);
}

enum err store_completion_find(struct reader *reader, int64_t id,
			       struct completion *completion)
{
	struct statement *st = statement(reader, FIND_COMPLETION);
	struct completion found;
	enum err err;

	bind_int(st, 1, id);
	err = statement_one(st, read_completion, &found);
	if (!err)
		err = load_parts(reader, &found);
	if (err)
		return err;
	*completion = found;
	return OK;
}

enum err store_completion_list(struct reader *reader, int64_t session,
			       struct completion **list, size_t *count)
{
	struct statement *st = statement(reader, LIST_COMPLETIONS);
	struct completion *found;
	size_t used;
	enum err err;

	bind_int(st, 1, session);
	err = statement_list(st, read_completion, sizeof(*found), &found,
			     &used);
	for (size_t i = 0; !err && i < used; i++)
		err = load_parts(reader, &found[i]);
	if (err)
		return err;
	*list = found;
	*count = used;
	return OK;
}

enum err store_completion_posted(struct transaction *tx, int64_t completion,
				 int64_t posting)
{
	struct statement *st = statement_tx(tx, SET_POSTING);
	enum err err;

	bind_int(st, 1, completion);
	bind_int(st, 2, posting);
	err = statement_run(st);
	if (!err && statement_changes(tx) == 0)
		return fail(store_tx_operation(tx), ERR_CONFLICT,
			    "completion %lld is posted already, or missing",
			    (long long)completion);
	return err;
}

enum err store_completion_reopened(struct transaction *tx, int64_t completion,
				   int64_t reversal, struct instant at)
{
	struct statement *st = statement_tx(tx, SET_REOPENED);
	enum err err;

	bind_int(st, 1, completion);
	bind_id(st, 2, reversal);
	bind_int(st, 3, at.s);
	err = statement_run(st);
	if (!err && statement_changes(tx) == 0)
		return fail(store_tx_operation(tx), ERR_CONFLICT,
			    "completion %lld is reopened already, or missing",
			    (long long)completion);
	return err;
}
