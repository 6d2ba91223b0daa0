/* blocks.c - how the parts of a page are understood. */
#include "lang/words.h"

dl_status dl_blocks_plain(dl_doc *doc, dl_error *err)
{
    uint32_t room = 0, n = (uint32_t)doc->text.n;
    doc->blocks = NULL;
    doc->block_count = 0;
    for (uint32_t at = 0; at < n;) {
        uint32_t end = at, last = at, line = 0;
        for (; end < n; end++) {
            char c = doc->text.p[end];
            if (c == '\n') { if (line++) break; }
            else if (c != ' ' && c != '\t' && c != '\r') line = 0, last = end + 1;
        }
        if (last > at) {
            if (doc->block_count == room && !dl_arena_grow(doc->arena, (void **)&doc->blocks, &room, room + 1, sizeof(dl_block)))
                return dl_fail(err, DL_NOMEM, "Memory ran out after %u blocks of a report.", doc->block_count);
            doc->blocks[doc->block_count++] = (dl_block){.span = {at, last}, .kind = DL_BLOCK_BODY};
        }
        at = end + 1;
    }
    return DL_OK;
}
