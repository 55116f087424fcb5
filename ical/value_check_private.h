/**
 * Values of properties that are acted on or told, whatever component they are
 * in (RFC 5545 3.8, RFC 7986, 9073, 9074); only checks of objects call it.
 */
#ifndef ICAL_VALUE_CHECK_PRIVATE_H
#define ICAL_VALUE_CHECK_PRIVATE_H

#include "base/operation.h"
#include "ical/parse.h"

/**
 * Judge the values of the component's own lines, and what its parts that are
 * no VALARM must have: numbers within their bounds, words of a closed list,
 * properties that must say their VALUE, the UID of a PARTICIPANT.
 * Properties that are not known here are kept as they are.
 * ERR_CALENDAR_DATA with the line and property.
 */
MUST_CHECK enum err cal_values_check(struct operation *op,
				     const struct cal_component *component);

#endif
