"$dateline" help demo
