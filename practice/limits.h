/**
 * How long texts may be, in code points: rows describe it and checks judge by
 * it. Private to practice/.
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

#endif
