#include "store/schedule.h"

#include "store/terms_private.h"

/* What both writes share. */
#define WRITTEN_COLUMNS                                               \
	"days, repeat, times, until, enabled, skip_closures, starts," \
	"    minutes, zone, " TERMS_COLUMNS
#define WRITTEN_VALUES                                              \
	"$days, $repeat, $times, $until, $enabled, $skip_closures," \
	"    $starts, $minutes, $zone, " TERMS_VALUES

const char *const repeat_words[] = {
	[REPEAT_WEEKLY] = "weekly",
	[REPEAT_MONTHLY] = "monthly",
	NULL,
};

static const char FIND_SCHEDULE[] =
	"SELECT id, revision, " WRITTEN_COLUMNS "  FROM schedule"
	"  WHERE id = $id";

static const char LIST_SCHEDULES[] = "SELECT id"
				     "  FROM schedule"
				     "  ORDER BY id";

static const char ADD_SCHEDULE[] =
	"INSERT INTO schedule (revision, " WRITTEN_COLUMNS ")"
	"  VALUES (1, " WRITTEN_VALUES ")"
	"  RETURNING id";

static const char SAVE_SCHEDULE[] =
	"UPDATE schedule"
	"  SET (" WRITTEN_COLUMNS ") = (" WRITTEN_VALUES "),"
	"    revision = revision + 1"
	"  WHERE id = $id"
	"  RETURNING revision";

static const char LIST_PEOPLE[] = TERMS_PEOPLE("schedule");

static const char CLEAR_PRACTITIONERS[] = "DELETE FROM schedule_practitioner"
					  "  WHERE schedule = $owner";

static const char ADD_PRACTITIONERS[] =
	"INSERT INTO schedule_practitioner (schedule, position, person)"
	"  SELECT $owner, place, id"
	"  FROM (" EACH_PLACED ") AS named";

static const char CLEAR_CLIENTS[] = "DELETE FROM schedule_client"
				    "  WHERE schedule = $owner";

static const char ADD_CLIENTS[] =
	"INSERT INTO schedule_client (schedule, position, person)"
	"  SELECT $owner, place, id"
	"  FROM (" EACH_PLACED ") AS named";

static const struct terms_people schedule_people = {
	.list = LIST_PEOPLE,
	.practitioners = { CLEAR_PRACTITIONERS, ADD_PRACTITIONERS },
	.clients = { CLEAR_CLIENTS, ADD_CLIENTS },
};

static void read_schedule(struct statement *st, void *item)
{
	struct schedule *schedule = item;

	*schedule = (struct schedule){
		.id = column_int(st, "id"),
		.revision = column_int(st, "revision"),
		.days = (unsigned)column_int(st, "days"),
		.repeat = (enum repeat)column_int(st, "repeat"),
		.count = (int)column_int(st, "times"),
		.until = { (int32_t)column_int(st, "until") },
		.enabled = column_int(st, "enabled") != 0,
		.skip_closures = column_int(st, "skip_closures") != 0,
		.start = instant_wall(
			(struct instant){ column_int(st, "starts") }),
		.minutes = column_int(st, "minutes"),
		.zone = column_text(st, "zone"),
	};
	terms_row_read(st, &schedule->terms);
}

enum err store_schedule_find(struct reader *reader, int64_t id,
			     struct schedule *schedule)
{
	struct schedule found;
	enum err err = statement_one(statement_of_id(reader, FIND_SCHEDULE, id),
				     read_schedule, &found);

	if (err)
		return err;
	err = terms_people_load(reader, &schedule_people, id, &found.terms);
	if (err)
		return err;
	*schedule = found;
	return OK;
}

enum err store_schedule_list(struct reader *reader, struct ids *schedules)
{
	return statement_ids(statement(reader, LIST_SCHEDULES), schedules);
}

/* What both writes share. */
static void bind_schedule(struct statement *st, const struct schedule *schedule)
{
	bind_int(st, "days", schedule->days);
	bind_int(st, "repeat", schedule->repeat);
	bind_int(st, "times", schedule->count);
	bind_int(st, "until", schedule->until.n);
	bind_int(st, "enabled", schedule->enabled);
	bind_int(st, "skip_closures", schedule->skip_closures);
	bind_int(st, "starts", wall_utc(schedule->start).s);
	bind_int(st, "minutes", schedule->minutes);
	bind_text(st, "zone", schedule->zone);
	terms_row_bind(st, &schedule->terms);
}

enum err store_schedule_insert(struct transaction *tx,
			       struct schedule *schedule)
{
	struct statement *st = statement_tx(tx, ADD_SCHEDULE);
	int64_t id;
	enum err err;

	bind_schedule(st, schedule);
	err = statement_insert(st, &id);
	if (err)
		return err;
	err = terms_people_add(tx, &schedule_people, id, &schedule->terms);
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
	bind_int(st, "id", schedule->id);
	err = statement_one_int(st, &revision);
	if (err)
		return err;
	err = terms_people_set(tx, &schedule_people, schedule->id,
			       &schedule->terms);
	if (err)
		return err;
	schedule->revision = revision;
	return OK;
}
