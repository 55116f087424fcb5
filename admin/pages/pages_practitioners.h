/**
 * People > Practitioners: who works here, what they are paid and what they may
 * (S3, S32).
 */
#ifndef ADMIN_PAGES_PAGES_PRACTITIONERS_H
#define ADMIN_PAGES_PAGES_PRACTITIONERS_H

#include "admin/pages/page.h"

extern const struct page_table pages_practitioners;

#endif
