/* views.c - the store's frames as the roll-up takes them: the only place of the reading side that knows how things are kept. */
#include "store/rollup.h"

const char dl_views_sql[] = "";
