/**
 * What somebody may know of a session, decided in one place (rules S4, S48,
 * S50), and the rows by which it is shown: JSON answers, searches, what is
 * kept of how it was, audit rows and the files of exports.
 *
 * A field of sessions is a row that names who sees it, of a member that is
 * filled from the facts; the texts of the terms are filled already. What
 * belongs to one of several people (a wage, a charge, an own ending) is cut in
 * session_known_to; all else is decided by the rows.
 */
#ifndef PRACTICE_CALENDAR_SESSION_KNOWN_H
#define PRACTICE_CALENDAR_SESSION_KNOWN_H

#include "base/shape.h"
#include "practice/access.h"
#include "practice/calendar/session_rows.h"
#include "practice/calendar/view.h"

struct known_client {
	int64_t id;
	const char *code, *name;        /* name NULL: not to be known */
	const char *type, *label, *map; /* the own ending; NULL: open */
	bool has_charge;
	struct money charge, tax;
};

struct known_practitioner {
	int64_t id;
	const char *login, *name;
	enum calendar_names names; /* how much of clients' they see */
	bool has_wage;
	struct money wage;
};

struct session_known {
	unsigned see; /* as whom: a bit of enum see */
	int digits;   /* of the currency */
	const char *currency;
	int64_t id;
	const char *uid;
	int64_t revision;
	enum session_state status;
	bool saved;
	const char *type, *label, *map; /* NULL: open */
	struct instant saved_at;        /* INSTANT_MIN: open */
	int64_t saved_by;
	const char *channel, *reason;
	const char *kind; /* single, group, draft (S5) */
	struct wall start, end;
	const char *tzid;
	struct instant start_utc, end_utc;
	struct session_terms terms; /* the service and the texts alone */
	const char *service_name;
	struct known_practitioner *practitioners;
	size_t practitioner_count;
	struct known_client *clients;
	size_t client_count;
	const char **conflicts; /* "closure:UID", "overlap:UID" */
	size_t conflict_count;
	const struct clash_meeting *meetings; /* of joint sessions */
	size_t meeting_count;
	int64_t schedule;
	struct instant created, modified, removed_at;
	json_t *notices; /* a list, of one session for the office; or NULL */
	/* As files have them; of one client's export, what it was for them. */
	bool has_charge;
	struct money charge, tax;
	const char *practitioner_words, *practitioner_names, *client_words;
	/* What titles and events have besides. */
	const char *practice, *public_url;
	const char *typed; /* into the title of a draft; or NULL */
};

/** All that there is to know, from the facts; see is SEE_OFFICE. */
void session_known_all(struct arena *arena, const struct session_facts *facts,
		       struct session_known *all);
/** The same of the session that stands. ERR_NOT_FOUND. */
MUST_CHECK enum err session_known_load(struct reader *reader, int64_t session,
				       struct session_known *all);

/** The same of a session that has just been read. */
MUST_CHECK enum err session_known_around(struct reader *reader,
					 const struct session *session,
					 struct session_known *all);
/** The same of many, in their order, by as many statements as of a few. */
MUST_CHECK enum err session_known_list(struct reader *reader,
				       const struct session *sessions,
				       size_t count,
				       struct session_known **list);

#define SESSION_OVERLAP "overlap"

/** A clash in one word of JSON and events, such as "closure:UID" or
 *  "overlap:UID"; in the arena. */
char *session_clash_text(struct arena *arena, const struct clash *clash);

/** What the actor may know of it: the office all; who takes it, their own wage
 *  and no charge; a client, how it went for them and nobody else. The rest is
 *  not in *known either, so that pages may read its members. False: nothing,
 *  not even that it is there. */
bool session_known_to(struct arena *arena, const struct session_known *all,
		      const struct actor *actor, struct session_known *known);
/** What this viewer's calendar shows of it: the office and practitioners as
 *  above, amounts only to whom it may show them, clients by as much of their
 *  names as the viewer chose; a client as above. */
void session_known_seen(struct arena *arena, const struct session_facts *facts,
			const struct viewer *viewer,
			struct session_known *known);
/** One text of it, as far as it is known: by the name of its row. NULL: none,
 *  or not to be known. */
const char *session_known_field(const struct session_known *known,
				const char *name);
/** Is there a canceled session to them? */
bool session_known_canceled(const struct session_known *known);
/** What clients owe and what practitioners earn, as far as it is known:
 *  "21.25 CAD", in a group "C042=21.25 CAD,C051=42.50 CAD"; NULL while the
 *  session is not saved. */
char *session_known_charges(struct arena *arena,
			    const struct session_known *known);
char *session_known_wages(struct arena *arena,
			  const struct session_known *known);
/** What one client's export says of it, to that client or to the office: of a
 *  group, private notes and reasons may be about anybody. */
void session_known_export(struct arena *arena, const struct session_known *all,
			  int64_t client, bool whole,
			  struct session_known *known);

/** JSON for those as whom it is known. */
json_t *session_known_json(struct arena *arena,
			   const struct session_known *known);
/** Does it hold this text (from str_fold), as far as it is known? Names of
 *  clients and of the service too. */
bool session_known_holds(struct arena *arena, const struct session_known *known,
			 const char *folded);

/** The text that is kept of how it was, and what it told: people by their
 *  names of today. ERR_STORAGE: the text is damaged. */
const char *session_known_text(struct arena *arena,
			       const struct session_known *all);
MUST_CHECK enum err session_known_read(struct reader *reader, const char *text,
				       struct session_known *all);

#endif
