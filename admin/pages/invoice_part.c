#include "admin/pages/invoice_part.h"

#include "admin/pages/part.h"
#include "practice/wall_time.h"

static const struct {
	const char *kind, *icon, *word;
} looks[] = {
	[STAND_DRAFT] = { "draft", "draft", "Draft" },
	[STAND_ISSUED] = { "outline", "ring", "Issued" },
	[STAND_PART_PAID] = { "warn", "clock", "Part-paid" },
	[STAND_OVERDUE] = { "bad", "warn", "Overdue" },
	[STAND_PAID] = { "good", "check", "Paid" },
	[STAND_CREDIT] = { "outline good", "undo", "Credit" },
	[STAND_VOID] = { "mute", "cross", "Void" },
};

struct money invoice_part_total(const struct invoice *invoice)
{
	return money_add(invoice->charge, invoice->tax);
}

struct money invoice_part_left(const struct invoice *invoice)
{
	if (invoice->status != INVOICE_ISSUED)
		return (struct money){ 0 };
	return money_subtract(invoice_part_total(invoice), invoice->settled);
}

struct day invoice_part_due(const struct page *page,
			    const struct invoice *invoice)
{
	json_t *document = json_read(page->op->arena, invoice->document);
	const char *text = json_string_value(json_object_get(document, "due"));
	struct day day = { 0 };

	if (!invoice->counter)
		return day;
	if (text && day_parse(text, &day))
		return day;
	/* Documents of older programs do not say it. */
	day = practice_day(&page->practice, invoice->issued);
	day.n += page->practice.payment_days;
	return day;
}

enum invoice_stand invoice_part_stand(const struct page *page,
				      const struct invoice *invoice)
{
	struct money left = invoice_part_left(invoice);

	if (invoice->status == INVOICE_DRAFT)
		return STAND_DRAFT;
	if (invoice->status == INVOICE_VOID)
		return STAND_VOID;
	if (money_sign(invoice_part_total(invoice)) < 0)
		return STAND_CREDIT;
	if (money_sign(left) <= 0)
		return STAND_PAID;
	if (invoice_part_due(page, invoice).n < page_today(page).n)
		return STAND_OVERDUE;
	return money_is_zero(invoice->settled) ? STAND_ISSUED : STAND_PART_PAID;
}

const char *invoice_part_word(enum invoice_stand stand)
{
	return looks[stand].word;
}

void invoice_part_badge(struct html *html, enum invoice_stand stand)
{
	part_badge(html, looks[stand].kind, looks[stand].icon,
		   looks[stand].word);
}

const char *invoice_part_called(const struct invoice *invoice)
{
	return invoice->number ? invoice->number : "Draft invoice";
}

const char *invoice_part_url(const struct page *page, int64_t id)
{
	return url_of(page->op->arena, "/invoices/%lld", (long long)id);
}

enum err invoice_part_owed(struct page *page, int64_t client,
			   struct invoice_owed **list, size_t *count)
{
	struct invoice_owed *made;
	struct due *dues;
	size_t size;
	enum err err = store_due_list(page->reader, client, &dues, &size);

	if (err)
		return err;
	made = arena_array(page->op->arena, size, sizeof(*made));
	for (size_t i = 0; !err && i < size; i++) {
		struct invoice invoice;

		err = store_invoice_find(page->reader, dues[i].invoice,
					 &invoice);
		if (!err)
			made[i] = (struct invoice_owed){
				dues[i], invoice_part_due(page, &invoice)
			};
	}
	if (err)
		return err;
	*list = made;
	*count = size;
	return OK;
}
