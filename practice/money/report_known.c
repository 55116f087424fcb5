#include "practice/money/report_known.h"

#include "practice/access.h"
#include "practice/names.h"
#include "practice/wall_time.h"

const struct field unsaved_rows[] = {
	ROW_ID("session", struct known_unsaved, session, .see = SEE_OFFICE),
	ROW_DAY("date", struct known_unsaved, day, .see = SEE_OFFICE),
	ROW_WALL("start", struct known_unsaved, start, .see = SEE_OFFICE),
	ROW_TEXTS("practitioners", struct known_unsaved, practitioners,
		  practitioner_count, .see = SEE_OFFICE, .help = "logins"),
	ROW_TEXTS("clients", struct known_unsaved, clients, client_count,
		  .see = SEE_OFFICE, .help = "codes"),
	{ 0 },
};

const struct field attendance_rows[] = {
	ROW_TEXT("client", struct known_attendance, client, .see = SEE_OFFICE,
		 .help = "code"),
	ROW_TEXT("name", struct known_attendance, name, .see = SEE_OFFICE),
	ROW_INTEGER("completed", struct known_attendance, line.completed,
		    .see = SEE_OFFICE, .max = INT64_MAX),
	ROW_INTEGER("missed", struct known_attendance, line.missed,
		    .see = SEE_OFFICE, .max = INT64_MAX),
	ROW_INTEGER("canceled", struct known_attendance, line.canceled,
		    .see = SEE_OFFICE, .max = INT64_MAX),
	{ 0 },
};

const struct field revenue_rows[] = {
	ROW_TEXT("service", struct known_revenue, line.service,
		 .see = SEE_OFFICE),
	ROW_INTEGER("sessions", struct known_revenue, line.sessions,
		    .see = SEE_OFFICE, .max = INT64_MAX,
		    .help = "saved less re-opened"),
	ROW_MONEY("charge", struct known_revenue, line.charge,
		  .see = SEE_OFFICE),
	ROW_MONEY("tax", struct known_revenue, line.tax, .see = SEE_OFFICE),
	ROW_MONEY("total", struct known_revenue, total, .see = SEE_OFFICE),
	{ 0 },
};

const struct field earned_rows[] = {
	ROW_TEXT("practitioner", struct known_earned, practitioner,
		 .see = SEE_OFFICE, .help = "login"),
	ROW_TEXT("name", struct known_earned, name, .see = SEE_OFFICE),
	ROW_MONEY("opening", struct known_earned, line.before,
		  .see = SEE_OFFICE, .help = "unpaid before"),
	ROW_INTEGER("sessions", struct known_earned, line.sessions,
		    .see = SEE_OFFICE, .max = INT64_MAX),
	ROW_MONEY("wages", struct known_earned, line.wages, .see = SEE_OFFICE,
		  .help = "less reversals"),
	ROW_MONEY("paid", struct known_earned, line.paid, .see = SEE_OFFICE),
	ROW_MONEY("unpaid", struct known_earned, unpaid, .see = SEE_OFFICE),
	{ 0 },
};

const struct field aged_rows[] = {
	ROW_TEXT("client", struct known_aged, client, .see = SEE_OFFICE,
		 .help = "code"),
	ROW_TEXT("name", struct known_aged, name, .see = SEE_OFFICE),
	ROW_MONEY("days_0_30", struct known_aged, line.due[0],
		  .see = SEE_OFFICE, .help = "since issue"),
	ROW_MONEY("days_31_60", struct known_aged, line.due[1],
		  .see = SEE_OFFICE),
	ROW_MONEY("days_61_90", struct known_aged, line.due[2],
		  .see = SEE_OFFICE),
	ROW_MONEY("days_over_90", struct known_aged, line.due[3],
		  .see = SEE_OFFICE),
	ROW_MONEY("not_invoiced", struct known_aged, line.not_invoiced,
		  .see = SEE_OFFICE),
	ROW_MONEY("credit", struct known_aged, line.credit, .see = SEE_OFFICE,
		  .help = "on no invoice yet"),
	ROW_MONEY("balance", struct known_aged, line.balance,
		  .see = SEE_OFFICE),
	{ 0 },
};

static enum err name_person(struct reader *reader, int64_t id,
			    const char **word, const char **name)
{
	struct person person;
	enum err err = store_person_load(reader, id, &person);

	if (err)
		return err;
	*word = practice_word(store_reader_operation(reader)->arena, &person);
	*name = person.name;
	return OK;
}

static enum err words_of(struct reader *reader, const struct ids *people,
			 const char ***words, size_t *count)
{
	const char **list = arena_array(store_reader_operation(reader)->arena,
					people->count, sizeof(*list));
	enum err err = OK;

	for (size_t i = 0; !err && i < people->count; i++) {
		const char *name;

		err = name_person(reader, people->at[i], &list[i], &name);
	}
	*words = list;
	*count = people->count;
	return err;
}

enum err practice_unsaved_known(struct reader *reader,
				const struct practice *practice,
				const struct session *session,
				struct known_unsaved *known)
{
	struct wall start =
		practice_instant_wall(practice->zone, session->span.start);
	struct known_unsaved made = {
		.session = session->id,
		.start = start,
		.day = wall_day(start),
	};
	enum err err = words_of(reader, &session->terms.practitioners,
				&made.practitioners, &made.practitioner_count);

	if (!err)
		err = words_of(reader, &session->terms.clients, &made.clients,
			       &made.client_count);
	if (!err)
		*known = made;
	return err;
}

enum err practice_attendance_known(struct reader *reader,
				   const struct attendance *line,
				   struct known_attendance *known)
{
	known->line = *line;
	return name_person(reader, line->client, &known->client, &known->name);
}

struct known_revenue practice_revenue_known(const struct revenue *line)
{
	return (struct known_revenue){ *line,
				       money_add(line->charge, line->tax) };
}

enum err practice_earned_known(struct reader *reader, const struct earned *line,
			       struct known_earned *known)
{
	known->line = *line;
	known->unpaid = money_subtract(money_add(line->before, line->wages),
				       line->paid);
	return name_person(reader, line->practitioner, &known->practitioner,
			   &known->name);
}

enum err practice_aged_known(struct reader *reader, const struct aged *line,
			     struct known_aged *known)
{
	known->line = *line;
	return name_person(reader, line->client, &known->client, &known->name);
}
