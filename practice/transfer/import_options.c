#include "practice/transfer/import_options.h"

#include <stddef.h>

const char *const import_all_day_words[] = { "draft", "closure", "skip", NULL };
