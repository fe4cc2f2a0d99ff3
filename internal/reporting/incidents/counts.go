package incidents

import "strings"

// counts reads how many were killed, wounded, kidnapped or are missing.
func (r *Reader) counts(o *inc, x *Incident) {
	done := int32(-1)
	for _, id := range o.evs {
		e := &r.evs[id]
		if e.sent == done {
			continue
		}
		done = e.sent
		s := r.around(e)
		for i := s.first; i < s.last; i++ {
			n, ok := r.numberAt(i)
			if !ok {
				continue
			}
			of := i
			if i+2 < s.last && (r.tok[i+1].low == "to" || r.tok[i+1].low == "and" && i > s.first && r.tok[i-1].low == "between") {
				if _, ok := r.numberAt(i + 2); ok {
					of = i + 2
				}
			}
			what := r.countOf(of, s.first, s.last)
			if what == "" {
				continue
			}
			c := Count{What: what, Low: n, High: n, Span: r.span(i, i+1)}
			first := i
			for first > s.first && first > i-4 && r.qualifies(first-1, &c) {
				first--
			}
			// "between 5 and 8", "5 to 8"
			if i+2 < s.last && (r.tok[i+1].low == "to" || r.tok[i+1].low == "and" && i > s.first && r.tok[i-1].low == "between") {
				if m, ok := r.numberAt(i + 2); ok && m > n {
					c.High = m
					c.Span = r.span(first, i+3)
					i += 2
				}
			} else {
				c.Span = r.span(first, i+1)
			}
			x.Counts = append(x.Counts, c)
		}
	}
}

// qualifies reads "at least", "more than", "about" in front of a number.
func (r *Reader) qualifies(i int, c *Count) bool {
	switch r.tok[i].low {
	case "least", "than", "many":
		c.High = -1
		if r.tok[i].low == "than" && i > 0 && (r.tok[i-1].low == "less" || r.tok[i-1].low == "fewer") && !(i > 1 && r.tok[i-2].low == "no") {
			c.High, c.Low = c.Low, 0
		}
		return true
	case "at", "more", "less", "fewer", "no", "as", "between", "some", "another":
		return true
	case "over":
		c.High = -1
		return true
	case "about", "around", "nearly", "almost", "approximately", "roughly", "estimated":
		c.About = true
		return true
	}
	return false
}

var smallNumbers = map[string]int{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
	"thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30,
	"forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}

func (r *Reader) numberAt(i int) (int, bool) {
	s := r.tok[i].low
	if n, ok := smallNumbers[s]; ok {
		return n, true
	}
	if s == "" || s[0] < '0' || s[0] > '9' || len(s) > 9 {
		return 0, false
	}
	n := 0
	for _, c := range []byte(strings.ReplaceAll(s, ",", "")) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int(c-'0')
	}
	return n, true
}

var harms = map[string]string{
	"killed": "killed", "dead": "killed", "died": "killed", "deaths": "killed", "slain": "killed", "murdered": "killed", "fatalities": "killed",
	"killing": "killed", "massacred": "killed", "perished": "killed", "assassinated": "killed", "executed": "killed",
	"wounded": "wounded", "injured": "wounded", "hurt": "wounded", "wounding": "wounded", "injuring": "wounded", "injuries": "wounded",
	"kidnapped": "kidnapped", "abducted": "kidnapped", "hostages": "kidnapped", "hostage": "kidnapped", "kidnapping": "kidnapped", "abducting": "kidnapped",
	"missing": "missing", "disappeared": "missing",
}

// countOf says what a number counts: by the noun phrase's own head ("30 wounded"),
// by the verb that follows it ("ten people were killed") or stands before it
// ("killing ten people").
func (r *Reader) countOf(i, first, last int) string {
	k := r.tok[i].np
	if k < 0 {
		return ""
	}
	n := &r.nps[k]
	if n.last-n.first == 1 && n.first > first && n.last < last && r.tok[n.first-1].low == "," && (r.tok[n.last].low == "," || r.tok[n.last].low == ".") {
		// "Dayton, 42, died" tells an age.
		return ""
	}
	head := r.tok[n.head].low
	if w := harms[head]; w != "" {
		return w
	}
	if n.last < last {
		if w := harms[r.tok[n.last].low]; w != "" && (r.tok[n.last].low == "dead" || r.tok[n.last].low == "wounded" || r.tok[n.last].low == "injured" || r.tok[n.last].low == "missing" || r.tok[n.last].low == "hostage") {
			return w
		}
	}
	people := n.class&(classHuman|classArmed|classPerp) != 0 || r.tok[n.head].is(tagNum) || head == "others" || head == "other"
	if !people {
		return ""
	}
	// Behind it, over what is said of the people: "ten people, all civilians, were killed".
	for j := n.last; j < min(last, n.last+9); j++ {
		t := &r.tok[j]
		if t.low == ";" {
			break
		}
		if t.is(tagAux) || t.verb {
			for m := j; m < min(last, j+4); m++ {
				if w := harms[r.tok[m].low]; w != "" && r.tok[m].verb && (r.passive(m, clause{first, last}) || r.tok[m].low == "died" || r.tok[m].low == "disappeared" || r.tok[m].low == "perished") {
					return w
				}
				if m > j && r.tok[m].np >= 0 {
					break
				}
			}
			break
		}
	}
	// In front of it.
	for j := n.first - 1; j >= max(first, n.first-5); j-- {
		t := &r.tok[j]
		if w := harms[t.low]; w != "" && t.verb && !r.passive(j, clause{first, last}) {
			return w
		}
		if t.low == "death" || t.low == "deaths" || t.low == "murder" || t.low == "killing" {
			return "killed"
		}
		if t.low == "kidnapping" {
			return "kidnapped"
		}
		if t.np >= 0 && t.low != "of" && !(t.is(tagDet | tagNum)) {
			break
		}
		if t.verb {
			break
		}
	}
	return ""
}
