package mentions

import (
	"strings"

	"deciban/internal/reporting/text"
)

// support takes candidates that need it where the text names the party by a
// name that needs none, or a person confirmed the name.
func (r *Reader) support() {
	strong := map[string]bool{}
	for _, c := range r.found {
		for i := range c.parties {
			strong[c.parties[i].Key()] = true
		}
	}
	for _, c := range r.weak {
		var parties []Party
		for _, p := range c.parties {
			if strong[p.Key()] {
				parties = append(parties, p)
			}
		}
		if len(parties) > 0 {
			c.parties = parties
			r.found = append(r.found, c)
		}
	}
}

// shortForms finds short forms that the text introduces beside a name, "the
// Halvern Liberation Front (HLF)" or "ISIS-Khorasan or ISIS-K", and takes them
// for that name in the rest of the text.
func (r *Reader) shortForms() {
	covered := r.covered()
	shorts := map[string]int{}
	for at, n := 0, len(r.found); at < n; at++ {
		c := &r.found[at]
		if c.kind != organisation || c.how != Name {
			continue
		}
		i := r.introduced(c.last)
		if i < 0 || covered[i] {
			continue
		}
		t := &r.doc.Tokens[r.parts[i].token]
		if _, known := shorts[t.Lower]; !known {
			shorts[t.Lower] = at
		}
	}
	if len(shorts) == 0 {
		return
	}
	for i := 0; i < len(r.parts); i++ {
		t := &r.doc.Tokens[r.parts[i].token]
		at, ok := shorts[t.Lower]
		if !ok || covered[i] || !t.Cap || int(t.Start) < r.found[at].end {
			continue
		}
		last := i + 1
		for last < len(r.parts) && r.parts[last].token == r.parts[i].token {
			last++
		}
		r.tie(candidate{first: i, last: last, start: int(t.Start), end: int(t.End), kind: organisation, how: Short, of: at, parties: r.found[at].parties})
		i = last - 1
	}
}

// introduced returns the part at which the short form of the name that ends
// before part i stands, -1 if none is introduced.
func (r *Reader) introduced(i int) int {
	tokens, mixed := r.doc.Tokens, r.doc.Case == text.Mixed
	if i >= len(r.parts) {
		return -1
	}
	k := int(r.parts[i].token)
	bracketed := false
	switch tokens[k].Lower {
	case "(", "[":
		k++
		bracketed = true
	case ",":
		k++
		if k >= len(tokens) || tokens[k].Lower != "or" && tokens[k].Lower != "also" && tokens[k].Lower != "known" {
			return -1
		}
	case "or", "also", "known":
	default:
		return -1
	}
	for n := 0; n < 5 && k < len(tokens); n++ {
		switch tokens[k].Lower {
		case "or", "also", "known", "as", "called", "by", "its", "the", "acronym", "a.k.a.", "aka":
			k++
			continue
		}
		break
	}
	if k >= len(tokens) {
		return -1
	}
	if tokens[k].Kind == text.OpenQuote {
		k++
	}
	if k >= len(tokens) || tokens[k].Kind != text.Word || !acronym(r.doc.Raw[tokens[k].Start:tokens[k].End], mixed) || !mixed && !bracketed {
		return -1
	}
	if bracketed && (k+1 >= len(tokens) || tokens[k+1].Lower != ")" && tokens[k+1].Lower != "]" && tokens[k+1].Kind != text.CloseQuote) {
		return -1
	}
	for ; i < len(r.parts); i++ {
		if int(r.parts[i].token) == k {
			return i
		}
	}
	return -1
}

// acronym tells whether a word could be a short form: two capitals at least, and
// hardly anything else.
func acronym(word string, mixed bool) bool {
	if !mixed && (len(word) > 6 || isEnglish(strings.ToLower(word))) {
		return false
	}
	capitals := 0
	for i := 0; i < len(word); i++ {
		if c := word[i]; c >= 'A' && c <= 'Z' {
			capitals++
		}
	}
	return capitals >= 2 && capitals*2 >= len(word) && len(word) <= 12
}

// nouns are what reports call an organisation that they named before. The first
// word of each line may be left out of the text.
var nouns = map[string]bool{"group": true, "organization": true, "organisation": true, "movement": true, "network": true, "outfit": true, "faction": true, "affiliate": true, "franchise": true, "offshoot": true, "branch": true, "militia": true}

// adjectives may stand between the article and the noun.
var adjectives = map[string]bool{}

func init() {
	for w := range strings.FieldsSeq("terrorist terror militant extremist jihadist jihadi islamist armed rebel insurgent radical banned outlawed violent brutal islamic sunni shiite shia afghan local regional same extremist") {
		adjectives[w] = true
	}
}

// references ties "the group" to the organisation that was named last and fits:
// in the same sentence, else in one of the two before, and not one that is named
// again right behind it.
func (r *Reader) references() {
	if len(r.found) == 0 {
		return
	}
	type place struct{ start, end, at int }
	var named []place
	for at, c := range r.found {
		if c.kind == organisation && !company(c.parties[0].Schema) {
			named = append(named, place{c.start, c.end, at})
		}
	}
	if len(named) == 0 {
		return
	}
	covered := r.covered()
	for i := range r.parts {
		p := &r.parts[i]
		if p.mark || covered[i] {
			continue
		}
		t := &r.doc.Tokens[p.token]
		if !nouns[t.Lower] || r.doc.Raw[p.start:p.end] != r.doc.Raw[t.Start:t.End] {
			continue
		}
		first := i - 1
		for first >= 0 && first > i-3 && !r.parts[first].mark && adjectives[r.form(&r.parts[first])] {
			first--
		}
		if first < 0 || r.parts[first].mark || r.sentence(first) != r.sentence(i) {
			continue
		}
		if f := r.form(&r.parts[first]); f != "the" && f != "this" && f != "that" {
			continue
		}
		// "The group of seven", "the Haqqani group": a name of its own.
		if i+1 < len(r.parts) && !r.parts[i+1].mark && (r.form(&r.parts[i+1]) == "of" || r.form(&r.parts[i+1]) == "that" && t.Lower == "branch") {
			continue
		}
		behind := map[int]bool{}
		for _, n := range named {
			if n.start >= int(t.End) && n.start < int(t.End)+60 && r.sentenceAt(n.at) == r.sentence(i) {
				behind[n.at] = true
			}
		}
		best, owner := -1, -1
		// "The Afghan affiliate, ISIS-K, …": the name follows in apposition.
		if i+2 < len(r.parts) && r.doc.Tokens[r.parts[i+1].token].Lower == "," {
			for _, n := range named {
				if r.found[n.at].first == i+2 {
					best = n.at
				}
			}
		}
		for _, n := range named {
			if best >= 0 && n.start > int(t.Start) || best >= 0 && r.found[best].start > int(t.Start) {
				break
			}
			if n.end > int(t.Start) || r.sentenceAt(n.at) < r.sentence(i)-2 {
				continue
			}
			again := false
			for at := range behind {
				again = again || sameParties(r.found[at].parties, r.found[n.at].parties)
			}
			switch {
			case again:
			case r.owns(n.at, first):
				owner = n.at
			case best < 0 || n.end > r.found[best].end:
				best = n.at
			}
		}
		if best < 0 {
			best = owner
		}
		if best < 0 {
			continue
		}
		of := best
		if r.found[of].of >= 0 {
			of = r.found[of].of
		}
		r.tie(candidate{first: first, last: i + 1, start: int(r.parts[first].start), end: int(p.end), kind: organisation, how: Reference, of: of, parties: r.found[of].parties})
	}
}

// owns tells whether a name is only the owner of what does something to the group
// that part i speaks of: "the Taliban's capacity to suppress the group". The
// group is then another, if there is one.
func (r *Reader) owns(at, i int) bool {
	last := r.found[at].last
	if last >= i || !r.parts[last].mark || !strings.HasPrefix(r.doc.Tokens[r.parts[last].token].Lower, "'") {
		return false
	}
	for k := last + 1; k < i; k++ {
		if r.parts[k].mark || r.sentence(k) != r.sentence(i) {
			return false
		}
	}
	return true
}

func (r *Reader) sentenceAt(at int) int32 { return r.sentence(r.found[at].first) }

func company(schema string) bool { return schema == "Company" }

func sameParties(a, b []Party) bool {
	for i := range a {
		for k := range b {
			if a[i].Key() == b[k].Key() {
				return true
			}
		}
	}
	return false
}
