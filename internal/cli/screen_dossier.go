package cli

import (
	"context"
	"time"

	"deciban/internal/entity"
	"deciban/internal/reporting"
	"deciban/internal/screen"
	"deciban/internal/server"
)

// writeDossier writes the page that --dossier names, from the lists that were
// screened against.
func (a *app) writeDossier(cmd *screenCmd, lists *screen.Loaded, searcher screen.Searcher, cut screen.Cut, subject *entity.Entity) error {
	d := &server.Dossier{At: time.Now(), Version: programVersion(), Subject: subject, Lists: &server.Lists{
		Snapshot: lists.ID, Sample: lists.Sample(), Searcher: searcher, Cut: cut,
		Links: func(_ context.Context, e *entity.Entity) ([]screen.Link, error) { return lists.Links(e), nil },
	}}
	if lists.Catalogued != nil {
		d.Lists.Datasets = serverDatasets(lists.Catalogued)
	} else {
		d.Lists.Datasets = sampleDatasets(lists)
	}
	for _, s := range a.stale {
		d.Stale = append(d.Stale, server.Stale(s))
	}
	if err := d.Screen(a.ctx, cmd.Limit, func(ids []string) ([]*reporting.Timeline, error) { return a.timelines(ids, sinceFlag{}) }); err != nil {
		return err
	}
	return writeFile(cmd.Dossier, func(w writer) error { return server.WriteDossier(a.ctx, w, d) })
}
