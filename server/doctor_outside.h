/**
 * How the server looks from outside, through whatever is in front of it.
 */
#ifndef SERVER_DOCTOR_OUTSIDE_H
#define SERVER_DOCTOR_OUTSIDE_H

#include "server/finding.h"

/** Ask at `url`, such as https://cal.example.org, for the well-known address,
 *  what it says of itself, every method and a large body; then look for the
 *  records of its domain. ca_file NULL: the system's. */
void doctor_outside(struct findings *findings, const char *url,
		    const char *ca_file);

#endif
