#include "admin/api/routes_invoices.h"

#include "admin/api/call_read.h"
#include "admin/api/call_write.h"
#include "admin/api/frame.h"
#include "admin/api/invoice_html.h"
#include "admin/api/invoice_paper.h"
#include "admin/api/invoice_pdf.h"
#include "admin/api/money_view.h"
#include "admin/api/notice_view.h"
#include "base/str.h"
#include "practice/money/invoice.h"
#include "practice/notice/document.h"

#define ROLES (ROLES_OFFICE | ROLE_CLIENT)

static const struct field draft_fields[] = {
	{ .name = "client",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED,
	  .max = 100,
	  .help = "code, login or id" },
	{ .name = "to",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED,
	  .help = "takes sessions up to and with this day" },
	{ 0 },
};

static const struct field issue_fields[] = {
	{ .name = "total",
	  .type = FIELD_TEXT,
	  .flags = FIELD_NULLABLE,
	  .max = 40,
	  .help = "of the draft as it was seen; 409 where it has another" },
	{ 0 },
};

/* What a change left, read anew with all that belongs to it. */
static enum err invoice_one(struct call *call, int64_t id, json_t **json)
{
	struct invoice invoice;
	enum err err = practice_invoice_find(call->reader, id, &invoice);

	return err ? err : invoice_view(call, &invoice, json);
}

static enum err list_fill(struct call *call, json_t *items, int64_t *next)
{
	bool office = actor_is_office(&call->op->actor);
	struct invoice *list;
	size_t limit, count;
	int64_t cursor, client;
	enum err err = client_query(call, &client);

	if (!err && !office)
		client = call->op->actor.person;
	if (!err)
		err = call_page(call, &limit, &cursor);
	if (!err)
		err = store_invoice_list(call->reader, client, !office, cursor,
					 limit + 1, &list, &count);
	if (err)
		return err;
	*next = count > limit ? list[limit - 1].id : 0;
	for (size_t i = 0; !err && i < count && i < limit; i++) {
		json_t *json;

		err = invoice_view(call, &list[i], &json);
		if (err)
			break;
		json_object_del(json, "lines");
		json_object_del(json, "payments");
		json_add(items, json);
	}
	return err;
}

static enum err draft_run(struct call *call)
{
	struct invoice invoice;
	struct day to = { 0 };
	int64_t client = 0;
	enum err err = client_field(call, "client", &client);

	call_day(call, "to", &to);
	if (!err)
		err = practice_invoice_draft(call->op, call->store, client, to,
					     &invoice);
	return err ? err : frame_answer(call, invoice_one, invoice.id, true);
}

static enum err issue_run(struct call *call)
{
	const char *total = NULL;
	struct invoice invoice;
	int64_t id;
	enum err err = call_id(call, 0, &id);

	call_text(call, "total", &total);
	if (!err)
		err = practice_invoice_issue_seen(call->op, call->store, id,
						  total, &invoice);
	if (err == ERR_CONFLICT)
		frame_current(call, invoice_one, id);
	return err ? err : frame_answer(call, invoice_one, id, false);
}

static enum err void_run(struct call *call)
{
	struct invoice invoice;
	int64_t id;
	enum err err = call_id(call, 0, &id);

	if (!err)
		err = practice_invoice_void(call->op, call->store, id,
					    &invoice);
	return err ? err : frame_answer(call, invoice_one, id, false);
}

/* The invoice, and the notice that takes it along. */
static enum err send_run(struct call *call)
{
	struct outbox row;
	json_t *json = NULL, *notices = json_new_list(call->op->arena);
	int64_t id;
	enum err err = call_id(call, 0, &id);

	if (!err)
		err = practice_invoice_send(call->op, call->store, id, &row);
	if (err == ERR_CONFLICT)
		frame_current(call, invoice_one, id);
	if (!err)
		err = frame_read(call, invoice_one, id, &json);
	if (err)
		return err;
	json_add(notices, outbox_json(call, &row));
	json_put(json, "notices", notices);
	return call_answer(call, json);
}

static enum err paper_read(struct call *call, struct paper *paper)
{
	int64_t id;
	enum err err = call_id(call, 0, &id);

	if (!err)
		err = store_reader_begin(call->reader, call->op);
	if (err)
		return err;
	err = paper_load(call, id, paper);
	store_reader_end(call->reader);
	return err;
}

static void name_file(struct call *call, const struct paper *paper,
		      const char *end)
{
	http_response_add(call->response, "Content-Disposition",
			  arena_printf(call->op->arena,
				       "inline; filename=\"%s.%s\"",
				       paper->file, end));
}

static enum err html_run(struct call *call)
{
	struct paper paper;
	struct buf buf;
	enum err err = paper_read(call, &paper);

	if (err)
		return err;
	buf_init_sized(&buf, call->op->arena, 8192);
	paper_html(&paper, &buf);
	name_file(call, &paper, "html");
	http_response_add(call->response, "Content-Security-Policy",
			  "default-src 'none'; style-src 'unsafe-inline'");
	return call_text_answer(call, "text/html; charset=utf-8", buf.at,
				buf.len);
}

static enum err pdf_run(struct call *call)
{
	const char *size = call_query(call, "paper");
	bool letter = size && str_same(size, "letter");
	struct paper paper;
	struct buf buf;
	enum err err = paper_read(call, &paper);

	if (err)
		return err;
	buf_init_sized(&buf, call->op->arena, 32768);
	err = paper_pdf(call->op, &paper, letter, &buf);
	if (err)
		return err;
	name_file(call, &paper, "pdf");
	return call_text_answer(call, "application/pdf", buf.at, buf.len);
}

static const struct route rows[] = {
	{ "GET", "/api/invoices", ROLES, LIST(list_fill), NULL, invoice_rows,
	  true, "invoices, the newest first; ?client=" },
	{ "POST", "/api/invoices", ROLES_OFFICE, RUN(draft_run), draft_fields,
	  invoice_rows, false,
	  "a draft of what a client owes and is on no invoice" },
	{ "GET", "/api/invoices/{id}.html", ROLES, RUN(html_run), NULL, NULL,
	  false, "the invoice as a page to print" },
	{ "GET", "/api/invoices/{id}.pdf", ROLES, RUN(pdf_run), NULL, NULL,
	  false, "the invoice as a PDF; ?paper=letter, else A4" },
	{ "GET", "/api/invoices/{id}", ROLES, ONE(invoice_one), NULL,
	  invoice_rows, false,
	  "one invoice; clients know their own that were issued" },
	{ "POST", "/api/invoices/{id}/issue", ROLES_OFFICE, RUN(issue_run),
	  issue_fields, invoice_rows, false,
	  "give it the next number and freeze it" },
	{ "POST", "/api/invoices/{id}/send", ROLES_OFFICE, RUN(send_run), NULL,
	  NULL, false, "to who pays it, by e-mail, with the PDF" },
	{ "POST", "/api/invoices/{id}/void", ROLES_OFFICE, RUN(void_run), NULL,
	  invoice_rows, false,
	  "it keeps its number; its charges are free again" },
};

const struct routes routes_invoices = { rows, ARRAY_SIZE(rows) };
