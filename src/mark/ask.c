/* ask.c - what the model's heads say about a party, weighed against what words and tables said. Tables win where they are certain. */
#include "mark/who.h"

static void take_sector(const dl_who *who, const dl_party *p, dl_party_answer *a)
{
    uint32_t n = DL_MIN(dl_model_sector_count(who->model), (uint32_t)DL_SECTOR_MAX), best = 0;
    float own = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (p->sector[i] > p->sector[best]) best = i;
        if (dl_str_eq(dl_model_sector_text(who->model, i), a->sector)) own = p->sector[i];
    }
    static const float least[DL_SURE_COUNT] = {[DL_SURE_NOTHING] = 0.0f, [DL_SURE_CONTEXT] = 0.3f, [DL_SURE_LINK] = 0.55f, [DL_SURE_WORD] = 0.8f, [DL_SURE_ROW] = 0.97f};
    dl_str sector = n ? dl_model_sector_text(who->model, best) : (dl_str){0};
    if (sector.n == 0 || dl_str_eq(sector, a->sector) || p->sector[best] < least[a->sure_sector] || own * 4 > p->sector[best]) return;
    a->sector = sector;
    a->sector_why = dl_arena_printf(who->doc->arena, "model sector %.*s %.2f", (int)sector.n, sector.p, (double)p->sector[best]);
    if (a->via == DL_VIA_UNKNOWN) a->via = DL_VIA_LEARNED;
}

/* Probability of each land that a word of the window names, and of the codes that are no land; the best of all. */
static dl_str best_code(const dl_who *who, const dl_party *p, float *top, float *own, dl_str mine)
{
    float *sum = DL_NEW(who->doc->arena, float, who->land_count + (size_t)1);
    dl_str best = {0};
    *top = *own = 0;
    if (sum == NULL) return best;
    float all = 0;
    for (uint32_t i = 0; p->country && i < p->window_count && p->window_first + i < who->doc->token_count; i++) {
        uint16_t land = who->land_at[p->window_first + i];
        if (land == 0) continue;
        sum[land - 1] += p->country[i];
        all += p->country[i];
    }
    uint32_t specials = DL_MIN(dl_model_special_count(who->model), (uint32_t)DL_COUNT(p->special));
    for (uint32_t i = 0; i < specials; i++) all += p->special[i];
    if (all <= 0) return best;
    for (uint32_t i = 0; i < who->land_count + specials; i++) {
        dl_str code = i < who->land_count ? who->lands[i].code : dl_model_special_text(who->model, i - who->land_count);
        float s = (i < who->land_count ? sum[i] : p->special[i - who->land_count]) / all;
        if (dl_str_eq(code, mine)) *own += s;
        if (s <= *top) continue;
        *top = s;
        best = code;
    }
    return best;
}

static void take_code(const dl_who *who, const dl_party *p, dl_party_answer *a)
{
    static const float least[DL_SURE_COUNT] = {[DL_SURE_NOTHING] = 0.0f, [DL_SURE_CONTEXT] = 0.3f, [DL_SURE_LINK] = 0.6f, [DL_SURE_WORD] = 0.93f, [DL_SURE_ROW] = 0.985f};
    float top, own;
    dl_str code = best_code(who, p, &top, &own, a->code);
    if (code.n == 0 || dl_str_eq(code, a->code) || top < least[a->sure_code] || own * 4 > top) return;
    a->code = code;
    a->code_why = dl_arena_printf(who->doc->arena, "model country %.*s %.2f", (int)code.n, code.p, (double)top);
    if (a->via == DL_VIA_UNKNOWN) a->via = DL_VIA_LEARNED;
}

dl_status dl_learned_weigh(const dl_who *who, dl_party_answer *answer, dl_error *err)
{
    dl_party p;
    if (who->reader == NULL || who->model == NULL || who->doc->vectors == NULL) return DL_OK;
    DL_TRY(dl_reader_party(who->reader, who->doc, answer->first, answer->last, &p, err));
    take_sector(who, &p, answer);
    take_code(who, &p, answer);
    return DL_OK;
}
