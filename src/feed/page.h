/* page.h - HTML pages as reports. */
#ifndef DL_PAGE_H
#define DL_PAGE_H

#include "feed/article.h"
#include "feed/readers.h"

/* UTF-8 of bytes whose encoding is declared as `label` (empty: not declared), without a byte order mark. DL_FORMAT: the encoding is not
 * one that is read (UTF-8, Latin-1 and Windows-1252 are). What is UTF-8 as it stands is taken as such whatever is declared. */
DL_CHECKED dl_status dl_markup_utf8(dl_str bytes, dl_str label, dl_arena *arena, dl_str *out);
/* The encoding that an XML declaration or an HTML page names in its first bytes; {0} for none. */
dl_str dl_markup_label(dl_str head);
/* Reads a page. `label`: its encoding as declared outside of it, empty for none. The date is one that can be read, or empty. */
DL_CHECKED dl_status dl_page_read(dl_feed *feed, dl_str bytes, dl_str label, dl_report *out, dl_error *err);

#endif
