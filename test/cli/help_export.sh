"$dateline" help export
