/* ask.c - what the model's heads say about a party, weighed against what words and tables said.
 *
 * The answer of the tables counts as so much probability beside the model's, by how firmly it stands; the largest sum wins. From 1 on the
 * tables cannot be outweighed. The figures were chosen on fold 0 of the coded events (test/bench/who_gold.py --fold 0). */
#include "mark/who.h"

static const float sector_weight[DL_SURE_COUNT] = {[DL_SURE_NOTHING] = 0.0f, [DL_SURE_CONTEXT] = 0.3f, [DL_SURE_LINK] = 1.0f, [DL_SURE_WORD] = 0.65f, [DL_SURE_ROW] = 1.0f};
static const float code_weight[DL_SURE_COUNT] = {[DL_SURE_NOTHING] = 0.0f, [DL_SURE_CONTEXT] = 0.3f, [DL_SURE_LINK] = 0.9f, [DL_SURE_WORD] = 0.85f, [DL_SURE_ROW] = 1.0f};
/* What the model's country and sector add to the score of an antecedent that has them (coreference.c). */
#define CODE_VOICE 1.0f
#define SECTOR_VOICE 1.0f
/* All countries nearby together, beside a guess by context. */
#define NEARBY_WEIGHT 0.4f

static void take_sector(const dl_who *who, const dl_party *p, dl_party_answer *a)
{
    uint32_t n = DL_MIN(dl_model_sector_count(who->model), (uint32_t)DL_SECTOR_MAX);
    float top = a->sure_sector == DL_SURE_NOTHING ? 0.0f : sector_weight[a->sure_sector];
    for (uint32_t i = 0; i < n; i++) {
        if (dl_str_eq(dl_model_sector_text(who->model, i), a->sector) && a->sector.n) top += p->sector[i];
    }
    dl_str sector = {0};
    float share = 0;
    for (uint32_t i = 0; i < n; i++) {
        dl_str text = dl_model_sector_text(who->model, i);
        if (text.n == 0 || p->sector[i] <= top) continue;
        top = share = p->sector[i];
        sector = text;
    }
    if (sector.n == 0) return;
    a->sector = sector;
    a->sector_why = dl_arena_printf(who->doc->arena, "model sector %.*s %.2f", (int)sector.n, sector.p, (double)share);
    if (a->via == DL_VIA_UNKNOWN) a->via = DL_VIA_LEARNED;
}

/* The model's probability of each land that words of the window name, and after these of the codes that are no land; sums to 1. NULL when
 * the model mostly points at words whose country is unknown: the little that is left for the others says nothing. */
#define KNOWN_MASS 0.8f
static float *code_shares(const dl_who *who, const dl_party *p, uint32_t specials)
{
    float all = 0, *share = DL_NEW(who->doc->arena, float, who->land_count + specials + (size_t)1);
    if (share == NULL) return NULL;
    for (uint32_t i = 0; p->country && i < p->window_count && p->window_first + i < who->doc->token_count; i++) {
        uint16_t land = who->land_at[p->window_first + i];
        if (land) share[land - 1] += p->country[i];
    }
    for (uint32_t i = 0; i < specials; i++) share[who->land_count + i] = p->special[i];
    for (uint32_t i = 0; i < who->land_count + specials; i++) all += share[i];
    for (uint32_t i = 0; i < who->land_count + specials; i++) share[i] /= all > 0 ? all : 1;
    return all > KNOWN_MASS ? share : NULL;
}

static void add_nearby(const dl_who *who, uint32_t t, float weight, float *share)
{
    const float *near = dl_land_scores(who, t);
    float all = 0;
    for (uint32_t i = 0; near && i < who->land_count; i++) all += near[i];
    for (uint32_t i = 0; all > 0 && i < who->land_count; i++) share[i] += weight * NEARBY_WEIGHT * near[i] / all;
}

/* The one country that nearly all names of a report with several belong to, DL_NONE: there "police" and "residents" are its own, for all that no
 * word near them says so. */
static uint32_t land_of_report(const dl_who *who)
{
    float total = 0;
    uint32_t most = DL_NONE;
    for (uint32_t i = 0; i < who->land_count; i++) {
        total += who->lands[i].count;
        if (most == DL_NONE || who->lands[i].count > who->lands[most].count) most = i;
    }
    return most != DL_NONE && who->lands[most].count >= 3 && who->lands[most].count >= 0.85f * total ? most : DL_NONE;
}

/* The model knows no country. Businesses of none are of several; police, parties and lawmakers always have one, others where the report has only one. */
static void of_no_country(const dl_who *who, dl_party_answer *a)
{
    uint32_t land = dl_str_has_word(DL_LIT("CVL JUD MED"), a->sector) ? land_of_report(who) : DL_NONE;
    if (dl_str_is(a->sector, "BUS")) {
        a->code = DL_LIT("MNC");
        a->code_why = DL_LIT("a business of no country");
    } else if (dl_str_has_word(DL_LIT("COP LAB LEG OPP PTY"), a->sector)) {
        a->code = dl_land_near(who, a->head);
        a->code_why = DL_LIT("a country that the report speaks of nearby");
    } else if (land != DL_NONE) {
        a->code = who->lands[land].code;
        a->code_why = DL_LIT("the country of nearly all names of the report");
    }
}

static void take_code(const dl_who *who, const dl_learned *learned, dl_party_answer *a)
{
    float *share = learned->share;
    uint32_t specials = learned->specials, best = DL_NONE;
    if (share == NULL) return;
    float top = a->sure_code == DL_SURE_NOTHING ? 0.0f : code_weight[a->sure_code];
    if (a->sure_code <= DL_SURE_CONTEXT) {
        /* Context tells which country it is only as far as the model holds that it is a country at all. */
        float land = 0;
        for (uint32_t i = 0; i < who->land_count; i++) land += share[i];
        top *= land;
        add_nearby(who, a->head, land, share);
    }
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < who->land_count + specials; i++) {
            dl_str code = i < who->land_count ? who->lands[i].code : dl_model_special_text(who->model, i - who->land_count);
            bool mine = dl_str_eq(code, a->code);
            if (pass == 0 && mine && a->sure_code != DL_SURE_NOTHING) top += share[i];
            if (pass == 0 || share[i] <= top || mine) continue;
            top = share[i];
            best = i;
        }
    }
    if (best == DL_NONE) return;
    dl_str code = best < who->land_count ? who->lands[best].code : dl_model_special_text(who->model, best - who->land_count);
    a->code = code;
    a->code_why = dl_arena_printf(who->doc->arena, "model country %s%.*s", code.n ? "" : "none", (int)code.n, code.p);
    if (code.n == 0) of_no_country(who, a);
    if (a->via == DL_VIA_UNKNOWN) a->via = DL_VIA_LEARNED;
}

dl_status dl_learned_ask(const dl_who *who, const dl_party_answer *a, dl_learned *out, dl_error *err)
{
    *out = (dl_learned){.known = who->reader != NULL && who->model != NULL && who->doc->vectors != NULL};
    if (!out->known) return DL_OK;
    DL_TRY(dl_reader_party(who->reader, who->doc, a->first, a->last, &out->party, err));
    out->specials = DL_MIN(dl_model_special_count(who->model), (uint32_t)DL_COUNT(out->party.special));
    out->share = code_shares(who, &out->party, out->specials);
    return DL_OK;
}

float dl_learned_agrees(const dl_who *who, const dl_learned *learned, dl_str code, dl_str sector)
{
    float sum = 0;
    if (!learned->known) return 0;
    for (uint32_t i = 0; learned->share && i < who->land_count + learned->specials; i++) {
        dl_str c = i < who->land_count ? who->lands[i].code : dl_model_special_text(who->model, i - who->land_count);
        if (dl_str_eq(c, code)) sum += CODE_VOICE * learned->share[i];
    }
    for (uint32_t i = 0; i < DL_MIN(dl_model_sector_count(who->model), (uint32_t)DL_SECTOR_MAX); i++) {
        if (dl_str_eq(dl_model_sector_text(who->model, i), sector)) sum += SECTOR_VOICE * learned->party.sector[i];
    }
    return sum;
}

void dl_learned_weigh(const dl_who *who, const dl_learned *learned, dl_party_answer *answer)
{
    if (!learned->known) return;
    take_sector(who, &learned->party, answer);
    take_code(who, learned, answer);
}
