/* when_print.c - prints the times of reports: JSON lines {"id","date","text"} in, {"id","times":[...]} out, offsets in code points.
 *
 *   cmake --build build --target bench_when_print, or:
 *   gcc -std=c11 -O2 -D_GNU_SOURCE -Iinclude -Isrc -o when_print test/bench/when_print.c src/mark/when{,_[a-z]*}.c src/mark/quantity{,_kind}.c \
 *       src/mark/calendar.c src/lang/[a-z]*.c src/kern/[a-z]*.c src/base/[a-z]*.c -lm -lpthread
 *
 * Words and sentences come from the rules alone, without tags or trees. Values that are not strings are skipped. With -q as argument
 * quantities are printed too. */
#include "mark/mark.h"

#include <stdio.h>
#include <stdlib.h>

/* The JSON string that follows "name": in the line, unescaped into `out`; false when there is none. */
static bool get(const char *line, const char *name, dl_buf *out)
{
    char key[32];
    out->n = 0;
    snprintf(key, sizeof key, "\"%s\":", name);
    const char *p = strstr(line, key);
    if (!p) return false;
    p += strlen(key);
    while (*p == ' ') p++;
    if (*p++ != '"') return false;
    for (; *p && *p != '"'; p++) {
        if (*p != '\\') {
            dl_buf_char(out, *p);
            continue;
        }
        p++;
        if (*p == 'u') {
            char hex[5] = {0}, utf8[4];
            for (int k = 0; k < 4 && p[1]; k++) hex[k] = *++p;
            uint32_t code = (uint32_t)strtoul(hex, NULL, 16);
            if (code >= 0xD800 && code < 0xDC00 && p[1] == '\\' && p[2] == 'u') {
                char low[5] = {p[3], p[4], p[5], p[6], 0};
                code = 0x10000 + ((code - 0xD800) << 10) + ((uint32_t)strtoul(low, NULL, 16) - 0xDC00);
                p += 6;
            }
            dl_buf_add(out, (dl_str){utf8, dl_utf8_put(code, utf8)});
        } else {
            dl_buf_char(out, *p == 'n' ? '\n' : *p == 't' ? '\t' : *p == 'r' ? '\r' : *p == 'b' || *p == 'f' ? ' ' : *p);
        }
    }
    return true;
}

static unsigned points(dl_str text, uint32_t byte)
{
    unsigned n = 0;
    for (uint32_t k = 0; k < byte && k < text.n; k++) n += ((unsigned char)text.p[k] & 0xC0) != 0x80;
    return n;
}

static void print_times(const dl_doc *doc, const dl_marks *marks)
{
    static const char *const types[] = {"DATE", "TIME", "DURATION", "SET"};
    printf("\"times\":[");
    for (uint32_t k = 0; k < marks->time_count; k++) {
        const dl_time *t = &marks->times[k];
        char low[11], high[11];
        dl_day_to_text(t->low, low);
        dl_day_to_text(t->high, high);
        printf("%s{\"start\":%u,\"end\":%u,\"type\":\"%s\",\"value\":\"%.*s\",\"low\":\"%s\",\"high\":\"%s\",\"why\":\"%.*s\"}", k ? "," : "",
            points(doc->text, t->span.start), points(doc->text, t->span.end), types[t->type], (int)t->value.n, t->value.p, low, high,
            (int)t->why.n, t->why.p);
    }
    printf("]");
}

static void print_quantities(const dl_doc *doc, const dl_marks *marks)
{
    printf(",\"quantities\":[");
    for (uint32_t k = 0; k < marks->quantity_count; k++) {
        const dl_quantity *q = &marks->quantities[k];
        dl_str unit = q->unit == DL_NONE ? (dl_str){"", 0} : dl_token_form(doc, q->unit);
        printf("%s{\"start\":%u,\"end\":%u,\"low\":%lld,\"high\":%lld,\"unit\":\"", k ? "," : "", points(doc->text, q->span.start),
            points(doc->text, q->span.end), (long long)q->low, (long long)q->high);
        for (size_t c = 0; c < unit.n; c++) if (unit.p[c] != '"' && unit.p[c] != '\\') putchar(unit.p[c]);
        dl_str kind = dl_quantity_kind(doc, q, DL_NONE, DL_NONE);
        printf("\",\"kind\":\"%.*s\"}", (int)kind.n, kind.p);
    }
    printf("]");
}

static int print_report(dl_arena *arena, dl_str id, dl_str date, dl_str text, bool quantities)
{
    dl_doc doc = {.arena = arena, .text = text, .day = dl_day_from_text(date)};
    dl_marks marks = {0};
    dl_error err;
    if (dl_blocks_plain(&doc, &err) || dl_tokens_find(NULL, &doc, &err) || dl_when_find(NULL, &doc, &marks, &err) ||
        dl_quantity_find(&doc, &marks, &err))
        return fprintf(stderr, "%s\n", err.text), 1;
    printf("{\"id\":\"%.*s\",", (int)id.n, id.p);
    print_times(&doc, &marks);
    if (quantities) print_quantities(&doc, &marks);
    printf("}\n");
    return 0;
}

int main(int argc, char **argv)
{
    dl_buf line = {0}, id = {0}, date = {0}, text = {0};
    dl_arena *arena = dl_arena_new(0);
    int c, bad = 0;
    bool quantities = argc > 1 && !strcmp(argv[1], "-q");
    while ((c = getchar()) != EOF) {
        if (c != '\n') {
            dl_buf_char(&line, (char)c);
            continue;
        }
        if (line.n && get(line.p, "text", &text)) {
            get(line.p, "id", &id);
            get(line.p, "date", &date);
            bad |= print_report(arena, dl_buf_str(&id), dl_buf_str(&date), dl_buf_str(&text), quantities);
            dl_arena_reset(arena);
        }
        line.n = 0;
    }
    dl_arena_free(arena);
    dl_buf_drop(&line), dl_buf_drop(&id), dl_buf_drop(&date), dl_buf_drop(&text);
    return bad;
}
