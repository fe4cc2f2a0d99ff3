package mentions

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"deciban/internal/reporting/text"
)

// part is a part of a token that a name could consist of, or a mark between.
type part struct {
	start, end int32
	token      int32
	// class is that of the lexicon, -1 before it was looked up.
	class int32
	// big says that it begins with a capital or a digit; all that all its
	// letters are capitals. In a text of one case, words that are not common
	// English ones count as big.
	big, all bool
	// mark is punctuation, which ends a name.
	mark bool
	// loose is a word that a name may hold or leave out.
	loose bool
}

// cut takes the tokens apart.
func (r *Reader) cut() {
	d := r.doc
	r.parts = r.parts[:0]
	mixed := d.Case == text.Mixed
	for i := range d.Tokens {
		t := &d.Tokens[i]
		if t.Kind != text.Word && t.Kind != text.Number {
			r.parts = append(r.parts, part{start: t.Start, end: t.End, token: int32(i), mark: t.Lower != "&"})
			continue
		}
		if strings.HasPrefix(t.Lower, "'") {
			// A clitic ends a name.
			r.parts = append(r.parts, part{start: t.Start, end: t.End, token: int32(i), mark: true})
			continue
		}
		if simple(t.Lower) {
			p := part{start: t.Start, end: t.End, token: int32(i), class: -1, big: t.Cap || t.Kind == text.Number, all: t.Upper}
			if len(t.Lower) <= 3 {
				p.loose = loose[t.Lower]
			}
			if !mixed {
				p.big = !isEnglish(t.Lower)
			}
			r.parts = append(r.parts, p)
			continue
		}
		raw := d.Raw[t.Start:t.End]
		eachPart(raw, func(start, end int) {
			end = start + len(trimPart(raw[start:end]))
			if end == start {
				return
			}
			p := part{start: t.Start + int32(start), end: t.Start + int32(end), token: int32(i), class: -1}
			first, _ := utf8.DecodeRuneInString(raw[start:end])
			p.big = unicode.IsUpper(first) || unicode.IsDigit(first) || unicode.IsLetter(first) && !unicode.Is(unicode.Latin, first)
			p.all = p.big && strings.ToUpper(raw[start:end]) == raw[start:end] && end-start > 1
			form := strings.ReplaceAll(fold(raw[start:end]), ".", "")
			p.loose = loose[form]
			if !mixed {
				p.big = !isEnglish(form)
			}
			r.parts = append(r.parts, p)
		})
	}
}

// simple tells whether a token is one part as it stands.
func simple(lower string) bool {
	for i := 0; i < len(lower); i++ {
		if c := lower[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// form returns the comparable form of a part.
func (r *Reader) form(p *part) string {
	t := &r.doc.Tokens[p.token]
	if p.start == t.Start && p.end == t.End && simple(t.Lower) {
		return t.Lower
	}
	return strings.ReplaceAll(fold(strings.ToLower(r.doc.Raw[p.start:p.end])), ".", "")
}

func (r *Reader) class(p *part) int32 {
	if p.class < 0 {
		p.class = r.f.lexicon.find(r.form(p))
	}
	return p.class
}

func (r *Reader) sentence(i int) int32 { return r.doc.Tokens[r.parts[i].token].Sentence }

// walk goes through the text and takes the longest name at each place.
func (r *Reader) walk(ctx context.Context) error {
	for i := 0; i < len(r.parts); {
		p := &r.parts[i]
		if p.mark || p.loose || !p.big && r.doc.Case == text.Mixed {
			i++
			continue
		}
		if i%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		end := r.organisationAt(i)
		if end == 0 && p.big {
			end = r.personAt(i)
		}
		if end > 0 {
			i = end
		} else {
			i++
		}
	}
	return nil
}

// trial is a place in the trie at which names end.
type trial struct {
	last  int // part behind
	node  int32
	parts int // that count
	big   int // of them
}

// organisationAt finds a name of an organisation or an object that begins at
// part i, and returns the part behind it, 0 if there is none.
func (r *Reader) organisationAt(i int) int {
	x := r.f.lexicon
	var trials [8]trial
	n := 0
	node, parts, big, skipped := int32(0), 0, 0, 0
	for j := i; j < len(r.parts) && !r.parts[j].mark && r.sentence(j) == r.sentence(i); j++ {
		p := &r.parts[j]
		if p.loose {
			if skipped++; skipped > 3 {
				break
			}
			continue
		}
		c := r.class(p)
		if c == 0 {
			break
		}
		to := x.step(node, c)
		if to == 0 {
			break
		}
		node, skipped = to, 0
		parts++
		if p.big {
			big++
		}
		if len(x.ends[node]) > 0 {
			if n == len(trials) {
				copy(trials[:], trials[1:])
				n--
			}
			trials[n] = trial{j + 1, node, parts, big}
			n++
		}
	}
	for n--; n >= 0; n-- {
		if r.organisation(i, trials[n]) {
			return trials[n].last
		}
	}
	return 0
}

// organisation weighs the names that end at a place of the trie.
func (r *Reader) organisation(i int, t trial) bool {
	first, article := r.article(i)
	strong := map[string]bool{}
	weak := map[string]bool{}
	k := organisation
	var via []string
	theName := false
	form := r.formOf(i, t.last)
	for n := range r.f.lexicon.ends[t.node] {
		l := &r.f.lexicon.ends[t.node][n]
		key := r.f.parties[l.party].key
		switch r.stands(i, t, l, form, article) {
		case 2:
			strong[key] = true
		case 1:
			weak[key] = true
		default:
			continue
		}
		k = l.kind
		theName = theName || l.article
		if l.via != "" && !slices.Contains(via, l.via) {
			via = append(via, l.via)
		}
	}
	if len(strong)+len(weak) == 0 {
		return false
	}
	c := candidate{first: first, last: t.last, start: int(r.parts[first].start), end: int(r.parts[t.last-1].end), kind: k, how: Name, of: -1}
	name := r.doc.Raw[c.start:c.end]
	if len(name) > 200 {
		return false
	}
	weighed := name
	if article && first == i && theName {
		weighed = "The " + name // lists write the article with the name
	}
	allowed := func(p *Party) bool {
		return strong[p.Key()] && p.Decibans >= leastOrganisation || weak[p.Key()]
	}
	r.ids = r.ids[:0]
	for n := range r.f.lexicon.ends[t.node] {
		r.ids = append(r.ids, r.f.lexicon.ends[t.node][n].party)
	}
	slices.Sort(r.ids)
	r.ids = slices.Compact(r.ids)
	r.ids = r.ids[:min(len(r.ids), mostCandidates)]
	c.parties = r.weigh(weighed, k, r.ids, allowed)
	// Lists that write the name otherwise are asked for what they write.
	for _, listed := range via {
		for _, p := range r.weigh(listed, k, r.ids, allowed) {
			if len(c.parties) < mostParties && !slices.ContainsFunc(c.parties, func(q Party) bool { return q.Key() == p.Key() }) {
				c.parties = append(c.parties, p)
			}
		}
	}
	c.parties, c.confirmed = r.decided(name, c.parties)
	if len(c.parties) == 0 {
		return false
	}
	if strong[c.parties[0].Key()] || c.confirmed {
		r.found = append(r.found, c)
	} else {
		r.weak = append(r.weak, c)
	}
	return true
}

// mostCandidates bounds how many parties one name is weighed against.
const mostCandidates = 100

// formOf joins the forms of the parts that count.
func (r *Reader) formOf(first, last int) string {
	if last == first+1 {
		return r.form(&r.parts[first])
	}
	var b strings.Builder
	for i := first; i < last; i++ {
		if r.parts[i].loose {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(r.form(&r.parts[i]))
	}
	return b.String()
}

// article takes the article before a name to it where it is Arabic, and tells
// whether there is one, English or Arabic.
func (r *Reader) article(i int) (first int, has bool) {
	if i == 0 {
		return i, false
	}
	p := &r.parts[i-1]
	if p.mark || r.sentence(i) != r.sentence(i-1) {
		return i, false
	}
	switch form := r.form(p); form {
	case "al", "el", "ul", "as", "ash", "at", "an", "ar", "az", "a":
		joined := p.token == r.parts[i].token
		if form == "al" || form == "el" || joined {
			return i - 1, true
		}
	case "the":
		return i, true
	}
	return i, false
}

// stands tells whether a listed name stands in the text so that it is one: 2 by
// itself, 1 with support, 0 not.
func (r *Reader) stands(i int, t trial, l *listed, form string, article bool) int {
	mixed := r.doc.Case == text.Mixed
	if r.headed(t.last) || r.goesOn(t.last) {
		return 0
	}
	if l.kind == object {
		if !r.vehicleBefore(i) || mixed && t.big < t.parts {
			return 0
		}
		return 2
	}
	same := form == l.form
	if t.parts == 1 {
		p := &r.parts[i]
		short := len(form) <= 4
		switch {
		case mixed && !p.big:
			return 0
		case l.article && !article:
			return 0
		case l.extra, !same && (len(form) < 6 || isEnglish(form) || !mixed || !vowelsApart(form, l.form)):
			return 0
		case l.weak || isEnglish(form) || placeWords[form]:
			return 1
		case short && mixed && !p.all:
			return 1
		case len(form) <= 3:
			return 1
		case !mixed && short:
			return 1
		}
		return 2
	}
	common := true
	for j := i; j < t.last; j++ {
		if p := &r.parts[j]; !p.loose && !isEnglish(r.form(p)) {
			common = false
		} else if !p.loose && !same && !hasWord(l.form, r.form(p)) {
			return 0 // common words are not misspelled names
		}
	}
	switch {
	case mixed && (!r.parts[i].big || t.big*2 < t.parts):
		return 0
	case common && mixed && t.big < t.parts:
		return 0
	case common && t.parts == 2 && !mixed:
		return 1
	case common && (!same || l.weak || t.parts == 2):
		return 1
	}
	return 2
}

// goesOn tells whether the token in which the name ends goes on with another
// name, as "ISIS-Khorasan" does and "ISIS-inspired" does not.
func (r *Reader) goesOn(i int) bool {
	return i < len(r.parts) && r.parts[i].token == r.parts[i-1].token && r.parts[i].big && r.doc.Case == text.Mixed
}

// vowelsApart tells whether two forms differ in vowels alone, each in its place.
func vowelsApart(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) {
		if a[i] != b[i] && (strings.IndexByte("aeiouy", a[i]) < 0 || strings.IndexByte("aeiouy", b[i]) < 0) {
			return false
		}
	}
	return true
}

// hasWord tells whether a word is one of those of a form.
func hasWord(form, word string) bool {
	for w := range strings.SplitSeq(form, " ") {
		if w == word {
			return true
		}
	}
	return false
}

// heads are nouns that make of the name before them the name of something else:
// the Al Rashid Hotel is not the Al Rashid Trust.
var heads = map[string]bool{}

// vehicles are the words that say that a name is of a ship or an aircraft.
var vehicles = map[string]bool{}

// placeWords are names of places that are listed as short names of parties too.
var placeWords = map[string]bool{}

func init() {
	for w := range strings.FieldsSeq("hotel mosque university college school hospital street road avenue airport stadium square bridge river mountain valley island islands sea port city province district county village town camp museum library park palace cathedral church restaurant cafe cup prize award") {
		heads[w] = true
	}
	for w := range strings.FieldsSeq("vessel ship tanker freighter cargo trawler carrier barge yacht mv mt ss m/v m/t s/v aircraft plane jet airplane airliner helicopter flagged ferry tankers vessels ships") {
		vehicles[w] = true
	}
	for w := range strings.FieldsSeq("iran iraq syria russia korea cuba sudan venezuela damascus tehran homs aleppo mosul baghdad moscow kabul kandahar khorasan") {
		placeWords[w] = true
	}
}

// headed tells whether the name before part i is part of another's.
func (r *Reader) headed(i int) bool {
	if i >= len(r.parts) || r.parts[i].mark || !r.parts[i].big || r.parts[i].token == r.parts[i-1].token {
		return false
	}
	return r.doc.Case == text.Mixed && heads[r.form(&r.parts[i])]
}

// vehicleBefore looks for a word that says what the name is of, up to four
// words before.
func (r *Reader) vehicleBefore(i int) bool {
	for j := i - 1; j >= max(0, i-5) && r.sentence(j) == r.sentence(i); j-- {
		t := &r.doc.Tokens[r.parts[j].token]
		if vehicles[t.Lower] {
			return true
		}
		if t.Kind == text.Punct && t.Lower != "," && t.Lower != "/" {
			return false
		}
	}
	return false
}
