package main

import (
	"slices"
	"strings"
	"testing"

	"deciban/internal/names"
)

// Each line is a native word and plain Latin words, each once.
func TestUsualSpellingsAreWords(t *testing.T) {
	seen := map[string]bool{}
	at := 0
	for line := range strings.Lines(usualSpellings) {
		at++
		if strings.HasPrefix(line, "#") {
			continue
		}
		native, spellings, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if rs := names.Readings(nil, native); !ok || len(rs) == 0 || rs[0].Channel == names.ChanLatin || seen[native] {
			t.Errorf("usual_spellings.txt:%d: %q is no native word, or stands twice", at, native)
		}
		seen[native] = true
		all := strings.Split(spellings, "|")
		for i, s := range all {
			if !plainLatin(s) || slices.Contains(all[:i], s) {
				t.Errorf("usual_spellings.txt:%d: %q is no plain Latin word, or stands twice", at, s)
			}
		}
	}
}

func TestUsualSpellingsThatWereNotSeenAreAdded(t *testing.T) {
	var out [names.ChannelCount][]latinPair
	addToken(&out, "عيسى", "Eisa", 30)
	addToken(&out, "عيسى", "Essa", 50)
	form := out[names.ChanArabic][0].a
	addUsual(&out)
	times := map[string]float64{}
	for _, p := range out[names.ChanArabic] {
		if p.a == form {
			times[p.b] += p.times
		}
	}
	if times["isa"] != 40 || times["eisa"] != 30 || times["essa"] != 50 || times["musa"] != 0 {
		t.Errorf("%v", times)
	}
	// The same name with the letters of Afghans and Iranians is another form.
	var buf [8]names.Reading
	r := names.Readings(buf[:0], "عیسی")[0]
	for _, p := range out[r.Channel] {
		if p.a == r.Form && p.a != form && p.b == "essa" {
			return
		}
	}
	t.Errorf("عیسی is not written Essa: %v", out[r.Channel])
}
