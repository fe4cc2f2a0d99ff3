package text

import "strings"

// split finds the sentences among the tokens.
func (d *Doc) split() {
	for p, first := range d.breaks {
		last := len(d.Tokens)
		if p+1 < len(d.breaks) {
			last = int(d.breaks[p+1])
		}
		from := int(first)
		if end := d.dateline(from, last); end > from {
			d.sentence(from, end, p, true)
			from = end
		}
		for i := from; i < last; i++ {
			if end := d.ends(i, last); end > 0 {
				d.sentence(from, end, p, false)
				from, i = end, end-1
			}
		}
		d.sentence(from, last, p, false)
	}
}

func (d *Doc) sentence(first, last, paragraph int, dateline bool) {
	if first >= last {
		return
	}
	for i := first; i < last; i++ {
		d.Tokens[i].Sentence = int32(len(d.Sentences))
	}
	d.Sentences = append(d.Sentences, Sentence{
		Start: int(d.Tokens[first].Start), End: int(d.Tokens[last-1].End),
		First: first, Last: last, Paragraph: paragraph, Dateline: dateline,
	})
}

// ends returns the token behind the sentence that token i ends, or 0 if it ends none.
func (d *Doc) ends(i, last int) int {
	t := &d.Tokens[i]
	abbreviation, ellipsis := false, false
	switch {
	case t.Lower == "." || t.Lower == "!" || t.Lower == "?":
	case t.Lower == "…" || t.Kind == Punct && strings.HasPrefix(t.Lower, ".."):
		ellipsis = true
	case t.Kind == Word && strings.HasSuffix(t.Lower, "."):
		word := t.Lower[:len(t.Lower)-1]
		if class := abbreviations[word]; class == before || class == number || len(word) == 1 {
			return 0
		}
		abbreviation = true
	default:
		return 0
	}
	// Marks that close belong to the sentence that they close.
	j := i + 1
	for j < last {
		n := &d.Tokens[j]
		closes := n.Kind == CloseQuote || n.Kind == Punct && (n.Lower == ")" || n.Lower == "]" || n.Lower == "." || n.Lower == "!" || n.Lower == "?")
		if !closes || n.Start != d.Tokens[j-1].End {
			break
		}
		j++
	}
	if j >= last {
		return last
	}
	n := &d.Tokens[j]
	gap := int(n.Start - d.Tokens[j-1].End)
	word := n
	for k := j; k < last && (word.Kind == OpenQuote || word.Kind == Punct && strings.IndexByte("([-—–", word.Lower[0]) >= 0); k++ {
		word = &d.Tokens[k]
	}
	begins := d.Case != Mixed || word.Cap || word.Kind == Number || word.Lower == "•"
	switch {
	case gap == 0 && !(word.Cap && d.Case == Mixed && t.Lower == "." && d.Tokens[j-1].Kind != Word && n.Kind != Punct):
		return 0
	case abbreviation && j == i+1:
		// Two spaces begin a sentence in texts of one case.
		if d.Case != Mixed && gap < 2 || d.Case == Mixed && !(word.Cap && starters[word.Lower]) {
			return 0
		}
	case ellipsis && d.Case != Mixed && gap < 2:
		return 0
	case !begins:
		return 0
	case n.Kind == Punct && (n.Lower == "," || n.Lower == ";" || n.Lower == ")"):
		return 0
	}
	return j
}

// datelineMost is how many tokens a dateline has at the very most.
const datelineMost = 30

// dateline returns the token behind the dateline of a paragraph, or first.
func (d *Doc) dateline(first, last int) int {
	if first >= last || d.Tokens[first].Kind != Word || d.Case == Mixed && !(d.Tokens[first].Upper && d.Tokens[first].End-d.Tokens[first].Start > 2) {
		return first
	}
	// In a text of one case only a comma and a number, as of a place and a day,
	// tell a dateline from a sentence.
	evidence, comma := d.Case == Mixed, false
	for i := first; i < min(last, first+datelineMost); i++ {
		t := &d.Tokens[i]
		switch {
		case t.Kind == OpenQuote || t.Kind == CloseQuote || t.Lower == ":" || t.Lower == ";":
			return first
		case t.Lower == ",":
			comma = true
			if d.Case != Mixed && i > first+5 {
				return first
			}
		case t.Kind == Number:
			evidence = evidence || comma && i < first+8
		case t.Kind == Punct && (t.Lower == "--" || t.Lower == "—" || t.Lower == "–" || t.Lower == "-"):
			if i == first || !evidence || i+1 >= last {
				return first
			}
			// Wire texts put their source in brackets behind the dash.
			end := i + 1
			for end < last && d.Tokens[end].Lower == "[" {
				k := end
				for k < min(last, end+datelineMost) && d.Tokens[k].Lower != "]" {
					k++
				}
				if k >= last || d.Tokens[k].Lower != "]" {
					break
				}
				end = k + 1
			}
			return end
		case t.Kind == Punct && !strings.Contains(",.()/", t.Lower):
			return first
		case t.Kind == Word && d.Case == Mixed && !t.Cap && len(t.Lower) > 3:
			return first
		}
	}
	return first
}

// pair finds the quotations in double marks.
func (d *Doc) pair() {
	open := -1
	end := func(close int, closed bool) {
		q := Quote{Open: open, Close: close, Closed: closed}
		if n := len(d.Quotes); n > 0 && !d.Quotes[n-1].Closed {
			prev := d.Quotes[n-1]
			q.Continues = d.paragraph(prev.Open)+1 == d.paragraph(open) && d.first(open)
		}
		d.Quotes = append(d.Quotes, q)
		open = -1
	}
	for i := range d.Tokens {
		t := &d.Tokens[i]
		if open >= 0 && d.paragraph(i) != d.paragraph(open) {
			end(i-1, false)
		}
		if t.Kind != OpenQuote && t.Kind != CloseQuote || t.Lower == "'" || t.Lower == "‘" || t.Lower == "’" || t.Lower == "`" {
			continue
		}
		switch {
		case t.Kind == OpenQuote && open < 0:
			open = i
		case t.Kind == CloseQuote && open >= 0:
			end(i, true)
		}
	}
	if open >= 0 {
		end(len(d.Tokens)-1, false)
	}
}

// paragraph returns the paragraph of a token.
func (d *Doc) paragraph(i int) int { return d.Sentences[d.Tokens[i].Sentence].Paragraph }

// first says whether a token begins its paragraph.
func (d *Doc) first(i int) bool { return i == 0 || d.paragraph(i-1) != d.paragraph(i) }
