package cli

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"deciban/internal/catalog"
	"deciban/internal/entity"
	"deciban/internal/screen"
	"deciban/internal/server"
	"deciban/internal/weigh"
)

type serveCmd struct {
	Listen    string        `help:"Address to listen on; port 0 takes a free one." default:"127.0.0.1:8787" placeholder:"HOST:PORT"`
	Threshold threshold     `help:"Where a match begins to count, as for screen; the default is ${threshold} decibans." placeholder:"T"`
	TokenFile string        `help:"File with a token that each request must give. Needed to listen on anything but loopback." placeholder:"FILE"`
	Host      []string      `help:"Name by which others reach the server, if not a loopback one; * takes any." sep:"none" placeholder:"NAME"`
	Every     time.Duration `help:"How often to look for new lists." default:"5s" placeholder:"TIME"`
}

func (serveCmd) Help() string {
	return `Answers over HTTP until it is interrupted: pages for people, and an API in the shapes of yente's, so
that its clients can ask here. Lists that are added or pulled meanwhile are taken up without a
restart. Nothing that is asked is logged or kept. docs/api.md describes each route.

A token is given as "Authorization: ApiKey TOKEN" or Bearer, or as the password when a browser asks.
There is no TLS here: put a proxy before the server where others are to reach it.

Examples:
  deciban serve
  deciban serve --listen 0.0.0.0:8787 --host screening.example.org --token-file token --threshold 1/1000
  curl -d '{"queries":{"a":{"schema":"Person","properties":{"name":["Aiman al-Zawahri"]}}}}' localhost:8787/match/default`
}

func (cmd *serveCmd) Run(a *app) error {
	token, err := cmd.token()
	if err != nil {
		return err
	}
	if cmd.Every < 100*time.Millisecond {
		return fmt.Errorf("--every %s: less than 100ms", cmd.Every)
	}
	store, err := a.reports()
	if err != nil {
		return err
	}
	cases, err := a.cases()
	if err != nil {
		return err
	}
	// What lives long is the model; a server that answers now and then need not
	// keep as much again for what is thrown away. GOGC overrides it.
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(serveGCPercent)
	}
	s, err := server.New(a.ctx, server.Config{
		Source: a.serverLists(cmd.Threshold), Reports: store, Cases: cases, Token: token, Hosts: cmd.Host, Version: programVersion(), Every: cmd.Every,
		Log: slog.New(slog.NewTextHandler(a.err, nil)),
	})
	if err != nil {
		return err
	}
	l, err := (&net.ListenConfig{}).Listen(a.ctx, "tcp", cmd.Listen)
	if err != nil {
		_ = s.Close()
		return fmt.Errorf("--listen %s: %w", cmd.Listen, err)
	}
	// Reading the model and building an index leave much behind.
	debug.FreeOSMemory()
	fmt.Fprintf(a.out, "Listening on http://%s\n", l.Addr())
	if err := a.out.Flush(); err != nil {
		return err
	}
	err = s.Serve(a.ctx, l)
	if closed := s.Close(); err == nil {
		err = closed
	}
	return err
}

// serveGCPercent is how much the heap may grow, in percent of what lives, before
// it is cleaned: Go's own 100 holds half as much again in memory, for little
// time.
const serveGCPercent = 20

// token reads the token, and refuses to be reached by others without one.
func (cmd *serveCmd) token() (string, error) {
	host, _, err := net.SplitHostPort(cmd.Listen)
	if err != nil {
		return "", fmt.Errorf("--listen %s: give it as HOST:PORT", cmd.Listen)
	}
	if cmd.TokenFile == "" {
		if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			return "", fmt.Errorf("--listen %s: others could reach it; give a token with --token-file", cmd.Listen)
		}
		return "", nil
	}
	b, err := os.ReadFile(cmd.TokenFile)
	if err != nil {
		return "", fmt.Errorf("--token-file: %w", err)
	}
	token := strings.TrimSpace(string(b))
	if len(token) < 16 {
		return "", fmt.Errorf("--token-file %s: a token has at least 16 characters", cmd.TokenFile)
	}
	return token, nil
}

// serverLists opens what is in force for the server, each time that it has
// changed.
func (a *app) serverLists(t threshold) server.Source {
	return func(ctx context.Context, known string) (*server.Lists, error) {
		now, err := a.snapshot()
		if err != nil {
			return nil, err
		}
		if now == nil {
			return a.serverSample(t, known)
		}
		if now.ID == known {
			return nil, nil
		}
		dir, err := a.dataDir()
		if err != nil {
			return nil, err
		}
		loaded := screen.Attach(now, dir)
		searcher, err := loaded.Open(ctx, weigh.Default())
		if err != nil {
			return nil, err
		}
		l := &server.Lists{Snapshot: now.ID, Stale: func(at time.Time) ([]server.Stale, error) { return a.serverStale(now, at) },
			Links: func(ctx context.Context, e *entity.Entity) ([]screen.Link, error) {
				return screen.ReadLinks(ctx, now, e)
			}}
		l.Datasets = serverDatasets(now)
		return a.finishLists(l, t, loaded, searcher)
	}
}

// serverSample is the built-in sample.
func (a *app) serverSample(t threshold, known string) (*server.Lists, error) {
	loaded, err := screen.LoadSample()
	if err != nil {
		return nil, err
	}
	if loaded.ID == known {
		return nil, nil
	}
	l := &server.Lists{Snapshot: loaded.ID, Sample: true,
		Links: func(_ context.Context, e *entity.Entity) ([]screen.Link, error) { return loaded.Links(e), nil }}
	l.Datasets = sampleDatasets(loaded)
	return a.finishLists(l, t, loaded, loaded.Searcher(weigh.Default()))
}

// serverDatasets are the lists of a snapshot.
func serverDatasets(s *catalog.Snapshot) (all []server.Dataset) {
	for _, d := range s.Manifest.Datasets {
		all = append(all, server.Dataset{Name: d.Name, Title: d.Title, Publisher: d.Publisher, PublishedOn: d.PublishedOn, Entries: d.Counts.Entries})
	}
	return all
}

// sampleDatasets are those of the built-in sample.
func sampleDatasets(loaded *screen.Loaded) (all []server.Dataset) {
	byName := map[string]int{}
	for _, e := range loaded.Entities {
		for _, d := range e.Datasets {
			if _, ok := byName[d]; !ok {
				byName[d] = len(all)
				all = append(all, server.Dataset{Name: d, Title: "Built-in sample"})
			}
			if e.Target || e.Schema.Matchable {
				all[byName[d]].Entries++
			}
		}
	}
	return all
}

func (a *app) finishLists(l *server.Lists, t threshold, loaded *screen.Loaded, searcher screen.Searcher) (_ *server.Lists, err error) {
	ix, ok := searcher.(*screen.Indexed)
	if !ok {
		panic(fmt.Sprintf("BUG: a server needs an index, not a %T", searcher))
	}
	l.Searcher, l.Entries, l.Close = ix, ix.Entries, ix.Close
	if l.Cut, err = a.cut(t, loaded, searcher); err != nil {
		return nil, err
	}
	return l, nil
}

// serverStale tells which lists are older than their limit.
func (a *app) serverStale(s *catalog.Snapshot, at time.Time) (stale []server.Stale, err error) {
	all, err := a.freshnessAt(s, at)
	for _, f := range all {
		if f.Stale {
			stale = append(stale, server.Stale{Dataset: f.Dataset, Since: f.Since, Limit: f.Limit})
		}
	}
	return stale, err
}
