/* The words for the public enumerations. */
#include "base/base.h"

#define TEXT_OF(list, index) ((size_t)(index) < DL_COUNT(list) ? dl_str_c(list[index]) : (dl_str){0})

dl_str dl_upos_text(dl_upos upos)
{
#define X_(name) #name,
    static const char *const list[] = {DL_UPOS_LIST(X_)};
#undef X_
    return TEXT_OF(list, upos);
}

dl_str dl_rel_text(dl_rel rel)
{
#define X_(name, text) text,
    static const char *const list[] = {DL_REL_LIST(X_)};
#undef X_
    return TEXT_OF(list, rel);
}

dl_str dl_block_kind_text(dl_block_kind kind)
{
    static const char *const list[] = {"body", "caption", "heading", "repeated", "byline", "credit", "matter", "dateline"};
    return TEXT_OF(list, kind);
}

dl_str dl_via_text(dl_via via)
{
    static const char *const list[] = {"unknown", "dictionary", "agent", "coreference", "metonym", "title", "learned"};
    return TEXT_OF(list, via);
}

dl_str dl_stance_text(dl_stance stance)
{
    static const char *const list[] = {"", "asserts", "admits", "denies", "believes", "expects"};
    return TEXT_OF(list, stance);
}

dl_str dl_answer_text(dl_answer answer)
{
    static const char *const list[] = {"", "invited", "accepted", "declined", "expected", "unannounced", "attended"};
    return TEXT_OF(list, answer);
}

dl_str dl_type_text(dl_type type)
{
#define X_(name, quad, score) #name,
    static const char *const list[] = {DL_TYPE_LIST(X_)};
#undef X_
    return TEXT_OF(list, type);
}

int dl_type_quad(dl_type type)
{
#define X_(name, quad, score) quad,
    static const int list[] = {DL_TYPE_LIST(X_)};
#undef X_
    return (size_t)type < DL_COUNT(list) ? list[type] : 0;
}
