/* t_claims.c - on whose word, on trees that are given: source, cue, content, stance, and which claim reports which. */
#include "tree_maker.h"
#include "record/claims.h"

static const char cues[] =
    "set cue.asserts.verb = say report claim\nset cue.asserts.object = claim\nset cue.asserts.noun = claim statement\nset cue.asserts.passive = say report\n"
    "set cue.denies.verb = deny\nset cue.denies.object = deny\nset cue.denies.noun = denial\nset cue.admits.verb = admit\nset cue.believes.verb = think believe\n"
    "set cue.believes.passive = believe\nset cue.expects.passive = expect\nset cue.speech = say\n";

/* One claim. Source NULL: nobody. Contents in order, NULL after the last; outer: number of the claim that reports it, -1 for none. */
typedef struct claimed { const char *source, *cue, *content[2]; dl_stance stance; int outer; } claimed;

#define MINISTER "The/the/DET//2/det minister//NOUN//3/nsubj said/say/VERB//0/root "

static const struct { const char *what, *tree; claimed claims[3]; } trials[] = {
    {"indirect", MINISTER "that//SCONJ//7/mark talks/talk/NOUN//7/nsubj had/have/AUX//7/aux failed/fail/VERB//3/ccomp "
     ".//PUNCT//3/punct",
     {{"The minister", "said", {"that talks had failed"}, DL_STANCE_ASSERTS, -1}}},
    {"clause first", "Talks/talk/NOUN//3/nsubj had/have/AUX//3/aux failed/fail/VERB//0/root ,//PUNCT//7/punct "
     "the/the/DET//6/det minister//NOUN//7/nsubj said/say/VERB//3/parataxis .//PUNCT//3/punct",
     {{"the minister", "said", {"Talks had failed"}, DL_STANCE_ASSERTS, -1}}},
    {"direct", "\"//PUNCT//4/punct We/we/PRON//4/nsubj will//AUX//4/aux fight//VERB//8/ccomp ,//PUNCT//4/punct "
     "\"//PUNCT//4/punct rebels/rebel/NOUN//8/nsubj said/say/VERB//0/root .//PUNCT//8/punct",
     {{"rebels", "said", {"\" We will fight , \""}, DL_STANCE_ASSERTS, -1}}},
    {"direct, broken", "\"//PUNCT//2/punct We/we/PRON//10/nsubj ,//PUNCT//6/punct \"//PUNCT//2/punct he//PRON//6/nsubj "
     "said/say/VERB//10/parataxis ,//PUNCT//6/punct \"//PUNCT//10/punct "
     "will//AUX//10/aux win//VERB//0/root .//PUNCT//10/punct \"//PUNCT//10/punct",
     {{"he", "said", {"\" We , \"", "\" will win . \""}, DL_STANCE_ASSERTS, -1}}},
    {"direct, going on",
     "\"//PUNCT//4/punct We/we/PRON//4/nsubj will//AUX//4/aux fight//VERB//7/ccomp \"//PUNCT//4/punct he//PRON//7/nsubj "
     "said/say/VERB//0/root .//PUNCT//7/punct\n"
     "\"//PUNCT//3/punct Nobody//PRON//3/nsubj runs/run/VERB//0/root .//PUNCT//3/punct "
     "\"//PUNCT//3/punct\nRain/rain/NOUN//2/nsubj fell/fall/VERB//0/root .//PUNCT//2/punct",
     {{"he", "said", {"\" We will fight \"", "\" Nobody runs . \""}, DL_STANCE_ASSERTS, -1}}},
    {"according to", "According/accord/VERB//3/case to//ADP//1/fixed police//NOUN//5/obl talks/talk/NOUN//5/nsubj "
     "failed/fail/VERB//0/root .//PUNCT//5/punct",
     {{"police", "According to", {"talks failed"}, DL_STANCE_ASSERTS, -1}}},
    {"passive", "The/the/DET//2/det army//NOUN//4/nsubj:pass was/be/AUX//4/aux:pass said/say/VERB/VBN/0/root "
     "to//PART//6/mark hold//VERB//4/xcomp it//PRON//6/obj .//PUNCT//4/punct",
     {{NULL, "was said", {"The army", "to hold it"}, DL_STANCE_ASSERTS, -1}}},
    {"passive with its source", "He//PRON//3/nsubj:pass was/be/AUX//3/aux:pass reported/report/VERB/VBN/0/root "
     "by//ADP//5/case police//NOUN//3/obl:agent to//PART//7/mark flee//VERB//3/xcomp",
     {{"police", "was reported", {"He", "to flee"}, DL_STANCE_ASSERTS, -1}}},
    {"passive belief", "He//PRON//3/nsubj:pass is/be/AUX//3/aux:pass believed/believe/VERB/VBN/0/root to//PART//5/mark "
     "hide//VERB//3/xcomp",
     {{NULL, "is believed", {"He", "to hide"}, DL_STANCE_BELIEVES, -1}}},
    {"denial of a thing", "Iran//PROPN//2/nsubj denied/deny/VERB//0/root the/the/DET//4/det charge//NOUN//2/obj "
     ".//PUNCT//2/punct",
     {{"Iran", "denied", {"the charge"}, DL_STANCE_DENIES, -1}}},
    {"denial denied", "Iran//PROPN//4/nsubj did/do/AUX//4/aux not//PART//4/advmod deny//VERB//0/root it//PRON//6/nsubj "
     "fired/fire/VERB//4/ccomp .//PUNCT//4/punct",
     {{"Iran", "did not deny", {"it fired"}, DL_STANCE_ADMITS, -1}}},
    {"nested", MINISTER "that//SCONJ//6/mark Iran//PROPN//6/nsubj denied/deny/VERB//3/ccomp that//SCONJ//9/mark "
     "it//PRON//9/nsubj fired/fire/VERB//6/ccomp .//PUNCT//3/punct",
     {{"The minister", "said", {"that Iran denied that it fired"}, DL_STANCE_ASSERTS, -1}, {"Iran", "denied", {"that it fired"}, DL_STANCE_DENIES, 0}}},
    {"noun", "They//PRON//2/nsubj mocked/mock/VERB//0/root his//PRON//4/nmod:poss claim//NOUN//2/obj that//SCONJ//7/mark "
     "troops/troop/NOUN//7/nsubj fled/flee/VERB//4/acl",
     {{"his", "claim", {"that troops fled"}, DL_STANCE_ASSERTS, -1}}},
    {"noun of the verb's subject", "Iran//PROPN//2/nsubj made/make/VERB//0/root a/a/DET//4/det statement//NOUN//2/obj "
     "that//SCONJ//7/mark troops/troop/NOUN//7/nsubj fled/flee/VERB//4/acl",
     {{"Iran", "statement", {"that troops fled"}, DL_STANCE_ASSERTS, -1}}},
    {"relative", "the/the/DET//2/det envoy//NOUN//7/nsubj who//PRON//4/nsubj said/say/VERB//2/acl:relcl "
     "talks/talk/NOUN//6/nsubj failed/fail/VERB//4/ccomp left/leave/VERB//0/root",
     {{"the envoy", "said", {"talks failed"}, DL_STANCE_ASSERTS, -1}}},
    {"a later clause of the reporter", MINISTER "that//SCONJ//6/mark talks/talk/NOUN//6/nsubj failed/fail/VERB//3/ccomp "
     ",//PUNCT//10/punct but//CCONJ//10/cc rebels/rebel/NOUN//10/nsubj stayed/stay/VERB//6/conj",
     {{"The minister", "said", {"that talks failed"}, DL_STANCE_ASSERTS, -1}}},
    {"the reporter's own", "I//PRON//2/nsubj think//VERB//0/root that//SCONJ//5/mark talks/talk/NOUN//5/nsubj "
     "failed/fail/VERB//2/ccomp", {{0}}},
    {"no cue", "The/the/DET//2/det army//NOUN//3/nsubj saw/see/VERB//0/root that//SCONJ//6/mark talks/talk/NOUN//6/nsubj "
     "failed/fail/VERB//3/ccomp", {{0}}},
    {"a noun without a clause", "They//PRON//2/nsubj mocked/mock/VERB//0/root his//PRON//4/nmod:poss claim//NOUN//2/obj",
     {{0}}},
};

static bool span_is(const dl_doc *doc, dl_span span, const char *words)
{
    return dl_str_is(dl_str_part(doc->text, span.start, span.end), words ? words : "");
}

static void check_claim(const char *what, const dl_doc *doc, const dl_claim *c, const claimed *want)
{
    const char *text = doc->text.p;
    uint32_t contents = want->content[1] ? 2 : 1;
    CHECK(span_is(doc, c->source_span, want->source), "%s: source '%.*s'", what, (int)(c->source_span.end - c->source_span.start), text + c->source_span.start);
    CHECK(span_is(doc, c->cue, want->cue), "%s: cue '%.*s'", what, (int)(c->cue.end - c->cue.start), text + c->cue.start);
    CHECK(c->stance == want->stance, "%s: stance %d", what, (int)c->stance);
    CHECK(c->outer == (want->outer < 0 ? DL_NONE : (uint32_t)want->outer), "%s: reported by %d", what, (int)c->outer);
    CHECK(c->content_count == contents, "%s: %u contents", what, (unsigned)c->content_count);
    for (uint32_t i = 0; i < contents && i < c->content_count; i++) {
        dl_span span = c->content[i];
        CHECK(span_is(doc, span, want->content[i]), "%s: content '%.*s'", what, (int)(span.end - span.start), text + span.start);
    }
}

static void test_claims(dl_arena *arena, const dl_rules *rules)
{
    for (size_t i = 0; i < DL_COUNT(trials); i++) {
        const claimed *want = trials[i].claims;
        dl_doc doc;
        dl_claim *claims;
        uint32_t count = 0, expected = 0;
        dl_arena_reset(arena);
        while (expected < DL_COUNT(trials[i].claims) && want[expected].cue) expected++;
        if (!tree_make(arena, trials[i].tree, &doc)) continue;
        CHECK(dl_claims_find(rules, &doc, NULL, &claims, &count, NULL) == DL_OK && count == expected, "%s: %u claims", trials[i].what, (unsigned)count);
        for (uint32_t k = 0; k < count && k < expected; k++) check_claim(trials[i].what, &doc, &claims[k], &want[k]);
    }
}

/* The source is an entity where the marks know one at its word; without words of report nothing is claimed. */
static void test_marks(dl_arena *arena, const dl_rules *rules)
{
    uint32_t entity_at[16], count = 0;
    dl_marks marks = {.entity_at = entity_at};
    dl_claim *claims;
    dl_doc doc;
    dl_arena_reset(arena);
    for (size_t i = 0; i < DL_COUNT(entity_at); i++) entity_at[i] = DL_NONE;
    entity_at[1] = 7;
    if (!tree_make(arena, trials[0].tree, &doc)) return;
    CHECK(dl_claims_find(rules, &doc, &marks, &claims, &count, NULL) == DL_OK && count == 1 && claims[0].source == 7, "the entity of the source");
    CHECK(dl_claims_find(NULL, &doc, NULL, &claims, &count, NULL) == DL_OK && count == 0, "no rules, no claims");
}

int main(void)
{
    dl_arena *arena = dl_arena_new(0);
    dl_rules *rules = NULL;
    dl_buf findings = {0};
    uint32_t count = 0;
    CHECK(dl_rules_new(&rules, NULL) == DL_OK && dl_rules_read(rules, dl_str_c(cues), "cues", &findings, &count, NULL) == DL_OK && count == 0, "the cues");
    test_claims(arena, rules);
    test_marks(arena, rules);
    dl_rules_free(rules);
    dl_buf_drop(&findings);
    dl_arena_free(arena);
    return check_done();
}
