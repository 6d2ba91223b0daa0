/* t_rules.c - rule files: what is read, what is refused and how it is told; then rules on trees that are given, without a model. */
#include "tree_maker.h"

#define GOOD "rule good\n type AID\n verb help\n"

/* A file, the words that its finding must hold (NULL: no finding), and how many of its rules work. */
typedef struct told { const char *text, *words; uint32_t rules; } told;

static const told files[] = {
    {GOOD, NULL, 1},
    {"# a comment\n\n\trule a\n\ttype  AID\r\n\tverb\thelp   feed\n", NULL, 1},
    {"set food = bread rice\nrule a\ntype AID\nmode food\ncameo 073\nweight 0.25\nverb give send\nwith object @food fish\nwhere obl:to\nwithout obl:in>nmod hand\n"
     "negated\ninstead AGREE CONSULT\nbeside REQUEST\nalone 0.6\nactor subject up>nsubj nmod:poss\nrecipient obl:to\nexample: She gave bread. => gave bread | She\nnot: She gave up.\n", NULL, 1},
    {"forbid a\ntype AID\nnoun help\n" GOOD "rule b\ntype AID\nword help\n", NULL, 3},
    {"rule a\ntype HELP\nverb give\n" GOOD, "x.rules:2: no PLOVER type: HELP", 1},
    {"rule a\ntype\nverb give\n" GOOD, "x.rules:2: no PLOVER type", 1},
    {"rule a\nverb give\n" GOOD, "x.rules:1: the rule has no type: a", 1},
    {"rule a\ntype AID\n" GOOD, "x.rules:1: the rule has no verb, noun or word: a", 1},
    {"rule a\ntype AID\nverb give\nnoun gift\n" GOOD, "x.rules:4: a rule has one line of verb, noun or word: gift", 1},
    {"rule a b\n" GOOD, "x.rules:1: a rule has one name without spaces", 1},
    {"rule\ntype AID\n" GOOD, "x.rules:1: a rule has one name without spaces", 1},
    {GOOD GOOD, "x.rules:4: a rule with this name stands already: good", 1},
    {"rule a\ntype AID\nverb give\nmode\n" GOOD, "x.rules:4: a mode is missing", 1},
    {"rule a\ntype AID\nverb give\ncameo 7\n" GOOD, "x.rules:4: a CAMEO code has two to four digits: 7", 1},
    {"rule a\ntype AID\nverb give\ncameo 07x\n" GOOD, "x.rules:4: a CAMEO code has two to four digits: 07x", 1},
    {"rule a\ntype AID\nverb give\nweight 1.5\n" GOOD, "x.rules:4: a weight lies between 0 and 1", 1},
    {"rule a\ntype AID\nverb give\nweight much\n" GOOD, "x.rules:4: a weight lies between 0 and 1", 1},
    {"rule a\ntype AID\nverb give\nweight nan\n" GOOD, "x.rules:4: a weight lies between 0 and 1", 1},
    {"rule a\ntype AID\nverb @none\n" GOOD, "x.rules:3: there is no such set before this line: @none", 1},
    {"rule a\ntype AID\nverb give\nwith nothing bread\n" GOOD, "x.rules:4: no relation of Universal Dependencies: nothing", 1},
    {"rule a\ntype AID\nverb give\nwith\n" GOOD, "x.rules:4: a path is missing", 1},
    {"rule a\ntype AID\nverb give\nwith up>up>up>up>up\n" GOOD, "x.rules:4: a path of more than four steps", 1},
    {"rule a\ntype AID\nverb give\nactor subject object up obj obl nmod\n" GOOD, "x.rules:4: more than five paths for a role: nmod", 1},
    {"rule a\ntype AID\nverb a b c d e f g h i j k l m\n" GOOD, "x.rules:3: too many words; make them a set: m", 1},
    {"rule a\ntype AID\nverb give\nwith obj\nwith obj\nwith obj\nwith obj\nwith obj\nwith obj\nwith obj\nwith obj\nwith obj\n" GOOD, "x.rules:12: more than eight conditions", 1},
    {"rule a\ntype AID\nverb give\nnegated never\n" GOOD, "x.rules:4: this keyword stands alone: never", 1},
    {"rule a\ntype AID\nverb give\ninstead\n" GOOD, "x.rules:4: a type is missing", 1},
    {"rule a\ntype AID\nverb give\ninstead AGREE TALK\n" GOOD, "x.rules:4: no PLOVER type: TALK", 1},
    {"rule a\ntype AID\nverb give\nbeside\n" GOOD, "x.rules:4: a type is missing", 1},
    {"rule a\ntype AID\nverb give\nalone 2\n" GOOD, "x.rules:4: a weight lies between 0 and 1", 1},
    {"rule a\ntype AID\nverb give\nexample: => gave\n" GOOD, "x.rules:4: an example needs a sentence", 1},
    {"rule a\ntype AID\nverb give\nadverb soon\n" GOOD, "x.rules:4: no such keyword in a rule: adverb", 1},
    {"type AID\n" GOOD, "x.rules:1: this line belongs to no rule: type", 1},
    {"set food bread\n" GOOD, "x.rules:1: a set is written `set NAME = words`", 1},
    {"set\n" GOOD, "x.rules:1: a set is written `set NAME = words`", 1},
    {GOOD "# \xff\n", "x.rules:4: the file is not UTF-8", 0},
};

static dl_rules *read_rules(const char *text, dl_buf *findings, uint32_t *count)
{
    dl_rules *rules = NULL;
    *count = 0;
    if (dl_rules_new(&rules, NULL) != DL_OK) return NULL;
    CHECK(dl_rules_read(rules, dl_str_c(text), "x.rules", findings, count, NULL) == DL_OK, "%s", text);
    return rules;
}

static void test_files(void)
{
    for (size_t i = 0; i < DL_COUNT(files); i++) {
        dl_buf out = {0};
        uint32_t count, working = 0;
        dl_rules *rules = read_rules(files[i].text, &out, &count);
        for (uint32_t k = 0; rules && k < rules->count; k++) working += rules->items[k].type != DL_TYPE_COUNT;
        CHECK(count == (files[i].words ? 1 : 0), "%s: %u findings: %s", files[i].text, (unsigned)count, out.p ? out.p : "");
        CHECK(!files[i].words || (out.p && strstr(out.p, files[i].words)), "%s but: %s", files[i].words, out.p ? out.p : "nothing");
        CHECK(working == files[i].rules, "%s: %u rules work", files[i].text, (unsigned)working);
        dl_rules_free(rules);
        dl_buf_drop(&out);
    }
}

/* What a rule holds after its lines were read. */
static void test_fields(void)
{
    dl_buf out = {0};
    uint32_t count;
    dl_rules *rules = read_rules(files[2].text, &out, &count);
    if (!rules || rules->count != 1) return;
    const dl_rule *r = &rules->items[0];
    CHECK(r->type == DL_TYPE_AID && dl_str_is(r->mode, "food") && dl_str_is(r->cameo, "073") && r->weight == 0.25f, "type, mode, code, weight");
    CHECK(!r->forbid && r->negated && r->instead == (1u << DL_TYPE_AGREE | 1u << DL_TYPE_CONSULT), "negated, instead");
    CHECK(r->beside == 1u << DL_TYPE_REQUEST && r->alone > 0.59f && r->alone < 0.61f, "beside, alone");
    CHECK(r->head.lemma_count == 2 && r->upos == 1u << DL_UPOS_VERB, "a head of two verbs");
    CHECK(r->condition_count == 3 && r->conditions[0].inside && !r->conditions[1].inside && r->conditions[2].forbidden, "with, where, without");
    CHECK(r->conditions[0].words.set_count == 1 && r->conditions[0].words.lemma_count == 1, "a set and a word");
    CHECK(r->conditions[2].path.count == 2 && dl_str_is(r->conditions[2].path.steps[0].marker, "in"), "a path of two steps with a preposition");
    CHECK(r->actor_count == 3 && r->actor[1].count == 2 && r->actor[2].steps[0].rel == DL_REL_NMOD_POSS && !r->actor[2].steps[0].family, "three paths of the actor");
    CHECK(r->example_count == 2 && r->examples[0].must && !r->examples[1].must, "two examples");
    CHECK(dl_str_is(r->examples[0].trigger, "gave bread") && dl_str_is(r->examples[0].actor, "She") && r->examples[0].recipient.n == 0, "the parts of an example");
    CHECK(dl_rules_digest(rules).n == 16, "a digest");
    dl_rules_free(rules);
    dl_buf_drop(&out);
}

/* ## On trees */

#define ARMY "The/the/DET//2/det army//NOUN//3/nsubj "
#define SEIZE "set vessel = ship boat\nrule r\ntype COERCE\nverb seize impound\nwith object @vessel\nactor subject\nrecipient object\n"
#define ATTACK "rule r\ntype ASSAULT\nnoun attack talks\nactor subject\nrecipient object\n"
#define LEAVE "rule r\ntype RETREAT\nverb leave\nactor subject\nrecipient object\n"
#define ATTEND "rule r\ntype REJECT\nverb attend\nnegated\nactor subject\n"
#define REFUSE "rule r\ntype REJECT\nverb refuse\nwith xcomp\nwithout xcomp say\nactor subject\nrecipient xcomp>obl:with\n"
#define TROOPS_LEFT "The/the/DET//2/det troops/troop/NOUN//3/nsubj left/leave/VERB//0/root "

/* Words NULL: the rule must be silent. Parties NULL: nobody. */
typedef struct tried { const char *what, *rule, *tree, *words, *actor, *recipient; bool negated; } tried;

static const tried trials[] = {
    {"active", SEIZE, ARMY "seized/seize/VERB//0/root the/the/DET//5/det ship//NOUN//3/obj", "seized the ship", "army",
     "ship", false},
    {"another object", SEIZE, ARMY "seized/seize/VERB//0/root the/the/DET//5/det chance//NOUN//3/obj", NULL, NULL, NULL,
     false},
    {"another part of speech", SEIZE, "seized/seize/ADJ//2/amod ship//NOUN//0/root", NULL, NULL, NULL, false},
    {"passive", SEIZE, "The/the/DET//2/det ship//NOUN//4/nsubj:pass was/be/AUX//4/aux:pass seized/seize/VERB/VBN/0/root "
     "by//ADP//7/case the/the/DET//7/det navy//NOUN//4/obl:agent",
     "ship was seized", "navy", "ship", false},
    {"passive without agent", SEIZE, "The/the/DET//2/det ship//NOUN//4/nsubj:pass was/be/AUX//4/aux:pass "
     "seized/seize/VERB/VBN/0/root", "ship was seized", NULL, "ship", false},
    {"reduced relative", SEIZE, "a/a/DET//2/det boat//NOUN//6/nsubj seized/seize/VERB/VBN/2/acl by//ADP//5/case "
     "pirates/pirate/NOUN//3/obl:agent sank/sink/VERB//0/root",
     "boat seized", "pirates", "boat", false},
    {"relative, subject", SEIZE, "pirates/pirate/NOUN//6/nsubj who//PRON//3/nsubj seized/seize/VERB//1/acl:relcl "
     "a/a/DET//5/det boat//NOUN//3/obj fled/flee/VERB//0/root",
     "seized a boat", "pirates", "boat", false},
    {"relative, passive", SEIZE, "the/the/DET//2/det boat//NOUN//6/nsubj which//PRON//5/nsubj:pass was/be/AUX//5/aux:pass "
     "seized/seize/VERB/VBN/2/acl:relcl sank/sink/VERB//0/root",
     "boat which was seized", NULL, "boat", false},
    {"shared subject", SEIZE, ARMY "came/come/VERB//0/root and//CCONJ//5/cc seized/seize/VERB//3/conj a/a/DET//7/det "
     "boat//NOUN//5/obj", "seized a boat", "army", "boat", false},
    {"a joined object is one of a list", SEIZE, ARMY "seized/seize/VERB//0/root a/a/DET//5/det boat//NOUN//3/obj "
     "and//CCONJ//7/cc cars/car/NOUN//5/conj", "seized a boat", "army", "boat", false},
    {"adverbial clause", SEIZE, ARMY "grew/grow/VERB//0/root by//SCONJ//5/mark seizing/seize/VERB//3/advcl "
     "ships/ship/NOUN//5/obj", "seizing ships", "army", "ships", false},
    {"control by the subject", LEAVE, "Rebels/rebel/NOUN//2/nsubj agreed/agree/VERB//0/root to//PART//4/mark "
     "leave//VERB//2/xcomp town//NOUN//4/obj", "leave", "Rebels", "town", false},
    {"control by the object", LEAVE, "Oman//PROPN//2/nsubj urged/urge/VERB//0/root rebels/rebel/NOUN//2/obj "
     "to//PART//5/mark leave//VERB//2/xcomp", "leave", "rebels", NULL, false},
    {"infinitive of a noun", LEAVE, "their/their/PRON//2/nmod:poss promise//NOUN//0/root to//PART//4/mark "
     "leave//VERB//2/acl", "leave", "their", NULL, false},
    {"object with a preposition", LEAVE, TROOPS_LEFT "for//ADP//5/case home//NOUN//3/obj", "left", "troops", NULL, false},
    {"noun with by and on", ATTACK, "The/the/DET//2/det attack//NOUN//7/nsubj by//ADP//4/case rebels/rebel/NOUN//2/nmod "
     "on//ADP//6/case towns/town/NOUN//2/nmod failed/fail/VERB//0/root",
     "attack", "rebels", "towns", false},
    {"noun of an owner", ATTACK, "the/the/DET//2/det army//NOUN//4/nmod:poss 's//PART//2/case attack//NOUN//0/root",
     "attack", "army", NULL, false},
    {"light verb", ATTACK, ARMY "launched/launch/VERB//0/root an/a/DET//5/det attack//NOUN//3/obj", "attack", "army", NULL,
     false},
    {"no light verb", ATTACK, ARMY "saw/see/VERB//0/root an/a/DET//5/det attack//NOUN//3/obj", "attack", NULL, NULL, false},
    {"light verb, shared subject", ATTACK, "Iran//PROPN//2/nsubj met/meet/VERB//0/root Iraq//PROPN//2/obj and//CCONJ//5/cc "
     "held/hold/VERB//2/conj talks//NOUN//5/obj", "talks", "Iran", NULL, false},
    {"negated, seen", LEAVE, "They/they/PRON//4/nsubj did/do/AUX//4/aux not//PART//4/advmod leave//VERB//0/root", "leave",
     "They", NULL, true},
    {"negated, asked for", ATTEND, "They/they/PRON//4/nsubj will//AUX//4/aux not//PART//4/advmod attend//VERB//0/root",
     "attend", "They", NULL, true},
    {"negated, from above", ATTEND, "They/they/PRON//4/nsubj do//AUX//4/aux not//PART//4/advmod plan//VERB//0/root "
     "to//PART//6/mark attend//VERB//4/xcomp", "attend", "They", NULL, true},
    {"negated, nobody", ATTEND, "No/no/DET//2/det rebels/rebel/NOUN//3/nsubj attended/attend/VERB//0/root", "attended", "rebels", NULL, true},
    {"negated, nothing", ATTEND, "They/they/PRON//2/nsubj attended/attend/VERB//0/root no//DET//4/det talks/talk/NOUN//2/obj",
     "attended", "They", NULL, true},
    {"negated, without", ATTEND, "They/they/PRON//2/nsubj left/leave/VERB//0/root without//SCONJ//4/mark attending/attend/VERB//2/advcl",
     "attending", "They", NULL, true},
    {"negated, but not this", ATTEND, "They/they/PRON//4/nsubj did/do/AUX//4/aux not//PART//4/advmod say//VERB//0/root "
     "they//PRON//6/nsubj attended/attend/VERB//4/ccomp", NULL, NULL, NULL, false},
    {"negated, asked for in vain", ATTEND, "They/they/PRON//3/nsubj will//AUX//3/aux attend//VERB//0/root", NULL, NULL,
     NULL, false},
    {"infinitive and its partner", REFUSE, "Iran//PROPN//2/nsubj refused/refuse/VERB//0/root to//PART//4/mark "
     "talk//VERB//2/xcomp with//ADP//6/case Iraq//PROPN//4/obl",
     "refused to talk", "Iran", "Iraq", false},
    {"without", REFUSE, "Iran//PROPN//2/nsubj refused/refuse/VERB//0/root to//PART//4/mark say//VERB//2/xcomp", NULL, NULL,
     NULL, false},
    {"no infinitive", REFUSE, "Iran//PROPN//2/nsubj refused/refuse/VERB//0/root", NULL, NULL, NULL, false},
    {"a lemma that the model cuts short", SEIZE, ARMY "impounded/impoun/VERB//0/root a/a/DET//5/det boat//NOUN//3/obj",
     "impounded a boat", "army", "boat", false},
};

static void try_one(dl_arena *arena, const tried *t)
{
    dl_buf findings = {0};
    dl_doc doc;
    dl_rule_matches found = {0};
    uint32_t count;
    dl_arena_reset(arena);
    dl_rules *rules = read_rules(t->rule, &findings, &count);
    CHECK(count == 0, "%s: %s", t->what, findings.p ? findings.p : "");
    if (rules && tree_make(arena, t->tree, &doc)) {
        CHECK(dl_rules_match(rules, &doc, false, &found, NULL) == DL_OK && found.count == (t->words ? 1 : 0), "%s: %u matches", t->what, (unsigned)found.count);
        if (t->words && found.count == 1) {
            const dl_rule_match *m = &found.items[0];
            dl_str words = tree_text(&doc, m->first, m->last), actor = tree_text(&doc, m->actor, m->actor), recipient = tree_text(&doc, m->recipient, m->recipient);
            CHECK(dl_str_is(words, t->words), "%s: '%.*s'", t->what, (int)words.n, words.p);
            CHECK(dl_str_is(actor, t->actor), "%s: actor '%.*s'", t->what, (int)actor.n, actor.p ? actor.p : "");
            CHECK(dl_str_is(recipient, t->recipient), "%s: recipient '%.*s'", t->what, (int)recipient.n, recipient.p ? recipient.p : "");
            CHECK(m->negated == t->negated, "%s: negated %d", t->what, m->negated);
        }
    }
    dl_rules_free(rules);
    dl_buf_drop(&findings);
}

/* Rules that lack one thing are told when asked for, those that lack two are not. */
static void test_near(dl_arena *arena)
{
    static const char rules_text[] = "rule one\ntype AID\nverb leave\nwith object\nrule two\ntype AID\nverb leave\nwith object\nwith obl\nrule three\ntype AID\nverb leave\nnegated\n";
    dl_buf findings = {0};
    dl_doc doc;
    dl_rule_matches found = {0};
    uint32_t count;
    dl_rules *rules = read_rules(rules_text, &findings, &count);
    dl_arena_reset(arena);
    if (rules && tree_make(arena, TROOPS_LEFT, &doc)) {
        bool told_one = false, told_three = false;
        CHECK(dl_rules_match(rules, &doc, true, &found, NULL) == DL_OK && found.count == 0 && found.near_count == 2, "%u near misses", (unsigned)found.near_count);
        for (uint32_t i = 0; i < found.near_count; i++) {
            told_one |= dl_str_is(found.near[i].what, "rule one lacks its condition 1");
            told_three |= dl_str_is(found.near[i].what, "rule three lacks a negation");
        }
        CHECK(told_one && told_three, "what they lack");
    }
    dl_rules_free(rules);
    dl_buf_drop(&findings);
}

/* A set that grows in a later file reaches the conditions before it, not the heads. */
static void test_sets(dl_arena *arena)
{
    static const char text[] = "set vessel = ship\nset go = leave\nrule a\ntype COERCE\nverb seize\nwith object @vessel\nrule b\ntype RETREAT\nverb @go\n";
    static const char more[] = "set vessel = raft\nset go = depart\n";
    dl_buf findings = {0};
    dl_doc doc;
    uint32_t count;
    dl_rules *rules = read_rules(text, &findings, &count);
    dl_arena_reset(arena);
    for (int turn = 0; rules && turn < 2; turn++) {
        dl_rule_matches found = {0};
        if (!tree_make(arena, "They//PRON//2/nsubj seized/seize/VERB//0/root rafts/raft/NOUN//2/obj and//CCONJ//5/cc "
         "departed/depart/VERB//2/conj", &doc)) break;
        CHECK(dl_rules_match(rules, &doc, false, &found, NULL) == DL_OK && found.count == (turn ? 1u : 0u), "turn %d: %u matches", turn, (unsigned)found.count);
        CHECK(dl_rules_read(rules, dl_str_c(more), "more.rules", &findings, &count, NULL) == DL_OK && count == 0, "the second file");
    }
    dl_rules_free(rules);
    dl_buf_drop(&findings);
}

/* Forms whose lemma nobody knows. */
static void test_stems(dl_arena *arena)
{
    static const char *const forms[][2] = {{"shelled", "shell"}, {"telephoned", "telephone"}, {"RIOTING", "riot"}, {"stopped", "stop"}, {"raging", "rage"}, {"defies", "defy"},
                                           {"defied", "defy"}, {"quashes", "quash"}, {"snubs", "snub"}, {"hopped", "hoppe"}, {"ed", "e"}, {"aided", "ai"}};
    dl_buf findings = {0};
    uint32_t count;
    dl_rules *rules = read_rules("set known = shell telephone riot stop rage defy quash snub\n", &findings, &count);
    for (size_t i = 0; rules && i < DL_COUNT(forms); i++) {
        dl_buf word = {0};
        dl_doc doc;
        dl_arena_reset(arena);
        dl_buf_printf(&word, "%s/%.*s/VERB//0/root", forms[i][0], (int)strlen(forms[i][1]) - (i < 9), forms[i][1]);
        if (tree_make(arena, word.p, &doc)) {
            dl_str lemma = dl_rules_lemma(rules, &doc, 0);
            CHECK(dl_str_is(lemma, forms[i][1]), "%s: %.*s", forms[i][0], (int)lemma.n, lemma.p);
        }
        dl_buf_drop(&word);
    }
    dl_rules_free(rules);
    dl_buf_drop(&findings);
}

int main(void)
{
    dl_arena *arena = dl_arena_new(0);
    test_files();
    test_fields();
    for (size_t i = 0; i < DL_COUNT(trials); i++) try_one(arena, &trials[i]);
    test_near(arena);
    test_sets(arena);
    test_stems(arena);
    dl_arena_free(arena);
    return check_done();
}
