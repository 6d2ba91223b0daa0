"$dateline" help mark
