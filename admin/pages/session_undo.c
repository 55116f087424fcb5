#include "admin/pages/session_undo.h"

#include "admin/pages/call.h"

/* Endings that were not the session's, by code. */
static void put_clients(json_t *body, struct page *page,
			const struct session_known *before)
{
	json_t *map = json_new(page->op->arena);

	for (size_t i = 0; i < before->client_count; i++) {
		const struct known_client *one = &before->clients[i];

		if (one->code && one->type &&
		    !str_equal(one->type, before->type))
			json_put_text(map, one->code, one->type);
	}
	if (json_object_size(map))
		json_put(body, "clients", map);
}

/* The amounts that somebody had decided. */
static void put_amounts(json_t *body, struct page *page,
			const struct session_known *before)
{
	json_t *charges = json_new(page->op->arena);
	json_t *wages = json_new(page->op->arena);

	for (size_t i = 0; i < before->client_count; i++)
		json_put_money(charges, before->clients[i].code,
			       page->op->arena, before->clients[i].charge,
			       page->digits);
	for (size_t i = 0; i < before->practitioner_count; i++)
		json_put_money(wages, before->practitioners[i].login,
			       page->op->arena, before->practitioners[i].wage,
			       page->digits);
	json_put(body, "charges", charges);
	json_put(body, "wages", wages);
	json_put_text(body, "reason", before->reason);
}

void session_undo_add(struct page *page, const struct session_known *before,
		      const struct session_known *after)
{
	json_t *body = json_new(page->op->arena);
	bool saved = before->status == SESSION_SAVED;

	if (before->revision == after->revision)
		return; /* nothing was changed */
	json_put_text(body, "type", saved ? before->type : "open");
	json_put_integer(body, "revision", after->revision);
	if (saved && str_equal(before->type, "override"))
		put_amounts(body, page, before);
	else if (saved)
		put_clients(body, page, before);
	page_undo_add(page, "POST",
		      url_of(page->op->arena, "/api/sessions/%lld/completion",
			     (long long)after->id),
		      body);
}
