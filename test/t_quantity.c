/* Quantities: bounds, what is counted, and what it means for an event. */
#include "check.h"
#include "mark/mark.h"

/* `want`: each as "low-high unit kind", "+" for an open end, "; " between. */
static const struct { const char *text, *want; } rows[] = {
    {"A bomb killed at least six people.", "6+ people dead"},
    {"Rebels killed 18 soldiers and wounded 45.", "18-18 soldiers dead; 45-45  injured"},
    {"Four commandos and a guard were injured.", "4-4 commandos injured"},
    {"Between 30 and 40 villagers were abducted.", "30-40 villagers abducted"},
    {"Police arrested dozens of protesters.", "24-99 protesters arrested"},
    {"More than 11,000 troops were deployed.", "11000+ troops troops"},
    {"Some 1.5 million people have been displaced.", "1500000-1500000 people displaced"},
    {"Hundreds of thousands rallied in the capital.", "200000-999999  participants"},
    {"Half a million people fled.", "500000-500000 people displaced"},
    {"Twenty-three hostages were freed.", "23-23 hostages abducted"},
    {"Losses stood at 10 dead.", "10-10 dead dead"},
    {"Up to 50 people died.", "0-50 people dead"},
    {"The organisers invited twelve countries.", "12-12 countries invited"},
    {"A 16-year-old boy was hurt in Resolution 2254.", ""},
    {"John Doe, 42, flew an F-16.", ""},
    {"Prices rose 5 percent.", "5-5 percent "},
    {"It paid $3 billion.", "3000000000-3000000000 $ "},
    {"", ""},
};

int main(void)
{
    dl_arena *arena = dl_arena_new(1 << 24);
    for (size_t i = 0; i < DL_COUNT(rows); i++) {
        dl_arena_reset(arena);
        dl_doc doc = {.arena = arena, .text = dl_str_c(rows[i].text), .day = DL_DAY_UNKNOWN};
        dl_marks marks = {0};
        dl_error err = {0};
        dl_buf have = {0};
        bool good = dl_blocks_plain(&doc, &err) == DL_OK && dl_tokens_find(NULL, &doc, &err) == DL_OK && dl_when_find(NULL, &doc, &marks, &err) == DL_OK &&
                    dl_quantity_find(&doc, &marks, &err) == DL_OK;
        CHECK(good, "row %zu: %s", i, err.text);
        for (uint32_t k = 0; k < marks.quantity_count; k++) {
            const dl_quantity *q = &marks.quantities[k];
            dl_str unit = q->unit == DL_NONE ? (dl_str){0} : dl_token_form(&doc, q->unit), kind = dl_quantity_kind(&doc, q, DL_NONE, DL_NONE);
            dl_buf_printf(&have, "%s%lld", k ? "; " : "", (long long)q->low);
            if (q->high == INT64_MAX) dl_buf_char(&have, '+');
            else dl_buf_printf(&have, "-%lld", (long long)q->high);
            dl_buf_printf(&have, " %.*s %.*s", (int)unit.n, unit.p ? unit.p : "", (int)kind.n, kind.p);
        }
        CHECK(dl_str_is(dl_buf_str(&have), rows[i].want), "%s\n  want %s\n  have %.*s", rows[i].text, rows[i].want, (int)have.n, have.p ? have.p : "");
        dl_buf_drop(&have);
    }
    dl_arena_free(arena);
    return check_done();
}
