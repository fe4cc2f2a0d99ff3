package claims

import (
	"fmt"
	"testing"
)

// The lists make the same of every word each time that they are read: an answer
// must not depend on the order in which a map is walked.
func TestListsAreReadTheSameEachTime(t *testing.T) {
	first := ""
	for range 8 {
		l, err := load()
		if err != nil {
			t.Fatal(err)
		}
		if all := fmt.Sprint(l.words); first == "" {
			first = all
		} else if all != first {
			t.Fatal("the words differ between two readings of the lists")
		}
	}
}
