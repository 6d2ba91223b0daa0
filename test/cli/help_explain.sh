"$dateline" help explain
