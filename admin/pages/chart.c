#include "admin/pages/chart.h"

#include "admin/pages/part.h"

/* Of the drawing; it is scaled to the room that there is. */
#define WIDTH 300
#define LINE 38    /* from one bar to the next */
#define TEXT_AT 13 /* base line of the label in it */
#define BAR_AT 19  /* top of the bar in it */
#define BAR_HIGH 10
#define LABEL_LONGEST 30 /* characters */

/* Sizes below this can be multiplied by the width. */
#define SIZE_MOST (INT64_C(1) << 48)

struct scale {
	int64_t least, most; /* of sizes that were divided by `by` */
	int64_t by;
};

static struct scale scale_of(const struct chart_bar *bars, size_t count)
{
	struct scale scale = { 0, 0, 1 };

	for (size_t i = 0; i < count; i++) {
		if (bars[i].size < scale.least)
			scale.least = bars[i].size;
		if (bars[i].size > scale.most)
			scale.most = bars[i].size;
	}
	while (scale.most / scale.by > SIZE_MOST ||
	       scale.least / scale.by < -SIZE_MOST)
		scale.by *= 2;
	scale.least /= scale.by;
	scale.most /= scale.by;
	return scale;
}

/* Where a size lies from left to right. */
static int place(const struct scale *scale, int64_t size)
{
	int64_t whole = scale->most - scale->least;

	if (whole == 0)
		return 0;
	return (int)((size / scale->by - scale->least) * WIDTH / whole);
}

static const char *cut(struct arena *arena, const char *label)
{
	size_t len = 0;

	for (size_t letters = 0; label[len]; len++) {
		/* Only the first byte of a character counts. */
		if (((unsigned char)label[len] & 0xc0) == 0x80)
			continue;
		if (letters++ == LABEL_LONGEST)
			return arena_printf(arena, "%.*s…", (int)len, label);
	}
	return label;
}

static void put_bar(struct page *page, const struct scale *scale,
		    const struct chart_bar *bar, int top)
{
	struct html *html = &page->html;
	int zero = place(scale, 0), end = place(scale, bar->size);
	int left = end < zero ? end : zero;
	int wide = end < zero ? zero - end : end - zero;

	if (bar->size && !wide)
		wide = 1; /* it is there, however small */
	html_add(html,
		 "<g class=\"%s\"><title>%s: %s</title>"
		 "<text x=\"0\" y=\"%d\">%s</text>"
		 "<text class=\"size\" x=\"%d\" y=\"%d\">%s</text>",
		 bar->class ? bar->class : "plain-bar", bar->label, bar->shown,
		 top + TEXT_AT, cut(page->op->arena, bar->label), WIDTH,
		 top + TEXT_AT, bar->shown);
	html_add(html,
		 "<rect class=\"way\" x=\"0\" y=\"%d\" width=\"%d\" "
		 "height=\"%d\" rx=\"2\"/>"
		 "<rect class=\"bar\" x=\"%d\" y=\"%d\" width=\"%d\" "
		 "height=\"%d\" rx=\"2\"/></g>\n",
		 top + BAR_AT, WIDTH, BAR_HIGH, left, top + BAR_AT, wide,
		 BAR_HIGH);
}

void chart_put(struct page *page, const char *title,
	       const struct chart_bar *bars, size_t count)
{
	struct scale scale = scale_of(bars, count);
	struct html *html = &page->html;

	if (!count)
		return;
	card_begin(page, title, NULL);
	html_add(html,
		 "<svg class=\"chart\" viewBox=\"0 0 %d %zu\" role=\"img\" "
		 "aria-labelledby=\"chart-title chart-text\">"
		 "<title id=\"chart-title\">%s</title>"
		 "<desc id=\"chart-text\">",
		 WIDTH, count * LINE, title);
	for (size_t i = 0; i < count; i++)
		html_add(html, "%s%s: %s", i ? ", " : "", bars[i].label,
			 bars[i].shown);
	html_add(html, "</desc>\n");
	for (size_t i = 0; i < count; i++)
		put_bar(page, &scale, &bars[i], (int)i * LINE);
	html_add(html, "</svg>\n");
	card_end(page);
}
