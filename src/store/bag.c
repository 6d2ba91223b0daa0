/* bag.c - rows as bytes. */
#include "store/bag.h"

static void raw(dl_buf *out, const void *p, size_t n) { dl_buf_add(out, (dl_str){p, n}); }

void dl_bag_row(dl_buf *out, int frame) { dl_buf_char(out, (char)frame); }

void dl_bag_add(dl_buf *out, const dl_cell *cell)
{
    uint32_t n = (uint32_t)cell->text.n;
    dl_buf_char(out, (char)cell->kind);
    if (cell->kind == DL_CELL_NUMBER) raw(out, &cell->number, sizeof cell->number);
    if (cell->kind == DL_CELL_REAL) raw(out, &cell->real, sizeof cell->real);
    if (cell->kind != DL_CELL_TEXT) return;
    raw(out, &n, sizeof n);
    dl_buf_add(out, cell->text);
}

void dl_bag_text(dl_buf *out, dl_str text) { dl_bag_add(out, &(dl_cell){.kind = text.n ? DL_CELL_TEXT : DL_CELL_UNKNOWN, .text = text}); }
void dl_bag_number(dl_buf *out, int64_t value) { dl_bag_add(out, &(dl_cell){.kind = DL_CELL_NUMBER, .number = value}); }
void dl_bag_real(dl_buf *out, double value) { dl_bag_add(out, &(dl_cell){.kind = DL_CELL_REAL, .real = value}); }
void dl_bag_unknown(dl_buf *out) { dl_buf_char(out, DL_CELL_UNKNOWN); }
void dl_bag_doc(dl_buf *out) { dl_buf_char(out, DL_CELL_DOC); }

static bool take(dl_str *rest, void *to, size_t n)
{
    if (rest->n < n) return false;
    memcpy(to, rest->p, n);
    *rest = dl_str_part(*rest, n, rest->n);
    return true;
}

bool dl_bag_next_row(dl_str *rest, int *frame)
{
    unsigned char byte = 0;
    if (!take(rest, &byte, 1) || byte >= DL_FRAMES_OF_DOC) return false;
    *frame = byte;
    return true;
}

bool dl_bag_next(dl_str *rest, dl_cell *out)
{
    unsigned char kind = 0;
    uint32_t n = 0;
    *out = (dl_cell){0};
    if (!take(rest, &kind, 1) || kind > DL_CELL_DOC) return false;
    out->kind = (dl_cell_kind)kind;
    if (kind == DL_CELL_NUMBER) return take(rest, &out->number, sizeof out->number);
    if (kind == DL_CELL_REAL) return take(rest, &out->real, sizeof out->real);
    if (kind != DL_CELL_TEXT) return true;
    if (!take(rest, &n, sizeof n) || rest->n < n) return false;
    out->text = dl_str_part(*rest, 0, n);
    *rest = dl_str_part(*rest, n, rest->n);
    return true;
}

void dl_report_hash(const dl_report *r, char out[33])
{
    const dl_str parts[] = {r->id, r->date, r->title, r->text, r->source, r->url, r->language, r->author};
    dl_sha256 sha;
    uint8_t digest[32];
    dl_buf size = {0};
    dl_sha256_init(&sha);
    for (size_t i = 0; i < DL_COUNT(parts); i++) {
        size.n = 0;
        dl_buf_printf(&size, "%zu\n", parts[i].n);
        dl_sha256_add(&sha, dl_buf_str(&size));
        dl_sha256_add(&sha, parts[i]);
    }
    dl_buf_drop(&size);
    dl_sha256_done(&sha, digest);
    dl_hex(digest, 16, out);
}
