#include "admin/pages/pages_setup.h"

#include "admin/pages/call.h"
#include "admin/pages/field.h"
#include "admin/pages/icon.h"
#include "admin/pages/part.h"
#include "admin/pages/setup_state.h"
#include "base/word.h"

#define ADDRESS "/setup"
#define TITLE "Set up the practice"

static const char *const step_words[] = {
	[SETUP_PRACTICE] = "practice", [SETUP_MONEY] = "money",
	[SETUP_SERVICE] = "service",   [SETUP_PRACTITIONER] = "practitioner",
	[SETUP_DEVICE] = "device",     NULL,
};

struct step {
	const char *name, *lead;
	void (*put)(struct page *page);
	enum err (*take)(struct page *page);
};

static const char *step_url(struct page *page, size_t step)
{
	return step < SETUP_STEPS ? url_of(page->op->arena, ADDRESS "/%s",
					   step_words[step])
				  : "/today";
}

static void put_revision(struct page *page)
{
	field_hidden(page, "revision",
		     arena_printf(page->op->arena, "%lld",
				  (long long)page->practice.revision));
}

static void put_practice(struct page *page)
{
	put_revision(page);
	field_text(page,
		   &(struct field_show){ .name = "name",
					 .label = "Name",
					 .required = true,
					 .autofocus = true,
					 .value = setup_state_is_named(page)
							  ? page->practice.name
							  : NULL,
					 .hint = "As clients know it." });
	field_text(page, &(struct field_show){
				 .name = "zone",
				 .label = "Time zone",
				 .required = true,
				 .value = page->practice.zone,
				 .hint = "Where the practice is, such as "
					 "America/Toronto." });
	field_text(page, &(struct field_show){
				 .name = "phone",
				 .label = "Phone",
				 .type = "tel",
				 .value = page->practice.phone,
				 .hint = "Clients read it in notices. It may "
					 "be left out." });
}

static enum err take_practice(struct page *page)
{
	json_t *body = page_form(page, "PATCH", "/api/practice", NULL);

	/* The route takes none too; who sets up gives one. */
	if (str_empty(form_value(&page->form, "name")))
		return fail_field(page->op, "name", "missing",
				  "Please fill this in.");
	return page_send(page, "PATCH", "/api/practice", body);
}

static void put_money(struct page *page)
{
	put_revision(page);
	field_text(page, &(struct field_show){
				 .name = "currency",
				 .label = "Currency",
				 .required = true,
				 .autofocus = true,
				 .value = page->practice.currency,
				 .hint = "Three letters, such as CAD. It is "
					 "fixed once money has been posted." });
}

static enum err take_money(struct page *page)
{
	return page_send_form(page, "PATCH", "/api/practice", NULL);
}

static void put_service(struct page *page)
{
	static const struct choice kinds[] = {
		{ "fixed", "For each session", NULL, false },
		{ "hourly", "By the hour", NULL, false },
	};

	field_text(page, &(struct field_show){
				 .name = "name",
				 .label = "Service",
				 .required = true,
				 .autofocus = true,
				 .hint = "What people come for: Speech, "
					 "Reading." });
	field_radios(page,
		     &(struct field_show){ .name = "kind",
					   .label = "The price is",
					   .value = "fixed" },
		     kinds, ARRAY_SIZE(kinds));
	html_add(&page->html, "<div class=\"group\">");
	field_text(page, &(struct field_show){ .name = "cost",
					       .label = "Cost",
					       .required = true,
					       .numeric = true,
					       .hint = "What a client pays, "
						       "before tax." });
	field_text(page, &(struct field_show){ .name = "wage",
					       .label = "Wage",
					       .required = true,
					       .numeric = true,
					       .hint = "What a practitioner "
						       "earns; 0 will do." });
	html_add(&page->html, "</div>");
	field_hidden(page, "wage_basis", "session");
}

static enum err take_service(struct page *page)
{
	return page_send_form(page, "POST", "/api/services", NULL);
}

static void put_practitioner(struct page *page)
{
	field_box(page, &(struct field_show){
				.name = "own",
				.label = "I see clients myself",
				.hint = "Then nothing else is needed here." });
	field_text(page,
		   &(struct field_show){ .name = "name", .label = "Name" });
	html_add(&page->html, "<div class=\"group\">");
	field_text(page, &(struct field_show){
				 .name = "login",
				 .label = "Login",
				 .autocomplete = "off",
				 .hint = "Such as maria. A password is given "
					 "under People and roles." });
	field_text(page, &(struct field_show){ .name = "email",
					       .label = "E-mail",
					       .type = "email" });
	html_add(&page->html, "</div>");
}

static json_t *permissions(struct page *page)
{
	json_t *may = json_new_list(page->op->arena);

	json_add_text(may, "create");
	json_add_text(may, "edit");
	json_add_text(may, "complete");
	return may;
}

static enum err take_practitioner(struct page *page)
{
	struct arena *arena = page->op->arena;
	json_t *roles = json_new_list(arena);
	json_t *body;

	if (!form_value(&page->form, "own")) {
		body = page_form(page, "POST", "/api/people", NULL);
		json_add_text(roles, "practitioner");
		json_put(body, "roles", roles);
		json_put(body, "may", permissions(page));
		return page_send(page, "POST", "/api/people", body);
	}
	body = json_new(arena);
	for (size_t i = 0; role_words[i]; i++)
		if ((page->person.roles | ROLE_PRACTITIONER) & 1u << i)
			json_add_text(roles, role_words[i]);
	json_put(body, "roles", roles);
	json_put(body, "may", permissions(page));
	return page_send(
		page, "PATCH",
		url_of(arena, "/api/people/%lld", (long long)page->person.id),
		body);
}

/* Its own page connects it; this one only leads there. */
static void put_device(struct page *page)
{
	html_add(&page->html,
		 "<p>Sessions show in the calendar of a phone or a computer, "
		 "and are saved there. Each device has a password of its own "
		 "that can be revoked.</p>\n<p class=\"buttons\">");
	part_button(&page->html, "/devices/connect", "Connect a device", "plus",
		    "second");
	html_add(&page->html,
		 "</p>\n<p class=\"hint\">It can wait: Devices, at "
		 "your name, is always there.</p>\n");
}

static enum err take_device(struct page *page)
{
	page_flash(page, "The practice is set up.");
	return OK;
}

static const struct step steps[] = {
	[SETUP_PRACTICE] = { "Name and time zone",
			     "Who you are and by which clocks you work.",
			     put_practice, take_practice },
	[SETUP_MONEY] = { "Currency", "In what clients pay.", put_money,
			  take_money },
	[SETUP_SERVICE] = { "First service",
			    "What a session is called, and what it costs.",
			    put_service, take_service },
	[SETUP_PRACTITIONER] = { "First practitioner", "Who meets the clients.",
				 put_practitioner, take_practitioner },
	[SETUP_DEVICE] = { "First device", "The calendar in a pocket.",
			   put_device, take_device },
};

static void put_steps(struct page *page, const struct setup_state *state,
		      size_t current)
{
	struct html *html = &page->html;

	card_begin(page, "Five steps", NULL);
	html_add(html, "<ol class=\"rows setup-steps\">");
	for (size_t i = 0; i < SETUP_STEPS; i++) {
		html_add(html, "<li>");
		part_badge(html, state->done[i] ? "good" : "outline",
			   state->done[i] ? "check" : "ring",
			   state->done[i] ? "Done" : "To do");
		html_add(html, "<div><a href=\"%s\"", step_url(page, i));
		html_attribute_if(html, i == current, "aria-current", "step");
		html_add(html, ">%zu. %s</a></div></li>", i + 1, steps[i].name);
	}
	html_add(html, "</ol>\n");
	card_end(page);
}

static enum err step_of(struct page *page, size_t *step)
{
	unsigned found;

	if (!word_find(step_words, slice_of(page->words[0]), &found))
		return fail(page->op, ERR_NOT_FOUND, "There is no such step.");
	*step = found;
	return OK;
}

static enum err show_setup(struct page *page)
{
	struct setup_state state;
	size_t next;
	enum err err = setup_state_load(page, &state);

	if (err)
		return err;
	next = setup_state_next(&state);
	page_go(page, step_url(page, next));
	return OK;
}

static enum err show_step(struct page *page)
{
	struct setup_state state;
	size_t step = 0;
	enum err err = step_of(page, &step);

	if (!err)
		err = setup_state_load(page, &state);
	if (err)
		return err;
	page->lead = arena_printf(page->op->arena, "Step %zu of %d: %s",
				  step + 1, SETUP_STEPS, steps[step].lead);
	html_add(&page->html, "<div class=\"columns\"><div>");
	card_begin(page, steps[step].name, NULL);
	form_begin(page, NULL, "form narrow");
	steps[step].put(page);
	html_add(&page->html, "<p class=\"buttons\"><button>%s</button>",
		 step == SETUP_DEVICE ? "Finish" : "Continue");
	if (step)
		part_button(&page->html, step_url(page, step - 1), "Back", NULL,
			    "second");
	part_button(&page->html, "/today", "Go on later", NULL, "plain");
	html_add(&page->html, "</p>\n");
	form_end(page);
	card_end(page);
	html_add(&page->html, "</div><div>");
	put_steps(page, &state, step);
	html_add(&page->html, "</div></div>\n");
	return OK;
}

static enum err take_step(struct page *page)
{
	size_t step = 0;
	enum err err = step_of(page, &step);

	if (!err)
		err = steps[step].take(page);
	if (!err)
		page_go(page, step_url(page, step + 1));
	return err;
}

static const struct page_row rows[] = {
	{ ADDRESS, ROLE_ADMIN, TITLE, show_setup, NULL, 0, "/today" },
	{ ADDRESS "/{step}", ROLE_ADMIN, TITLE, show_step, take_step, 0,
	  "/today" },
};

const struct page_table pages_setup = { rows, ARRAY_SIZE(rows) };
