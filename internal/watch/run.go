package watch

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"deciban/internal/entity"
	"deciban/internal/screen"
	"deciban/internal/weigh"
)

// Lists is what a run screens against.
type Lists struct {
	// Snapshot is its id, and Entities all that it holds, in its order.
	Snapshot string
	Entities []*entity.Entity
	// Searcher prepares entities for screening; all says whether they are all
	// of the snapshot's, so that an index of it may serve.
	Searcher func(entities []*entity.Entity, all bool) screen.Searcher
}

// Options of a run.
type Options struct {
	// Model is the version of the model that Lists.Searcher weighs with.
	Model string
	// Cut says from which weight on a match counts.
	Cut screen.Cut
	// Full screens everything anew, as a check.
	Full bool
	// Workers is the number of subjects that are screened at once, at least 1.
	Workers int
	// Now is the time of the run.
	Now time.Time
	// News are what kept reports newly say, and NewsUpTo how far they were read.
	News     []News
	NewsUpTo string
	// Progress, if set, is called with the number of subjects that are done.
	Progress func(done, total int)
}

// Report is what a run found.
type Report struct {
	Snapshot string `json:"snapshot"`
	// Former is the snapshot of the last run, "" if this is the first.
	Former string `json:"formerSnapshot"`
	Model  string `json:"model"`
	// Full is true if everything was screened anew, and Why says why.
	Full bool   `json:"full"`
	Why  string `json:"why,omitempty"`
	// Subjects are all; SubjectsChanged are new or changed since the last run.
	Subjects        int `json:"subjects"`
	SubjectsChanged int `json:"subjectsChanged"`
	// Entries are all; EntriesChanged are new or changed since the last run,
	// and EntriesGone are those that left.
	Entries        int `json:"entries"`
	EntriesChanged int `json:"entriesChanged"`
	EntriesGone    int `json:"entriesGone"`
	// Pairs is the number of pairs that had to be compared, and AllPairs what a
	// full screening compares.
	Pairs    int64 `json:"pairs"`
	AllPairs int64 `json:"allPairs"`
	// Matches is the number of matches of all subjects now.
	Matches  int        `json:"matches"`
	New      []Found    `json:"new"`
	Changed  []Found    `json:"changed"`
	Vanished []Vanished `json:"vanished"`
	// News are the reports that name a subject and were not told before.
	News []News `json:"news"`
}

// Found is a match that is new or has changed.
type Found struct {
	Subject string `json:"subject"`
	// Caption is the subject's name.
	Caption string           `json:"subjectCaption"`
	Match   screen.LineMatch `json:"match"`
	// Was is the total at the last run, nil if the match is new.
	Was *weigh.Weight `json:"wasDecibans,omitempty"`
}

// Vanished is a match that is none any more.
type Vanished struct {
	Subject string `json:"subject"`
	Caption string `json:"subjectCaption"`
	Match   Match  `json:"match"`
	// Why says whether the entry is gone, or entry, subject or threshold
	// changed.
	Why string `json:"why"`
}

// plan is what a run has to do.
type plan struct {
	report  *Report
	digests map[entryKey]string
	// touched are the entries that are new or changed.
	touched map[entryKey]bool
	full    bool
	delta   screen.Searcher // over the touched entries; nil if there are none
	all     screen.Searcher // over all; nil if no subject needs it
	opt     Options
}

// Run screens what can have changed since the last run, and takes the result
// into the portfolio. On an error the portfolio is as it was.
func (p *Portfolio) Run(ctx context.Context, lists Lists, opt Options) (*Report, error) {
	pl := p.plan(lists, opt)
	ids := p.IDs()
	next := make([][]Match, len(ids))
	found := make([]result, len(ids))
	var done, at atomic.Int64
	var failed atomic.Pointer[error]
	var workers sync.WaitGroup
	var draw sync.Mutex
	for range max(opt.Workers, 1) {
		workers.Go(func() {
			for {
				i := int(at.Add(1)) - 1
				if i >= len(ids) || failed.Load() != nil {
					return
				}
				var err error
				if found[i], err = pl.screen(ctx, p.subjects[ids[i]]); err != nil {
					failed.CompareAndSwap(nil, &err)
					return
				}
				next[i] = found[i].matches
				if n := done.Add(1); opt.Progress != nil {
					draw.Lock()
					opt.Progress(int(n), len(ids))
					draw.Unlock()
				}
			}
		})
	}
	workers.Wait()
	if err := failed.Load(); err != nil {
		return nil, *err
	}
	r := pl.report
	for i, id := range ids {
		s := p.subjects[id]
		pl.compare(r, id, s, found[i])
		s.matches, s.screened = next[i], s.digest
		r.Matches += len(next[i])
	}
	p.entries = pl.digests
	p.Last = &Last{At: opt.Now.UTC().Truncate(time.Second), Snapshot: lists.Snapshot, Model: opt.Model, Persons: opt.Cut.Persons, Others: opt.Cut.Others, Given: opt.Cut.Given, News: opt.NewsUpTo}
	return r, nil
}

func (p *Portfolio) plan(lists Lists, opt Options) *plan {
	pl := &plan{digests: entryDigests(lists.Entities), touched: map[entryKey]bool{}, opt: opt}
	r := &Report{Snapshot: lists.Snapshot, Model: opt.Model, Subjects: len(p.subjects), Entries: len(pl.digests), New: []Found{}, Changed: []Found{}, Vanished: []Vanished{}, News: append([]News{}, opt.News...)}
	pl.report = r
	switch last := p.Last; {
	case last == nil:
		r.Why = "the first run"
	case last.Model != opt.Model:
		r.Why = "another model"
	case last.Persons != opt.Cut.Persons || last.Others != opt.Cut.Others:
		r.Why = "another threshold"
	case opt.Full:
		r.Why = "asked for"
	}
	if p.Last != nil {
		r.Former = p.Last.Snapshot
	}
	for key, digest := range pl.digests {
		if p.entries[key] != digest {
			pl.touched[key] = true
		}
	}
	for key := range p.entries {
		if _, there := pl.digests[key]; !there {
			r.EntriesGone++
		}
	}
	r.EntriesChanged = len(pl.touched)
	for _, s := range p.subjects {
		if s.screened != s.digest {
			r.SubjectsChanged++
		}
	}
	pl.full = r.Why != ""
	r.Full = pl.full
	subjects, entries := int64(r.Subjects), int64(r.Entries)
	r.AllPairs = subjects * entries
	changed := int64(r.SubjectsChanged)
	if pl.full {
		changed = subjects
	}
	r.Pairs = changed*entries + (subjects-changed)*int64(len(pl.touched))
	if changed > 0 {
		pl.all = lists.Searcher(lists.Entities, true)
	}
	if changed < subjects && len(pl.touched) > 0 {
		pl.delta = lists.Searcher(only(lists.Entities, pl.touched), false)
	}
	return pl
}

// result is what was found for a subject: all its matches, and the new findings
// among them with their evidence.
type result struct {
	matches []Match
	fresh   map[entryKey]screen.LineMatch
}

// screen works out the matches that a subject has now.
func (pl *plan) screen(ctx context.Context, s *subject) (result, error) {
	r := result{fresh: map[entryKey]screen.LineMatch{}}
	searcher := pl.delta
	if pl.full || s.screened != s.digest {
		searcher = pl.all
	} else {
		// What neither side of changed, stays.
		for _, m := range s.matches {
			if _, there := pl.digests[m.key()]; there && !pl.touched[m.key()] {
				r.matches = append(r.matches, m)
			}
		}
	}
	if searcher == nil {
		return r, ctx.Err()
	}
	got, err := searcher.Search(ctx, s.entity, screen.Options{Min: pl.opt.Cut.For(s.entity), Explain: true})
	if err != nil {
		return result{}, err
	}
	lines := screen.LineMatches(got.Matches)
	for i, m := range got.Matches {
		k := keyOf(m.Entry)
		if searcher == pl.delta && !pl.touched[k] {
			continue // it came along with an entry that it belongs to
		}
		r.matches = append(r.matches, remember(m))
		r.fresh[k] = lines[i]
	}
	// In the order of screen.Searcher.
	slices.SortFunc(r.matches, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.Decibans, a.Decibans), strings.Compare(a.Dataset, b.Dataset), strings.Compare(a.ID, b.ID))
	})
	return r, nil
}

// compare reports what differs between the matches before and now.
func (pl *plan) compare(r *Report, id string, s *subject, now result) {
	caption := s.entity.Caption()
	before := make(map[entryKey]Match, len(s.matches))
	for _, m := range s.matches {
		before[m.key()] = m
	}
	for _, m := range now.matches {
		was, known := before[m.key()]
		delete(before, m.key())
		switch {
		case !known:
			r.New = append(r.New, Found{Subject: id, Caption: caption, Match: now.fresh[m.key()]})
		case was != m:
			r.Changed = append(r.Changed, Found{Subject: id, Caption: caption, Match: now.fresh[m.key()], Was: &was.Decibans})
		}
	}
	for _, m := range s.matches {
		if _, left := before[m.key()]; !left {
			continue
		}
		why := "the threshold or the model changed"
		if _, there := pl.digests[m.key()]; !there {
			why = "the entry left the list"
		} else if pl.touched[m.key()] {
			why = "the entry changed"
		} else if s.screened != s.digest {
			why = "the subject changed"
		}
		r.Vanished = append(r.Vanished, Vanished{Subject: id, Caption: caption, Match: m, Why: why})
	}
}
