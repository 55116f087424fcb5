#include "server/command_settings.h"

#include "base/str.h"

#include "server/command_context.h"
#include "server/roff.h"
#include "server/setting.h"

#include <stdio.h>
#include <string.h>

#define COLUMNS 80

static const char head[] =
	"Daybook's settings, one `key = value` a line. Every key is shown with "
	"its default; `daybook serve --help` lists them too. A key given with "
	"--set on the command line wins over this file. `daybook settings` "
	"writes this file.";

static size_t width(const char *word, size_t len)
{
	size_t columns = 0;

	for (size_t i = 0; i < len; i++)
		columns += ((unsigned char)word[i] & 0xc0) != 0x80;
	return columns;
}

/* Words of prose on lines that begin with "# ". */
static void comment(const char *prose)
{
	size_t at = 0;

	while (*prose) {
		size_t len = strcspn(prose, " ");
		size_t columns = width(prose, len);

		if (at && at + 1 + columns > COLUMNS) {
			printf("\n");
			at = 0;
		}
		printf("%s%.*s", at ? " " : "# ", (int)len, prose);
		at += columns + (at ? 1 : 2);
		prose += len;
		prose += strspn(prose, " ");
	}
	printf("\n");
}

static void write_file(void)
{
	const struct setting *setting;

	comment(head);
	for (size_t i = 0; (setting = setting_at(i)); i++) {
		if (setting->about) {
			printf("\n");
			comment(setting->about);
		}
		printf("#%s =%s%s\n", setting->name, *setting->value ? " " : "",
		       setting->value);
	}
}

static void manual_name(const struct setting *setting, bool first)
{
	printf("%s\n.B ", first ? ".TP" : ".TQ");
	roff_text(setting->name);
	if (*setting->value) {
		printf(" = ");
		roff_text(setting->value);
	}
	printf("\n");
}

/* The rows from `first` up to but without `end`, which share their prose. */
static void manual_group(size_t first, size_t end)
{
	for (size_t i = first; i < end; i++)
		manual_name(setting_at(i), i == first);
	roff_text(setting_at(first)->about);
	printf("\n");
	for (size_t i = first; i < end && end > first + 1; i++) {
		printf(".br\n");
		roff_text(setting_at(i)->name);
		printf(": ");
		roff_text(setting_at(i)->help);
		printf("\n");
	}
}

static void write_manual(void)
{
	size_t first = 0;

	while (setting_at(first)) {
		size_t end = first + 1;

		while (setting_at(end) && !setting_at(end)->about)
			end++;
		manual_group(first, end);
		first = end;
	}
}

int command_settings(struct command_context *context)
{
	if (context->arguments.word_count)
		return command_usage(context, "settings takes no words");
	if (command_option(context, "man"))
		write_manual();
	else
		write_file();
	return EXIT_DONE;
}
