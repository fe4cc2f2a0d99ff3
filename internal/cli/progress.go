package cli

import (
	"fmt"
	"strings"
	"time"
)

// progressEvery is how often a progress line is drawn anew: often enough to be
// seen moving, seldom enough to cost nothing.
const progressEvery = 200 * time.Millisecond

// progress draws one line on standard error again and again, if a person looks
// at it.
type progress struct {
	app   *app
	start time.Time
	last  time.Time
}

func (a *app) newProgress() *progress {
	return &progress{app: a, start: time.Now()}
}

// due tells whether it is time to draw again.
func (p *progress) due() bool {
	if !p.app.notes.interactive || time.Since(p.last) < progressEvery {
		return false
	}
	p.last = time.Now()
	return true
}

func (p *progress) draw(text string) {
	fmt.Fprintf(p.app.err, "\r\x1b[K%s", wrap(text, p.app.notes.width-1)[0])
}

// clearProgress removes the line, so that what follows does not stand behind
// it.
func (a *app) clearProgress() {
	if a.notes.interactive {
		fmt.Fprint(a.err, "\r\x1b[K")
	}
}

// readProgress reports how far a list has been read.
func (a *app) readProgress(path string) func(done, total int64) {
	p := a.newProgress()
	return func(done, total int64) {
		if p.due() && total > 0 {
			p.draw(fmt.Sprintf("reading %s: %d %%", oneLine(path), 100*done/total))
		}
	}
}

// left says how long the rest takes at the present rate, given the share that
// is done; "" if nobody can tell.
func (p *progress) left(share float64) string {
	if share <= 0 || share > 1 {
		return ""
	}
	taken := time.Since(p.start)
	rest := time.Duration(float64(taken) * (1 - share) / share).Round(time.Second)
	return strings.TrimSuffix(rest.String(), "m0s") + " left"
}

// barCells is the width of a bar: a cell is 5 %.
const barCells = 20

// bar draws how much of total is done; what has no known total gets no bar.
func (p *progress) bar(what string, done, total int64) string {
	if total <= 0 || done > total {
		return what
	}
	full := int(barCells * done / total)
	text := fmt.Sprintf("%s [%s%s] %3d %%", what, strings.Repeat("=", full), strings.Repeat(" ", barCells-full), 100*done/total)
	if left := p.left(float64(done) / float64(total)); left != "" {
		text += ", " + left
	}
	return text
}
