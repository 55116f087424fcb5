#include "admin/api/pdf_sheet_private.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <pthread.h>

/*
 * Points, 72 an inch. Text is laid out by Pango, for names of any script; the
 * fonts that it takes are embedded.
 */
#define A4_WIDTH 595.276
#define A4_HEIGHT 841.89
#define LETTER_WIDTH 612.0
#define LETTER_HEIGHT 792.0
#define MARGIN 51.0
#define GAP SHEET_GAP
#define FONT "DejaVu Sans"
#define LIGHT 0.7 /* of rules: lighter ones are grey */

static const struct {
	double size;
	PangoWeight weight;
	double red, green, blue;
} styles[] = {
	[SHEET_PLAIN] = { 9, PANGO_WEIGHT_NORMAL, 0.09, 0.13, 0.11 },
	[SHEET_BOLD] = { 9, PANGO_WEIGHT_BOLD, 0.09, 0.13, 0.11 },
	[SHEET_QUIET] = { 9, PANGO_WEIGHT_NORMAL, 0.31, 0.38, 0.36 },
	[SHEET_HEADING] = { 14, PANGO_WEIGHT_BOLD, 0.09, 0.13, 0.11 },
	[SHEET_MARK] = { 14, PANGO_WEIGHT_BOLD, 0.64, 0.07, 0.16 },
};

struct sheet {
	const struct sheet_plan *plan;
	cairo_t *cairo;
	PangoLayout *layout;
	double width, height, y;
	int page;
};

/* One rendering at a time, of fonts that are read once and kept as long as the
 * process lives: a map of them takes a fifth of a second, and no two threads
 * at once. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static PangoFontMap *fonts;

static cairo_status_t take(void *closure, const unsigned char *bytes,
			   unsigned len)
{
	buf_add(closure, (const char *)bytes, len);
	return CAIRO_STATUS_SUCCESS;
}

static double inner(const struct sheet *sheet)
{
	return sheet->width - 2 * MARGIN;
}

static void set_text(struct sheet *sheet, enum sheet_style style,
		     enum sheet_align align, double width, const char *text)
{
	PangoFontDescription *font = pango_font_description_from_string(FONT);

	pango_font_description_set_weight(font, styles[style].weight);
	pango_font_description_set_absolute_size(font, styles[style].size *
							       PANGO_SCALE);
	pango_layout_set_font_description(sheet->layout, font);
	pango_font_description_free(font);
	pango_layout_set_width(sheet->layout, (int)(width * PANGO_SCALE));
	pango_layout_set_alignment(sheet->layout, align == SHEET_RIGHT
							  ? PANGO_ALIGN_RIGHT
							  : PANGO_ALIGN_LEFT);
	pango_layout_set_text(sheet->layout, text ? text : "", -1);
	cairo_set_source_rgb(sheet->cairo, styles[style].red,
			     styles[style].green, styles[style].blue);
}

/* Draw text into a box and answer its height. */
static double put_text_at(struct sheet *sheet, enum sheet_style style,
			  enum sheet_align align, double x, double width,
			  const char *text)
{
	int height;

	set_text(sheet, style, align, width, text);
	cairo_move_to(sheet->cairo, x, sheet->y);
	pango_cairo_show_layout(sheet->cairo, sheet->layout);
	pango_layout_get_size(sheet->layout, NULL, &height);
	return (double)height / PANGO_SCALE;
}

/* Into the right half of the page, but from its middle on. */
static double put_middle(struct sheet *sheet, enum sheet_style style,
			 const char *text)
{
	double half = inner(sheet) / 2;

	return put_text_at(sheet, style, SHEET_LEFT, MARGIN + half, half, text);
}

/* A line across half of the page: SHEET_LEFT the left half. */
static double put_half(struct sheet *sheet, enum sheet_style style,
		       enum sheet_align align, const char *text)
{
	double half = inner(sheet) / 2;
	double x = align == SHEET_RIGHT ? MARGIN + half : MARGIN;

	return put_text_at(sheet, style, align, x, half, text);
}

static double column_x(const struct sheet *sheet, size_t column)
{
	return MARGIN + inner(sheet) * sheet->plan->columns[column].from / 100;
}

static double column_width(const struct sheet *sheet, size_t at)
{
	const struct sheet_column *column = &sheet->plan->columns[at];

	return inner(sheet) * (column->to - column->from) / 100 -
	       (column->align == SHEET_LEFT ? GAP : 0);
}

/* Thin rules are light. */
static void rule(struct sheet *sheet, double from, double weight)
{
	if (weight < LIGHT)
		cairo_set_source_rgb(sheet->cairo, 0.8, 0.84, 0.83);
	else
		cairo_set_source_rgb(sheet->cairo, 0.09, 0.13, 0.11);
	cairo_set_line_width(sheet->cairo, weight);
	cairo_move_to(sheet->cairo, from, sheet->y);
	cairo_line_to(sheet->cairo, sheet->width - MARGIN, sheet->y);
	cairo_stroke(sheet->cairo);
}

static double row_height(struct sheet *sheet, enum sheet_style style,
			 const char *const cells[SHEET_COLUMNS])
{
	double highest = 0;
	int height;

	for (size_t i = 0; i < SHEET_COLUMNS; i++) {
		set_text(sheet, style, sheet->plan->columns[i].align,
			 column_width(sheet, i), cells[i]);
		pango_layout_get_size(sheet->layout, NULL, &height);
		if ((double)height / PANGO_SCALE > highest)
			highest = (double)height / PANGO_SCALE;
	}
	return highest;
}

static void draw_row(struct sheet *sheet, enum sheet_style style,
		     const char *const cells[SHEET_COLUMNS])
{
	double height = row_height(sheet, style, cells);

	for (size_t i = 0; i < SHEET_COLUMNS; i++)
		put_text_at(sheet, style, sheet->plan->columns[i].align,
			    column_x(sheet, i), column_width(sheet, i),
			    cells[i]);
	sheet->y += height + GAP * 3 / 4;
}

void sheet_heads(struct sheet *sheet)
{
	const char *cells[SHEET_COLUMNS];

	for (size_t i = 0; i < SHEET_COLUMNS; i++)
		cells[i] = sheet->plan->columns[i].head;
	draw_row(sheet, SHEET_QUIET, cells);
	rule(sheet, MARGIN, 0.5);
	sheet->y += GAP * 3 / 4;
}

/* Go on with a new page where `height` is not left. */
static void need(struct sheet *sheet, double height, bool head)
{
	char page[32];

	if (sheet->y + height <= sheet->height - MARGIN)
		return;
	cairo_show_page(sheet->cairo);
	sheet->page++;
	sheet->y = MARGIN;
	g_snprintf(page, sizeof(page), "Page %d", sheet->page);
	put_half(sheet, SHEET_QUIET, SHEET_RIGHT, page);
	sheet->y += put_half(sheet, SHEET_BOLD, SHEET_LEFT,
			     sheet->plan->letter->title) +
		    2 * GAP;
	if (head)
		sheet_heads(sheet);
}

void sheet_row(struct sheet *sheet, const char *const cells[SHEET_COLUMNS])
{
	need(sheet, row_height(sheet, SHEET_PLAIN, cells) + GAP, true);
	draw_row(sheet, SHEET_PLAIN, cells);
	rule(sheet, MARGIN, 0.5);
	sheet->y += GAP * 3 / 4;
}

void sheet_sums(struct sheet *sheet, const char *const cells[SHEET_COLUMNS],
		size_t rows, int room)
{
	need(sheet, room * GAP, false);
	if (rows > 0)
		sheet->y -= GAP * 3 / 4; /* over the last line's */
	rule(sheet, MARGIN, 1);
	sheet->y += GAP * 3 / 4;
	draw_row(sheet, SHEET_BOLD, cells);
	sheet->y += GAP / 2;
}

void sheet_amount(struct sheet *sheet, enum sheet_style style, const char *text,
		  const char *amount)
{
	need(sheet, 3 * GAP, false);
	put_half(sheet, style, SHEET_RIGHT, amount);
	sheet->y += put_half(sheet, style, SHEET_LEFT, text) + GAP / 2;
}

void sheet_double(struct sheet *sheet)
{
	double from = column_x(sheet, SHEET_COLUMNS - 1);

	sheet->y -= GAP / 4;
	rule(sheet, from, 0.75);
	sheet->y += 2;
	rule(sheet, from, 0.75);
}

static double larger(double a, double b)
{
	return a > b ? a : b;
}

/* Texts below each other in half of the page, those that are NULL left out;
 * where none is left, an empty line stays. Answers how far they reach. */
static double put_column(struct sheet *sheet, enum sheet_align align,
			 const char *const *texts, size_t count)
{
	double top = sheet->y, bottom;
	bool any = false;

	for (size_t i = 0; i < count; i++) {
		if (!texts[i])
			continue;
		sheet->y +=
			put_half(sheet, SHEET_QUIET, align, texts[i]) + GAP / 2;
		any = true;
	}
	if (!any)
		sheet->y += put_half(sheet, SHEET_QUIET, align, NULL) + GAP / 2;
	bottom = sheet->y;
	sheet->y = top;
	return bottom;
}

static void draw_letterhead(struct sheet *sheet)
{
	const struct sheet_letter *letter = sheet->plan->letter;
	double left, right;

	left = put_half(sheet, SHEET_HEADING, SHEET_LEFT, letter->practice);
	right = put_half(sheet, SHEET_HEADING, SHEET_RIGHT, letter->title);
	sheet->y += larger(left, right) + GAP / 2;
	left = put_column(sheet, SHEET_LEFT, letter->ours,
			  ARRAY_SIZE(letter->ours));
	right = put_column(sheet, SHEET_RIGHT, letter->days,
			   ARRAY_SIZE(letter->days));
	sheet->y = larger(left, right);
	if (letter->mark)
		sheet->y +=
			put_half(sheet, SHEET_MARK, SHEET_RIGHT, letter->mark);
	sheet->y += 2 * GAP;
}

/* The address of who pays, below the name; answers its height. */
static double put_address(struct sheet *sheet, double below)
{
	const struct sheet_letter *letter = sheet->plan->letter;
	double height;

	if (!letter->address)
		return 0;
	sheet->y += below;
	if (letter->send_to)
		height = put_middle(sheet, SHEET_QUIET, letter->address);
	else
		height = put_half(sheet, SHEET_QUIET, SHEET_LEFT,
				  letter->address);
	sheet->y -= below;
	return height;
}

static void draw_top(struct sheet *sheet, struct arena *arena)
{
	const struct sheet_letter *letter = sheet->plan->letter;
	double left, right, names;

	draw_letterhead(sheet);
	put_middle(sheet, SHEET_QUIET, letter->send_to ? "Send to" : NULL);
	sheet->y += put_half(sheet, SHEET_QUIET, SHEET_LEFT, "For") + GAP / 4;
	right = put_middle(sheet, SHEET_PLAIN, letter->send_to);
	left = put_half(sheet, SHEET_BOLD, SHEET_LEFT,
			arena_printf(arena, "%s  %s", letter->name,
				     letter->code ? letter->code : ""));
	names = larger(left, right);
	sheet->y += names + put_address(sheet, names) + 3 * GAP;
}

static void describe(cairo_surface_t *surface, struct arena *arena,
		     const struct sheet_plan *plan)
{
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE,
				       plan->letter->title);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR,
				       plan->letter->practice);
	/* Not the time of rendering: the same paper gives the same bytes. */
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE,
				       instant_text(arena, plan->made));
}

static PangoLayout *layout_new(cairo_t *cairo)
{
	PangoContext *context;
	PangoLayout *layout;

	if (!fonts)
		fonts = pango_cairo_font_map_new();
	context = pango_font_map_create_context(fonts);
	pango_cairo_update_context(cairo, context);
	layout = pango_layout_new(context);
	g_object_unref(context);
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	return layout;
}

static cairo_status_t render(struct arena *arena, const struct sheet_plan *plan,
			     sheet_draw *draw, const void *paper,
			     struct buf *buf)
{
	struct sheet sheet = {
		.plan = plan,
		.width = plan->on_letter ? LETTER_WIDTH : A4_WIDTH,
		.height = plan->on_letter ? LETTER_HEIGHT : A4_HEIGHT,
		.y = MARGIN,
		.page = 1,
	};
	cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(
		take, buf, sheet.width, sheet.height);
	cairo_status_t status;

	describe(surface, arena, plan);
	sheet.cairo = cairo_create(surface);
	sheet.layout = layout_new(sheet.cairo);
	draw_top(&sheet, arena);
	draw(&sheet, arena, paper);
	g_object_unref(sheet.layout);
	cairo_destroy(sheet.cairo);
	cairo_surface_finish(surface);
	status = cairo_surface_status(surface);
	cairo_surface_destroy(surface);
	return status;
}

enum err sheet_pdf(struct operation *op, const struct sheet_plan *plan,
		   sheet_draw *draw, const void *paper, struct buf *buf)
{
	cairo_status_t status;

	pthread_mutex_lock(&lock);
	status = render(op->arena, plan, draw, paper, buf);
	pthread_mutex_unlock(&lock);
	if (status == CAIRO_STATUS_SUCCESS)
		return OK;
	return fail(op, ERR_INTERNAL, "the PDF could not be drawn: %s",
		    cairo_status_to_string(status));
}
