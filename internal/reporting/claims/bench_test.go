package claims

import (
	"strings"
	"testing"

	"deciban/internal/reporting/text"
)

// benchText is in the manner of a report, with what makes work for the rules.
var benchText = strings.Repeat(`KABUL, Afghanistan (AP) — The Interior Ministry said on Tuesday that its forces had foiled an attack on a bank in Herat, and blamed the group's eastern wing for it.

“We know who sent them,” said Gen. Ahmad Noor, a spokesman for the ministry. “They will be found.”

The group's northern wing claimed responsibility for the bombing in a statement, but denied that it had aimed at employees who were waiting for their pay. Western officials, who asked not to be named, warned that more attacks were likely. According to Maryam Sadat, an analyst at the Institute for Border Studies, no link between the two wings has been established.

`, 40)

func BenchmarkRead(b *testing.B) {
	r, d := NewReader(), new(text.Doc)
	b.SetBytes(int64(len(benchText)))
	b.ReportAllocs()
	for b.Loop() {
		d.Cut(benchText)
		r.Read(d)
	}
}

func TestMemoryDoesNotGrow(t *testing.T) {
	r, d := NewReader(), text.Cut(benchText)
	if len(r.Read(d)) < 200 {
		t.Fatal("too few claims to tell anything from")
	}
	if n := testing.AllocsPerRun(20, func() { r.Read(d) }); n > 0 {
		t.Errorf("%v allocations for a text read again; want none", n)
	}
}
