package cli

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"deciban/internal/catalog"
	"deciban/internal/catalog/durable"
	"deciban/internal/pull"
)

// pullFlags are common to lists pull and lists schedule.
type pullFlags struct {
	Datasets []string `arg:"" optional:"" name:"dataset" help:"Names of datasets; without any, those that are loaded or configured and have a known address."`
	From     string   `help:"Another address: of a mirror's folder, ending in /, of the one file, or of an index.json. HTTPS, or this machine." placeholder:"URL"`
	Contact  string   `help:"Whom the publisher can write to; sent with each request." placeholder:"ADDRESS" env:"DECIBAN_CONTACT"`
}

type listsPullCmd struct {
	pullFlags
	Accept bool `help:"Take versions that are refused for having lost much, or for being older than the loaded ones."`
	JSON   bool `name:"json" help:"Print one JSON document."`
}

func (listsPullCmd) Help() string {
	return `Asks the publishers for lists and loads those that changed: all files of a list or none. What goes
wrong is said; the loaded version stays in use, and "deciban lists" shows the failure until a pull
succeeds. A download that breaks off is tried again and goes on where it stopped. Proxies are taken
from the environment (HTTPS_PROXY, NO_PROXY). Addresses, mirrors, limits of age and size can be set
in the file sources.json in the data folder.

Known: us_ofac_sdn, us_ofac_cons, us_trade_csl, us_bis_denied, un_sc_sanctions, eu_fsf,
gb_fcdo_sanctions, ch_seco_sanctions, au_dfat_sanctions, ca_dfatd_sema_sanctions, and
opensanctions_NAME for a collection of OpenSanctions (CC BY-NC: you need its licence).

Exit code: 0 every list is the publisher's newest, 1 a list could not be pulled.

Examples:
  deciban lists pull us_ofac_sdn un_sc_sanctions
  deciban lists pull
  deciban lists pull us_ofac_sdn --from https://mirror.example.org/ofac/`
}

func (cmd *listsPullCmd) Run(a *app) error {
	sources, err := cmd.sources(a)
	if err != nil {
		return err
	}
	p, err := a.puller(cmd.Contact)
	if err != nil {
		return err
	}
	p.Accept = cmd.Accept
	var doc pulledJSON
	var failed []error
	for _, src := range sources {
		r := a.pullOne(a.ctx, p, src)
		if a.ctx.Err() != nil {
			return a.ctx.Err()
		}
		if r.err != nil {
			failed = append(failed, r.err)
		}
		doc.Datasets = append(doc.Datasets, r)
		if !cmd.JSON {
			if err := a.writePulled(r, ""); err != nil {
				return err
			}
		}
	}
	if err := a.indexPulled(doc.Datasets); err != nil {
		failed = append(failed, err)
	}
	if cmd.JSON {
		err = writeJSON(a.out, doc)
	}
	return errors.Join(append(failed, err)...)
}

// indexPulled builds the index of the snapshot in force if a pull changed it.
func (a *app) indexPulled(all []pulled) error {
	if !slices.ContainsFunc(all, func(r pulled) bool { return r.Changed }) {
		return nil
	}
	s, err := a.snapshot()
	if err != nil || s == nil {
		return err
	}
	return a.buildIndex(s)
}

// sources finds the sources that are meant, and refuses what is wrong before
// anybody is asked.
func (f *pullFlags) sources(a *app) ([]pull.Source, error) {
	c, err := a.catalog()
	if err != nil {
		return nil, err
	}
	known, err := pull.LoadSources(c.Dir())
	if err != nil {
		return nil, err
	}
	names := f.Datasets
	if len(names) == 0 {
		if names, err = a.pullable(c, known); err != nil {
			return nil, err
		}
		if len(names) == 0 {
			return nil, fmt.Errorf("nothing is loaded that could be pulled anew: name datasets, of %s", strings.Join(known.Names(), ", "))
		}
	}
	if f.From != "" && len(names) != 1 {
		return nil, fmt.Errorf("--from %s: name one dataset", f.From)
	}
	var out []pull.Source
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			return nil, fmt.Errorf("dataset %s is named twice", name)
		}
		src, ok := known.Source(name)
		if !ok && f.From == "" {
			return nil, fmt.Errorf("%w of %q; known are %s and %sNAME; give one with --from, or in %s", pull.ErrUnknownSource, name,
				strings.Join(known.Names(), ", "), pull.CollectionPrefix, pull.ConfigFile)
		}
		if f.From != "" {
			if !ok {
				if src, err = pull.OwnSource(name); err != nil {
					return nil, err
				}
			}
			if src, err = src.From(f.From); err != nil {
				return nil, fmt.Errorf("--from: %w", err)
			}
		}
		out = append(out, src)
	}
	return out, nil
}

// pullable are the datasets that are loaded and have an address, and those that
// the user configured.
func (a *app) pullable(c *catalog.Catalog, known *pull.Sources) ([]string, error) {
	snap, err := c.Current(a.ctx)
	if err != nil && !errors.Is(err, catalog.ErrEmpty) {
		return nil, err
	}
	var names []string
	if snap != nil {
		for _, d := range snap.Manifest.Datasets {
			if src, ok := known.Source(d.Name); ok && (len(src.URLs) > 0 || src.Index != "") {
				names = append(names, d.Name)
			}
		}
	}
	for _, name := range known.Names() {
		if src, _ := known.Source(name); src.Configured && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, nil
}

// puller returns a puller into the catalog that shows on a terminal how far it
// is.
func (a *app) puller(contact string) (*pull.Puller, error) {
	c, err := a.catalog()
	if err != nil {
		return nil, err
	}
	agent := "deciban/" + strings.Trim(programVersion(), "()") + " (sanctions screening"
	if contact != "" {
		if strings.ContainsFunc(contact, func(r rune) bool { return r < ' ' || r > '~' || r == '(' || r == ')' }) {
			return nil, fmt.Errorf("--contact %q: an e-mail or web address, in ASCII", contact)
		}
		agent += "; " + contact
	}
	f := pull.NewFetcher(agent + ")")
	bar := a.newProgress()
	f.Progress = func(name string, done, total int64) {
		if bar.due() {
			bar.draw(bar.bar(fmt.Sprintf("%s %s", oneLine(name), byteSize(done)), done, total))
		}
	}
	return &pull.Puller{
		Catalog: c, Fetcher: f, Program: programVersion() + " " + modelVersion(), Guard: catalog.DefaultGuard(),
		Reading: func(dataset string, done, total int64) {
			if bar.due() {
				bar.draw(bar.bar("reading "+dataset, done, total))
			}
		},
	}, nil
}

// pulledJSON is what lists pull prints with --json.
type pulledJSON struct {
	Datasets []pulled `json:"datasets"`
}

// pulled is how the pull of one dataset went.
type pulled struct {
	Dataset string `json:"dataset"`
	Changed bool   `json:"changed"`
	// Entries is what is in force afterwards, and Before what was before.
	Entries int   `json:"entries"`
	Before  int   `json:"entriesBefore"`
	Bytes   int64 `json:"bytes"`
	// Delta is true if only what changed was downloaded.
	Delta    bool   `json:"delta,omitempty"`
	Snapshot string `json:"snapshot,omitempty"`
	Error    string `json:"error,omitempty"`

	err error
}

// pullOne pulls a dataset and tells how it went.
func (a *app) pullOne(ctx context.Context, p *pull.Puller, src pull.Source) pulled {
	r := pulled{Dataset: src.Dataset}
	if snap, err := p.Catalog.Current(ctx); err == nil {
		d, _ := snap.Manifest.Dataset(src.Dataset)
		r.Before, r.Entries = d.Counts.Entries, d.Counts.Entries
	}
	out, err := p.Pull(ctx, src)
	a.clearProgress()
	if err != nil {
		r.err, r.Error = err, err.Error()
		return r
	}
	r.Changed, r.Bytes, r.Delta = out.Changed, out.Bytes, out.Delta
	if out.Snapshot != nil {
		d, _ := out.Snapshot.Manifest.Dataset(src.Dataset)
		r.Entries, r.Snapshot = d.Counts.Entries, out.Snapshot.ID
		for _, o := range out.Snapshot.Change.Accepted {
			a.notice("%s was taken although %s", o.Dataset, o.Why)
		}
	}
	return r
}

func (a *app) writePulled(r pulled, when string) error {
	name := when + a.screen.style(bold, r.Dataset)
	var err error
	switch {
	case r.err != nil:
		_, err = fmt.Fprintf(a.out, "%s not pulled, what was loaded stays in use\n", name)
	case !r.Changed:
		_, err = fmt.Fprintf(a.out, "%s unchanged, %s entries\n", name, grouped(r.Entries))
	default:
		_, err = fmt.Fprintf(a.out, "%s %s → %s entries, %s, snapshot %s\n", name, grouped(r.Before), grouped(r.Entries), byteSize(r.Bytes), r.Snapshot)
	}
	if err == nil {
		err = a.out.Flush() // the next one may take minutes
	}
	return err
}

type listsScheduleCmd struct {
	pullFlags
	Every  time.Duration `help:"Time between two rounds." default:"6h"`
	Jitter time.Duration `help:"The most that is added to it at random, so that not everybody asks at the same moment." default:"15m"`
	Rounds int           `help:"Number of rounds after which to stop; 0 goes on until interrupted." default:"0"`
	Watch  bool          `help:"After a round that changed a list, screen the watched portfolio and print what is new (see deciban watch)."`
}

func (listsScheduleCmd) Help() string {
	return `Pulls at once and then again and again until interrupted (Ctrl-C, SIGTERM). A pull that fails is
reported, and the next round tries again; what was loaded stays in use.

Examples:
  deciban lists schedule
  deciban lists schedule us_ofac_sdn un_sc_sanctions --every 1h --jitter 5m`
}

// leastEvery keeps a slip of the unit from asking a publisher every second.
const leastEvery = time.Minute

func (cmd *listsScheduleCmd) Run(a *app) error {
	if cmd.Every < leastEvery && cmd.Rounds != 1 && cmd.From == "" {
		return fmt.Errorf("--every %s: at least %s, for the publishers' sake", cmd.Every, leastEvery)
	}
	if cmd.Jitter < 0 || cmd.Rounds < 0 || cmd.Every <= 0 {
		return errors.New("--every must be positive, --jitter and --rounds not negative")
	}
	for round := 1; ; round++ {
		// Anew each round: lists may have been added meanwhile.
		sources, err := cmd.sources(a)
		if err != nil {
			return err
		}
		p, err := a.puller(cmd.Contact)
		if err != nil {
			return err
		}
		var all []pulled
		for _, src := range sources {
			r := a.pullOne(a.ctx, p, src)
			if a.ctx.Err() != nil {
				return a.ctx.Err()
			}
			if r.err != nil {
				a.notice("%s", oneLine(r.err.Error()))
			}
			all = append(all, r)
			if err := a.writePulled(r, time.Now().UTC().Format("2006-01-02 15:04:05Z ")); err != nil {
				return err
			}
		}
		if err := a.indexPulled(all); err != nil {
			if a.ctx.Err() != nil {
				return a.ctx.Err()
			}
			a.notice("%s", oneLine(err.Error()))
		}
		if cmd.Watch && slices.ContainsFunc(all, func(r pulled) bool { return r.Changed }) {
			if _, err := a.runWatch(&watchRunCmd{}); err != nil {
				if a.ctx.Err() != nil {
					return a.ctx.Err()
				}
				// The next round that changes a list tries again, with all
				// that has changed since.
				a.notice("watch: %s", oneLine(err.Error()))
			}
			if err := a.out.Flush(); err != nil {
				return err
			}
		}
		if cmd.Rounds > 0 && round >= cmd.Rounds {
			return nil
		}
		select {
		case <-a.ctx.Done():
			return a.ctx.Err()
		case <-time.After(cmd.Every + time.Duration(rand.Float64()*float64(cmd.Jitter))):
		}
	}
}

// freshness tells how old the lists of a snapshot are.
func (a *app) freshness(s *catalog.Snapshot) ([]pull.Freshness, error) {
	return a.freshnessAt(s, time.Now())
}

func (a *app) freshnessAt(s *catalog.Snapshot, now time.Time) ([]pull.Freshness, error) {
	c, err := a.catalog()
	if err != nil {
		return nil, err
	}
	known, err := pull.LoadSources(c.Dir())
	if err != nil {
		return nil, err
	}
	return known.Freshness(durable.Disk{}, c.Dir(), s, now), nil
}

// noteStale remembers which lists are stale, for the answer, and says so.
func (a *app) noteStale(s *catalog.Snapshot) error {
	all, err := a.freshness(s)
	if err != nil {
		return err
	}
	a.stale = []staleList{}
	for _, f := range all {
		if !f.Stale {
			continue
		}
		a.stale = append(a.stale, staleList{f.Dataset, f.Since, f.Limit})
		a.notice("%s is stale: %s (see deciban lists pull --help)", f.Dataset, staleText(f))
	}
	return nil
}

// staleList is a list in an answer that is older than its limit.
type staleList struct {
	Dataset string    `json:"dataset"`
	Since   time.Time `json:"since"`
	Limit   int64     `json:"limitSeconds"`
}

func staleText(f pull.Freshness) string {
	return fmt.Sprintf("last known to be the newest on %s, its limit is %s", f.Since.Format("2006-01-02"), hours(f.Limit))
}

// hours writes a limit in days or hours.
func hours(seconds int64) string {
	if d := time.Duration(seconds) * time.Second; d%(24*time.Hour) == 0 {
		return fmt.Sprintf("%d days", d/(24*time.Hour))
	} else {
		return strings.TrimSuffix(strings.TrimSuffix(d.String(), "0s"), "0m")
	}
}

func staleNames(stale []staleList) []string {
	var names []string
	for _, s := range stale {
		names = append(names, s.Dataset)
	}
	return names
}
