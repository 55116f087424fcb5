#include "practice/transfer/export_people_private.h"

#include "practice/names.h"
#include "practice/people/person_known.h"
#include "practice/people/settings_known.h"
#include "practice/session/completion_type_fields.h"
#include "practice/session/rate_fields.h"
#include "practice/session/schedule_known.h"
#include "practice/session/service_fields.h"

#define PEOPLE "people.csv"
#define PEOPLE_COLUMNS                                                      \
	"login,name,code,roles,email,phone,notice,hourly,bonus,active,may," \
	"grants,service,calendar_names,address,calendar_money"
#define CONTACTS "contacts.csv"
#define CONTACT_COLUMNS "name,email,phone,notice,relation,address,payer"
#define RATES "rates.csv"
#define SERVICES "services.csv"
#define TYPES "completion-types.csv"
#define SCHEDULES "schedules.csv"
#define SCHEDULE_COLUMNS                                                  \
	"id,days,repeat,count,until,enabled,skip_closures,start,minutes," \
	"tzid,service,practitioners,clients,place,public_note,private_note"

struct people_files {
	struct csv_out people, contacts, rates;
};

enum err export_settings(struct practice_export *export)
{
	const struct audience who = { .arena = export->run.one.arena,
				      .see = SEE_EXPORT };
	struct settings_known known =
		settings_known_of(who.arena, &export->run.practice);
	struct slice names = slice_of(SETTINGS_EXPORTED);
	struct csv_out csv;
	enum err err = export_service(export, known.practice.default_service,
				      &known.service);

	if (err)
		return err;
	csv_begin(&csv, who.arena, "setting,value");
	while (names.at) {
		const char *name = slice_dup(who.arena, slice_cut(&names, ','));

		csv_word(&csv, name);
		shape_row(&who, &csv, name, settings_rows, &known);
	}
	return export_flush(export, "practice.csv", &csv.buf);
}

static void client_rate_row(const struct audience *who, struct csv_out *csv,
			    const struct known_rate *rate)
{
	const struct rate_line line = {
		.service = rate->service_name,
		.is_cost = true,
		.cost = rate->cost,
		.effective_from = rate->effective_from,
	};

	shape_row(who, csv, RATE_COLUMNS_CSV, rate_line_rows, &line);
}

/* One that never changed is in people.csv. */
static enum err pay_rows(struct practice_export *export,
			 const struct audience *who, struct csv_out *csv,
			 const struct person *person)
{
	struct rate_line line = {
		.is_pay = true,
		.practitioner = practice_word(who->arena, person),
	};
	struct practitioner_rate *rates;
	size_t count;
	enum err err = store_practitioner_rate_list(export->run.reader,
						    person->id, &rates, &count);

	for (size_t i = 0; !err && count > 1 && i < count; i++) {
		line.pay = rates[i];
		line.effective_from = rates[i].effective_from;
		csv_word(csv, NULL);
		shape_row(who, csv, RATE_COLUMNS_CSV, rate_line_rows, &line);
	}
	return err;
}

static enum err person_rows_add(struct practice_export *export,
				struct people_files *files,
				const struct person *person)
{
	const struct export_run *run = &export->run;
	const struct audience who = { run->one.arena, run->digits, SEE_EXPORT };
	const char *word = practice_word(who.arena, person);
	struct person_known known;
	enum err err =
		person_known_export(run->reader, person, SEE_EXPORT, &known);

	if (err)
		return err;
	shape_row(&who, &files->people, PEOPLE_COLUMNS, person_rows, &known);
	for (size_t i = 0; i < known.contact_count; i++) {
		csv_word(&files->contacts, word);
		shape_row(&who, &files->contacts, CONTACT_COLUMNS, contact_rows,
			  &known.contacts[i]);
	}
	for (size_t i = 0; i < known.rate_count; i++) {
		csv_word(&files->rates, word);
		client_rate_row(&who, &files->rates, &known.rates[i]);
	}
	if (person->roles & ROLE_PRACTITIONER)
		return pay_rows(export, &who, &files->rates, person);
	return OK;
}

enum err export_people(struct practice_export *export)
{
	struct arena *arena = export->run.op->arena;
	struct people_files files;
	struct person *list;
	size_t count;
	enum err err;

	csv_begin(&files.people, arena, PEOPLE_COLUMNS);
	csv_begin(&files.contacts, arena, "person," CONTACT_COLUMNS);
	csv_begin(&files.rates, arena, "client," RATE_COLUMNS_CSV);
	export_keep(&export->run);
	err = store_person_list(export->run.reader, 0, &list, &count);
	for (size_t i = 0; !err && i < count; i++) {
		export_page(&export->run);
		err = person_rows_add(export, &files, &list[i]);
	}
	if (!err)
		err = export_flush(export, PEOPLE, &files.people.buf);
	if (!err)
		err = export_flush(export, CONTACTS, &files.contacts.buf);
	return err ? err : export_flush(export, RATES, &files.rates.buf);
}

static enum err service_price_rows(struct practice_export *export,
				   struct csv_out *csv,
				   const struct service *service)
{
	const struct export_run *run = &export->run;
	const struct audience who = { run->one.arena, run->digits, SEE_EXPORT };
	struct service_known known = { .service = *service };
	enum err err = store_price_list(run->reader, service->id, &known.prices,
					&known.price_count);

	for (size_t i = 0; !err && i < known.price_count; i++) {
		known.price = known.prices[i];
		shape_row(&who, csv, SERVICE_COLUMNS_CSV, service_rows, &known);
	}
	return err;
}

enum err export_services(struct practice_export *export)
{
	struct csv_out csv;
	struct service *list;
	size_t count;
	enum err err = store_service_list(export->run.reader, &list, &count);

	csv_begin(&csv, export->run.one.arena, SERVICE_COLUMNS_CSV);
	for (size_t i = 0; !err && i < count; i++)
		err = service_price_rows(export, &csv, &list[i]);
	return err ? err : export_flush(export, SERVICES, &csv.buf);
}

enum err export_types(struct practice_export *export)
{
	const struct audience who = { .arena = export->run.one.arena,
				      .see = SEE_EXPORT };
	struct csv_out csv;
	struct completion_type *list;
	size_t count;
	enum err err = store_type_list(export->run.reader, &list, &count);

	csv_begin(&csv, export->run.one.arena, TYPE_COLUMNS_CSV);
	for (size_t i = 0; !err && i < count; i++)
		shape_row(&who, &csv, TYPE_COLUMNS_CSV, completion_type_rows,
			  &list[i]);
	return err ? err : export_flush(export, TYPES, &csv.buf);
}

static enum err schedule_row(struct practice_export *export,
			     struct csv_out *csv, int64_t id)
{
	const struct export_run *run = &export->run;
	const struct audience who = { run->one.arena, run->digits, SEE_EXPORT };
	struct schedule_known known;
	struct schedule schedule;
	enum err err = store_schedule_find(run->reader, id, &schedule);

	if (err)
		return err;
	known = schedule_known_of(&schedule);
	err = export_words(export, &schedule.terms.practitioners,
			   &known.practitioners);
	if (!err)
		err = export_words(export, &schedule.terms.clients,
				   &known.clients);
	if (!err)
		err = export_service(export, schedule.terms.service,
				     &known.service);
	if (!err)
		shape_row(&who, csv, SCHEDULE_COLUMNS, schedule_rows, &known);
	return err;
}

enum err export_schedules(struct practice_export *export)
{
	struct csv_out csv;
	struct ids ids;
	enum err err;

	csv_begin(&csv, export->run.op->arena, SCHEDULE_COLUMNS);
	export_keep(&export->run);
	err = store_schedule_list(export->run.reader, &ids);
	for (size_t i = 0; !err && i < ids.count; i++) {
		export_page(&export->run);
		err = schedule_row(export, &csv, ids.at[i]);
		if (!err)
			err = export_flush_some(export, SCHEDULES, &csv.buf);
	}
	return err ? err : export_flush(export, SCHEDULES, &csv.buf);
}
