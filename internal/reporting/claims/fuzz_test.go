package claims

import (
	"testing"

	"deciban/internal/reporting/text"
)

// checkSpans fails unless every span stands inside the text and on rune boundaries.
func checkSpans(t *testing.T, d *text.Doc, claims []Claim) {
	t.Helper()
	boundary := make([]bool, len(d.Raw)+1)
	for i := range d.Raw {
		boundary[i] = true
	}
	boundary[len(d.Raw)] = true
	for i, c := range claims {
		spans := append([]Span{c.Source, c.Cue, c.Name, c.Role, c.Affiliation, c.Hearer}, c.Content...)
		for _, s := range spans {
			if s.Start < 0 || s.End < s.Start || s.End > len(d.Raw) || !boundary[s.Start] || !boundary[s.End] {
				t.Fatalf("claim %d has a span %v in %q", i, s, d.Raw)
			}
		}
		if c.Cue.Empty() || len(c.Content) == 0 || c.Outer >= len(claims) || c.Outer == i || c.Sentence >= len(d.Sentences) {
			t.Fatalf("claim %d is %+v in %q", i, c, d.Raw)
		}
		for k, p := range c.Content {
			if p.Empty() || k > 0 && p.Start < c.Content[k-1].Start {
				t.Fatalf("claim %d has content %v in %q", i, c.Content, d.Raw)
			}
		}
		if i > 0 && c.Cue.Start < claims[i-1].Cue.Start {
			t.Fatalf("claim %d stands before the one before in %q", i, d.Raw)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"KABUL (AP) — “We won,” said Gen. Khan, a spokesman at the ministry. “It is over.”",
		"The group, which denied it, was accused by the ministry of planning it, according to Mir.",
		"According to", "He said", "said", "told", "X: y z w", "As Mir said, it is so", "His claim that", "asked", "It seems to", "reportedly",
		"A, b, c, said d, e, f said g", "\xff said \xc3 that “\x80”", "Mir said:\n\n“One.\n\n“Two.”", "to say to say to say", "The The The said said said",
		"(said) [told] — asked —", "0,whiCh denie aCCuse", "''We,'' he said, ''no.''",
	} {
		f.Add(s)
	}
	used, doc := NewReader(), new(text.Doc)
	f.Fuzz(func(t *testing.T, raw string) {
		doc.Cut(raw)
		got := used.Read(doc)
		checkSpans(t, doc, got)
		if want, got := show(doc, NewReader().Read(text.Cut(raw))), show(doc, got); want != got {
			t.Fatalf("a Reader used before reads %q otherwise: %s", raw, firstDifference(want, got))
		}
	})
}
