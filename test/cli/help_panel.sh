"$dateline" help panel
