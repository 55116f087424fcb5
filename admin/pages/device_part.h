/**
 * Devices and calendar links as pages show them: what they are, what used them
 * last, and what was just made, which is shown once.
 */
#ifndef ADMIN_PAGES_DEVICE_PART_H
#define ADMIN_PAGES_DEVICE_PART_H

#include "admin/pages/page.h"
#include "practice/people/device.h"

/** Where people reach us: the setting public_url, else what the browser calls
 *  us. Without a slash at its end. */
const char *device_part_base(const struct page *page);

/** "iPhone", or what stands for a name where there is none. */
const char *device_part_label(const struct device_known *known);
/** "Calendar link, busy only", "Device". */
const char *device_part_kind(const struct device_known *known);
/** "iOS 17.5", or "" where nothing has come yet. */
const char *device_part_program(const struct device_known *known);
/** "Wrong password since Tue 9 June, 13:40", or NULL. */
const char *device_part_trouble(const struct page *page,
				const struct device_known *known);
/** The button of one: a form to that address with revoke_token or revoke_feed
 *  and the person's id. */
void device_part_revoke(struct page *page, const char *action,
			const struct device_known *known);

/** The cards of a person's devices and of their calendar links; the forms of
 *  their buttons go to that address. The reader has begun. */
MUST_CHECK enum err device_part_lists(struct page *page, int64_t person,
				      const char *action);
/** A value to copy, under its label. */
void device_part_copy(struct page *page, const char *label, const char *value);
/** What the form before made, if it did: a device's password or a calendar
 *  link, shown this once. */
void device_part_made(struct page *page);
/** The fields of a new calendar link, and its button. */
void device_part_feed_fields(struct page *page, const char *label);

/** Take a form of these: revokes, or makes a calendar link (it has a level) or
 *  a device's password for that person, keeps what is shown once, and goes to
 *  `back`. The reader has not begun. */
MUST_CHECK enum err device_part_take(struct page *page, int64_t person,
				     const char *back);

#endif
