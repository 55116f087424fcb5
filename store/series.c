#include "store/series.h"

#include "store/statement_private.h"

static const char FIND[] = "SELECT starts, told"
			   "  FROM series"
			   "  WHERE head = $head";

static const char DATES[] = "SELECT wall, session, told, taken"
			    "  FROM series_date"
			    "  WHERE head = $head"
			    "  ORDER BY wall, session";

static const char DROP[] = "DELETE FROM series"
			   "  WHERE head = $head";

static const char DROP_DATES[] = "DELETE FROM series_date"
				 "  WHERE head = $head";

static const char ADD[] = "INSERT INTO series (head, starts, told)"
			  "  VALUES ($head, $starts, $told)";

static const char ADD_DATE[] =
	"INSERT INTO series_date (head, wall, session, told, taken)"
	"  VALUES ($head, $wall, $session, $told, $taken)";

static struct wall column_wall(struct statement *st, const char *name)
{
	return instant_wall((struct instant){ column_int(st, name) });
}

static void read_series(struct statement *st, void *item)
{
	struct series *series = item;

	*series = (struct series){
		.start = column_wall(st, "starts"),
		.told = column_text(st, "told"),
	};
}

static void read_date(struct statement *st, void *item)
{
	struct series_date *date = item;

	date->wall = column_wall(st, "wall");
	date->session = column_int(st, "session");
	date->told = column_text(st, "told");
	date->taken = column_int(st, "taken") != 0;
}

enum err store_series_find(struct reader *reader, int64_t head,
			   struct series *series)
{
	struct series found;
	enum err err = statement_one(statement_of_id(reader, FIND, head),
				     read_series, &found);

	if (!err)
		err = statement_list(statement_of_id(reader, DATES, head),
				     read_date, sizeof(*found.dates),
				     &found.dates, &found.count);
	if (err)
		return err;
	found.head = head;
	*series = found;
	return OK;
}

static enum err drop(struct transaction *tx, int64_t head)
{
	enum err err = statement_run_id(tx, DROP_DATES, head);

	return err ? err : statement_run_id(tx, DROP, head);
}

static enum err add_date(struct transaction *tx, int64_t head,
			 const struct series_date *date)
{
	struct statement *st = statement_tx(tx, ADD_DATE);

	bind_int(st, "head", head);
	bind_int(st, "wall", wall_utc(date->wall).s);
	bind_int(st, "session", date->session);
	bind_text(st, "told", date->told);
	bind_int(st, "taken", date->taken);
	return statement_run(st);
}

static enum err add(struct transaction *tx, const struct series *series)
{
	struct statement *st = statement_tx(tx, ADD);
	enum err err;

	bind_int(st, "head", series->head);
	bind_int(st, "starts", wall_utc(series->start).s);
	bind_text(st, "told", series->told);
	err = statement_run(st);
	for (size_t i = 0; !err && i < series->count; i++)
		err = add_date(tx, series->head, &series->dates[i]);
	return err;
}

enum err store_series_put(struct transaction *tx, int64_t head,
			  const struct series *series)
{
	enum err err = drop(tx, head);

	/* Who becomes the head may have headed one before. */
	if (!err && series->head != head)
		err = drop(tx, series->head);
	return err ? err : add(tx, series);
}
