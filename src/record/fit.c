/* fit.c - sectors that hang on the act: a country that fights is its army, and who held an office then acted in it. */
#include "mark/tables.h"
#include "record/fill.h"

/* Attacks are planned by governments and carried out by forces. */
static bool is_planned(const dl_doc *doc, const dl_event *e)
{
    for (uint32_t t = e->trigger_first; t <= e->trigger_last; t++) {
        if (dl_str_has_word(DL_LIT("plan plot order sponsor mastermind orchestrate finance"), doc->tokens[t].lemma)) return true;
    }
    return false;
}

/* A country that fights is its forces, one that speaks or is spoken to its government. */
static void fit_lands(const dl_doc *doc, dl_marks *marks, const dl_event *event, bool acts, uint32_t *list, uint32_t count)
{
    static const bool speech[DL_TYPE_COUNT] = {[DL_TYPE_AGREE] = true, [DL_TYPE_CONSULT] = true, [DL_TYPE_SUPPORT] = true, [DL_TYPE_CONCEDE] = true, [DL_TYPE_REQUEST] = true,
                                               [DL_TYPE_ACCUSE] = true, [DL_TYPE_REJECT] = true, [DL_TYPE_THREATEN] = true, [DL_TYPE_SANCTION] = true};
    for (uint32_t i = 0; i < count; i++) {
        const dl_entity *e = &marks->entities[list[i]];
        if (!dl_str_starts(e->id, DL_LIT("country:")) || e->via == DL_VIA_METONYM) continue;
        if (event->type == DL_TYPE_ASSAULT && acts && dl_str_is(e->sector, "GOV") && !is_planned(doc, event)) list[i] = dl_who_as(marks, list[i], DL_LIT("MIL"), "its forces, as it fights");
        else if (speech[event->type] && dl_str_is(e->sector, "MIL")) list[i] = dl_who_as(marks, list[i], DL_LIT("GOV"), "its government, as it speaks");
    }
}

/* The mentions of a report have the offices of its day. In an act of the past, who has left office since acted in it: in that of then, or in the last
 * one where the day is not told. */
static void fit_former(const dl_tables *tables, const dl_doc *doc, dl_marks *marks, const dl_event *event, uint32_t *list, uint32_t count)
{
    bool dated = event->date_basis == DL_BASIS_STATED && event->date_low != DL_DAY_UNKNOWN;
    for (uint32_t i = 0; i < count && (event->aux & DL_AUX_HISTORICAL); i++) {
        const dl_entity *e = &marks->entities[list[i]];
        const uint32_t *row = e->id.n && dl_str_is(e->sector, "ELI") ? dl_map_get(tables->person_by_id, e->id) : NULL;
        bool inside = false;
        if (row == NULL) continue;
        const dl_person *p = &tables->people[dl_person_on(tables, *row, dated ? event->date_low : doc->day, &inside)];
        bool held = inside || (!dated && p->to < doc->day);
        if (held && p->sector.n) list[i] = dl_who_as(marks, list[i], p->sector, "the office of then");
    }
}

void dl_fit_parties(const dl_record_context *context, const dl_doc *doc, dl_marks *marks, dl_event *e)
{
    fit_lands(doc, marks, e, true, e->actor, e->actor_count);
    fit_lands(doc, marks, e, false, e->recipient, e->recipient_count);
    fit_former(context->tables, doc, marks, e, e->actor, e->actor_count);
    fit_former(context->tables, doc, marks, e, e->recipient, e->recipient_count);
}
