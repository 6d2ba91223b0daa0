# A question is read before the store is opened; what is wrong is told in words.
for question in "colour=red" "type=reject" "date=2018-13" "actor=AFG.GOVERNMENT"; do
    "$dateline" query no.db "$question" 2>&1
    echo $?
done
