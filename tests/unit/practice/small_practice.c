#include "tests/unit/practice/small_practice.h"

#include "practice/people/person.h"
#include "practice/people/settings.h"
#include "practice/session/service.h"
#include "practice/session/session.h"

#include <stdio.h>
#include <stdlib.h>

static void must(const struct operation *op, enum err err)
{
	if (!err)
		return;
	fprintf(stderr, "%s: %s\n", err_name(err),
		op->failure.message ? op->failure.message : "");
	abort();
}

#define LAY(member)         \
	(practice->member = \
		 settings->member ? settings->member : practice->member)
#define LAY_VALUE(member)   \
	(practice->member = \
		 settings->member ? *settings->member : practice->member)

static enum err settings_apply(void *row, void *context)
{
	const struct settings *settings = context;
	struct practice *practice = row;

	LAY(name);
	LAY(zone);
	LAY(currency);
	LAY(phone);
	LAY(address);
	LAY(email);
	LAY(tax_name);
	LAY(tax_number);
	LAY(invoice_prefix);
	LAY(reminder_hours);
	LAY_VALUE(payment_days);
	LAY_VALUE(reopen_hours);
	LAY_VALUE(default_service);
	LAY_VALUE(invoice_zero_lines);
	LAY_VALUE(notify_on_calendar_cancel);
	return OK;
}

enum err settings_set(struct operation *op, struct store *store,
		      const struct settings *settings, struct practice *result)
{
	struct settings copy = *settings;
	const struct edit edit = { .revision = settings->revision,
				   .apply = settings_apply,
				   .context = &copy };

	return practice_settings_change(op, store, &edit, result);
}

void small_practice_open(struct operation *op, struct store *store,
			 const char *name)
{
	struct settings change = { .name = name, .currency = "CAD" };
	struct practice practice;

	must(op, practice_setup(op, store, SMALL_ZONE));
	must(op, settings_set(op, store, &change, &practice));
}

int64_t small_practice_person(struct operation *op, struct store *store,
			      struct person *person)
{
	person->active = true;
	if ((person->roles & ROLE_PRACTITIONER) && !person->may)
		person->may = MAY_CREATE | MAY_EDIT | MAY_COMPLETE;
	must(op, practice_person_add(op, store, person));
	return person->id;
}

int64_t small_practice_service(struct operation *op, struct store *store,
			       struct service service, struct price price)
{
	service.active = true;
	must(op, practice_service_add(op, store, &service, &price));
	return service.id;
}

void small_practice_default(struct operation *op, struct store *store,
			    int64_t service)
{
	struct settings change = { .default_service = &service };
	struct practice practice;

	must(op, settings_set(op, store, &change, &practice));
}

int64_t small_practice_session(struct operation *op, struct store *store,
			       struct span span, int64_t practitioner,
			       int64_t client, int64_t service)
{
	struct session session = {
		.span = span,
		.zone = SMALL_ZONE,
		.terms.service = service,
		.terms.practitioners = { &practitioner, 1 },
		.terms.clients = { &client, 1 },
	};

	must(op, practice_session_add(op, store, &session));
	return session.id;
}
