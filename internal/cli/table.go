package cli

import (
	"io"
	"slices"
	"strings"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// table is text in columns. Where the terminal's width is known, cells of the
// elastic columns are wrapped so that the table fits.
type table struct {
	columns []column
	rows    [][]cell
}

// column is how one column is laid out.
type column struct {
	title string
	// right aligns numbers.
	right bool
	// elastic columns share what width the others leave.
	elastic bool
	// optional elastic columns are left out where there is little room.
	optional bool
	hidden   bool
}

// cell is text with a style for all of it.
type cell struct {
	text, style string
}

// gap is the number of blanks between columns.
const gap = 2

// indent is the number of blanks before each line of a table.
const indent = 2

// widestPiped is the width to which columns are padded where lines may be of any
// length: one long remark must not push the other rows' cells out of sight.
const widestPiped = 60

// leastCell is the width below which no elastic column is made, and
// leastOptional that below which an optional one is left out.
const (
	leastCell     = 8
	leastOptional = 24
)

func (t *table) add(cells ...cell) {
	for i := range cells {
		cells[i].text = oneLine(cells[i].text)
	}
	t.rows = append(t.rows, cells)
}

// write lays the table out for the terminal.
func (t *table) write(w io.Writer, term terminal) error {
	heads := make([]cell, len(t.columns))
	for i, c := range t.columns {
		heads[i] = cell{c.title, faint}
	}
	rows := append([][]cell{heads}, t.rows...)
	t.hideEmpty()
	width := t.widths(rows, term.width)
	var b strings.Builder
	for _, row := range rows {
		t.writeRow(&b, row, width, term)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// hideEmpty hides the columns that no row has anything in.
func (t *table) hideEmpty() {
	for i := range t.columns {
		t.columns[i].hidden = !slices.ContainsFunc(t.rows, func(row []cell) bool { return row[i].text != "" })
	}
}

// widths works out the width of each column.
func (t *table) widths(rows [][]cell, room int) []int {
	natural := make([]int, len(t.columns))
	for _, row := range rows {
		for i, c := range row {
			natural[i] = max(natural[i], displayWidth(c.text))
		}
	}
	if room == 0 {
		for i := range natural {
			natural[i] = min(natural[i], widestPiped)
		}
		return natural
	}
	room -= indent - gap
	var elastic []int
	for i, c := range t.columns {
		switch {
		case c.hidden:
			continue
		case c.elastic:
			elastic = append(elastic, i)
		default:
			room -= natural[i]
		}
		room -= gap
	}
	// The narrowest columns get all that they need; the others share the rest.
	slices.SortStableFunc(elastic, func(a, b int) int { return natural[a] - natural[b] })
	for n, i := range elastic {
		share := max(room/(len(elastic)-n), leastCell)
		if t.columns[i].optional && share < min(natural[i], leastOptional) {
			t.columns[i].hidden = true
			room += gap
			continue
		}
		natural[i] = min(natural[i], share)
		room -= natural[i]
	}
	return natural
}

func (t *table) writeRow(b *strings.Builder, row []cell, width []int, term terminal) {
	wrapped := make([][]string, len(row))
	height := 1
	for i, c := range row {
		wrapped[i] = []string{c.text}
		if term.width > 0 {
			wrapped[i] = wrap(c.text, width[i])
		}
		height = max(height, len(wrapped[i]))
	}
	for n := range height {
		var line strings.Builder
		line.WriteString(strings.Repeat(" ", indent))
		end := line.Len()
		blanks := 0
		for i, c := range row {
			if t.columns[i].hidden {
				continue
			}
			text := ""
			if n < len(wrapped[i]) {
				text = wrapped[i][n]
			}
			pad := max(width[i]-displayWidth(text), 0)
			before := 0
			if t.columns[i].right {
				before, pad = pad, 0
			}
			if text != "" {
				line.WriteString(strings.Repeat(" ", blanks+before))
				line.WriteString(term.style(c.style, term.isolate(text)))
				end, blanks = line.Len(), pad+gap
			} else {
				blanks += before + pad + gap
			}
		}
		b.WriteString(line.String()[:end])
		b.WriteByte('\n')
	}
}

// wrap breaks text at blanks, or inside a word that is wider than a line, but
// never inside a character that is made of several code points.
func wrap(text string, width int) []string {
	if displayWidth(text) <= width || width < 1 {
		return []string{text}
	}
	var lines []string
	line, used := "", 0
	flush := func() {
		if line != "" {
			lines = append(lines, line)
		}
		line, used = "", 0
	}
	for _, word := range strings.Fields(text) {
		w := displayWidth(word)
		if line != "" && used+1+w <= width {
			line, used = line+" "+word, used+1+w
			continue
		}
		flush()
		for w > width {
			head := cut(word, width)
			lines = append(lines, head)
			word = word[len(head):]
			w = displayWidth(word)
		}
		line, used = word, w
	}
	flush()
	return lines
}

// cut returns the longest beginning of word that fits, at least one character.
func cut(word string, width int) string {
	used := 0
	for it := graphemes.FromString(word); it.Next(); {
		w := displayWidth(it.Value())
		if used+w > width && it.Start() > 0 {
			return word[:it.Start()]
		}
		used += w
	}
	return word
}
