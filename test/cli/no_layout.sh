"$dateline" export no.db --to acled
