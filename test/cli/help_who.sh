"$dateline" help who
