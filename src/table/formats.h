/* formats.h - the formats by name, for export.c alone. A new format is a file and a row here and there. */
#ifndef DL_FORMATS_H
#define DL_FORMATS_H

#include "table/export.h"

extern const dl_format dl_format_plover, dl_format_icews, dl_format_gdelt, dl_format_gdelt_mentions, dl_format_polecat, dl_format_ucdp_ged, dl_format_ucdp_ged_19,
    dl_format_phoenix, dl_format_gexf, dl_format_timelinejs;

#endif
