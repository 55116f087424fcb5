#include "store/completion.h"

#include "store/seal_private.h"
#include "store/statement_private.h"

#include <string.h>

#define COMPLETION_COLUMNS                                               \
	"id, session, slug, label, map, modifier, client_modifier,"      \
	"  practitioner_modifier, service, service_name, service_kind,"  \
	"  basis, minutes, reason, saved_by, saved_at, channel, device," \
	"  posting, reversal, reopened_at"

static const char FIND_COMPLETION[] =
	"SELECT " COMPLETION_COLUMNS "  FROM completion"
	"  WHERE id = $id";

static const char LIST_COMPLETIONS[] =
	"SELECT " COMPLETION_COLUMNS "  FROM completion"
	"  WHERE session = $session"
	"  ORDER BY id";

static const char FIND_COMPLETIONS[] =
	"SELECT " COMPLETION_COLUMNS "  FROM completion"
	"  WHERE id IN (" EACH_ID ")"
	"  ORDER BY id";

#define CLIENT_PARTS                                                    \
	"SELECT completion, client, slug, label, map, modifier,"        \
	"  client_modifier, practitioner_modifier, rate, base, charge," \
	"  tax_bp, tax"                                                 \
	"  FROM completion_client"
#define PRACTITIONER_PARTS                                          \
	"SELECT completion, practitioner, rate, base, wage, hourly" \
	"  FROM completion_practitioner"

static const char LIST_CLIENTS[] =
	CLIENT_PARTS "  WHERE completion = $completion"
		     "  ORDER BY position";

static const char LIST_CLIENTS_ALL[] =
	CLIENT_PARTS "  WHERE completion IN (" EACH_ID ")"
		     "  ORDER BY completion, position";

static const char LIST_PRACTITIONERS[] =
	PRACTITIONER_PARTS "  WHERE completion = $completion"
			   "  ORDER BY position";

static const char LIST_PRACTITIONERS_ALL[] =
	PRACTITIONER_PARTS "  WHERE completion IN (" EACH_ID ")"
			   "  ORDER BY completion, position";

static const char ADD_COMPLETION[] =
	"INSERT INTO completion (session, slug, label, map, modifier,"
	"    client_modifier, practitioner_modifier, service,"
	"    service_name, service_kind, basis, minutes, reason,"
	"    saved_by, saved_at, channel, device, posting, reversal,"
	"    reopened_at)"
	"  VALUES ($session, $slug, $label, $map, $modifier,"
	"    $client_modifier, $practitioner_modifier, $service,"
	"    $service_name, $service_kind, $basis, $minutes, $reason,"
	"    $saved_by, $saved_at, $channel, $device, $posting,"
	"    $reversal, $reopened_at)"
	"  RETURNING id";

static const char ADD_CLIENT[] =
	"INSERT INTO completion_client (completion, position, client,"
	"    slug, label, map, modifier, client_modifier,"
	"    practitioner_modifier, rate, base, charge, tax_bp, tax)"
	"  VALUES ($completion, $position, $client, $slug, $label, $map,"
	"    $modifier, $client_modifier, $practitioner_modifier, $rate,"
	"    $base, $charge, $tax_bp, $tax)";

static const char ADD_PRACTITIONER[] =
	"INSERT INTO completion_practitioner (completion, position,"
	"    practitioner, rate, base, wage, hourly)"
	"  VALUES ($completion, $position, $practitioner, $rate, $base,"
	"    $wage, $hourly)";

static const char SET_POSTING[] = "UPDATE completion"
				  "  SET posting = $posting"
				  "  WHERE id = $id"
				  "    AND posting IS NULL";

static const char SET_REOPENED[] =
	"UPDATE completion"
	"  SET reversal = $reversal, reopened_at = $reopened_at"
	"  WHERE id = $id"
	"    AND reopened_at = " NEVER;

static void read_completion(struct statement *st, void *item)
{
	struct completion *completion = item;

	*completion = (struct completion){
		.id = column_int(st, "id"),
		.session = column_int(st, "session"),
		.slug = column_text(st, "slug"),
		.label = column_text(st, "label"),
		.map = (enum map)column_int(st, "map"),
		.modifier = (enum modifier)column_int(st, "modifier"),
		.client_modifier = column_int(st, "client_modifier"),
		.practitioner_modifier =
			column_int(st, "practitioner_modifier"),
		.service = column_int(st, "service"),
		.service_name = column_text(st, "service_name"),
		.service_kind =
			(enum service_kind)column_int(st, "service_kind"),
		.basis = (enum wage_basis)column_int(st, "basis"),
		.minutes = column_int(st, "minutes"),
		.reason = column_text(st, "reason"),
		.saved_by = column_int(st, "saved_by"),
		.saved_at = { column_int(st, "saved_at") },
		.channel = (enum channel)column_int(st, "channel"),
		.device = column_text(st, "device"),
		.posting = column_int(st, "posting"),
		.reversal = column_int(st, "reversal"),
		.reopened_at = { column_int(st, "reopened_at") },
	};
}

static void read_client(struct statement *st, void *item)
{
	struct completion_client *client = item;

	*client = (struct completion_client){
		.completion = column_int(st, "completion"),
		.client = column_int(st, "client"),
		.slug = column_text(st, "slug"),
		.label = column_text(st, "label"),
		.map = (enum map)column_int(st, "map"),
		.modifier = (enum modifier)column_int(st, "modifier"),
		.client_modifier = column_int(st, "client_modifier"),
		.practitioner_modifier =
			column_int(st, "practitioner_modifier"),
		.rate = { column_int(st, "rate") },
		.base = { column_int(st, "base") },
		.charge = { column_int(st, "charge") },
		.tax_bp = (int32_t)column_int(st, "tax_bp"),
		.tax = { column_int(st, "tax") },
	};
}

static void read_practitioner(struct statement *st, void *item)
{
	struct completion_practitioner *practitioner = item;

	*practitioner = (struct completion_practitioner){
		.completion = column_int(st, "completion"),
		.practitioner = column_int(st, "practitioner"),
		.rate = { column_int(st, "rate") },
		.base = { column_int(st, "base") },
		.wage = { column_int(st, "wage") },
		.hourly = column_int(st, "hourly") != 0,
	};
}

/* The parts of one kind: how they are read, and where a completion has their
 * list and its count. Each begins with the id of its completion. */
static const struct part_kind {
	const char *one, *all;
	statement_read *read;
	size_t size, list, count;
} part_kinds[] = {
	{ LIST_CLIENTS, LIST_CLIENTS_ALL, read_client,
	  sizeof(struct completion_client),
	  offsetof(struct completion, clients),
	  offsetof(struct completion, client_count) },
	{ LIST_PRACTITIONERS, LIST_PRACTITIONERS_ALL, read_practitioner,
	  sizeof(struct completion_practitioner),
	  offsetof(struct completion, practitioners),
	  offsetof(struct completion, practitioner_count) },
};

static bool of_completion(const char *part, int64_t id)
{
	int64_t completion;

	memcpy(&completion, part, sizeof(completion));
	return completion == id;
}

static enum err insert_client(struct transaction *tx, int64_t completion,
			      size_t position,
			      const struct completion_client *client)
{
	struct statement *st = statement_tx(tx, ADD_CLIENT);

	bind_int(st, "completion", completion);
	bind_int(st, "position", (int64_t)position);
	bind_int(st, "client", client->client);
	bind_text(st, "slug", client->slug);
	bind_text(st, "label", client->label);
	bind_int(st, "map", client->map);
	bind_int(st, "modifier", client->modifier);
	bind_int(st, "client_modifier", client->client_modifier);
	bind_int(st, "practitioner_modifier", client->practitioner_modifier);
	bind_int(st, "rate", client->rate.minor);
	bind_int(st, "base", client->base.minor);
	bind_int(st, "charge", client->charge.minor);
	bind_int(st, "tax_bp", client->tax_bp);
	bind_int(st, "tax", client->tax.minor);
	return statement_run(st);
}

static enum err
insert_practitioner(struct transaction *tx, int64_t completion, size_t position,
		    const struct completion_practitioner *practitioner)
{
	struct statement *st = statement_tx(tx, ADD_PRACTITIONER);

	bind_int(st, "completion", completion);
	bind_int(st, "position", (int64_t)position);
	bind_int(st, "practitioner", practitioner->practitioner);
	bind_int(st, "rate", practitioner->rate.minor);
	bind_int(st, "base", practitioner->base.minor);
	bind_int(st, "wage", practitioner->wage.minor);
	bind_int(st, "hourly", practitioner->hourly);
	return statement_run(st);
}

static enum err insert_row(struct transaction *tx,
			   const struct completion *completion, int64_t *id)
{
	struct statement *st = statement_tx(tx, ADD_COMPLETION);
	enum err err;

	bind_int(st, "session", completion->session);
	bind_text(st, "slug", completion->slug);
	bind_text(st, "label", completion->label);
	bind_int(st, "map", completion->map);
	bind_int(st, "modifier", completion->modifier);
	bind_int(st, "client_modifier", completion->client_modifier);
	bind_int(st, "practitioner_modifier",
		 completion->practitioner_modifier);
	bind_id(st, "service", completion->service);
	bind_text(st, "service_name", completion->service_name);
	bind_int(st, "service_kind", completion->service_kind);
	bind_int(st, "basis", completion->basis);
	bind_int(st, "minutes", completion->minutes);
	bind_text(st, "reason", completion->reason);
	bind_id(st, "saved_by", completion->saved_by);
	bind_int(st, "saved_at", completion->saved_at.s);
	bind_int(st, "channel", completion->channel);
	bind_text(st, "device", completion->device);
	bind_id(st, "posting", completion->posting);
	bind_id(st, "reversal", completion->reversal);
	bind_int(st, "reopened_at", completion->reopened_at.s);
	err = statement_insert(st, id);
	if (err == ERR_EXISTS)
		return fail(store_tx_operation(tx), ERR_EXISTS,
			    "session %lld is saved already",
			    (long long)completion->session);
	return err;
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
	if (!err)
		err = seal_add(tx, SEAL_COMPLETION, id);
	if (err)
		return err;
	completion->id = id;
	for (size_t i = 0; i < completion->client_count; i++)
		completion->clients[i].completion = id;
	for (size_t i = 0; i < completion->practitioner_count; i++)
		completion->practitioners[i].completion = id;
	return OK;
}

static enum err load_parts(struct reader *reader, struct completion *completion)
{
	enum err err = OK;

	for (size_t i = 0; !err && i < ARRAY_SIZE(part_kinds); i++) {
		const struct part_kind *kind = &part_kinds[i];
		char *of = (char *)completion;

		err = statement_list(
			statement_of_id(reader, kind->one, completion->id),
			kind->read, kind->size, of + kind->list,
			(size_t *)(of + kind->count));
	}
	return err;
}

enum err store_completion_find(struct reader *reader, int64_t id,
			       struct completion *completion)
{
	struct statement *st = statement_of_id(reader, FIND_COMPLETION, id);
	struct completion found;
	enum err err;

	err = statement_one(st, read_completion, &found);
	if (!err)
		err = load_parts(reader, &found);
	if (err)
		return err;
	*completion = found;
	return OK;
}

/* The parts go by their completion, as the completions do. */
static enum err load_kind(struct reader *reader, const struct part_kind *kind,
			  const struct ids *ids, struct completion *list,
			  size_t count)
{
	struct statement *st =
		statement_of_ids(reader, kind->one, kind->all, ids);
	size_t size, next = 0;
	char *parts;
	enum err err;

	err = statement_list(st, kind->read, kind->size, &parts, &size);
	for (size_t i = 0; !err && i < count; i++) {
		char *of = (char *)&list[i], *at = parts + next * kind->size;
		size_t first = next;

		while (next < size &&
		       of_completion(parts + next * kind->size, list[i].id))
			next++;
		memcpy(of + kind->list, &at, sizeof(at));
		*(size_t *)(of + kind->count) = next - first;
	}
	return err;
}

enum err store_completion_find_all(struct reader *reader, const struct ids *ids,
				   struct completion **list, size_t *count)
{
	struct statement *st = statement_of_ids(reader, FIND_COMPLETION,
						FIND_COMPLETIONS, ids);
	struct completion *found;
	size_t used;
	enum err err;

	err = statement_list(st, read_completion, sizeof(*found), &found,
			     &used);
	for (size_t i = 0; !err && i < ARRAY_SIZE(part_kinds); i++)
		err = load_kind(reader, &part_kinds[i], ids, found, used);
	if (err)
		return err;
	*list = found;
	*count = used;
	return OK;
}

enum err store_completion_list(struct reader *reader, int64_t session,
			       struct completion **list, size_t *count)
{
	struct statement *st =
		statement_of_id(reader, LIST_COMPLETIONS, session);
	struct completion *found;
	size_t used;
	enum err err;

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

	bind_int(st, "id", completion);
	bind_int(st, "posting", posting);
	err = statement_change(st);
	if (err == ERR_NOT_FOUND)
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

	bind_int(st, "id", completion);
	bind_id(st, "reversal", reversal);
	bind_int(st, "reopened_at", at.s);
	err = statement_change(st);
	if (err == ERR_NOT_FOUND)
		return fail(store_tx_operation(tx), ERR_CONFLICT,
			    "completion %lld is reopened already, or missing",
			    (long long)completion);
	return err ? err : seal_add(tx, SEAL_COMPLETION, completion);
}
