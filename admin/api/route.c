#include "admin/api/route.h"

#include "admin/api/openapi.h"
#include "admin/api/routes_audit.h"
#include "admin/api/routes_cancellations.h"
#include "admin/api/routes_client.h"
#include "admin/api/routes_closures.h"
#include "admin/api/routes_completions.h"
#include "admin/api/routes_imports.h"
#include "admin/api/routes_invoices.h"
#include "admin/api/routes_ledger.h"
#include "admin/api/routes_logins.h"
#include "admin/api/routes_money.h"
#include "admin/api/routes_notices.h"
#include "admin/api/routes_outbox.h"
#include "admin/api/routes_payments.h"
#include "admin/api/routes_payroll.h"
#include "admin/api/routes_people.h"
#include "admin/api/routes_practice.h"
#include "admin/api/routes_rates.h"
#include "admin/api/routes_reports.h"
#include "admin/api/routes_schedules.h"
#include "admin/api/routes_services.h"
#include "admin/api/routes_sessions.h"
#include "admin/api/routes_shares.h"
#include "admin/api/routes_types.h"

static const struct route openapi_rows[] = {
	{ "GET", "/api/openapi.json", ROLES_ALL, RUN(route_openapi), NULL, NULL,
	  false, "this description" },
};
static const struct routes openapi_routes = { openapi_rows,
					      ARRAY_SIZE(openapi_rows) };

static const struct routes *const tables[] = {
	&openapi_routes,     &routes_practice,      &routes_people,
	&routes_logins,      &routes_rates,         &routes_services,
	&routes_types,       &routes_audit,         &routes_sessions,
	&routes_completions, &routes_schedules,     &routes_closures,
	&routes_invoices,    &routes_payments,      &routes_payroll,
	&routes_money,       &routes_reports,       &routes_ledger,
	&routes_client,      &routes_cancellations, &routes_outbox,
	&routes_notices,     &routes_imports,       &routes_shares,
};

const struct route *route_row(size_t index)
{
	for (size_t i = 0; i < ARRAY_SIZE(tables); i++) {
		if (index < tables[i]->count)
			return &tables[i]->rows[index];
		index -= tables[i]->count;
	}
	return NULL;
}
