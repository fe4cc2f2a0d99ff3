package cli

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"deciban/internal/entity"
	"deciban/internal/reporting"
	"deciban/internal/reporting/archive"
	"deciban/internal/reporting/mentions"
	"deciban/internal/reporting/text"
	"deciban/internal/watch"
)

// watchNews looks through the kept reports for the subjects of a portfolio: what
// came since the last run, by the mentions that were read then, and for new and
// changed subjects all texts again. It returns what was not told before, and up to
// where the archive was read; on an error nothing counts as told.
func (a *app) watchNews(p *watch.Portfolio) (news []watch.News, upTo string, err error) {
	former := ""
	if p.Last != nil {
		former = p.Last.News
	}
	store, err := a.reports()
	if err != nil {
		return nil, former, err
	}
	log, err := store.Log()
	if err != nil {
		return nil, former, err
	}
	if len(log) == 0 {
		p.Read()
		return nil, "", nil
	}
	decisions, err := store.Decisions()
	if err != nil {
		return nil, former, err
	}
	found := map[newsKey]watch.News{}
	err = a.eachReport(archive.Which{After: former, Watched: true}, func(r *reporting.Report) error {
		takeNews(found, r, p)
		return nil
	})
	if err == nil {
		err = a.newsOfUnread(found, p, decisions)
	}
	if err != nil {
		return nil, former, err
	}
	p.Read()
	for key, n := range found {
		if p.Tell(key.subject, key.report) {
			news = append(news, n)
		}
	}
	slices.SortFunc(news, func(x, y watch.News) int {
		return cmp.Or(cmp.Compare(x.Subject, y.Subject), cmp.Compare(x.Published, y.Published), cmp.Compare(x.Report, y.Report))
	})
	return news, log[len(log)-1].Check, nil
}

// newsOfUnread reads all texts again for subjects that are new or changed, since
// the mentions in them were read without.
func (a *app) newsOfUnread(found map[newsKey]watch.News, p *watch.Portfolio, decisions archive.Decisions) error {
	unread := p.Unread()
	if len(unread) == 0 {
		return nil
	}
	reader := mentions.New([]mentions.Source{{Entities: unread, Watched: true}}, decisions).NewReader()
	var doc text.Doc
	return a.eachReport(archive.Which{}, func(r *reporting.Report) error {
		// They are looked for alone, apart from what was found before.
		again := reporting.Report{ID: r.ID, Article: r.Article, Agency: r.Agency}
		if err := a.mentionsAgain(reader, &doc, &again); err != nil {
			return err
		}
		takeNews(found, &again, p)
		return nil
	})
}

type newsKey struct{ subject, report string }

// takeNews takes up the mentions of watched subjects in a report.
func takeNews(found map[newsKey]watch.News, r *reporting.Report, p *watch.Portfolio) {
	times := map[string]int{}
	r.AllMentions(func(m *mentions.Mention, title bool) {
		for k := range m.Parties {
			party := &m.Parties[k]
			if !party.Watched {
				continue
			}
			subject, _, _ := p.Subject(party.ID)
			if subject == nil {
				continue // it is watched no longer
			}
			times[party.ID]++
			key := newsKey{party.ID, r.ID}
			n, known := found[key]
			if !known {
				n = newNews(r, m, title, party, subject)
			}
			n.Times = max(n.Times, times[party.ID])
			found[key] = n
		}
	})
}

func newNews(r *reporting.Report, m *mentions.Mention, title bool, party *mentions.Party, subject *entity.Entity) watch.News {
	h := r.Head()
	sentence := h.Title
	if !title {
		sentence = r.SentenceAt(m.Start, m.End).Text
	}
	return watch.News{
		Subject: party.ID, Caption: subject.Caption(), Report: r.ID, Title: h.Title, By: h.By(), URL: h.URL, Published: h.Published,
		Name: m.Text, Start: m.Start, End: m.End, InTitle: title, Sentence: sentence, Alias: party.Alias, Decibans: party.Decibans,
	}
}

// writeWatchedNews writes the reports that name subjects, for people.
func (a *app) writeWatchedNews(b *bytes.Buffer, news []watch.News) error {
	if len(news) == 0 {
		return nil
	}
	fmt.Fprintf(b, "\n%s watched subjects; what they say is not taken for true (deciban reports about ID)\n", newReports(len(news), "name"))
	t := table{columns: []column{{title: ""}, {title: "subject"}, {title: "named as", elastic: true}, {title: "dB", right: true}, {title: "published"}, {title: "by", elastic: true}, {title: "report"}, {title: "sentence", elastic: true}}}
	for _, n := range news {
		t.add(cell{text: "+", style: green}, cell{text: n.Subject, style: bold}, cell{text: oneLine(n.Name)}, cell{text: n.Decibans.String()}, cell{text: n.Published}, cell{text: oneLine(n.By)}, cell{text: n.Report[:min(12, len(n.Report))]}, cell{text: oneLine(n.Sentence)})
	}
	return t.write(b, a.screen)
}

// newReports counts new reports, with a verb that fits.
func newReports(n int, verb string) string {
	if n == 1 {
		verb += "s"
	}
	return count(n, "new report") + " " + verb
}
