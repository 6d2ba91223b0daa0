"$dateline" help model
