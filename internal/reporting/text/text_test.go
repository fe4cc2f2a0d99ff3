package text

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func sentences(d *Doc) []string {
	var s []string
	for _, x := range d.Sentences {
		t := d.Raw[x.Start:x.End]
		if x.Dateline {
			t = "DATELINE " + t
		}
		s = append(s, t)
	}
	return s
}

func TestSentences(t *testing.T) {
	for _, c := range []struct {
		name, raw string
		want      []string
	}{
		{"stops end sentences", "The base was hit. Nobody was hurt! Who did it? They know.", []string{"The base was hit.", "Nobody was hurt!", "Who did it?", "They know."}},
		{"titles do not", "Gen. Ahmad Khan met Mr. Brown. Dr. Lee left.", []string{"Gen. Ahmad Khan met Mr. Brown.", "Dr. Lee left."}},
		{"initials do not", "John F. Kennedy spoke. J. D. Roe did not.", []string{"John F. Kennedy spoke.", "J. D. Roe did not."}},
		{"a country's letters may", "It hit the U.S. The group denied it. The U.S. Army knows.", []string{"It hit the U.S.", "The group denied it.", "The U.S. Army knows."}},
		{"hours may", "At 5 a.m. police came. It ended at 6 p.m. The men left.", []string{"At 5 a.m. police came.", "It ended at 6 p.m.", "The men left."}},
		{"a question in a quotation goes on", "“Why us?” he asked. “We know.” They left.", []string{"“Why us?” he asked.", "“We know.”", "They left."}},
		{"a stop within the marks belongs to it", `He said, "It is over." Then he left.`, []string{`He said, "It is over."`, "Then he left."}},
		{"paragraphs end sentences", "A headline\nThe first line\n\nThe second.", []string{"A headline", "The first line", "The second."}},
		{"a dateline stands alone", "KABUL, Afghanistan (AP) — The ministry denied it.", []string{"DATELINE KABUL, Afghanistan (AP) —", "The ministry denied it."}},
		{"wire text in capitals", "SAN JOSE, 3 JAN 90 (ACAN) -- [TEXT] THE U.S. EMBASSY WAS HIT AT 5 A.M. TODAY.  GEN. PEREZ DENIED IT.", []string{"DATELINE SAN JOSE, 3 JAN 90 (ACAN) -- [TEXT]", "THE U.S. EMBASSY WAS HIT AT 5 A.M. TODAY.", "GEN. PEREZ DENIED IT."}},
		{"wire text in small letters", "the battalion reported a clash.  the source said no more. it is over", []string{"the battalion reported a clash.", "the source said no more.", "it is over"}},
		{"wrapped lines do not end a sentence", "THE ARMY REPORTED TODAY THAT THREE MEN WERE SEEN NEAR THE\nBRIDGE AND THAT THE PATROL DID NOT OPEN FIRE ON THEM AS\nTHEY FLED.\n\nTHE MAYOR WAS TOLD OF IT IN THE AFTERNOON, HE SAID LATER,\nBUT NOT BY THE ARMY.", []string{"THE ARMY REPORTED TODAY THAT THREE MEN WERE SEEN NEAR THE\nBRIDGE AND THAT THE PATROL DID NOT OPEN FIRE ON THEM AS\nTHEY FLED.", "THE MAYOR WAS TOLD OF IT IN THE AFTERNOON, HE SAID LATER,\nBUT NOT BY THE ARMY."}},
		{"wrapped lines of Windows", "The army reported today that three men were seen near the\r\nbridge and that the patrol did not open fire on them as\r\nthey fled into the hills.\r\n\r\nThe mayor was told of it in the afternoon, he said later,\r\nbut not by the army.", []string{"The army reported today that three men were seen near the\r\nbridge and that the patrol did not open fire on them as\r\nthey fled into the hills.", "The mayor was told of it in the afternoon, he said later,\r\nbut not by the army."}},
		{"numbers keep their points", "Some 3.5 tons and No. 7 of 1,300. More came.", []string{"Some 3.5 tons and No. 7 of 1,300.", "More came."}},
		{"an ellipsis goes on with a small letter", "He knew ... nothing. Then… Nothing.", []string{"He knew ... nothing.", "Then…", "Nothing."}},
		{"nothing", "", nil},
		{"space alone", " \n\t ", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := sentences(Cut(c.raw)); !slices.Equal(got, c.want) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestTokens(t *testing.T) {
	for _, c := range []struct{ name, raw, want string }{
		{"clitics are cut off", "Mir's men won't say they’re ISIS' own.", "mir 's men won't say they 're isis ' own ."},
		{"a curly apostrophe is straight in Lower", "They don’t", "they don't"},
		{"hyphens and ampersands join", "ISIS-K and AT&T co-own it—all", "isis-k and at&t co-own it — all"},
		{"abbreviations keep their stops", "U.S. and Gen. Khan, a.m.", "u.s. and gen. khan , a.m."},
		{"addresses are whole", "See https://example.com/a?b=1, or x@example.com.", "see https://example.com/a?b=1 , or x @example.com ."},
		{"numbers", "On 9/11 at 12:30 some 1,300.5 in the 1990s -- 5%", "on 9/11 at 12:30 some 1,300.5 in the 1990s -- 5 %"},
		{"capitals with accents", "ÉLYSÉE İstanbul", "élysée İstanbul"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, x := range Cut(c.raw).Tokens {
				got = append(got, x.Lower)
			}
			if got := strings.Join(got, " "); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestQuotes(t *testing.T) {
	for _, c := range []struct {
		name, raw string
		want      []string
	}{
		{"curly", "“We won,” he said. “It is over. We go.”", []string{"“We won,”", "“It is over. We go.”"}},
		{"straight", `"We won," he said, "it's over."`, []string{`"We won,"`, `"it's over."`}},
		{"left open and taken up", "“One.\n\n“Two.” Three.", []string{"“One.", "+“Two.”"}},
		{"single marks inside", "“He said ‘no’ to us,” Mir said.", []string{"“He said ‘no’ to us,”"}},
		{"two apostrophes at either end", "''We won,'' he said. ''It's over.''", []string{"''We won,''", "''It's over.''"}},
		{"two graves and two apostrophes", "``We won,'' he said.", []string{"``We won,''"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := Cut(c.raw)
			var got []string
			for _, q := range d.Quotes {
				s := d.Text(q.Open, q.Close+1)
				if q.Continues {
					s = "+" + s
				}
				got = append(got, s)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestCase(t *testing.T) {
	for raw, want := range map[string]Case{
		"The Ministry said so.": Mixed, "THE MINISTRY SAID SO": AllUpper, "the ministry said so": AllLower, "": Mixed,
	} {
		if got := Cut(raw).Case; got != want {
			t.Errorf("%q: got %d, want %d", raw, got, want)
		}
	}
}

// checkPlaces fails unless every offset is in order, inside the text and on a rune boundary.
func checkPlaces(t *testing.T, d *Doc) {
	t.Helper()
	boundary := make([]bool, len(d.Raw)+1)
	for i := range d.Raw {
		boundary[i] = true
	}
	boundary[len(d.Raw)] = true
	end := 0
	for i, x := range d.Tokens {
		if int(x.Start) < end || x.End <= x.Start || int(x.End) > len(d.Raw) || !boundary[x.Start] || !boundary[x.End] {
			t.Fatalf("token %d stands at %d to %d, after %d, in %q", i, x.Start, x.End, end, d.Raw)
		}
		end = int(x.End)
		if s := d.Sentences[x.Sentence]; i < s.First || i >= s.Last || int(x.Start) < s.Start || int(x.End) > s.End {
			t.Fatalf("token %d is outside of its sentence %+v in %q", i, s, d.Raw)
		}
	}
	n, paragraph := 0, 0
	for i, s := range d.Sentences {
		if s.First != n || s.Last <= s.First || s.Paragraph < paragraph {
			t.Fatalf("sentence %d is %+v, after token %d, paragraph %d, in %q", i, s, n, paragraph, d.Raw)
		}
		n, paragraph = s.Last, s.Paragraph
	}
	if n != len(d.Tokens) {
		t.Fatalf("the sentences hold %d of %d tokens of %q", n, len(d.Tokens), d.Raw)
	}
	last := -1
	for _, q := range d.Quotes {
		if q.Open <= last || q.Close < q.Open || q.Close >= len(d.Tokens) {
			t.Fatalf("quotation %+v after token %d of %q", q, last, d.Raw)
		}
		last = q.Close
	}
}

func FuzzCut(f *testing.F) {
	for _, s := range []string{
		"KABUL (AP) — “We won,” Gen. Khan’s men said. ‘No.’ 'em U.S. 1,300",
		"\xff\xfe“\x80a.\xc3", "İ.İ. ẞ’s @ #x http://", "a\r\n\r\nB\u2028c", "SAN JOSE, 3 JAN -- [TEXT", "''``\"'", "a.b.c.d com.com .com", "ph.D", "’s ’", strings.Repeat("“", 5),
	} {
		f.Add(s)
	}
	used := new(Doc)
	f.Fuzz(func(t *testing.T, raw string) {
		d := Cut(raw)
		checkPlaces(t, d)
		used.Cut(raw)
		if !slices.Equal(used.Tokens, d.Tokens) || !slices.Equal(used.Sentences, d.Sentences) || !slices.Equal(used.Quotes, d.Quotes) {
			t.Fatalf("a Doc used before cuts %q otherwise", raw)
		}
		for _, x := range d.Tokens {
			if !utf8.ValidString(x.Lower) {
				t.Fatalf("%q has a token %q", raw, x.Lower)
			}
		}
	})
}

func TestUsedMemoryIsUsedAgain(t *testing.T) {
	raw := strings.Repeat("The ministry’s spokesman said that it wasn’t so. “We know,” he said.\n\n", 100)
	d := Cut(raw)
	if n := testing.AllocsPerRun(20, func() { d.Cut(raw) }); n > 1 {
		t.Errorf("%v allocations for a text; want the one of the text in small letters", n)
	}
}

func BenchmarkCut(b *testing.B) {
	raw := strings.Repeat("KABUL (AP) — The ministry’s spokesman, Gen. Ahmad Khan, said that it wasn’t so. “We know who did it,” he said on Monday.\n\n", 200)
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	var d Doc
	for b.Loop() {
		d.Cut(raw)
	}
}
