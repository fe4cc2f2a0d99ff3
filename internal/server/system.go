package server

import (
	"time"

	"deciban/internal/weigh"
)

// health is the answer of /healthz and /readyz.
type health struct {
	// Status is "ok", or "degraded" where answers come, but not from the lists
	// that they should come from.
	Status   string `json:"status"`
	Snapshot string `json:"snapshot"`
	Model    string `json:"model"`
	Version  string `json:"version"`
	// Sample says that no real list is loaded.
	Sample bool `json:"sample"`
	// Stale are the lists that are older than their limit.
	Stale []Stale `json:"stale"`
	// Trouble says that a newer snapshot cannot be used, since when.
	Trouble string     `json:"trouble,omitempty"`
	Since   *time.Time `json:"since,omitempty"`
}

func (s *Server) health(q *answering) (any, error) {
	if err := parameters(q.Request); err != nil {
		return nil, err
	}
	stale, err := q.lists.stale()
	if err != nil {
		return nil, err
	}
	h := health{Status: "ok", Snapshot: q.lists.Snapshot, Model: weigh.Default().Version(), Version: s.Version, Sample: q.lists.Sample, Stale: stale}
	if why, since := s.lists.state(); why != "" {
		// Which file it is stands in the log: this route asks for no token.
		h.Status, h.Trouble, h.Since = "degraded", "the newest lists cannot be used; the last good ones are", &since
	}
	if len(stale) > 0 {
		h.Status = "degraded"
	}
	return h, nil
}

// ready is health: a server that answers has its lists open.
func (s *Server) ready(q *answering) (any, error) { return s.health(q) }

// stale tells which lists are older than their limit. It is never nil.
func (l *Lists) stale() ([]Stale, error) {
	if l.Stale == nil {
		return []Stale{}, nil
	}
	all, err := l.Stale(time.Now())
	if all == nil {
		all = []Stale{}
	}
	return all, err
}

// dataset is a list in /catalog, with the names that yente gives.
type dataset struct {
	Name        string   `json:"name"`
	Title       string   `json:"title"`
	Publisher   string   `json:"publisher,omitempty"`
	Version     string   `json:"version,omitempty"`
	EntityCount int      `json:"entity_count"`
	Children    []string `json:"children"`
	Load        bool     `json:"load"`
	Stale       bool     `json:"index_stale"`
}

// everything is the name under which all loaded lists are asked.
const everything = "default"

func (s *Server) catalog(q *answering) (any, error) {
	if err := parameters(q.Request); err != nil {
		return nil, err
	}
	stale, err := q.lists.stale()
	if err != nil {
		return nil, err
	}
	old := map[string]bool{}
	for _, x := range stale {
		old[x.Dataset] = true
	}
	all := dataset{Name: everything, Title: "All loaded lists", Children: []string{}, Stale: len(stale) > 0}
	datasets := []dataset{}
	current, outdated := []string{}, []string{}
	for _, d := range q.lists.Datasets {
		all.Children = append(all.Children, d.Name)
		all.EntityCount += d.Entries
		datasets = append(datasets, dataset{d.Name, d.Title, d.Publisher, d.PublishedOn, d.Entries, []string{}, true, old[d.Name]})
		if old[d.Name] {
			outdated = append(outdated, d.Name)
		} else {
			current = append(current, d.Name)
		}
	}
	return struct {
		Datasets []dataset `json:"datasets"`
		Current  []string  `json:"current"`
		Outdated []string  `json:"outdated"`
		Stale    bool      `json:"index_stale"`
		Snapshot string    `json:"snapshot"`
		Sample   bool      `json:"sample"`
	}{append([]dataset{all}, datasets...), current, outdated, len(outdated) > 0, q.lists.Snapshot, q.lists.Sample}, nil
}

// algorithmName is what this server calls its one way to weigh.
const algorithmName = "deciban"

func (s *Server) algorithms(q *answering) (any, error) {
	if err := parameters(q.Request); err != nil {
		return nil, err
	}
	type algorithm struct {
		Name        string            `json:"name"`
		Description string            `json:"description"`
		Features    map[string]string `json:"features"`
	}
	return struct {
		Algorithms []algorithm `json:"algorithms"`
		Default    string      `json:"default"`
		Best       string      `json:"best"`
	}{[]algorithm{{algorithmName, "Weight of evidence in decibans, model " + weigh.Default().Version() + "; the score is the calibrated probability.", featureTexts()}}, algorithmName, algorithmName}, nil
}

func featureTexts() map[string]string {
	return map[string]string{
		string(weigh.KindName): "parts of the names", string(weigh.KindAlias): "which of the entry's names it is", string(weigh.KindScript): "look-alike letters of another script",
		string(weigh.KindBirthDate): "birth dates", string(weigh.KindGender): "gender", string(weigh.KindCountry): "nationality, citizenship, jurisdiction, flag: they only tell apart",
		string(weigh.KindPlace): "birth place", string(weigh.KindAddress): "address", string(weigh.KindIdentifier): "numbers of documents, ships, accounts", string(weigh.KindContact): "e-mail, phone, website",
		string(weigh.KindSchema): "a person is not a ship",
	}
}
