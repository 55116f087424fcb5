#include "admin/api/routes_client.h"

#include "admin/api/call_read.h"
#include "admin/api/call_write.h"
#include "admin/api/frame.h"
#include "admin/api/person_view.h"
#include "practice/transfer/erase.h"
#include "practice/transfer/export_client.h"

/* Everything that is kept of a client: taken along, or taken away (S49). */

static const struct field erase_fields[] = {
	{ .name = "confirm",
	  .type = FIELD_TEXT,
	  .flags = FIELD_NULLABLE,
	  .max = 16,
	  .help = "the client's code, for whoever wants to be asked" },
	{ 0 },
};

static enum err export_run(struct call *call)
{
	struct person person;
	const char *file;
	struct slice zip;
	enum err err = person_find_of_path(call, 0, &person);

	if (!err)
		err = practice_client_export(call->op, call->reader, person.id,
					     &file, &zip);
	if (err)
		return err;
	http_response_add(call->response, "Content-Disposition",
			  arena_printf(call->op->arena,
				       "attachment; filename=\"%s\"", file));
	return call_text_answer(call, "application/zip", zip.at, zip.len);
}

static enum err erase_run(struct call *call)
{
	struct person person;
	const char *confirm = NULL;
	enum err err = person_find_of_path(call, 0, &person);

	if (err)
		return err;
	call_text(call, "confirm", &confirm);
	err = practice_person_erase(call->op, call->store, person.id, confirm);
	return err ? err : frame_answer(call, person_one, person.id, false);
}

static const struct route rows[] = {
	{ "GET", "/api/people/{client}/export", ROLES_OFFICE | ROLE_CLIENT,
	  RUN(export_run), NULL, NULL, false,
	  "everything about a client: a zip of JSON, CSV and ICS" },
	{ "POST", "/api/people/{client}/erase", ROLE_ADMIN, RUN(erase_run),
	  erase_fields, person_rows, false,
	  "turn a client's names, contacts and notes into the code; documents "
	  "and ledger stay" },
};

const struct routes routes_client = { rows, ARRAY_SIZE(rows) };
