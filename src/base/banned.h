/* Force-included by the build: calls that go wrong too easily become compile errors. */
#ifndef DL_BANNED_H
#define DL_BANNED_H
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#pragma GCC poison strcpy strcat sprintf vsprintf strtok atoi atol atof gmtime localtime rand srand setlocale
#endif
