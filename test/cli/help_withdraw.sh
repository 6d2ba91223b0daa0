"$dateline" help withdraw
