#include "ical/filter.h"

#include "base/str.h"
#include "base/unicode.h"
#include "ical/range_private.h"
#include "ical/text.h"

#include <string.h>

#define ALL_KINDS                                                \
	(CAL_VEVENT | CAL_VTODO | CAL_VJOURNAL | CAL_VFREEBUSY | \
	 CAL_VAVAILABILITY)

/* Units of work: of a byte, and of a line or component that is passed. */
#define MATCH_WORK 10
#define FOLD_WORK 20
#define LINE_WORK 4
#define TEXT_WORK 4

/* Text. */

static char *folded(struct arena *arena, enum cal_collation collation,
		    const char *text)
{
	switch (collation) {
	case CAL_ASCII_CASEMAP:
		return str_lower(arena, text);
	case CAL_UNICODE_CASEMAP:
		return str_fold(arena, text, strlen(text));
	case CAL_OCTET:
		break;
	}
	return arena_strdup(arena, text);
}

/* What comparing one byte counts for. Folding Unicode is the dearest. */
static size_t byte_work(enum cal_collation collation)
{
	return collation == CAL_UNICODE_CASEMAP ? FOLD_WORK : MATCH_WORK;
}

/* RFC 4791 9.7.5: a substring, under a collation. */
static bool text_matches(struct operation *op,
			 const struct cal_text_match *match, const char *text)
{
	struct arena_mark mark = arena_mark(op->arena);
	size_t len = strlen(match->text) + strlen(text);
	bool found;

	if (!operation_spend(op, len * byte_work(match->collation)))
		return false;
	found = strstr(folded(op->arena, match->collation, text),
		       folded(op->arena, match->collation, match->text));
	arena_rewind(op->arena, mark);
	return found != match->negate;
}

/* Properties. */

static bool param_matches(struct operation *op,
			  const struct cal_param_filter *filter,
			  const struct cal_line *line)
{
	const struct cal_param *param = cal_param_find(line, filter->name);

	if (filter->is_not_defined || !param)
		return filter->is_not_defined && !param;
	return !filter->match ||
	       text_matches(op, filter->match,
			    slice_dup(op->arena, param->value));
}

/* The text of a line and of its parameters. */
static bool text_fits(struct operation *op,
		      const struct cal_prop_filter *filter,
		      const struct cal_line *line)
{
	/* A list (CATEGORIES) is searched as the whole that it is: so "not
	 * work" does not hold for it when one of its items is work. */
	if (filter->match &&
	    !text_matches(op, filter->match, cal_text(op->arena, line->value)))
		return false;
	for (size_t i = 0; i < filter->param_count; i++) {
		if (!param_matches(op, &filter->params[i], line))
			return false;
	}
	return true;
}

static bool line_matches(const struct cal_range *range,
			 const struct cal_prop_filter *filter,
			 const struct cal_line *line)
{
	struct arena_mark mark;
	bool fits;

	if (!operation_spend(range->op, line->value.len * TEXT_WORK))
		return false;
	/* Before the mark: it may read a zone, which the object keeps. */
	if (filter->range && !cal_range_line(range, line, *filter->range))
		return false;
	mark = arena_mark(range->op->arena);
	fits = text_fits(range->op, filter, line);
	arena_rewind(range->op->arena, mark);
	return fits;
}

/* RFC 4791 9.7.2: one line of that name must meet all that is asked. */
static bool prop_matches(const struct cal_range *range,
			 const struct cal_prop_filter *filter,
			 const struct cal_component *component)
{
	const struct cal_line *line = cal_line_find(component, filter->name);

	if (!operation_spend(range->op, component->line_count * LINE_WORK))
		return false;
	if (filter->is_not_defined)
		return !line;
	for (; line; line = cal_line_next(component, line, filter->name)) {
		if (line_matches(range, filter, line))
			return true;
	}
	return false;
}

/* Components. */

static bool component_matches(struct cal_range *range,
			      const struct cal_comp_filter *filter,
			      const struct cal_component *component);

static bool child_matches(struct cal_range *range,
			  const struct cal_comp_filter *filter,
			  const struct cal_component *parent)
{
	bool kind = cal_kind_find(slice_of(filter->name)) ==
		    (unsigned)range->object->kind;
	size_t i;

	/* The usual query: one search for all components. */
	if (kind && filter->range && !filter->is_not_defined &&
	    !filter->prop_count && !filter->comp_count &&
	    cal_range_any(range, *filter->range))
		return true;
	for (i = 0; i < parent->child_count; i++) {
		const struct cal_component *child = parent->children[i];

		if (!operation_spend(range->op, LINE_WORK))
			return false;
		if (!slice_is(child->name, filter->name))
			continue;
		if (filter->is_not_defined)
			return false;
		if (component_matches(range, filter, child))
			return true;
	}
	return filter->is_not_defined;
}

/* The range comes last: it is the dearest. All tests are of one component, so
 * that a word and a time must meet in the same one. */
static bool component_matches(struct cal_range *range,
			      const struct cal_comp_filter *filter,
			      const struct cal_component *component)
{
	size_t i;

	for (i = 0; i < filter->prop_count; i++) {
		if (!prop_matches(range, &filter->props[i], component))
			return false;
	}
	for (i = 0; i < filter->comp_count; i++) {
		if (!child_matches(range, &filter->comps[i], component))
			return false;
	}
	return !filter->range ||
	       cal_range_component(range, component, *filter->range);
}

bool cal_filter_match(struct operation *op,
		      const struct cal_comp_filter *filter,
		      const struct cal_object *object)
{
	struct cal_range range = { .op = op, .object = object };

	if (!slice_is(object->calendar->name, filter->name))
		return filter->is_not_defined;
	if (filter->is_not_defined)
		return false;
	return component_matches(&range, filter, object->calendar);
}

/* The plan. */

struct plan {
	unsigned kinds;
	struct span span;
	bool exact;
};

static void narrow(struct plan *plan, unsigned kind,
		   const struct cal_comp_filter *filter)
{
	struct span span = *filter->range;

	/* Some ends that RFC 4791 9.9 counts as in lie a second outside of
	 * the spans that the index holds; a VFREEBUSY has several. */
	if (kind != CAL_VEVENT) {
		plan->exact = false;
		span.start.s -= span.start.s > INSTANT_MIN.s;
		span.end.s += span.end.s < INSTANT_MAX.s;
	}
	/* Two ranges may be met by two instances: one of them must do. */
	if (plan->span.start.s != INSTANT_MIN.s ||
	    plan->span.end.s != INSTANT_MAX.s)
		plan->exact = false;
	else
		plan->span = span;
}

static void plan_child(struct plan *plan, const struct cal_comp_filter *filter)
{
	unsigned kind = cal_kind_find(slice_of(filter->name));

	if (!kind) {
		plan->exact = false;
		return;
	}
	if (filter->is_not_defined) {
		plan->kinds &= ~kind;
		return;
	}
	plan->kinds &= kind;
	if (filter->prop_count || filter->comp_count)
		plan->exact = false;
	if (filter->range)
		narrow(plan, kind, filter);
}

void cal_filter_plan(const struct cal_comp_filter *filter, unsigned *kinds,
		     struct span *span, bool *exact)
{
	struct plan plan = { ALL_KINDS, WHOLE_TIME, true };
	bool calendar = str_same(filter->name, "VCALENDAR");
	size_t i;

	if (calendar == filter->is_not_defined)
		plan.kinds = 0;
	if (calendar && !filter->is_not_defined) {
		plan.exact = !filter->prop_count && !filter->range;
		for (i = 0; i < filter->comp_count; i++)
			plan_child(&plan, &filter->comps[i]);
	}
	*kinds = plan.kinds;
	*span = plan.span;
	*exact = plan.exact;
}
