/**
 * How long texts may be, in code points, and how large numbers: rows describe
 * it and checks judge by it. Private to practice/.
 */
#ifndef PRACTICE_LIMITS_H
#define PRACTICE_LIMITS_H

#define NAME_LONGEST 200 /* of people, services and the practice */
#define EMAIL_LONGEST 254
#define PHONE_LONGEST 64
#define ADDRESS_LONGEST 500
#define CODE_LONGEST 16
#define TITLE_LONGEST 255
#define TAX_LONGEST 40
#define PREFIX_LONGEST 20
#define PLACE_LONGEST 255
#define NOTE_LIMIT 10000  /* and as many bytes */
#define DEVICE_LONGEST 64 /* labels of tokens and feeds */
#define TYPE_LABEL_LONGEST 15
#define TYPE_SHORT_LONGEST 15
#define TYPE_DESCRIPTION_LONGEST 500

/** The most that a modifier is: percent, or whole units of the currency (S27).
 */
#define TYPE_PERCENT_MOST 999
#define TYPE_FIXED_MOST 999999

#endif
