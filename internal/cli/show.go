package cli

import (
	"fmt"
	"strconv"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/reporting"
	"deciban/internal/screen"
)

type showCmd struct {
	ID   string `arg:"" help:"The entry's id, such as ofac-36 or un-QDi.006." name:"id"`
	JSON bool   `name:"json" help:"Print one JSON document."`
	// Reports adds what the news says.
	Reports bool `help:"Show also what the kept reports say of the entry (see deciban read --help)."`
	asOfFlag
}

func (showCmd) Help() string {
	return `Prints each statement about the entry as it was written, with the file and the line or path
where it stands, and what belongs to the entry: its sanctions, documents, addresses, links. Of a
party that is not listed but that listed ones own by half or more, it says so, with the path.

Examples:
  deciban show un-QDi.006
  deciban show un-QDe.161 --reports
  deciban show ofac-36 --json`
}

func (cmd *showCmd) Run(a *app) error {
	lists, err := a.load(cmd.AsOf)
	if err != nil {
		return err
	}
	entries := lists.Entries(cmd.ID)
	if len(entries) == 0 {
		return fmt.Errorf("no entry has the id %q%s", cmd.ID, similarID(lists, cmd.ID))
	}
	var news *reporting.Timeline
	if cmd.Reports {
		all, err := a.timelines([]string{cmd.ID}, sinceFlag{})
		if err != nil {
			return err
		}
		news = all[0]
	}
	if cmd.JSON {
		return a.showJSON(lists, entries, news)
	}
	for i, e := range entries {
		if i > 0 {
			fmt.Fprintln(a.out)
		}
		if err := a.showEntity(e, lists, ""); err != nil {
			return err
		}
		if o := owned(lists, e); o != nil {
			if err := a.showOwned(o); err != nil {
				return err
			}
		}
		for _, l := range lists.Links(e) {
			fmt.Fprintln(a.out)
			if err := a.showEntity(l.From, lists, l.Prop); err != nil {
				return err
			}
		}
	}
	if news == nil {
		return nil
	}
	return a.writeMatchNews(news)
}

// similarID offers an id that differs only in case.
func similarID(lists *screen.Loaded, id string) string {
	for _, e := range lists.Entities {
		if strings.EqualFold(e.ID, id) {
			return fmt.Sprintf("; is it %q?", e.ID)
		}
	}
	return ""
}

// showEntity writes one entity. by is the property by which it belongs to the
// entry, "" for the entry itself.
func (a *app) showEntity(e *entity.Entity, lists *screen.Loaded, by string) error {
	title := e.Caption()
	about := []string{e.ID, e.Schema.Name}
	if by != "" {
		title = fmt.Sprintf("%s (%s)", e.Schema.Name, by)
		about = []string{e.ID}
	}
	fmt.Fprintln(a.out, a.screen.style(bold, a.screen.isolate(oneLine(title))))
	fmt.Fprintln(a.out, a.screen.style(faint, oneLine(strings.Join(append(about, e.Datasets...), " · "))))
	t := table{columns: []column{{title: "property"}, {title: "value", elastic: true}, {title: "as written", elastic: true}, {title: "source", elastic: true}, {title: "remark", elastic: true}}}
	for _, s := range e.Statements {
		written := s.Original
		if p := e.Schema.Property(s.Prop); p != nil && p.Type == "entity" {
			for _, named := range lists.Entries(s.Value) {
				written = named.Caption()
			}
		}
		t.addStatement(s, written)
	}
	for _, s := range e.Unread {
		s.Remark = strings.TrimSpace("not compared " + s.Remark)
		t.addStatement(s, s.Original)
	}
	return t.write(a.out, a.screen)
}

func (t *table) addStatement(s entity.Statement, written string) {
	value := s.Value
	for _, more := range []string{s.Lang, s.Country} {
		if more != "" {
			value += " [" + more + "]"
		}
	}
	t.add(cell{text: s.Prop}, cell{text: value}, cell{text: written, style: faint}, cell{text: place(s.Place), style: faint}, cell{text: s.Remark, style: red})
}

// place writes where a statement stands, as errors about files do.
func place(p entity.Place) string {
	parts := []string{}
	if p.File != "" {
		parts = append(parts, p.File)
	}
	if p.Line > 0 {
		parts = append(parts, strconv.Itoa(p.Line))
	}
	if p.Path != "" {
		parts = append(parts, p.Path)
	}
	return strings.Join(parts, ":")
}

// showJSONDoc is what show --json prints.
type showJSONDoc struct {
	Entries  []entityJSON `json:"entries"`
	Snapshot string       `json:"snapshot"`
	Sample   bool         `json:"sample"`
	// Stale are the lists that are older than their limit.
	Stale []staleList `json:"stale,omitempty"`
	// Reports is what the kept reports say of that id, if it was asked for.
	Reports *reporting.Timeline `json:"reports,omitempty"`
}

type entityJSON struct {
	ID         string          `json:"id"`
	Schema     string          `json:"schema"`
	Caption    string          `json:"caption"`
	Datasets   []string        `json:"datasets"`
	Referents  []string        `json:"referents,omitempty"`
	Statements []statementJSON `json:"statements"`
	// Unread are values that cannot be compared.
	Unread []statementJSON `json:"unread,omitempty"`
	// Property says by which property a linked entity points to the entry.
	Property string       `json:"property,omitempty"`
	Linked   []entityJSON `json:"linked,omitempty"`
	// Owned says which listed parties own it by half or more.
	Owned *ownedJSON `json:"owned,omitempty"`
}

type statementJSON struct {
	Property  string `json:"property"`
	Value     string `json:"value"`
	Original  string `json:"original,omitempty"`
	Lang      string `json:"lang,omitempty"`
	Country   string `json:"country,omitempty"`
	Dataset   string `json:"dataset"`
	File      string `json:"file,omitempty"`
	Line      int    `json:"line,omitempty"`
	Path      string `json:"path,omitempty"`
	FirstSeen string `json:"firstSeen,omitempty"`
	LastSeen  string `json:"lastSeen,omitempty"`
	Remark    string `json:"remark,omitempty"`
}

func newEntityJSON(e *entity.Entity) entityJSON {
	j := entityJSON{ID: e.ID, Schema: e.Schema.Name, Caption: e.Caption(), Datasets: e.Datasets, Referents: e.Referents, Statements: []statementJSON{}}
	for _, s := range e.Statements {
		j.Statements = append(j.Statements, newStatementJSON(s))
	}
	for _, s := range e.Unread {
		j.Unread = append(j.Unread, newStatementJSON(s))
	}
	return j
}

func newStatementJSON(s entity.Statement) statementJSON {
	return statementJSON{
		s.Prop, s.Value, s.Original, s.Lang, s.Country, s.Dataset, s.Place.File, s.Place.Line, s.Place.Path, s.FirstSeen, s.LastSeen, s.Remark,
	}
}

func (a *app) showJSON(lists *screen.Loaded, entries []*entity.Entity, news *reporting.Timeline) error {
	doc := showJSONDoc{Snapshot: lists.ID, Sample: lists.Sample(), Stale: a.stale, Reports: news}
	for _, e := range entries {
		j := newEntityJSON(e)
		j.Owned = owned(lists, e)
		for _, l := range lists.Links(e) {
			linked := newEntityJSON(l.From)
			linked.Property = l.Prop
			j.Linked = append(j.Linked, linked)
		}
		doc.Entries = append(doc.Entries, j)
	}
	return writeJSON(a.out, doc)
}
