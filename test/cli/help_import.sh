"$dateline" help import
