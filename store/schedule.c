#include "store/session.h"

#include "store/rows.h"
#include "store/statement.h"

static const char FIND_SCHEDULE[] =
	"SELECT id, days, repeat, times, until, enabled, skip_closures,"
	"  starts, minutes, zone, service, place, public_note,"
	"  private_note, revision"
	"  FROM schedule"
	"  WHERE id = $1";

static const char LIST_SCHEDULES[] = "SELECT id"
				     "  FROM schedule"
				     "  ORDER BY id";

static const char ADD_SCHEDULE[] =
	"INSERT INTO schedule (days, repeat, times, until, enabled,"
	"    skip_closures, starts, minutes, zone, service, place,"
	"    public_note, private_note, revision)"
	"  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,"
	"    1)";

static const char SAVE_SCHEDULE[] =
	"UPDATE schedule"
	"  SET days = $1, repeat = $2, times = $3, until = $4, enabled = $5,"
	"    skip_closures = $6, starts = $7, minutes = $8, zone = $9,"
	"    service = $10, place = $11, public_note = $12,"
	"    private_note = $13, revision = revision + 1"
	"  WHERE id = $14";

static const char READ_REVISION[] = "SELECT revision"
				    "  FROM schedule"
				    "  WHERE id = $1";

static const char LIST_PRACTITIONERS[] = "SELECT person"
					 "  FROM schedule_practitioner"
					 "  WHERE schedule = $1"
					 "  ORDER BY position";

static const char CLEAR_PRACTITIONERS[] = "DELETE FROM schedule_practitioner"
					  "  WHERE schedule = $1";

static const char ADD_PRACTITIONER[] =
	"INSERT INTO schedule_practitioner (schedule, position, person)"
	"  VALUES ($1, $2, $3)";

static const char LIST_CLIENTS[] = "SELECT person"
				   "  FROM schedule_client"
				   "  WHERE schedule = $1"
				   "  ORDER BY position";

static const char CLEAR_CLIENTS[] = "DELETE FROM schedule_client"
				    "  WHERE schedule = $1";

static const char ADD_CLIENT[] =
	"INSERT INTO schedule_client (schedule, position, person)"
	"  VALUES ($1, $2, $3)";

static void read_schedule(struct statement *st, void *item)
{
	struct schedule *schedule = item;

	*schedule = (struct schedule){
		.id = column_int(st, 0),
		.days = (unsigned)column_int(st, 1),
		.repeat = (enum repeat)column_int(st, 2),
		.count = (int)column_int(st, 3),
		.until = { (int32_t)column_int(st, 4) },
		.enabled = column_int(st, 5) != 0,
		.skip_closures = column_int(st, 6) != 0,
		.start = instant_wall((struct instant){ column_int(st, 7) }),
		.minutes = column_int(st, 8),
		.zone = column_text(st, 9),
		.terms.service = column_int(st, 10),
		.terms.place = column_text(st, 11),
		.terms.public_note = column_text(st, 12),
		.terms.private_note = column_text(st, 13),
		.revision = column_int(st, 14),
	};
}

enum err store_schedule_find(struct reader *reader, int64_t id,
			     struct schedule *schedule)
{
	struct statement *st = statement(reader, FIND_SCHEDULE);
	struct schedule found;
	enum err err;

	bind_int(st, 1, id);
	err = statement_one(st, read_schedule, &found);
	if (!err)
		err = rows_people_load(reader, LIST_PRACTITIONERS, id,
				       &found.terms.practitioners);
	if (!err)
		err = rows_people_load(reader, LIST_CLIENTS, id,
				       &found.terms.clients);
	if (err)
		return err;
	*schedule = found;
	return OK;
}

enum err store_schedule_list(struct reader *reader, struct ids *schedules)
{
	return statement_ids(statement(reader, LIST_SCHEDULES), schedules);
}

static enum err set_people(struct transaction *tx, int64_t id,
			   const struct schedule *schedule)
{
	enum err err =
		rows_people_set(tx, CLEAR_PRACTITIONERS, ADD_PRACTITIONER, id,
				&schedule->terms.practitioners);

	if (err)
		return err;
	return rows_people_set(tx, CLEAR_CLIENTS, ADD_CLIENT, id,
			       &schedule->terms.clients);
}

/* $1 to $13, which both writes share. */
static void bind_schedule(struct statement *st, const struct schedule *schedule)
{
	bind_int(st, 1, schedule->days);
	bind_int(st, 2, schedule->repeat);
	bind_int(st, 3, schedule->count);
	bind_int(st, 4, schedule->until.n);
	bind_int(st, 5, schedule->enabled);
	bind_int(st, 6, schedule->skip_closures);
	bind_int(st, 7, wall_utc(schedule->start).s);
	bind_int(st, 8, schedule->minutes);
	bind_text(st, 9, schedule->zone);
	bind_id(st, 10, schedule->terms.service);
	bind_text(st, 11, schedule->terms.place);
	bind_text(st, 12, schedule->terms.public_note);
	bind_text(st, 13, schedule->terms.private_note);
}

enum err store_schedule_insert(struct transaction *tx,
			       struct schedule *schedule)
{
	struct statement *st = statement_tx(tx, ADD_SCHEDULE);
	int64_t id;
	enum err err;

	bind_schedule(st, schedule);
	err = statement_run(st);
	if (err)
		return err;
	id = statement_inserted(tx);
	err = set_people(tx, id, schedule);
	if (err)
		return err;
	schedule->id = id;
	schedule->revision = 1;
	return OK;
}

enum err store_schedule_update(struct transaction *tx,
			       struct schedule *schedule)
{
	struct statement *st = statement_tx(tx, SAVE_SCHEDULE);
	int64_t revision;
	enum err err;

	bind_schedule(st, schedule);
	bind_int(st, 14, schedule->id);
	err = rows_update(tx, st, READ_REVISION, schedule->id, &revision);
	if (!err)
		err = set_people(tx, schedule->id, schedule);
	if (err)
		return err;
	schedule->revision = revision;
	return OK;
}
