#include "admin/api/invoice_html.h"

#include "admin/api/invoice_paper.h"
#include "base/markup.h"

/* No size of page: A4 and Letter both print, on the printer's paper. */
static const char style[] =
	"@page{margin:18mm}"
	"*{box-sizing:border-box}"
	"body{margin:0;background:#f3f5f4;color:#16201d;"
	"font:11pt/1.45 Inter,'Helvetica Neue',Arial,'DejaVu Sans',sans-serif;"
	"font-variant-numeric:tabular-nums}"
	"main{max-width:52rem;margin:2rem auto;padding:3rem;background:#fff;"
	"border:1px solid #dfe5e3}"
	"header,.people{display:flex;justify-content:space-between;gap:2rem}"
	"header div:last-child{text-align:right}"
	"h1,h2{margin:0 0 .3rem;line-height:1.2}"
	"h1{font-size:17pt}h2{font-size:13pt}"
	"p{margin:0}.quiet,th{color:#50605b}"
	".mark{display:inline-block;margin:.4rem 0;padding:.1rem .6rem;"
	"border:2px solid #a3122a;color:#a3122a;font-weight:700;"
	"text-transform:uppercase}"
	".people{margin:2rem 0 1.5rem}.people>*{flex:1}"
	"table{width:100%;border-collapse:collapse}"
	"caption{position:absolute;left:-999em}"
	"th{font-size:9pt;font-weight:600;text-align:left}"
	"th,td{padding:.45rem .6rem .45rem 0;vertical-align:top}"
	"th:last-child,td:last-child{padding-right:0}"
	".number{text-align:right;white-space:nowrap}"
	"thead th,tbody td{border-bottom:1px solid #dfe5e3}"
	"tbody tr{break-inside:avoid}"
	"tfoot{display:table-row-group;break-inside:avoid}"
	"tfoot .sum>*{border-top:1.5px solid #16201d}"
	"tfoot th{font-size:11pt;color:inherit}"
	"tfoot .paid>*{font-weight:400;color:#50605b;padding-top:.1rem}"
	"tfoot b{border-bottom:3px double #16201d}"
	"@media print{body{background:none}"
	"main{max-width:none;margin:0;padding:0;border:0}}"
	"@media(max-width:40rem){main{margin:0;padding:1rem;border:0}"
	"header,.people{display:block}header div:last-child{text-align:left}}";

static void head(const struct paper *paper, struct buf *buf)
{
	buf_puts(buf, "<!doctype html>\n<html lang=\"en\"><head>"
		      "<meta charset=\"utf-8\">"
		      "<meta name=\"viewport\" content=\"width=device-width\">"
		      "<title>");
	markup_text(buf, paper->title);
	buf_puts(buf, ", ");
	markup_text(buf, paper->practice);
	buf_printf(buf, "</title><style>%s</style></head>\n<body><main>\n",
		   style);
}

/* A paragraph of each line; NULL: none. */
static void lines_put(const char *text, struct buf *buf)
{
	struct slice rest = slice_of(text);

	while (rest.at) {
		struct slice line = slice_cut(&rest, '\n');

		markup_element(buf, "p", "quiet", slice_dup(buf->arena, line));
	}
}

static void letterhead(const struct paper *paper, struct buf *buf)
{
	buf_puts(buf, "<header><div>");
	markup_element(buf, "h2", NULL, paper->practice);
	lines_put(paper->address, buf);
	lines_put(paper->phone, buf);
	lines_put(paper->email, buf);
	lines_put(paper->tax_id, buf);
	buf_puts(buf, "</div>\n<div>");
	markup_element(buf, "h1", NULL, paper->title);
	lines_put(paper->issued, buf);
	lines_put(paper->pay_by, buf);
	if (paper->mark)
		markup_element(buf, "p", "mark", paper->mark);
	buf_puts(buf, "</div></header>\n");
}

static void people(const struct paper *paper, struct buf *buf)
{
	buf_puts(buf, "<div class=\"people\"><div>");
	markup_element(buf, "p", "quiet", "For");
	buf_puts(buf, "<p>");
	markup_element(buf, "strong", NULL, paper->name);
	buf_putc(buf, ' ');
	markup_element(buf, "span", "quiet", paper->code);
	buf_puts(buf, "</p>");
	if (!paper->send_to)
		lines_put(paper->pay_address, buf);
	buf_puts(buf, "</div>\n");
	if (paper->send_to) {
		buf_puts(buf, "<div>");
		markup_element(buf, "p", "quiet", "Send to");
		markup_element(buf, "p", NULL, paper->send_to);
		lines_put(paper->pay_address, buf);
		buf_puts(buf, "</div>");
	}
	buf_puts(buf, "</div>\n");
}

static void line(const struct paper_line *line, struct buf *buf)
{
	buf_puts(buf, "<tr>");
	markup_element(buf, "td", NULL, line->date);
	markup_element(buf, "td", NULL, line->service);
	markup_element(buf, "td", NULL, line->with);
	buf_puts(buf, "<td><span aria-hidden=\"true\">");
	markup_text(buf, line->sign);
	buf_puts(buf, "</span> ");
	markup_text(buf, line->label);
	buf_puts(buf, "</td>");
	markup_element(buf, "td", "number", line->charge);
	markup_element(buf, "td", "number", line->tax);
	buf_puts(buf, "</tr>\n");
}

/* A sum below the lines, under the last column. */
static void sum(const char *name, const struct paper_amount *amount, bool ruled,
		struct buf *buf)
{
	buf_printf(buf, "<tr class=\"%s\"><th scope=\"row\" colspan=\"5\">",
		   name);
	markup_text(buf, amount->text);
	buf_puts(buf, "</th><td class=\"number\">");
	markup_element(buf, ruled ? "b" : "span", NULL, amount->amount);
	buf_puts(buf, "</td></tr>\n");
}

/* The last sum has the double rule: what is to pay, or else the total. */
static void sums(const struct paper *paper, struct buf *buf)
{
	buf_puts(buf, "<tr class=\"sum\"><th scope=\"row\" colspan=\"4\">Sum"
		      "</th>");
	markup_element(buf, "td", "number", paper->charge);
	markup_element(buf, "td", "number", paper->tax);
	buf_puts(buf, "</tr>\n");
	sum("total", &paper->total, !paper->due.text, buf);
	if (paper->credit.text)
		sum("paid", &paper->credit, false, buf);
	if (paper->due.text)
		sum("due", &paper->due, true, buf);
}

static void table(const struct paper *paper, struct buf *buf)
{
	buf_puts(buf, "<table><caption>Sessions</caption><thead><tr>"
		      "<th scope=\"col\">Date</th>"
		      "<th scope=\"col\">Service</th>"
		      "<th scope=\"col\">With</th>"
		      "<th scope=\"col\">How it ended</th>"
		      "<th scope=\"col\" class=\"number\">Charge</th>"
		      "<th scope=\"col\" class=\"number\">");
	markup_text(buf, paper->tax_head);
	buf_puts(buf, "</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < paper->line_count; i++)
		line(&paper->lines[i], buf);
	buf_puts(buf, "</tbody>\n<tfoot>\n");
	sums(paper, buf);
	buf_puts(buf, "</tfoot></table>\n");
}

void paper_html(const struct paper *paper, struct buf *buf)
{
	head(paper, buf);
	letterhead(paper, buf);
	people(paper, buf);
	table(paper, buf);
	buf_puts(buf, "</main></body></html>\n");
}
