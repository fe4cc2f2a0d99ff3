package cli

import (
	"bufio"
	"bytes"
	"strings"
	"testing"

	"deciban/internal/entity"
	"deciban/internal/screen"
	"deciban/internal/weigh"
)

// longMatch is a match with text in several scripts, some of it wide, some from
// right to left, and some that would act on a terminal.
func longMatch(t *testing.T) screen.Match {
	t.Helper()
	person, _ := entity.SchemaOf("Person")
	e := &entity.Entity{ID: "un-1", Schema: person, Datasets: []string{"un"}}
	e.Add(entity.Statement{Prop: "name", Value: "أيمن الظواهري"})
	return screen.Match{Entry: e, Weight: 3000, Probability: 0.999, Evidence: []weigh.Evidence{
		{Kind: weigh.KindName, Subject: "Aiman", Entry: "أيمن", Weight: 2500, Note: "usual romanisation, name borne by 1 in 2,300 people"},
		{Kind: weigh.KindName, Subject: "李伟 한글 山田太郎 👩‍👩‍👧", Entry: "Pneumonoultramicroscopicsilicovolcanoconiosis", Weight: 1000, Note: "a\x1b[2J\u202enote"},
		{Kind: weigh.KindBirthDate, Subject: "1951", Entry: "", Weight: -500, Note: ""},
	}}
}

func render(t *testing.T, term terminal) string {
	t.Helper()
	var out bytes.Buffer
	a := &app{out: bufio.NewWriter(&out), screen: term}
	if err := a.writeMatch(longMatch(t), []string{"Al-Qaida"}); err != nil {
		t.Fatal(err)
	}
	if err := a.out.Flush(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestMatchInAPipeIsPlainAndOneLineARow(t *testing.T) {
	const want = `أيمن الظواهري   +30.00 dB, virtually certain (99.90 %)
un-1 · Person · un · programme Al-Qaida
  evidence   subject                entry                                              dB  why
  name       Aiman                  أيمن                                           +25.00  usual romanisation, name borne by 1 in 2,300 people
  name       李伟 한글 山田太郎 👩‍👩‍👧  Pneumonoultramicroscopicsilicovolcanoconiosis  +10.00  a�[2J�note
  birthDate  1951                                                                   -5.00
  total                                                                            +30.00
`
	if got := render(t, terminal{}); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestLongTextInAPipeLeavesTheOtherRowsAlone(t *testing.T) {
	tab := table{columns: []column{{title: "a", elastic: true}, {title: "b"}}}
	tab.add(cell{text: "short"}, cell{text: "x"})
	tab.add(cell{text: strings.Repeat("long ", 40)}, cell{text: "y"})
	var out strings.Builder
	if err := tab.write(&out, terminal{}); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(out.String(), "\n")
	if want := indent + widestPiped + gap + 1; len(lines) != 4 || len(lines[1]) != want {
		t.Errorf("got %q, want a second line of %d columns", lines, want)
	}
}

func TestOptionalColumnIsLeftOutWhereThereIsLittleRoom(t *testing.T) {
	for width, want := range map[int]bool{70: false, 100: true, 0: true} {
		tab := table{columns: []column{{title: "a"}, {title: "title", elastic: true, optional: true}}}
		tab.add(cell{text: strings.Repeat("x", 50)}, cell{text: strings.Repeat("word ", 10)})
		var out strings.Builder
		if err := tab.write(&out, terminal{width: width}); err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(out.String(), "word"); got != want {
			t.Errorf("width %d: shown %v, want %v", width, got, want)
		}
	}
}

func TestTableFitsTheTerminal(t *testing.T) {
	for _, width := range []int{narrowest, 72, 80, 100, 133, 200} {
		for i, line := range strings.Split(render(t, terminal{width: width, interactive: true}), "\n") {
			if i < 2 {
				continue // the heading wraps by itself
			}
			plain := strings.NewReplacer("\u2068", "", "\u2069", "").Replace(line)
			if w := displayWidth(plain); w > width {
				t.Errorf("width %d: line of %d columns: %q", width, w, line)
			}
		}
	}
}

func TestWrappingLosesNothing(t *testing.T) {
	letters := func(s string) string { return strings.Join(strings.Fields(s), "") }
	for _, text := range []string{"", "one", "a b c", strings.Repeat("long", 40), "李伟한글山田太郎", "👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", "é\u0301\u0302 abc", "  blanks   inside  "} {
		for width := 1; width < 30; width++ {
			lines := wrap(text, width)
			if got := strings.Join(lines, ""); letters(got) != letters(text) {
				t.Errorf("wrap(%q, %d) = %q", text, width, lines)
			}
			for _, l := range lines {
				// A single character may be wider than the line.
				if w := displayWidth(l); w > max(width, 2) {
					t.Errorf("wrap(%q, %d): %q has %d columns", text, width, l, w)
				}
			}
		}
	}
}

func TestOnATerminalRightToLeftTextIsIsolatedAndColourIsUsed(t *testing.T) {
	got := render(t, terminal{width: 120, interactive: true, colour: true})
	for _, want := range []string{"\u2068أيمن\u2069", "\x1b[32m+25.00\x1b[0m", "\x1b[31m-5.00\x1b[0m", "\x1b[1m+30.00\x1b[0m", "  birthDate  1951"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in %q", want, got)
		}
	}
	if strings.Contains(got, "\x1b[2J") || strings.Contains(got, "\u202e") {
		t.Errorf("text from a list acts on the terminal: %q", got)
	}
	if plain := render(t, terminal{width: 120, interactive: true}); strings.Contains(plain, "\x1b") {
		t.Errorf("colour where none is wanted: %q", plain)
	}
}

func TestTerminalOfABufferIsPlain(t *testing.T) {
	if got := newTerminal(&bytes.Buffer{}); got != (terminal{}) {
		t.Errorf("got %+v", got)
	}
}

func TestNumbersAreGrouped(t *testing.T) {
	for n, want := range map[int]string{0: "0", 12: "12", 999: "999", 1000: "1,000", 28737: "28,737", 1234567: "1,234,567", -1234: "-1,234"} {
		if got := grouped(n); got != want {
			t.Errorf("grouped(%d) = %q, want %q", n, got, want)
		}
	}
}

func FuzzPrintable(f *testing.F) {
	f.Add("a\x1b[2Jb\u202ec\nd\u200d\u2068")
	f.Fuzz(func(t *testing.T, text string) {
		got := oneLine(text)
		if strings.ContainsFunc(got, func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 || r == '\u202e' || r == '\u2066' }) {
			t.Errorf("%q became %q", text, got)
		}
		for _, width := range []int{1, 7, 80} {
			wrap(got, width)
		}
	})
}

func FuzzIDFlag(f *testing.F) {
	for _, seed := range []string{"passport:eg:A123", "imo:IMO 9187629", "crypto:bitcoincash:qqq", ":", "passport:", "::", "lei:xx:1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, written, err := parseID(text)
		if err != nil {
			return
		}
		if !strings.HasSuffix(text, written) || id.Number == "" {
			t.Errorf("%q became %+v, written %q", text, id, written)
		}
		again, _, err := parseID(string(id.Kind) + ":" + id.Number)
		if err != nil || again.Number != id.Number {
			t.Errorf("%q: its normal form %q became %q, %v", text, id.Number, again.Number, err)
		}
	})
}
