package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// survey tells how the text uses capitals and line breaks, and writes the text
// in small letters, byte for byte in the same places.
func (d *Doc) survey() {
	d.lower = append(d.lower[:0], d.Raw...)
	var upper, small, lines, long, longestLine, lineStart int
	line := func(end int) {
		n := end - lineStart
		lines++
		longestLine = max(longestLine, n)
		if n > 45 {
			long++
		}
	}
	for i := 0; i < len(d.lower); {
		c := d.lower[i]
		switch {
		case c >= 'a' && c <= 'z':
			small++
		case c >= 'A' && c <= 'Z':
			upper++
			d.lower[i] = c + 'a' - 'A'
		case c == '\n':
			line(i)
			lineStart = i + 1
		case c >= utf8.RuneSelf:
			r, n := utf8.DecodeRuneInString(d.Raw[i:])
			if l := unicode.ToLower(r); l != r {
				upper++
				// A rune whose small form has another length stays as it is:
				// that offsets agree matters more.
				if utf8.RuneLen(l) == n {
					utf8.EncodeRune(d.lower[i:], l)
				}
			}
			i += n
			continue
		}
		i++
	}
	line(len(d.Raw))
	d.low = string(d.lower)
	switch {
	case small*20 < upper:
		d.Case = AllUpper
	case upper*400 < small:
		d.Case = AllLower
	default:
		d.Case = Mixed
	}
	// Wrapped lines all end before a margin, and most come close to it.
	d.wrapped = lines > 3 && longestLine <= 100 && long*3 >= lines
}

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.Is(unicode.M, r) }

func alnum(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	return r != utf8.RuneError && (letter(r) || unicode.IsDigit(r))
}

func digit(r rune) bool { return r >= '0' && r <= '9' }

// at returns the rune at an offset, or 0 outside the text.
func (d *Doc) at(i int) rune {
	if i < 0 || i >= len(d.Raw) {
		return 0
	}
	if c := d.Raw[i]; c < utf8.RuneSelf {
		return rune(c)
	}
	r, _ := utf8.DecodeRuneInString(d.Raw[i:])
	return r
}

func (d *Doc) beforeAt(i int) rune {
	if i <= 0 {
		return 0
	}
	r, _ := utf8.DecodeLastRuneInString(d.Raw[:i])
	return r
}

func (d *Doc) tokenize() {
	single, double := false, false
	paragraph := true
	for i := 0; i < len(d.Raw); {
		r, n := rune(d.Raw[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(d.Raw[i:])
		}
		if r == utf8.RuneError && n == 1 || r < ' ' || r == ' ' || r > utf8.RuneSelf && (unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
			if r == '\n' || r == '\r' && d.at(i+1) != '\n' || r == 0x2028 || r == 0x2029 {
				if d.breaksAt(i) {
					paragraph, single, double = true, false, false
				}
			}
			i += n
			continue
		}
		if paragraph {
			d.breaks = append(d.breaks, int32(len(d.Tokens)))
			paragraph = false
		}
		switch {
		case alnum(r), (r == '@' || r == '#') && alnum(d.at(i+1)):
			i = d.word(i)
		case r == '"':
			// Without direction, a straight mark opens where something may begin.
			prev, next := d.beforeAt(i), d.at(i+1)
			opens := !double
			switch spaceBefore, spaceAfter := opening(prev), next == 0 || unicode.IsSpace(next); {
			case spaceBefore && !spaceAfter:
				opens = true
			case !spaceBefore && spaceAfter:
				opens = false
			}
			double = opens
			i = d.add(i, i+1, quoteKind(opens))
		case r == '“' || r == '„' || r == '«' || r == '‟':
			double = true
			i = d.add(i, i+n, OpenQuote)
		case r == '”' || r == '»':
			double = false
			i = d.add(i, i+n, CloseQuote)
		case r == '`' && d.at(i+1) == '`':
			double = true
			i = d.add(i, i+2, OpenQuote)
		case r == '\'' && d.at(i+1) == '\'':
			// Some agencies write two apostrophes at either end.
			double = opening(d.beforeAt(i)) && alnum(d.at(i+2)) || !double && !unicode.IsSpace(d.at(i+2)) && d.at(i+2) != 0
			i = d.add(i, i+2, quoteKind(double))
		case r == '‘':
			single = true
			i = d.add(i, i+n, OpenQuote)
		case r == '\'' || r == '’' || r == '`':
			i = d.apostrophe(i, n, r, &single)
		case r == '-' || r == '.':
			j := i + 1
			for j < len(d.Raw) && d.Raw[j] == d.Raw[i] {
				j++
			}
			i = d.add(i, j, Punct)
		default:
			i = d.add(i, i+n, Punct)
		}
	}
}

func quoteKind(opens bool) Kind {
	if opens {
		return OpenQuote
	}
	return CloseQuote
}

// opening says whether a quotation may open after a rune.
func opening(r rune) bool {
	return r == 0 || unicode.IsSpace(r) || strings.ContainsRune("([{—–-/“‘\"'", r)
}

// apostrophe reads a mark that is an apostrophe or a single quotation mark.
func (d *Doc) apostrophe(i, n int, r rune, single *bool) int {
	next := d.at(i + n)
	switch begins := opening(d.beforeAt(i)); {
	case begins && alnum(next) && r != '’' && d.closes(i+n):
		*single = true
		return d.add(i, i+n, OpenQuote)
	case begins && alnum(next):
		return d.word(i) // 'em, ’90s
	case !begins && *single:
		*single = false
		return d.add(i, i+n, CloseQuote)
	case !begins && letter(d.beforeAt(i)):
		i = d.add(i, i+n, Word)
		d.Tokens[len(d.Tokens)-1].Lower = "'"
		return i
	}
	return d.add(i, i+n, Punct)
}

// singleQuote is how far off the end of a quotation in single marks may be; it
// keeps a stray apostrophe from opening one.
const singleQuote = 400

// closes says whether a single quotation mark that closes follows.
func (d *Doc) closes(i int) bool {
	end := min(len(d.Raw), i+singleQuote)
	for ; i < end && d.Raw[i] != '\n'; i++ {
		if d.Raw[i] == '\'' && !alnum(d.at(i+1)) && !opening(d.beforeAt(i)) {
			return true
		}
	}
	return false
}

// breaksAt says whether the line break at i ends a paragraph.
func (d *Doc) breaksAt(i int) bool {
	if !d.wrapped {
		return true
	}
	// A blank line, an indented line, or a line that ends far before the margin.
	j := i + 1
	for j < len(d.Raw) && (d.Raw[j] == ' ' || d.Raw[j] == '\t' || d.Raw[j] == '\r') {
		j++
	}
	if j >= len(d.Raw) || d.Raw[j] == '\n' || j-i > 2 {
		return true
	}
	start := strings.LastIndexByte(d.Raw[:i], '\n') + 1
	return i-start < 40
}

// word adds the word or number that begins at i, with its clitic, and returns its end.
func (d *Doc) word(i int) int {
	start := i
	segment := i // where the part after the last dot begins
	dotted, curly := false, false
	if !alnum(d.at(i)) { // @, #, or an apostrophe
		_, n := utf8.DecodeRuneInString(d.Raw[i:])
		curly = n > 1
		i += n
		segment = i
	}
	if d.Raw[start] == 'h' || d.Raw[start] == 'H' || d.Raw[start] == 'w' {
		if rest := d.low[start:min(len(d.low), start+8)]; strings.HasPrefix(rest, "http://") || rest == "https://" || strings.HasPrefix(rest, "www.") {
			return d.address(start)
		}
	}
	first := d.at(i)
	for i < len(d.Raw) {
		r, n := utf8.DecodeRuneInString(d.Raw[i:])
		if alnum(r) {
			i += n
			continue
		}
		prev, next := d.beforeAt(i), d.at(i+n)
		if !alnum(next) {
			break
		}
		joins := false
		switch r {
		case '-', '_', '\u2011':
			joins = true
		case '\'', '’':
			joins = true
			curly = curly || r == '’'
		case ',', ':', '/':
			joins = digit(prev) && digit(next)
		case '&':
			joins = unicode.IsUpper(prev) && unicode.IsUpper(next)
		case '.':
			switch {
			case digit(prev) && digit(next):
				joins = true
			case i-segment == utf8.RuneLen(prev) && letter(prev):
				// A letter, a dot and a letter: U.S, a.m, J.D.
				after := d.at(i + n + utf8.RuneLen(next))
				joins = letter(next) && !alnum(after)
				dotted = dotted || joins
			case d.low[start:i] == "ph" && next == 'D':
				joins, dotted = true, true
			default:
				joins = d.domain(i + 1)
			}
			if joins {
				segment = i + n
			}
		}
		if !joins {
			break
		}
		i += n
	}
	kind := Word
	if digit(first) {
		kind = Number
	}
	end := i
	clitic := ""
	if kind == Word {
		end, clitic = d.clitic(start, end)
	}
	if clitic == "" && d.at(end) == '.' && d.at(end+1) != '.' && d.abbreviated(start, end, dotted) {
		end++
	}
	d.addWord(start, end, kind, curly)
	if clitic != "" {
		d.add(end, i, Word)
		d.Tokens[len(d.Tokens)-1].Lower = clitic
		end = i
	}
	return end
}

// address adds a web address, up to the next space.
func (d *Doc) address(start int) int {
	i := start
	for i < len(d.Raw) {
		r, n := utf8.DecodeRuneInString(d.Raw[i:])
		if r <= ' ' || r == utf8.RuneError && n == 1 || unicode.IsSpace(r) || strings.ContainsRune("<>\"”“", r) {
			break
		}
		i += n
	}
	for i > start+4 && strings.IndexByte(".,;:!?)", d.Raw[i-1]) >= 0 {
		i--
	}
	return d.add(start, i, Word)
}

// domain says whether one of the common ends of a host name stands at i.
func (d *Doc) domain(i int) bool {
	for _, end := range [...]string{"com", "org", "net", "gov", "mil", "edu"} {
		if strings.HasPrefix(d.Raw[i:], end) && !alnum(d.at(i+len(end))) {
			return true
		}
	}
	return false
}

// clitic cuts a clitic off the word [start, end) and returns where the word then
// ends, and the clitic with a straight apostrophe, or "".
func (d *Doc) clitic(start, end int) (int, string) {
	for _, c := range clitics {
		rest, ok := strings.CutSuffix(d.low[start:end], c[1:])
		if !ok {
			continue
		}
		if w, ok := strings.CutSuffix(rest, "'"); ok && w != "" {
			return start + len(w), c
		}
		if w, ok := strings.CutSuffix(rest, "’"); ok && w != "" {
			return start + len(w), c
		}
	}
	return end, ""
}

// abbreviated says whether the full stop behind the word belongs to it.
func (d *Doc) abbreviated(start, end int, dotted bool) bool {
	if dotted {
		return true
	}
	first, n := utf8.DecodeRuneInString(d.Raw[start:])
	if end-start == n && letter(first) {
		// An initial, though not the pronoun, and not at the end of a paragraph.
		next := d.at(end + 2)
		return (d.Case != Mixed || unicode.IsUpper(first)) && first != 'I' && d.at(end+1) == ' ' && letter(next) && (d.Case == AllLower || unicode.IsUpper(next))
	}
	class := abbreviations[d.low[start:end]]
	switch {
	case class == 0:
		return false
	case d.Case == Mixed && !unicode.IsUpper(first) && !smallToo[d.low[start:end]]:
		return false
	case class == number:
		return d.at(end+1) == ' ' && digit(d.at(end+2))
	case class == before:
		// At the end of a line or before a capital that nothing could follow, it is a word.
		return d.at(end+1) != 0 && d.at(end+1) != '\n'
	}
	return d.Case == Mixed || len(d.low[start:end]) < 5 && d.at(end+2) != ' '
}

// fixedMost bounds the words kept with straight apostrophes.
const fixedMost = 4096

func (d *Doc) addWord(start, end int, kind Kind, curly bool) {
	d.add(start, end, kind)
	if !curly {
		return
	}
	t := &d.Tokens[len(d.Tokens)-1]
	fixed, ok := d.fixed[t.Lower]
	if !ok {
		if d.fixed == nil || len(d.fixed) >= fixedMost {
			d.fixed = make(map[string]string)
		}
		fixed = strings.ReplaceAll(t.Lower, "’", "'")
		d.fixed[strings.Clone(t.Lower)] = fixed
	}
	t.Lower = fixed
}

func (d *Doc) add(start, end int, kind Kind) int {
	t := Token{Start: int32(start), End: int32(end), Kind: kind, Lower: d.low[start:end]}
	if kind == Word {
		letters, upper := 0, 0
		for _, r := range d.Raw[start:end] {
			if r < utf8.RuneSelf {
				if r >= 'a' && r <= 'z' {
					letters++
				} else if r >= 'A' && r <= 'Z' {
					letters++
					upper++
				} else {
					continue
				}
			} else if unicode.IsUpper(r) {
				letters++
				upper++
			} else if unicode.IsLetter(r) {
				letters++
			}
			if letters == 1 && upper == 1 {
				t.Cap = true
			}
		}
		t.Upper = letters > 1 && upper == letters
	}
	d.Tokens = append(d.Tokens, t)
	return end
}
