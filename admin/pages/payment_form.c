#include "admin/pages/payment_form.h"

#include "admin/pages/call.h"
#include "admin/pages/client_field.h"
#include "admin/pages/field.h"
#include "admin/pages/invoice_part.h"
#include "admin/pages/show.h"

#include <string.h>

#define API "/api/payments"
#define ALLOCATE "allocate"

/* What is offered; whatever else is typed holds as well. */
static const char *const methods[] = { "card", "transfer", "cash", "cheque",
				       "direct debit" };

const char *payment_form_method(struct page *page, const char *method)
{
	char *text = arena_strdup(page->op->arena, method ? method : "");

	if (*text >= 'a' && *text <= 'z')
		*text = (char)(*text - 'a' + 'A');
	return text;
}

static void put_amounts(struct page *page)
{
	struct arena *arena = page->op->arena;

	html_add(&page->html, "<div class=\"group\">");
	field_text(page, &(struct field_show){
				 .name = "amount",
				 .label = "Amount",
				 .value = page_query(page, "amount"),
				 .hint = arena_printf(arena, "In %s.",
						      page->practice.currency),
				 .numeric = true,
				 .required = true });
	field_text(page, &(struct field_show){
				 .name = "date",
				 .label = "Date",
				 .type = "date",
				 .value = day_text(arena, page_today(page)) });
	html_add(&page->html, "</div>\n");
	field_text(page, &(struct field_show){ .name = "method",
					       .label = "Method",
					       .list = "known-methods",
					       .autocomplete = "off" });
	html_add(&page->html, "<datalist id=\"known-methods\">");
	for (size_t i = 0; i < ARRAY_SIZE(methods); i++)
		html_add(&page->html, "<option value=\"%s\"></option>",
			 methods[i]);
	html_add(&page->html, "</datalist>\n");
}

/* One row of what is owed, with the field of how much goes there. */
static void put_owed(struct page *page, const struct invoice_owed *owed)
{
	struct arena *arena = page->op->arena;
	struct html *html = &page->html;
	const char *name = arena_printf(arena, ALLOCATE "[%lld]",
					(long long)owed->due.invoice);
	const char *label = arena_printf(arena, "Goes to %s", owed->due.number);

	html_add(html,
		 "<li><div><p><a href=\"%s\">%s</a></p>"
		 "<p class=\"hint\">%s to pay, %s</p></div>"
		 "<div class=\"goes\"><label class=\"unseen\" "
		 "for=\"f-%s\">%s</label>"
		 "<input type=\"text\" inputmode=\"decimal\" "
		 "class=\"number\"",
		 invoice_part_url(page, owed->due.invoice), owed->due.number,
		 show_money(page, owed->due.left),
		 owed->day.n < page_today(page).n
			 ? "overdue"
			 : arena_printf(arena, "due %s",
					show_day(page, owed->day)),
		 name, label);
	field_attributes(page, name, label, NULL);
	html_add(html, " value=\"%s\" data-left=\"%s\" data-number=\"%s\">",
		 field_value(page, name, ""),
		 money_text(arena, owed->due.left, page->digits),
		 owed->due.number);
	field_notes(page, name, NULL);
	html_add(html, "</div></li>\n");
}

/* What a client owes. */
static enum err put_invoices(struct page *page, const struct person *client)
{
	struct invoice_owed *owed;
	size_t count;
	enum err err = invoice_part_owed(page, client->id, &owed, &count);

	if (err)
		return err;
	if (!count) {
		html_add(&page->html, "<p class=\"hint\">No invoice is open: "
				      "the payment is credit for the next "
				      "one.</p>\n");
		return OK;
	}
	html_add(&page->html, "<ul class=\"rows owed\">");
	for (size_t i = 0; i < count; i++)
		put_owed(page, &owed[i]);
	html_add(&page->html,
		 "</ul><p class=\"hint\">An amount at an invoice is for that "
		 "one. What is over is credit for the next invoice.</p>\n");
	return OK;
}

/* Where it goes: the radios are called as the list, which is told wrong as a
 * whole. */
static enum err put_pays(struct page *page, const struct person *client)
{
	static const struct choice choices[] = {
		{ "oldest", "Oldest first", NULL, false },
		{ "chosen", "Chosen invoices", NULL, false },
	};

	field_radios(page,
		     &(struct field_show){ .name = ALLOCATE,
					   .label = "Pays",
					   .value = "oldest" },
		     choices, ARRAY_SIZE(choices));
	return client ? put_invoices(page, client) : OK;
}

enum err payment_form_put(struct page *page, const struct person *client)
{
	enum err err;

	form_begin(page, "/payments/new", "form payment-form");
	if (client)
		html_add(&page->html,
			 "<input type=\"hidden\" name=\"client\" "
			 "value=\"%s\">",
			 client_field_word(page, client));
	err = client ? OK : client_field_put(page, page_query(page, "client"));
	put_amounts(page);
	if (!err)
		err = put_pays(page, client);
	html_add(&page->html,
		 "<p class=\"hint\" data-goes=\"%d\" aria-live=\"polite\"></p>"
		 "<p class=\"buttons\"><button>Record payment</button>",
		 page->digits);
	if (!client)
		html_add(&page->html, "<button class=\"second\" name=\"show\" "
				      "value=\"1\">Show invoices</button>");
	html_add(&page->html, "</p>\n");
	form_end(page);
	return err;
}

/* Does it say how much goes to an invoice? */
static bool is_choice(const struct form_field *field)
{
	struct slice rest = slice_of(field->name);
	struct slice first = slice_cut(&rest, '[');

	return rest.at && slice_is(first, ALLOCATE) &&
	       slice_trim(slice_of(field->value)).len;
}

/* The list that the fields allocate[12] stand for; NULL: nothing is chosen. */
static json_t *choices_of(struct page *page)
{
	struct arena *arena = page->op->arena;
	const char *how = form_value(&page->form, ALLOCATE);
	json_t *list = json_new_list(arena);

	for (size_t i = 0; i < page->form.count; i++) {
		const struct form_field *field = &page->form.at[i];
		struct slice rest = slice_of(field->name);
		json_t *one;

		if (!is_choice(field))
			continue;
		one = json_new(arena);
		slice_cut(&rest, '[');
		json_put_text(one, "invoice",
			      slice_dup(arena, slice_cut(&rest, ']')));
		json_put_text(
			one, "amount",
			slice_dup(arena, slice_trim(slice_of(field->value))));
		json_add(list, one);
	}
	return json_array_size(list) || str_equal(how, "chosen") ? list : NULL;
}

/* Some sentences begin with the field's name. */
static void rename_one(struct arena *arena, struct field_error *wrong,
		       const char *name)
{
	size_t len = strlen(wrong->field);

	if (strncmp(wrong->message, wrong->field, len) == 0)
		wrong->message =
			arena_printf(arena, "%s%s", name, wrong->message + len);
	wrong->field = name;
}

/* Of what a route says of item 0 of the list the field: "allocate[12]". */
static void rename_wrong(struct page *page)
{
	struct failure *failure = &page->op->failure;

	for (size_t i = 0; i < failure->field_count; i++) {
		struct slice rest = slice_of(failure->fields[i].field);
		struct slice first = slice_cut(&rest, '[');
		int64_t index;

		if (!rest.at || !slice_is(first, ALLOCATE) ||
		    !str_to_int64(
			    slice_dup(page->op->arena, slice_cut(&rest, ']')),
			    &index))
			continue;
		for (size_t at = 0; at < page->form.count; at++) {
			const struct form_field *field = &page->form.at[at];

			if (!is_choice(field) || index-- > 0)
				continue;
			rename_one(page->op->arena, &failure->fields[i],
				   field->name);
			break;
		}
	}
}

/* "46.06 to INV-0117". */
static void tell(struct page *page)
{
	struct arena *arena = page->op->arena;
	const json_t *answer = page->answer;
	json_t *list = json_object_get(answer, "allocations");
	const char *over =
		json_string_value(json_object_get(answer, "unallocated"));
	struct money left = { 0 };
	struct buf buf;
	size_t index;
	json_t *item;

	buf_init(&buf, arena);
	buf_printf(&buf, "%s %s recorded.",
		   show_json_money(page, json_object_get(answer, "amount")),
		   page->practice.currency);
	json_array_foreach (list, index, item) {
		buf_printf(
			&buf, "%s %s to %s", index ? "," : "",
			show_json_money(page, json_object_get(item, "amount")),
			json_string_value(json_object_get(item, "number")));
	}
	if (json_array_size(list))
		buf_putc(&buf, '.');
	if (over && money_parse(over, page->digits, &left) &&
	    !money_is_zero(left))
		buf_printf(&buf, " %s is credit for the next invoice.",
			   show_money(page, left));
	page_flash(page, "%s", buf.at);
}

enum err payment_form_take(struct page *page)
{
	json_t *body, *chosen;
	enum err err = client_field_take(page);

	if (err)
		return err;
	body = page_form(page, "POST", API, NULL);
	chosen = choices_of(page);
	json_object_del(body, ALLOCATE);
	if (chosen)
		json_put(body, ALLOCATE, chosen);
	err = page_send(page, "POST", API, body);
	if (!err)
		tell(page);
	else
		rename_wrong(page);
	return err;
}
