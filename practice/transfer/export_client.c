#include "practice/transfer/export_client.h"

#include "practice/audit_known.h"
#include "practice/names.h"
#include "practice/people/credential_fields.h"
#include "practice/people/person_known.h"
#include "practice/transfer/export_archive_private.h"
#include "practice/transfer/export_client_money_private.h"
#include "practice/transfer/export_client_sessions_private.h"
#include "store/audit.h"
#include "store/credential.h"
#include "store/services.h"

#define MEMBERS                                                                \
	"id,code,name,login,email,phone,address,notice,active,created,erased," \
	"contacts"
#define MEMBERS_WHOLE MEMBERS ",rates"

static struct audience own_files(const struct client_export *export)
{
	return (struct audience){
		export->run.one.arena,
		export->run.digits,
		export->whole ? SEE_OFFICE_EXPORT : SEE_OWN_EXPORT,
	};
}

static enum err person_export(struct client_export *export)
{
	const struct audience who = own_files(export);
	json_t *json = json_new(who.arena);
	struct person_known known;
	enum err err = person_known_export(export->run.reader, &export->client,
					   who.see, &known);

	if (err)
		return err;
	shape_pick(&who, json, export->whole ? MEMBERS_WHOLE : MEMBERS,
		   person_rows, &known);
	export_put(export, "person.json", slice_of(json_text(who.arena, json)));
	return OK;
}

/* By their labels: of their secrets only digests are kept. */
static enum err access_export(struct client_export *export)
{
	const struct audience who = own_files(export);
	struct reader *reader = export->run.reader;
	struct token *tokens;
	struct feed *feeds;
	struct buf list;
	size_t token_count, feed_count;
	enum err err = store_token_list(reader, export->client.id, &tokens,
					&token_count);

	if (!err)
		err = store_feed_list(reader, export->client.id, &feeds,
				      &feed_count);
	if (err)
		return err;
	export_list_begin(&list, export->run.op->arena);
	for (size_t i = 0; i < token_count; i++) {
		const struct token_known known = token_known_of(&tokens[i]);

		export_list_add(export, &list,
				shape_write(&who, token_rows, &known));
	}
	for (size_t i = 0; i < feed_count; i++) {
		const struct feed_known known =
			feed_known_of(&export->run.practice, &feeds[i]);

		export_list_add(export, &list,
				shape_write(&who, feed_rows, &known));
	}
	export_list_end(export, &list, "access.json");
	return OK;
}

/* What changed in a session is not told: others may have been in it. */
static enum err audit_json(struct client_export *export,
			   const struct audit *audit, json_t **made)
{
	const struct audience who = own_files(export);
	struct audit_known known;
	const char *word;
	enum err err = export_word_of(&export->run, audit->who, &word);

	if (err)
		return err;
	known = audit_known_of(who.arena, audit, *word ? word : NULL);
	known.tells = !str_equal(audit->object_kind, "session");
	*made = shape_write(&who, audit_rows, &known);
	return OK;
}

static enum err audit_export(struct client_export *export)
{
	int64_t after = 0;
	struct buf list;
	size_t count;
	enum err err;

	export_list_begin(&list, export->run.op->arena);
	do {
		struct audit *rows;

		export_page(&export->run);
		err = store_audit_about(export->run.reader, export->client.id,
					after, EXPORT_PAGE, &rows, &count);
		for (size_t i = 0; !err && i < count; i++) {
			json_t *json;

			after = rows[i].id;
			err = audit_json(export, &rows[i], &json);
			if (!err)
				export_list_add(export, &list, json);
		}
		if (!err)
			err = export_room(export, list.len);
	} while (!err && count == EXPORT_PAGE);
	if (!err)
		export_list_end(export, &list, "audit.json");
	return err;
}

static enum err client_find(struct client_export *export, int64_t id)
{
	struct operation *op = &export->run.one;
	const struct actor *actor = &op->actor;
	struct person client;
	enum err err = OK;

	if (!actor_is_office(actor) && actor->person != id)
		err = ERR_NOT_FOUND;
	export_keep(&export->run);
	if (!err)
		err = store_person_find(export->run.reader, id, &client);
	if (err == ERR_NOT_FOUND || (!err && !(client.roles & ROLE_CLIENT)))
		return fail(op, ERR_NOT_FOUND, "there is no such client");
	if (err)
		return err;
	export->client = client;
	export->whole = actor_is_office(actor);
	export->folder = practice_word(export->run.op->arena, &client);
	export->zip = zip_new(export->run.op->arena, op->now);
	return OK;
}

static enum err parts_export(struct client_export *export)
{
	enum err err = person_export(export);

	if (!err)
		err = export_client_sessions(export);
	if (!err)
		err = export_client_money(export);
	export_page(&export->run);
	if (!err)
		err = access_export(export);
	if (!err && export->whole)
		err = audit_export(export);
	return err;
}

enum err practice_client_export(struct operation *op, struct reader *reader,
				int64_t client, const char **file,
				struct slice *zip)
{
	struct client_export export = { .zip = NULL };
	enum err err = export_begin(&export.run, op, reader);

	if (!err)
		err = client_find(&export, client);
	if (!err)
		err = parts_export(&export);
	err = export_end(&export.run, err);
	if (err)
		return err;
	*file = arena_printf(op->arena, "%s.zip", export.folder);
	*zip = zip_end(export.zip);
	return OK;
}
