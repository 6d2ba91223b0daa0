"$dateline" help merge
