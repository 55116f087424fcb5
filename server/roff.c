#include "server/roff.h"

#include <stdbool.h>
#include <stdio.h>

void roff_text(const char *text)
{
	bool begins = true;

	for (; *text; text++) {
		if (begins && (*text == '.' || *text == '\''))
			printf("\\&");
		if (*text == '\\')
			printf("\\e");
		else if (*text == '-')
			printf("\\-");
		else
			putchar(*text);
		begins = *text == '\n';
	}
}
