/**
 * The forms of people: what clients and practitioners have alike, and the
 * contacts of clients (S3).
 */
#ifndef ADMIN_PAGES_PERSON_FORM_H
#define ADMIN_PAGES_PERSON_FORM_H

#include "admin/pages/page.h"
#include "practice/people/person_known.h"

/** What the office may know of the person of that login, code or id, who has
 *  this role; else ERR_NOT_FOUND. The reader has begun. */
MUST_CHECK enum err person_form_load(struct page *page, const char *word,
				     unsigned role, struct person_known *known);
/** Name, e-mail, phone, address and how they are told; NULL: of a new one. */
void person_form_fields(struct page *page, const struct person_known *known);
/** A form of one who is there: its revision, and whether they are active. */
void person_form_state(struct page *page, const struct person_known *known);
/** The contacts, and room for another. */
void person_form_contacts(struct page *page, const struct person_known *known);

/** The body for POST or PATCH: contacts that nothing is typed of are left
 *  out. */
json_t *person_form_body(struct page *page, const char *method,
			 const char *pattern, const char *boxes);

#endif
