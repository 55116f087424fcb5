#include "admin/pages/payment_part.h"

#include "admin/pages/part.h"
#include "admin/pages/show.h"

enum stand { RECORDED, PART_REFUNDED, REFUNDED, VOIDED };

static const struct {
	const char *kind, *icon, *word;
} looks[] = {
	[RECORDED] = { "good", "check", "Recorded" },
	[PART_REFUNDED] = { "outline", "undo", "Part-refunded" },
	[REFUNDED] = { "outline", "undo", "Refunded" },
	[VOIDED] = { "mute", "cross", "Void" },
};

static bool is_void(const struct payment *payment)
{
	return payment->voided.s != INSTANT_MAX.s;
}

static enum stand stand_of(const struct payment *payment)
{
	if (is_void(payment))
		return VOIDED;
	if (money_is_zero(payment->refunded))
		return RECORDED;
	return money_is_zero(payment_part_rest(payment)) ? REFUNDED
							 : PART_REFUNDED;
}

const char *payment_part_url(const struct page *page, int64_t id)
{
	return url_of(page->op->arena, "/payments/%lld", (long long)id);
}

const char *payment_part_word(const struct payment *payment)
{
	return looks[stand_of(payment)].word;
}

void payment_part_badge(struct html *html, const struct payment *payment)
{
	enum stand stand = stand_of(payment);

	part_badge(html, looks[stand].kind, looks[stand].icon,
		   looks[stand].word);
}

const char *payment_part_pays(const struct page *page,
			      const struct payment_known *known)
{
	struct buf buf;

	buf_init(&buf, page->op->arena);
	buf_puts(&buf, "");
	for (size_t i = 0; i < known->allocation_count; i++)
		buf_printf(&buf, "%s%s %s", i ? ", " : "",
			   known->allocations[i].number,
			   show_money(page, known->allocations[i].amount));
	if (!money_is_zero(known->unallocated))
		buf_printf(&buf, "%scredit %s", buf.len ? ", " : "",
			   show_money(page, known->unallocated));
	return buf.at;
}

struct money payment_part_rest(const struct payment *payment)
{
	return money_subtract(payment->amount, payment->refunded);
}

bool payment_part_may_void(const struct page *page,
			   const struct payment *payment)
{
	return stand_of(payment) == RECORDED &&
	       page_has_grant(page, GRANT_VOID);
}

bool payment_part_may_refund(const struct payment *payment)
{
	enum stand stand = stand_of(payment);

	return stand == RECORDED || stand == PART_REFUNDED;
}

static void put_tool(struct page *page, const struct payment *payment,
		     const char *way, const char *word)
{
	html_add(&page->html,
		 "<a href=\"/payments/%lld/%s\" aria-label=\"%s the payment of "
		 "%s, %s\">%s</a> ",
		 (long long)payment->id, way, word,
		 show_money(page, payment->amount),
		 show_day(page, payment->day), word);
}

void payment_part_tools(struct page *page, const struct payment *payment)
{
	html_add(&page->html, "<span class=\"deeds\">");
	if (payment_part_may_void(page, payment))
		put_tool(page, payment, "void", "Void");
	if (payment_part_may_refund(payment))
		put_tool(page, payment, "refund", "Refund");
	html_add(&page->html, "</span>\n");
}
