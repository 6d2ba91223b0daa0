# needs model
# The first line gives the date.
"$dateline" code -q --articles report.txt | grep '"kind":"article"' | grep -o '"date":"[^"]*"'
