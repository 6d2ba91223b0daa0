"$dateline" help dyads
