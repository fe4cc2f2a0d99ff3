package cli

import (
	"bytes"
	"errors"
	"fmt"
	"runtime"
	"time"

	"deciban/internal/entity"
	"deciban/internal/screen"
	"deciban/internal/watch"
	"deciban/internal/weigh"
)

type watchRunCmd struct {
	Threshold threshold `help:"Where a match begins to count, as for deciban screen; left out, that of the last run, or ${threshold} decibans. Another one screens everything anew." placeholder:"T"`
	Full      bool      `help:"Screen everything anew, as a check."`
	Out       string    `help:"File for the report; the default is standard output." placeholder:"FILE"`
	JSON      bool      `name:"json" help:"Print the report as one JSON document, with the evidence of each match."`
}

func (watchRunCmd) Help() string {
	return `Weighs new and changed entries against all subjects, and new and changed subjects against all entries:
all other pairs weigh what they weighed. The result is that of a full screening. The report says
which matches are new, which changed, and which are gone and why, since the last run; and which
reports that were read since (see deciban read --help) name a subject, each once. For new and changed
subjects, all kept reports are looked through again. The run counts only once its report is written:
if it is interrupted, the next one reports the same again.

Exit code: 0 nothing new, 3 a match is new or changed or a new report names a subject, 1 an error.

Examples:
  deciban read --feed https://news.example/rss.xml; deciban watch run
  deciban lists pull && deciban watch run
  deciban watch run --json --out report.json`
}

func (cmd *watchRunCmd) Run(a *app) error {
	r, err := a.runWatch(cmd)
	if err != nil {
		return err
	}
	if len(r.New)+len(r.Changed)+len(r.News) > 0 {
		return exitCode(ExitMatch)
	}
	return nil
}

// runWatch runs the portfolio and writes the report before the result is saved,
// so that no match is ever lost between the two.
func (a *app) runWatch(cmd *watchRunCmd) (*watch.Report, error) {
	snap, err := a.snapshot()
	if err != nil {
		return nil, err
	}
	if snap == nil {
		return nil, errors.New("no list is loaded: a portfolio is watched against real lists (see deciban lists pull --help)")
	}
	if err := a.noteStale(snap); err != nil {
		return nil, err
	}
	store, err := a.store()
	if err != nil {
		return nil, err
	}
	var report *watch.Report
	var newsErr error
	err = store.Update(a.ctx, func(p *watch.Portfolio) error {
		if p.Len() == 0 {
			return errors.New("nobody is watched; add subjects with: deciban watch add FILE")
		}
		loaded, err := screen.Load(a.ctx, snap)
		if err != nil {
			return err
		}
		model := weigh.Default()
		var all screen.Searcher
		whole := func() screen.Searcher {
			if all == nil {
				all = loaded.Searcher(model)
			}
			return all
		}
		cut := screen.Cut{}
		switch {
		case !cmd.Threshold.set && p.Last != nil:
			cut = p.Last.Cut()
		default:
			var searcher screen.Searcher
			if cmd.Threshold.IsBudget() { // it takes screening to work one out
				searcher = whole()
			}
			if cut, err = a.cut(cmd.Threshold, loaded, searcher); err != nil {
				return err
			}
		}
		// Reports that cannot be read keep nobody from being screened; what they
		// say is told when they can.
		var news []watch.News
		var upTo string
		if news, upTo, newsErr = a.watchNews(p); a.ctx.Err() != nil {
			return a.ctx.Err()
		}
		bar := a.newProgress()
		report, err = p.Run(a.ctx, watch.Lists{
			Snapshot: loaded.ID, Entities: loaded.Entities,
			Searcher: func(entities []*entity.Entity, every bool) screen.Searcher {
				if every {
					return whole()
				}
				return screen.NewScan(model, loaded.ID, entities)
			},
		}, watch.Options{
			Model: modelVersion(), Cut: cut, Full: cmd.Full, Workers: runtime.GOMAXPROCS(0), Now: time.Now(), News: news, NewsUpTo: upTo,
			Progress: func(done, total int) {
				if bar.due() {
					bar.draw(bar.bar("screening the portfolio", int64(done), int64(total)))
				}
			},
		})
		a.clearProgress()
		if err != nil {
			return err
		}
		return a.writeWatchReport(cmd, report)
	})
	if err == nil && newsErr != nil {
		err = fmt.Errorf("the subjects were screened, but the kept reports could not be read: %w", newsErr)
	}
	return report, err
}

func (a *app) writeWatchReport(cmd *watchRunCmd, r *watch.Report) error {
	out, err := a.openOutput(cmd.Out, &input{})
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if cmd.JSON {
		err = writeJSON(&b, struct {
			*watch.Report
			Stale []staleList `json:"stale,omitempty"`
		}{r, a.stale})
	} else {
		err = a.writeWatchText(&b, r)
	}
	if err == nil {
		_, err = out.Write(b.Bytes())
	}
	return errors.Join(err, out.finish())
}

func (a *app) writeWatchText(b *bytes.Buffer, r *watch.Report) error {
	fmt.Fprintf(b, "%s new, %s changed, %s gone; %s matches of %s subjects\n", grouped(len(r.New)), grouped(len(r.Changed)), grouped(len(r.Vanished)), grouped(r.Matches), grouped(r.Subjects))
	t := table{columns: []column{{title: ""}, {title: "subject"}, {title: "name", elastic: true}, {title: "entry"}, {title: "dataset"}, {title: "name", elastic: true}, {title: "dB", right: true}, {title: "before", elastic: true}}}
	for _, f := range r.New {
		t.add(cell{text: "+", style: green}, cell{text: f.Subject, style: bold}, cell{text: f.Caption}, cell{text: f.Match.ID}, cell{text: f.Match.Dataset}, cell{text: f.Match.Caption}, cell{text: f.Match.Decibans.String()}, cell{})
	}
	for _, f := range r.Changed {
		t.add(cell{text: "~"}, cell{text: f.Subject, style: bold}, cell{text: f.Caption}, cell{text: f.Match.ID}, cell{text: f.Match.Dataset}, cell{text: f.Match.Caption}, cell{text: f.Match.Decibans.String()}, cell{text: f.Was.String()})
	}
	for _, v := range r.Vanished {
		t.add(cell{text: "-", style: red}, cell{text: v.Subject, style: bold}, cell{text: v.Caption}, cell{text: v.Match.ID}, cell{text: v.Match.Dataset}, cell{text: v.Match.Caption}, cell{}, cell{text: v.Match.Decibans.String() + ", " + v.Why})
	}
	if len(t.rows) > 0 {
		if err := t.write(b, a.screen); err != nil {
			return err
		}
	}
	what := fmt.Sprintf("%s new or changed entries, %s gone, %s new or changed subjects", grouped(r.EntriesChanged), grouped(r.EntriesGone), grouped(r.SubjectsChanged))
	if r.Full {
		what = "everything was screened: " + r.Why
	}
	_, err := fmt.Fprintf(b, "%s: %s of %s pairs compared\nsnapshot %s\n", what, grouped(int(r.Pairs)), grouped(int(r.AllPairs)), r.Snapshot)
	if err != nil {
		return err
	}
	return a.writeWatchedNews(b, r.News)
}
