"$dateline" query no_such_store.db
