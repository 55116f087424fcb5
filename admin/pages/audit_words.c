#include "admin/pages/audit_words.h"

#include "admin/pages/show.h"
#include "base/str.h"

#include <string.h>

static const struct deed {
	const char *action, *object, *words;
} deeds[] = {
	{ "calendar.refused", "Calendar", "was refused a change" },
	{ "closure.add", "Closure", "made it" },
	{ "closure.change", "Closure", "changed it" },
	{ "closure.remove", "Closure", "removed it" },
	{ "closure.rezone", "Closure", "moved it to another time zone" },
	{ "feed.add", "Calendar link", "made a calendar link" },
	{ "feed.revoke", "Calendar link", "revoked a calendar link" },
	{ "import.apply", "Import", "imported it" },
	{ "import.upload", "Import", "uploaded files" },
	{ "invoice.draft", "Invoice", "drafted it" },
	{ "invoice.issue", "Invoice", "issued it" },
	{ "invoice.send", "Invoice", "sent it" },
	{ "invoice.void", "Invoice", "voided it" },
	{ "notice.drop", "Notice", "dropped a notice" },
	{ "notice.retry", "Notice", "tried a notice again" },
	{ "notice.stop", "Notice", "stopped notices" },
	{ "password.set", "Password", "set a password" },
	{ "payment.add", "Payment", "recorded it" },
	{ "payment.refund", "Payment", "refunded it" },
	{ "payment.void", "Payment", "voided it" },
	{ "payroll.add", "Payroll run", "made it" },
	{ "payroll.close", "Payroll run", "closed it" },
	{ "person.add", "Person", "added them" },
	{ "person.change", "Person", "changed them" },
	{ "person.contacts", "Person", "changed contacts" },
	{ "person.erase", "Person", "erased them" },
	{ "practice.change", "Practice", "changed settings" },
	{ "practice.setup", "Practice", "set it up" },
	{ "price.add", "Service", "set a price" },
	{ "rate.set", "Person", "set a rate" },
	{ "review.settle", "Review item", "settled it" },
	{ "run.apply", "Cancellation", "applied it" },
	{ "run.undo", "Cancellation", "took it back" },
	{ "schedule.add", "Schedule", "made it" },
	{ "schedule.change", "Schedule", "changed it" },
	{ "service.add", "Service", "made it" },
	{ "session.add", "Session", "made it" },
	{ "session.adopt", "Session", "took it over" },
	{ "session.change", "Session", "changed it" },
	{ "session.move", "Session", "moved it" },
	{ "session.remove", "Session", "removed it" },
	{ "session.reopen", "Session", "re-opened it" },
	{ "session.restore", "Session", "put it back" },
	{ "session.save", "Session", "saved it" },
	{ "sign-in.add", "Sign-in", "signed in" },
	{ "sign-in.end", "Sign-in", "signed out" },
	{ "statement.send", "Statement", "sent a statement" },
	{ "token.add", "Device", "added a device" },
	{ "token.revoke", "Device", "revoked a device" },
	{ "type.add", "Completion type", "made it" },
	{ "type.archive", "Completion type", "archived it" },
	{ "type.change", "Completion type", "changed it" },
};

static const char *const channels[][2] = {
	{ "system", "The system" }, { "command", "Command" },
	{ "calendar", "Calendar" }, { "page", "Page" },
	{ "api", "Script" },        { "import", "Import" },
};

const char *audit_words_deed(const char *action)
{
	for (size_t i = 0; i < ARRAY_SIZE(deeds); i++)
		if (str_equal(deeds[i].action, action))
			return deeds[i].words;
	return action;
}

const char *audit_words_channel(const char *channel)
{
	for (size_t i = 0; i < ARRAY_SIZE(channels); i++)
		if (str_equal(channels[i][0], channel))
			return channels[i][1];
	return channel;
}

const char *audit_words_field(struct arena *arena, const char *name)
{
	char *words = arena_strdup(arena, name);

	for (char *at = strchr(words, '_'); at; at = strchr(at, '_'))
		*at = ' ';
	return words;
}

void audit_words_choices(struct arena *arena, struct choice **choices,
			 size_t *count)
{
	struct choice *made =
		arena_array(arena, ARRAY_SIZE(deeds) + 1, sizeof(*made));

	made[0] = (struct choice){ "", "Anything", NULL, false };
	for (size_t i = 0; i < ARRAY_SIZE(deeds); i++)
		made[i + 1] = (struct choice){
			deeds[i].action,
			arena_printf(arena, "%s: %s", deeds[i].object,
				     deeds[i].words),
			NULL,
			false,
		};
	*choices = made;
	*count = ARRAY_SIZE(deeds) + 1;
}
