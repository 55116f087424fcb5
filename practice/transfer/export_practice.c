#include "practice/transfer/export_practice.h"

#include "practice/checks.h"
#include "practice/transfer/export_calendars_private.h"
#include "practice/transfer/export_ledger_private.h"
#include "practice/transfer/export_money_private.h"
#include "practice/transfer/export_people_private.h"
#include "practice/transfer/export_sessions_private.h"
#include "practice/transfer/whole.h"

static const char readme[] =
	"This is a whole practice, as Daybook exported it at one moment.\n"
	"\n"
	"practice.csv          settings\n"
	"people.csv            everybody; contacts.csv their guardians, "
	"payers\n"
	"services.csv          a row for each price, with the day it holds "
	"from\n"
	"rates.csv             clients' own prices, and what practitioners "
	"earn\n"
	"                      where it has changed, each with its first day\n"
	"completion-types.csv  ways in which sessions end\n"
	"schedules.csv         recurring plans\n"
	"sessions.csv          every session, removed ones too\n"
	"saves.csv             each time one was saved; what became of it for\n"
	"                      each participant is in charges.csv, wages.csv\n"
	"sessions-*.ics        each practitioner's sessions as a calendar\n"
	"closures.ics          days on which the practice is shut\n"
	"calendars/ files/     people's own calendars and files, byte for "
	"byte;\n"
	"                      calendars.csv tells what is where\n"
	"invoices.csv invoice-lines.csv payments.csv refunds.csv\n"
	"allocations.csv payroll.csv\n"
	"audit.csv             who changed what, newest first\n"
	"ledger.csv            the ledger, and ledger-proof.json its proof\n"
	"practice.rows         all of this once more, by which an empty place\n"
	"                      becomes this practice\n"
	"\n"
	"Times are wall times of the zone beside them, or UTC where they end\n"
	"in Z. Amounts are decimal, but in ledger.csv minor units (cents).\n"
	"A text that a spreadsheet would take for a formula has a ' in front.\n"
	"Passwords, tokens and feeds are secrets and not here.\n"
	"\n"
	"To take it into an empty place, by the same version of Daybook:\n"
	"\n"
	"    daybook import DIR\n"
	"\n"
	"All comes back as it was, by practice.rows, but for the secrets.\n"
	"Without that file, or into a practice that has something already\n"
	"(set its zone and currency first), people, contacts, services,\n"
	"prices, ways to end, sessions with how they ended and closures are\n"
	"taken of the tables; saved sessions are priced and posted anew.\n"
	"\n"
	"The proof of the ledger\n"
	"\n"
	"Rows of ledger.csv with the same `transaction` are one transaction,\n"
	"each row an entry of it, debit positive; they sum to zero. Each\n"
	"transaction's `hash` is the SHA-256 of this text (ASCII, every line\n"
	"ended by a line feed; numbers in decimal, 0 where a cell is empty;\n"
	"entries in the order of the rows):\n"
	"\n"
	"    daybook-ledger 1\n"
	"    previous <previous: 64 hex digits, of the first one all 0>\n"
	"    id <transaction>\n"
	"    at <at: seconds since 1970 UTC>\n"
	"    kind <number of bytes of kind> <kind>\n"
	"    session <session>\n"
	"    completion <completion>\n"
	"    invoice <invoice>\n"
	"    payment <payment>\n"
	"    payroll <payroll>\n"
	"    reverses <reverses>\n"
	"    actor <actor>\n"
	"    entries <number of rows>\n"
	"    <account> <person> <amount>      a line for each row\n"
	"\n"
	"`previous` is the hash of the transaction before; ids count from 1\n"
	"without a gap; the last hash and the number of transactions are "
	"those\n"
	"of ledger-proof.json. Whoever can write the files can make another\n"
	"chain: what proves this one is its last hash, kept elsewhere (on\n"
	"paper, with an auditor). The column `who` is for reading only.\n";

static enum err readme_export(struct practice_export *export)
{
	return export->write(export->context, "README.txt", slice_of(readme));
}

static enum err whole_export(struct practice_export *export)
{
	return practice_whole_write(export->run.reader, export->write,
				    export->context);
}

typedef enum err export_part(struct practice_export *export);

static export_part *const parts[] = {
	readme_export,   export_settings,       export_people,
	export_services, export_types,          export_schedules,
	export_sessions, export_calendar_files, export_personal,
	export_invoices, export_payments,       export_payroll,
	export_audit,    export_ledger,         whole_export,
};

enum err practice_export(struct operation *op, struct reader *reader,
			 export_write *write, void *context)
{
	struct practice_export export = { .write = write, .context = context };
	enum err err = practice_need_admin(op);

	if (err)
		return err;
	err = export_begin(&export.run, op, reader);
	for (size_t i = 0; !err && i < ARRAY_SIZE(parts); i++) {
		export_page(&export.run);
		err = parts[i](&export);
	}
	return export_end(&export.run, err);
}
