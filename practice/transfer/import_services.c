#include "practice/transfer/import_services.h"

#include "base/word.h"
#include "practice/transfer/import_table_private.h"
#include "practice/session/completion_type.h"
#include "practice/session/rate.h"
#include "practice/session/service.h"
#include "store/people.h"

/* The rows of services.csv, rates.csv and completion-types.csv. What is there
 * already stays as it is. */

static enum err price_read(struct import_table *table, struct price *price)
{
	int64_t tax = 0;
	enum err err = import_cell_day(table, "effective_from",
				       &price->effective_from);

	if (!err)
		err = import_cell_money(table, "cost", &price->cost);
	if (!err)
		err = import_cell_money(table, "wage", &price->wage);
	if (!err)
		err = import_cell_int(table, "tax_bp", &tax);
	if (!err && (tax < 0 || tax > INT32_MAX))
		err = fail_field(&table->import.one, "tax_bp", "tax_bp-range",
				 "A tax is in basis points, 0 or above.");
	price->tax_bp = (int32_t)tax;
	return err;
}

/* The value of a word in any case; `other` where it is none of them. */
static unsigned word_or(const char *const *words, const char *word,
			unsigned other)
{
	unsigned value = other;

	return word && word_find(words, slice_of(word), &value) ? value : other;
}

static enum err service_row(struct import_table *table)
{
	struct import *import = &table->import;
	const char *kind = import_cell(table, "kind");
	const char *basis = import_cell(table, "wage_basis");
	struct service found;
	struct service service = {
		.name = import_cell(table, "name"),
		.kind = word_or(service_kind_words, kind, SERVICE_FIXED),
		.basis = word_or(wage_basis_words, basis, WAGE_SESSION),
		.active = true,
	};
	struct price price = { .effective_from = RATE_BEGINNING };
	enum err err = price_read(table, &price);

	if (err)
		return err;
	err = service.name ? store_service_find_name(table->reader,
						     service.name, &found)
			   : ERR_NOT_FOUND;
	if (err == ERR_NOT_FOUND) {
		operation_recover(&import->one);
		return practice_service_add(&import->one, import->store,
					    &service, &price);
	}
	if (err)
		return err;
	if (price.effective_from.n == RATE_BEGINNING.n)
		return ERR_EXISTS;
	return practice_price_add(&import->one, import->store, found.id,
				  &price);
}

enum err practice_import_services(struct operation *op, struct store *store,
				  const char *file, struct slice csv,
				  struct import_report *report)
{
	return import_table_read(op, store, file, csv, "name", service_row,
				 report);
}

static enum err rate_find(struct import_table *table, int64_t *client,
			  int64_t *service)
{
	struct operation *op = &table->import.one;
	const char *code = import_cell(table, "client");
	const char *name = import_cell(table, "service");
	struct person person;
	struct service found;
	enum err err = ERR_NOT_FOUND;

	if (code)
		err = store_person_find_code(table->reader, code, &person);
	if (err == ERR_NOT_FOUND)
		return fail(op, err, "No client has the code %s.",
			    code ? code : "that is missing here");
	if (err)
		return err;
	err = name ? store_service_find_name(table->reader, name, &found)
		   : ERR_NOT_FOUND;
	if (err == ERR_NOT_FOUND)
		return fail(op, err, "There is no service '%s' here.",
			    name ? name : "");
	if (err)
		return err;
	*client = person.id;
	*service = found.id;
	return OK;
}

static bool same_pay(const struct practitioner_rate *a,
		     const struct practitioner_rate *b)
{
	return a->effective_from.n == b->effective_from.n &&
	       a->has_hourly == b->has_hourly &&
	       money_compare(a->hourly, b->hourly) == 0 &&
	       money_compare(a->bonus, b->bonus) == 0;
}

static enum err pay_row(struct import_table *table, const char *word)
{
	struct import *import = &table->import;
	struct practitioner_rate rate = { .effective_from = RATE_BEGINNING };
	struct practitioner_rate now;
	struct person person;
	enum err err = store_person_find_login(table->reader, word, &person);

	if (err == ERR_NOT_FOUND)
		err = store_person_find_code(table->reader, word, &person);
	if (err == ERR_NOT_FOUND)
		return fail(&import->one, err,
			    "No practitioner has the login %s.", word);
	operation_recover(&import->one);
	if (!err)
		err = import_cell_day(table, "effective_from",
				      &rate.effective_from);
	rate.has_hourly = import_cell(table, "hourly") != NULL;
	if (!err && rate.has_hourly)
		err = import_cell_money(table, "hourly", &rate.hourly);
	if (!err)
		err = import_cell_money(table, "bonus", &rate.bonus);
	if (!err)
		err = store_practitioner_rate_on(table->reader, person.id,
						 rate.effective_from, &now);
	if (err)
		return err;
	if (same_pay(&now, &rate))
		return ERR_EXISTS;
	return practice_pay_set(&import->one, import->store, person.id, &rate);
}

static enum err rate_row(struct import_table *table)
{
	const char *practitioner = import_cell(table, "practitioner");
	struct import *import = &table->import;
	struct client_rate rate = { .effective_from = RATE_BEGINNING }, now;
	int64_t client = 0;
	enum err err;

	if (practitioner)
		return pay_row(table, practitioner);
	err = rate_find(table, &client, &rate.service);

	if (!err)
		err = import_cell_money(table, "cost", &rate.cost);
	if (!err)
		err = import_cell_day(table, "effective_from",
				      &rate.effective_from);
	if (err)
		return err;
	err = store_rate_on(table->reader, client, rate.service,
			    rate.effective_from, &now);
	if (err && err != ERR_NOT_FOUND)
		return err;
	if (!err && now.effective_from.n == rate.effective_from.n &&
	    money_compare(now.cost, rate.cost) == 0)
		return ERR_EXISTS;
	operation_recover(&import->one);
	return practice_rate_set_from(&import->one, import->store, client,
				      &rate);
}

enum err practice_import_rates(struct operation *op, struct store *store,
			       const char *file, struct slice csv,
			       struct import_report *report)
{
	return import_table_read(op, store, file, csv, "client", rate_row,
				 report);
}

/* The same of a word written as we write it: others mean `other`. */
static unsigned exact_or(const char *const *words, const char *word,
			 unsigned other)
{
	unsigned value = word_or(words, word, other);

	return str_equal(word, word_of(words, value)) ? value : other;
}

static enum err type_read(struct import_table *table,
			  struct completion_type *type)
{
	const char *map = import_cell(table, "map");
	const char *modifier = import_cell(table, "modifier");
	const char *description = import_cell(table, "description");
	enum err err = import_cell_int(table, "client", &type->client);

	if (!err)
		err = import_cell_int(table, "practitioner",
				      &type->practitioner);
	type->label = import_cell(table, "label");
	type->description = description ? description : "";
	type->short_word = import_cell(table, "short");
	type->map = exact_or(map_words, map, MAP_COMPLETED);
	type->modifier =
		exact_or(modifier_words, modifier, MODIFIER_PERCENTAGE);
	type->enabled = import_cell_yes(table, "enabled");
	return err;
}

/* Archived ones end no session any more, and builtin ones are there. */
static enum err type_row(struct import_table *table)
{
	struct import *import = &table->import;
	const char *slug = import_cell(table, "slug");
	struct completion_type type = { .slug = NULL }, found;
	enum err err = ERR_NOT_FOUND;

	if (import_cell_yes(table, "archived"))
		return ERR_EXISTS;
	if (slug)
		err = store_type_find(table->reader, slug, &found);
	if (err != ERR_NOT_FOUND)
		return err ? err : ERR_EXISTS;
	operation_recover(&import->one);
	err = type_read(table, &type);
	return err ? err
		   : practice_type_add(&import->one, import->store, &type);
}

enum err practice_import_types(struct operation *op, struct store *store,
			       const char *file, struct slice csv,
			       struct import_report *report)
{
	return import_table_read(op, store, file, csv, "label", type_row,
				 report);
}
