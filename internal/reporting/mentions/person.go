package mentions

import (
	"slices"
	"strings"
	"unicode/utf8"

	"deciban/internal/reporting/text"
)

// holder is who in the text so far was last called by a name's last part.
type holder struct {
	// at is the candidate, -1 for somebody who is on no list.
	at int
}

// run returns the part behind the run of capitals that begins at part i. Loose
// words belong to it where a capital follows.
func (r *Reader) run(i int) int {
	end := i + 1
	for j := i + 1; j < len(r.parts) && !r.parts[j].mark && r.sentence(j) == r.sentence(i); j++ {
		p := &r.parts[j]
		switch {
		case p.loose && nameLoose[r.form(p)]:
			continue
		case p.big:
			end = j + 1
			continue
		}
		break
	}
	return end
}

// nameLoose are the loose words that persons' names hold.
var nameLoose = map[string]bool{"al": true, "el": true, "ul": true, "ur": true, "as": true, "ash": true, "at": true, "an": true, "ar": true, "az": true, "bin": true, "ben": true, "ibn": true, "de": true, "la": true, "le": true, "du": true, "des": true, "e": true, "il": true, "l": true}

// longestRun is how many parts of a run are looked at: titles and all, no name
// in a text is longer.
const longestRun = 12

// personAt finds a person's name in the run of capitals that begins at part i,
// and returns the part behind the run, 0 if there is none.
func (r *Reader) personAt(i int) int {
	end := r.run(i)
	if end-i < 2 || end-i > longestRun {
		return 0
	}
	for first := i; first < end-1; first++ {
		for last := end; last > first+1; last-- {
			if c := r.person(first, last); c != nil {
				r.found = append(r.found, *c)
				return last
			}
			if !r.common(last - 1) {
				break
			}
		}
		// A word before the name may be a title, or only begin the sentence.
		if !r.common(first) && !r.title(first) {
			break
		}
	}
	return 0
}

// common tells whether a part is a common English word, or of a script without
// capitals, in which a name cannot be told from the words around it.
func (r *Reader) common(i int) bool {
	form := r.form(&r.parts[i])
	return isEnglish(form) || form != "" && form[0] >= utf8.RuneSelf
}

// title tells whether a part is a title, such as lists write with a name, or a
// nationality.
func (r *Reader) title(i int) bool {
	return titles[r.form(&r.parts[i])] || r.doc.Tokens[r.parts[i].token].Lower == "mr."
}

var titles = map[string]bool{}

func init() {
	for _, w := range []string{
		"mr", "mrs", "ms", "dr", "prof", "gen", "lt", "col", "maj", "capt", "brig", "sgt", "cmdr", "adm", "rev", "hon", "sen", "rep", "gov",
		"mullah", "mulla", "mullah", "maulana", "maulvi", "mawlawi", "maulawi", "sheikh", "shaykh", "sheik", "ayatollah", "haji", "hajji", "qari", "ustad", "sayyid", "sayed", "emir", "amir", "imam", "hafiz",
		"iranian", "iraqi", "syrian", "afghan", "pakistani", "russian", "ukrainian", "lebanese", "palestinian", "egyptian", "saudi", "yemeni", "libyan", "tunisian", "algerian", "moroccan", "somali", "kenyan", "nigerian",
		"sudanese", "turkish", "chinese", "korean", "indian", "indonesian", "filipino", "american", "british", "french", "german", "belarusian", "venezuelan", "colombian", "mexican", "cuban", "congolese", "rwandan", "serbian", "bosnian",
		"saudi-born", "taliban", "qaeda", "qaida", "isis", "isil", "hamas", "hezbollah", "hizballah",
	} {
		titles[w] = true
	}
}

// person weighs the parts [first, last) as a person's name.
func (r *Reader) person(first, last int) *candidate {
	if r.headed(last) || r.parts[first].token == r.parts[last-1].token {
		return nil
	}
	r.classes = r.classes[:0]
	for i := first; i < last; i++ {
		p := &r.parts[i]
		if p.loose {
			continue
		}
		c := r.class(p)
		if c == 0 || len(r.f.lexicon.holders[c]) == 0 {
			return nil
		}
		r.classes = append(r.classes, c)
	}
	if len(r.classes) < 2 {
		return nil
	}
	r.ids = r.f.lexicon.together(r.ids[:0], r.classes)
	if len(r.ids) == 0 {
		return nil
	}
	start := first
	if f, has := r.article(first); has && f < first {
		start = f
	}
	c := candidate{first: start, last: last, start: int(r.parts[start].start), end: int(r.parts[last-1].end), kind: person, how: Name, of: -1}
	name := r.doc.Raw[c.start:c.end]
	for n, id := range r.ids {
		r.ids[n] = r.f.lexicon.persons[id].party
	}
	slices.Sort(r.ids)
	r.ids = slices.Compact(r.ids)
	c.parties = r.weigh(name, person, r.ids, func(*Party) bool { return true })
	c.parties, c.confirmed = r.decided(name, c.parties)
	if len(c.parties) == 0 {
		return nil
	}
	return &c
}

// lastNames ties a last name that stands alone to who was last called by it in
// full.
func (r *Reader) lastNames() {
	if r.doc.Case != text.Mixed || !slices.ContainsFunc(r.found, func(c candidate) bool { return c.kind == person }) {
		return
	}
	// The walk again, since who was named last before a place decides.
	names := map[string]holder{}
	byFirst := map[int]int{}
	for at := range r.found {
		if r.found[at].kind == person && r.found[at].how == Name {
			byFirst[r.found[at].first] = at
		}
	}
	covered := r.covered()
	for i := 0; i < len(r.parts); {
		p := &r.parts[i]
		if at, ok := byFirst[i]; ok {
			names[r.form(&r.parts[r.found[at].last-1])] = holder{at}
			i = r.found[at].last
			continue
		}
		if p.mark || p.loose || !p.big || covered[i] {
			i++
			continue
		}
		end := r.run(i)
		for k := i + 1; k < end; k++ {
			if _, ok := byFirst[k]; ok || covered[k] {
				end = k
			}
		}
		switch form := r.form(&r.parts[end-1]); {
		case end-i == 1:
			h, ok := names[form]
			if ok && h.at >= 0 && r.surname(i) && !r.headed(end) {
				first, _ := r.article(i)
				r.tie(candidate{first: first, last: end, start: int(r.parts[first].start), end: int(p.end), kind: person, how: Short, of: h.at, parties: r.found[h.at].parties})
			}
		case !r.common(i):
			names[form] = holder{-1}
		default:
			// "But Zawahiri": a word that begins the sentence, and a last name.
			k := i
			for k < end && (r.common(k) || r.title(k) || r.parts[k].loose) {
				k++
			}
			if h, ok := names[form]; k == end-1 && ok && h.at >= 0 && r.surname(k) && !r.headed(end) {
				r.tie(candidate{first: k, last: end, start: int(r.parts[k].start), end: int(r.parts[k].end), kind: person, how: Short, of: h.at, parties: r.found[h.at].parties})
			} else if end-k >= 2 {
				names[form] = holder{-1}
			}
		}
		i = end
	}
}

// surname tells whether a part may be a last name that stands alone: no English
// word, and no acronym, as "U.N" is of who was named as Un.
func (r *Reader) surname(i int) bool {
	p := &r.parts[i]
	written := r.doc.Raw[p.start:p.end]
	return !isEnglish(r.form(p)) && !strings.Contains(written, ".") && (len(written) > 3 || written != strings.ToUpper(written))
}

// tie adds a mention that stands for another, unless a person rejected it.
func (r *Reader) tie(c candidate) {
	c.parties, c.confirmed = r.decided(r.doc.Raw[c.start:c.end], c.parties)
	if len(c.parties) > 0 {
		r.found = append(r.found, c)
	}
}

// covered marks the parts that mentions stand on.
func (r *Reader) covered() map[int]bool {
	m := map[int]bool{}
	for _, c := range r.found {
		for i := c.first; i < c.last; i++ {
			m[i] = true
		}
	}
	return m
}
