package source

import (
	"strings"
	"unicode"

	"deciban/internal/entity"
)

// ListedName is one of the names that a list holds in one text.
type ListedName struct {
	Text string
	// Weak marks an acronym that stands in parentheses after what it is short
	// for: it is too common to be a name of its own.
	Weak bool
	// Previous marks a name under which the entry was listed before.
	Previous bool
}

// ListedNames takes apart a text in which a list holds a name, or several, or
// a name and remarks about it, into the names that a person would screen:
//
//	Fazel Rahim; Fazil Rahim                     two names
//	"GODANE"                                     one, without the quotation marks
//	Abu Banat (original script: Абу Банат)       two, one in each script
//	Ansar al-Shari'a (AAS)                       a name and a weak one
//	Encep Nurjaman (birth name)                  a name; the remark is in rest
//	حسن غول (Hassan Ghul; Hasan Gul)             three
//	STATE ESTABLISHMENT (SOUTHERN AREA)          one, as it stands
//
// The names keep the order of the text; it is as written, but for white space.
// person says that it is a person's name, in which a word in parentheses is
// another spelling of the word before it.
func ListedNames(text string, person bool) (names []ListedName, rest []string) {
	n := nameSplitter{person: person}
	n.split(OneLine(text), 0)
	return n.names, n.rest
}

type nameSplitter struct {
	person bool
	names  []ListedName
	rest   []string
}

// maxNesting bounds the recursion; real names nest to 2.
const maxNesting = 4

func (n *nameSplitter) split(text string, depth int) {
	for _, part := range cutOutside(text, ';') {
		n.one(part, depth)
	}
}

// one reads a text without a semicolon outside parentheses.
func (n *nameSplitter) one(text string, depth int) {
	text = trimName(text)
	if head, tail, ok := strings.Cut(text, ", born "); ok {
		n.rest = append(n.rest, "born "+tail)
		text = trimName(head)
	}
	var more []func()
	if head, tail, ok := strings.Cut(text, " / "); ok && isAcronymOf(strings.TrimSpace(tail), head) {
		more = append(more, func() { n.add(ListedName{Text: tail, Weak: true}) })
		text = head
	}
	var kept strings.Builder
	name := ListedName{}
	for text != "" {
		open := strings.IndexByte(text, '(')
		if open < 0 {
			kept.WriteString(text)
			break
		}
		end := closing(text, open)
		if end < 0 { // a parenthesis that is never closed is a slip
			kept.WriteString(text[:open])
			text = text[open+1:]
			continue
		}
		kept.WriteString(text[:open])
		inside, after := strings.TrimSpace(text[open+1:end]), text[end+1:]
		before := trimName(kept.String())
		switch lower := strings.ToLower(inside); {
		case inside == "":
		case lower == "original script":
		case strings.HasPrefix(lower, "original script:") && depth < maxNesting:
			more = append(more, func() { n.split(inside[len("original script:"):], depth+1) })
		case strings.HasPrefix(lower, "previously listed") || strings.HasPrefix(lower, "formerly listed"):
			name.Previous = true
		case isRemark(lower) || isLanguage(inside):
			n.rest = append(n.rest, inside)
		case before == "": // "(Sheikh) Musa Hilal"
			kept.WriteString(inside)
		case depth < maxNesting && (scriptsDiffer(before, inside) && trimName(after) == "" || len(cutOutside(inside, ';')) > 1):
			more = append(more, func() { n.split(inside, depth+1) })
		case trimName(after) == "" && isAcronymOf(inside, before):
			more = append(more, func() { n.add(ListedName{Text: inside, Weak: true}) })
		case trimName(after) != "" && strings.HasPrefix(strings.TrimSpace(after), "(") && isAcronymOf(inside, before):
			more = append(more, func() { n.add(ListedName{Text: inside, Weak: true}) })
		case n.person && trimName(after) == "" && isWord(inside) && strings.Contains(before, " "):
			other := before[:strings.LastIndexByte(before, ' ')+1] + inside
			more = append(more, func() { n.add(ListedName{Text: other, Previous: name.Previous}) })
		case n.person:
			kept.WriteString(inside)
		default:
			kept.WriteString("(" + inside + ")")
		}
		text = after
	}
	name.Text = trimName(strings.ReplaceAll(unbalanced(kept.String()), "  ", " "))
	n.add(name)
	for _, f := range more {
		f()
	}
}

func (n *nameSplitter) add(name ListedName) {
	name.Text = OneLine(trimName(name.Text))
	if !strings.ContainsFunc(name.Text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return
	}
	for _, have := range n.names {
		if have == name {
			return
		}
	}
	n.names = append(n.names, name)
}

// isRemark tells whether the text in parentheses is about the name instead of
// a name; the words are those of the UN list.
func isRemark(lower string) bool {
	for _, w := range []string{"birth name", "combat name", "nom de guerre", "false identity", "sub-unit name", "deceased", "passport", "(third)"} {
		if strings.Contains(lower, w) {
			return true
		}
	}
	return lower == "third"
}

// isLanguage tells whether text is the name of a language, as in
// "ኤርሚኣስ ግርማይ (Tigrinya)".
func isLanguage(text string) bool {
	_, ok := entity.LanguageCode(text)
	return ok && len(text) > 3 && isWord(text)
}

// isAcronymOf tells whether short is a word whose letters come in that order in
// long and begin it, as in "Falah-i-Insaniat Foundation (FIF)". A country or a
// legal form ("(UK)", "(PVT)") is none.
func isAcronymOf(short, long string) bool {
	var letters []rune
	for _, r := range short {
		switch {
		case unicode.IsUpper(r):
			letters = append(letters, unicode.ToLower(r))
		case r == '-' || r == '.' || r == '/':
		default:
			return false
		}
	}
	if len(letters) < 2 || len(letters) > 8 {
		return false
	}
	at := 0
	for i, r := range []rune(strings.ToLower(long)) {
		if i == 0 && r != letters[0] {
			return false
		}
		if at < len(letters) && r == letters[at] {
			at++
		}
	}
	return at == len(letters)
}

func isWord(s string) bool {
	for _, r := range s {
		if !unicode.IsLetter(r) && r != '\'' && r != '-' && r != '’' && r != '`' {
			return false
		}
	}
	return s != ""
}

// scriptsDiffer tells whether one text is in Latin script and the other not.
func scriptsDiffer(a, b string) bool { return IsLatin(a) != IsLatin(b) }

// IsLatin tells whether a text's letters are mostly Latin.
func IsLatin(s string) bool {
	latin, other := 0, 0
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Latin, r):
			latin++
		case unicode.IsLetter(r):
			other++
		}
	}
	return latin >= other
}

// cutOutside splits s at each sep that is not in parentheses.
func cutOutside(s string, sep byte) []string {
	var out []string
	depth, from := 0, 0
	for i := range len(s) {
		switch s[i] {
		case '(':
			if closing(s, i) >= 0 {
				depth++
			}
		case ')':
			depth = max(depth-1, 0)
		case sep:
			if depth == 0 {
				out = append(out, s[from:i])
				from = i + 1
			}
		}
	}
	return append(out, s[from:])
}

// closing returns the index of the parenthesis that closes the one at open, or
// -1.
func closing(s string, open int) int {
	depth := 0
	for i := open; i < len(s); i++ {
		switch s[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// unbalanced removes closing parentheses that nothing opened.
func unbalanced(s string) string {
	var b strings.Builder
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '(':
			depth++
		case ')':
			if depth == 0 {
				continue
			}
			depth--
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// trimName removes what stands around a name but is not part of it.
func trimName(s string) string {
	s = strings.Trim(s, " \t,;:")
	for _, q := range []struct{ open, end string }{{`"`, `"`}, {"“", "”"}, {"«", "»"}} {
		if len(s) > len(q.open)+len(q.end) && strings.HasPrefix(s, q.open) && strings.HasSuffix(s, q.end) {
			if in := s[len(q.open) : len(s)-len(q.end)]; !strings.Contains(in, q.open) {
				s = strings.TrimSpace(in)
			}
		}
	}
	return s
}

// NaturalOrder turns "SURNAME, Given" and "SURNAME, Given, Jr." into the order
// in which a name is spoken, "Given SURNAME" and "Given SURNAME Jr.", and says
// what is the given name and what the surname. A name without a comma, or with
// commas that mean something else, is returned as it is, without parts.
func NaturalOrder(name string) (natural, given, surname string) {
	surname, given, ok := strings.Cut(name, ",")
	surname, given = strings.TrimSpace(surname), strings.TrimSpace(given)
	if !ok || surname == "" || given == "" {
		return strings.TrimSpace(strings.Trim(name, ", ")), "", ""
	}
	given, suffix, suffixed := strings.Cut(given, ",")
	given, suffix = strings.TrimSpace(given), strings.TrimSpace(suffix)
	switch {
	case isSuffix(given) && !suffixed: // "Hilarion Santos, III"
		return surname + " " + given, "", ""
	case suffixed && isSuffix(suffix):
		return given + " " + surname + " " + suffix, given, surname
	case suffixed:
		return strings.TrimSpace(name), "", ""
	}
	return given + " " + surname, given, surname
}

func isSuffix(s string) bool {
	switch strings.ToLower(strings.TrimSuffix(s, ".")) {
	case "jr", "sr", "ii", "iii", "iv", "v":
		return true
	}
	return false
}

// CutParentheses takes the texts in parentheses out of s. One that is not
// closed stays.
func CutParentheses(s string) (outside string, inside []string) {
	var b strings.Builder
	for s != "" {
		i := strings.IndexByte(s, '(')
		if i < 0 {
			break
		}
		j := closing(s, i)
		if j < 0 {
			break
		}
		b.WriteString(s[:i] + " ")
		inside = append(inside, strings.TrimSpace(s[i+1:j]))
		s = s[j+1:]
	}
	b.WriteString(s)
	return OneLine(b.String()), inside
}

// ClosingParenthesis returns the index of the parenthesis that closes the one
// at open, or -1.
func ClosingParenthesis(s string, open int) int { return closing(s, open) }
