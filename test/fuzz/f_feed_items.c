/* Reads the bytes as RSS, Atom, NewsML-G2 or NITF and checks what every report promises: UTF-8, a text, a date that is a day. */
#include "base/base.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    dl_feed *feed = NULL;
    dl_report r;
    dl_error err;
    dl_feed_options options = {.format = "xml", .limit = 1 << 16};
    if (dl_feed_open_memory((dl_str){(const char *)data, size}, "fuzz", &options, &feed, &err) != DL_OK) return 0;
    dl_status status;
    while ((status = dl_feed_next(feed, &r, &err)) != DL_END) {
        if (status != DL_OK) continue;
        if (r.text.n == 0 || !dl_utf8_valid(r.text, NULL) || !dl_utf8_valid(r.title, NULL)) abort();
        if (r.date.n && dl_day_from_text(r.date) == DL_DAY_UNKNOWN) abort();
    }
    dl_feed_close(feed);
    return 0;
}
