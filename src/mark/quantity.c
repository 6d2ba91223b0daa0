/* quantity.c - placeholder replaced below */
#include "mark/mark.h"
dl_status dl_quantity_find(dl_doc *doc, dl_marks *marks, dl_error *err) { (void)doc; (void)marks; (void)err; return DL_OK; }
