/* modes.c - in what way: PLOVER modes from the model's probabilities and from words that tell the way ("rocket", "by telephone"). */
#include "record/rules.h"
#include "record/weigh.h"

#define WORD_REACH 12     /* words to both sides of the trigger, in its sentence */
#define NEED_REACH 2000   /* words to both sides in which a word of "need.NAME" must stand */
#define IN_TRIGGER 0.8f   /* what a word that tells the mode adds to the model's probability: in the trigger, */
#define BESIDE 0.4f       /* beside it, less with every word between */
#define SECOND_MODE 0.6f  /* what a second mode needs */

/* Modes that a type may carry, from the codebook. */
static const char *const modes[DL_TYPE_COUNT] = {
    [DL_TYPE_CONSULT] = "visit third-party multilateral phone", [DL_TYPE_RETREAT] = "withdraw release disarm ceasefire access resign",
    [DL_TYPE_REQUEST] = "assist change yield meet", [DL_TYPE_ACCUSE] = "disapprove investigate allege", [DL_TYPE_REJECT] = "assist change yield meet",
    [DL_TYPE_THREATEN] = "restrict arrest relations expel territory violence",
    [DL_TYPE_PROTEST] = "demo riot strike hunger boycott obstruct vandalize", [DL_TYPE_SANCTION] = "convict expel withdraw discontinue",
    [DL_TYPE_MOBILIZE] = "troops weapons police militia",
    [DL_TYPE_COERCE] = "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    [DL_TYPE_ASSAULT] = "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone heavy-weapons crowd-control unconventional"};

/* The set "mode.NAME" or "need.NAME", DL_NONE. */
static uint32_t set_of(const dl_rules *rules, const char *kind, dl_str mode)
{
    for (uint32_t i = 0; rules && i < rules->set_count; i++) {
        dl_str rest = rules->sets[i].name;
        if (dl_str_is(dl_str_cut(&rest, '.'), kind) && dl_str_eq(rest, mode)) return i;
    }
    return DL_NONE;
}

/* Is nothing said, as far as one reads in some minutes, without which the mode is a guess? */
static bool unheard_of(const dl_rules *rules, const dl_doc *doc, const dl_event *e, dl_str mode)
{
    uint32_t set = set_of(rules, "need", mode);
    if (set == DL_NONE) return false;
    uint32_t from = e->trigger_first > NEED_REACH ? e->trigger_first - NEED_REACH : 0, end = DL_MIN(e->trigger_last + NEED_REACH, doc->token_count);
    for (uint32_t k = from; k < end; k++)
        if (doc->tokens[k].lemma.n && dl_map_get(rules->sets[set].lemmas, doc->tokens[k].lemma)) return false;
    return true;
}

/* What the words around the trigger add for the mode. */
static float told(const dl_rules *rules, const dl_doc *doc, const dl_event *e, dl_str mode)
{
    uint32_t set = set_of(rules, "mode", mode);
    float most = 0;
    if (set == DL_NONE) return 0;
    const dl_sentence *s = &doc->sentences[e->sentence];
    uint32_t from = e->trigger_first > s->first + WORD_REACH ? e->trigger_first - WORD_REACH : s->first;
    uint32_t end = DL_MIN(e->trigger_last + WORD_REACH + 1, s->first + s->count);
    for (uint32_t k = from; k < end; k++) {
        if (doc->tokens[k].lemma.n == 0 || !dl_map_get(rules->sets[set].lemmas, doc->tokens[k].lemma)) continue;
        uint32_t far = k < e->trigger_first ? e->trigger_first - k : k > e->trigger_last ? k - e->trigger_last : 0;
        most = DL_MAX(most, far == 0 ? IN_TRIGGER : BESIDE * (1 - (float)far / (WORD_REACH + 1)));
    }
    return most;
}

void dl_modes_fill(const dl_record_context *context, const dl_doc *doc, const dl_trigger *t, dl_event *e, dl_evidences *evidence)
{
    float least = dl_settings_get(context->settings, DL_SETTING_MODE), score[DL_MODE_MAX];
    uint32_t n = DL_MIN(dl_model_mode_count(context->model), (uint32_t)DL_MODE_MAX);
    dl_str list = dl_str_c(modes[e->type]);
    for (uint32_t i = 0; i < n; i++) {
        dl_str mode = dl_model_mode_text(context->model, i);
        score[i] = dl_str_has_word(list, mode) ? t->mode[i] + told(context->rules, doc, e, mode) : -1;
        if (score[i] >= least && unheard_of(context->rules, doc, e, mode)) score[i] = -1;
    }
    while (e->mode_count < 2) {
        uint32_t best = DL_NONE;
        for (uint32_t i = 0; i < n; i++) {
            if (score[i] >= least && (best == DL_NONE || score[i] > score[best])) best = i;
        }
        if (best == DL_NONE) return;
        dl_str mode = dl_model_mode_text(context->model, best);
        e->modes[e->mode_count++] = mode;
        dl_evidence_add(doc, evidence, dl_arena_printf(doc->arena, "mode %.*s: model %.2f, words", (int)mode.n, mode.p, (double)t->mode[best]), score[best] - t->mode[best], (dl_span){0}, true);
        score[best] = -1;
        least = DL_MAX(least, SECOND_MODE);
    }
}
