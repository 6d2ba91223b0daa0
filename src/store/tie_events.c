/* tie_events.c - records that tell of one event. Two records are weighed by what they say: the type must be the same and the days must meet; parties, places,
 * modes and numbers speak for or against; so do the words of their sentences and the likeness of their reports. A record joins the group of the
 * earlier record that it goes with best, if it also goes with the one that leads the group: so a chain of days does not become one event. */
#include "store/tie.h"

#include <stdlib.h>

enum { NEVER = -10000, WIDE_DAYS = 31, UNDATED_DAYS = 3 };

/* ## Weighing */

/* Three parts: codes, then how well the best pair of one side goes together. */
static int32_t party_score(const dl_tie_party *a, const dl_tie_party *b)
{
    if (a->entity && a->entity == b->entity) return 200;
    if (a->name && a->name == b->name) return 180;
    if (a->code && a->code == b->code) {
        if (a->sector && a->sector == b->sector) return 150;
        return a->sector && b->sector ? 40 : 80;
    }
    if (a->text && a->text == b->text) return 120;
    if (!a->code && !b->code && a->sector && a->sector == b->sector) return 50;
    return !a->code || !b->code ? 0 : -1;
}

/* The best pair of one side (or of both, for acts that are mutual in one of the records); `against` when both name somebody and nobody fits. */
static int32_t side_score(const dl_tie_event *a, const dl_tie_event *b, bool any, bool recipient, int32_t against)
{
    int32_t best = -1;
    bool left = false, right = false, open = false;
    for (uint32_t i = 0; i < a->party_count; i++) {
        if (!any && a->parties[i].recipient != recipient) continue;
        left = true;
        for (uint32_t k = 0; k < b->party_count; k++) {
            if (!any && b->parties[k].recipient != recipient) continue;
            right = true;
            int32_t score = party_score(&a->parties[i], &b->parties[k]);
            open |= score == 0;
            best = DL_MAX(best, score);
        }
    }
    if (!left || !right) return 0;
    if (best > 0) return best;
    return open ? against / 4 : against;
}

static bool has_side(const dl_tie_event *e, bool recipient)
{
    for (uint32_t i = 0; i < e->party_count; i++)
        if (e->parties[i].recipient == recipient) return true;
    return false;
}

static int32_t parties_score(const dl_tie_event *a, const dl_tie_event *b)
{
    if (has_side(a, true) != has_side(b, true) && a->type == DL_TYPE_CONSULT) return side_score(a, b, true, false, -250);
    return side_score(a, b, false, false, -250) + side_score(a, b, false, true, -200);
}

static int32_t place_score(const dl_tie_event *a, const dl_tie_event *b)
{
    if (a->country && b->country && a->country != b->country) return -300;
    if (a->place && a->place == b->place) return a->town ? 150 : 60;
    if (a->town && b->town && a->place && b->place) return -300;
    return a->country && a->country == b->country ? 30 : 0;
}

static bool day_known(const dl_tie_event *e) { return e->low != DL_DAY_UNKNOWN && e->low == e->high; }

static int32_t date_score(const dl_tie_event *a, const dl_tie_event *b)
{
    if (a->low == DL_DAY_UNKNOWN || b->low == DL_DAY_UNKNOWN) return a->low == b->low ? 0 : -100;
    int32_t apart = DL_MAX(a->low, b->low) - DL_MIN(a->high, b->high); /* 0 or less: they meet */
    if (apart > 1) return NEVER;
    if (day_known(a) && day_known(b)) {
        if (apart == 0) return a->stated && b->stated ? 150 : 120;
        return a->stated && b->stated ? -80 : 20;
    }
    if (apart > 0) return -80;
    return a->low == b->low && a->high == b->high ? 60 : 0;
}

/* Weight of the words that both sentences have, in a hundred of all. */
static int32_t words_score(const dl_tie_event *a, const dl_tie_event *b)
{
    uint32_t common = 0;
    for (uint32_t i = 0, k = 0; i < a->word_count && k < b->word_count;) {
        uint32_t x = a->words[i] | 3u, y = b->words[k] | 3u;
        if (x == y) common += (a->words[i] & 3u) + (b->words[k] & 3u);
        i += x <= y;
        k += y <= x;
    }
    uint32_t all = a->weight + b->weight;
    return all ? (int32_t)(common * 100 / all) : 0;
}

static int32_t mode_score(const dl_tie_event *a, const dl_tie_event *b)
{
    bool both = a->modes[0] && b->modes[0], share = false;
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++) share |= a->modes[i] && a->modes[i] == b->modes[k];
    int32_t score = !both ? 0 : share ? 40 : -60;
    if (a->cameo && a->cameo == b->cameo) score += 40;
    if (a->dead >= 0 && a->dead == b->dead) score += 100;
    if (a->trigger && a->trigger == b->trigger) score += 60;
    return score;
}

static int32_t report_score(const dl_tie_doc *docs, const dl_tie_event *a, const dl_tie_event *b)
{
    if (a->doc == b->doc) return -100;
    uint32_t likeness = dl_tie_likeness(&docs[a->doc], &docs[b->doc]);
    return likeness >= DL_TIE_COPY ? 250 : likeness >= DL_TIE_REWRITE ? 150 : 0;
}

int32_t dl_tie_score(const dl_tie_doc *docs, const dl_tie_event *a, const dl_tie_event *b)
{
    const uint8_t same = DL_AUX_FUTURE | DL_AUX_HYPOTHETICAL;
    if (a->type != b->type || (a->aux & same) != (b->aux & same)) return NEVER;
    int32_t date = date_score(a, b);
    if (date == NEVER) return NEVER;
    return date + parties_score(a, b) + place_score(a, b) + 4 * words_score(a, b) + mode_score(a, b) + report_score(docs, a, b);
}

/* ## Who is compared with whom: records of one type that share a code (or have none) and whose days meet */

typedef struct posting { uint64_t key; uint32_t event; } posting;

typedef struct search {
    dl_arena *arena;
    const dl_tie_doc *docs;
    dl_tie_event *events;
    posting *postings;
    size_t count;
    uint32_t *seen;      /* [events] the last record that was compared with it, plus one */
    int32_t *best;       /* [events] score of the best member of the group that it leads, for the record `by` */
    uint32_t *by;
} search;

static int by_key(const void *a, const void *b)
{
    const posting *x = a, *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return x->event < y->event ? -1 : x->event > y->event;
}

static uint64_t key_of(uint32_t type, uint32_t code, int32_t day)
{
    return (uint64_t)type << 56 | (uint64_t)(code & 0xFFFFFFu) << 32 | (uint32_t)day;
}

/* The days under which a record is found. One without a day, or within more than a month, goes by the day of its report, apart from the others. */
static uint32_t days_of(const search *s, const dl_tie_event *e, int32_t *first, int32_t *last)
{
    bool dated = e->low != DL_DAY_UNKNOWN && e->high - e->low < WIDE_DAYS;
    *first = dated ? e->low : s->docs[e->doc].day;
    *last = dated ? e->high : *first;
    return dated ? e->type : e->type + 128u;
}

#define CODES_MAX (DL_MAX_PARTIES * 2 + 1)
static uint32_t codes_of(const dl_tie_event *e, uint32_t out[CODES_MAX])
{
    uint32_t count = 0;
    for (uint32_t i = 0; i <= e->party_count && count < CODES_MAX; i++) {
        uint32_t code = i < e->party_count ? e->parties[i].code : e->country;
        bool again = code == 0;
        for (uint32_t k = 0; k < count; k++) again |= out[k] == code;
        if (!again) out[count++] = code;
    }
    if (count == 0) out[count++] = 0;
    return count;
}

static bool post(search *s, uint32_t count)
{
    uint32_t codes[CODES_MAX];
    size_t need = 0;
    int32_t first, last;
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < count; i++) {
            uint32_t class = days_of(s, &s->events[i], &first, &last), n = codes_of(&s->events[i], codes);
            if (pass == 0) need += (size_t)n * (size_t)(last - first + 1);
            for (uint32_t k = 0; pass == 1 && k < n; k++)
                for (int32_t day = first; day <= last; day++) s->postings[s->count++] = (posting){key_of(class, codes[k], day), i};
        }
        if (pass == 0 && !(s->postings = DL_NEW(s->arena, posting, need + 1))) return false;
    }
    qsort(s->postings, s->count, sizeof *s->postings, by_key);
    return true;
}

static size_t lower_bound(const search *s, uint64_t key)
{
    size_t low = 0, high = s->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->postings[middle].key < key) low = middle + 1;
        else high = middle;
    }
    return low;
}

typedef struct choice { uint32_t group; int32_t score; } choice;

static void weigh(search *s, uint32_t event, uint32_t other, choice *best)
{
    if (s->seen[other] == event + 1) return;
    s->seen[other] = event + 1;
    int32_t score = dl_tie_score(s->docs, &s->events[event], &s->events[other]);
    uint32_t group = s->events[other].group;
    if (score < DL_TIE_EVENT || score < best->score || (score == best->score && group >= best->group)) return;
    if (group != other && dl_tie_score(s->docs, &s->events[event], &s->events[group]) < DL_TIE_LEADER) return;
    *best = (choice){group, score};
}

static void place(search *s, uint32_t event)
{
    uint32_t codes[CODES_MAX];
    int32_t first, last;
    const dl_tie_event *e = &s->events[event];
    uint32_t class = days_of(s, e, &first, &last), n = codes_of(e, codes);
    int32_t margin = class >= 128 ? UNDATED_DAYS : 1;
    choice best = {event, DL_TIE_EVENT - 1};
    if (first == DL_DAY_UNKNOWN) margin = 0;
    for (uint32_t k = 0; k < n; k++) {
        for (int32_t day = first - margin; day <= last + margin; day++) {
            uint64_t key = key_of(class, codes[k], day);
            for (size_t i = lower_bound(s, key); i < s->count && s->postings[i].key == key && s->postings[i].event < event; i++) weigh(s, event, s->postings[i].event, &best);
        }
    }
    s->events[event].group = best.group;
}

dl_status dl_tie_events(dl_arena *arena, const dl_tie_doc *docs, dl_tie_event *events, uint32_t count, dl_error *err)
{
    search s = {.arena = arena, .docs = docs, .events = events, .seen = DL_NEW(arena, uint32_t, (size_t)count + 1)};
    if (!s.seen || !post(&s, count)) return dl_fail(err, DL_NOMEM, "There is no memory to tie %u records.", (unsigned)count);
    for (uint32_t i = 0; i < count; i++) events[i].group = i;
    for (uint32_t i = 0; i < count; i++) place(&s, i);
    return DL_OK;
}

/* ## Meetings */

static bool share_party(const dl_tie_meeting *a, const dl_tie_meeting *b)
{
    for (uint32_t i = 0, k = 0; i < a->party_count && k < b->party_count;) {
        if (a->parties[i] == b->parties[k]) return true;
        if (a->parties[i] < b->parties[k]) i++;
        else k++;
    }
    return a->host && a->host == b->host;
}

/* 0: not one meeting. Place and day together are enough; one of them needs somebody who is in both. */
static int32_t meeting_score(const dl_tie_doc *docs, const dl_tie_meeting *a, const dl_tie_meeting *b)
{
    bool places = a->place && b->place, days = a->low != DL_DAY_UNKNOWN && b->low != DL_DAY_UNKNOWN, common = share_party(a, b);
    int32_t apart = days ? DL_MAX(a->low, b->low) - DL_MIN(a->high, b->high) : 0;
    int32_t reports = docs[a->doc].day == DL_DAY_UNKNOWN || docs[b->doc].day == DL_DAY_UNKNOWN ? 0 : abs(docs[a->doc].day - docs[b->doc].day);
    if ((places && a->place != b->place) || apart > 2 || reports > 60) return 0;
    if (places && days) return 100 - DL_MAX(apart, 0);
    if (places && reports <= 14 && common) return 60 - reports;
    return days && apart <= 0 && common && (!a->country || !b->country || a->country == b->country) ? 40 : 0;
}

dl_status dl_tie_meetings(dl_arena *arena, const dl_tie_doc *docs, dl_tie_meeting *meetings, uint32_t count, dl_error *err)
{
    uint32_t *recent = DL_NEW(arena, uint32_t, (size_t)count + 1), n = 0; /* leaders, latest last */
    if (!recent) return dl_fail(err, DL_NOMEM, "There is no memory to tie %u meetings.", (unsigned)count);
    for (uint32_t i = 0; i < count; i++) {
        int32_t best = 0;
        meetings[i].group = i;
        for (uint32_t k = n; k > 0; k--) {
            const dl_tie_meeting *leader = &meetings[recent[k - 1]];
            if (docs[leader->doc].day != DL_DAY_UNKNOWN && docs[meetings[i].doc].day - docs[leader->doc].day > 60) break;
            int32_t score = meeting_score(docs, &meetings[i], leader);
            if (score > best || (score == best && score > 0)) {
                best = score;
                meetings[i].group = recent[k - 1];
            }
        }
        if (meetings[i].group == i) recent[n++] = i;
    }
    return DL_OK;
}
