package pull

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"deciban/internal/entity"
)

func person(id, name string) string {
	return fmt.Sprintf(`{"id":%q,"schema":"Person","properties":{"name":[%q]},"datasets":["x"],"target":true}`, id, name)
}

func delta(op, entity string) string { return fmt.Sprintf(`{"op":%q,"entity":%s}`, op, entity) + "\n" }

// version publishes a version of a collection with the deltas that lead to it.
func (p *publisher) version(version string, deltas map[string]string, entities ...string) Source {
	src := p.collection(strings.Join(entities, "\n")+"\n", "", 0)
	var all []string
	for v, content := range deltas {
		p.put("/artifacts/"+v+"/entities.delta.json", content)
		all = append(all, fmt.Sprintf(`%q:"../../artifacts/%s/entities.delta.json"`, v, v))
	}
	slices.Sort(all)
	p.put("/latest/sanctions/delta.json", `{"versions":{`+strings.Join(all, ",")+`}}`)
	p.put("/latest/sanctions/index.json", fmt.Sprintf(
		`{"name":"sanctions","version":%q,"delta_url":"delta.json","resources":[{"name":"entities.ftm.json","url":"entities.ftm.json"}]}`, version))
	return src
}

func loadedNames(t *testing.T, p *Puller) string {
	t.Helper()
	s, err := p.Catalog.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	if err := s.Each(t.Context(), func(e *entity.Entity) error {
		all = append(all, e.ID+" "+strings.Join(e.Values("name"), "/"))
		if e.Datasets[0] != "opensanctions_sanctions" {
			t.Errorf("%s stands on %q", e.ID, e.Datasets)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, ", ")
}

const (
	first  = "20261101000000-aaa"
	second = "20261102000000-bbb"
	third  = "20261103000000-ccc"
)

func TestCollectionFollowsItsDeltas(t *testing.T) {
	pub, p := newPublisher(t), newPuller(t)
	src := pub.version(first, nil, person("a", "Alba"), person("b", "Bruno"), person("c", "Clara"))
	if out, err := p.Pull(t.Context(), src); err != nil || out.Delta {
		t.Fatalf("%+v, %v", out, err)
	}
	pub.requests()
	// The same version is not asked for again.
	if out, err := p.Pull(t.Context(), src); err != nil || out.Changed {
		t.Fatalf("%+v, %v", out, err)
	}
	if asked := pub.requests(); len(asked) != 1 {
		t.Errorf("asked %q", asked)
	}
	// Two steps later, what changed is fetched and no more.
	pub.version(third, map[string]string{
		first:  delta("ADD", person("z", "of long ago")),
		second: delta("MOD", person("b", "Benno")) + delta("ADD", person("d", "Dora")) + delta("DEL", `{"id":"a"}`),
		third:  delta("MOD", person("d", "Dorothea")) + delta("ADD", person("a", "Alma")),
	}, "this is not fetched")
	out, err := p.Pull(t.Context(), src)
	if err != nil || !out.Delta || !out.Changed {
		t.Fatalf("%+v, %v", out, err)
	}
	if got, want := loadedNames(t, p), "a Alma, b Benno, c Clara, d Dorothea"; got != want {
		t.Errorf("loaded %s; want %s", got, want)
	}
	if asked := strings.Join(pub.requests(), " "); strings.Contains(asked, "entities.ftm.json") || strings.Count(asked, "/artifacts/") != 2 {
		t.Errorf("asked %q", asked)
	}
	d, _ := out.Snapshot.Manifest.Dataset("opensanctions_sanctions")
	if d.PublishedOn != "2026-11-03" || len(d.Sources) != 2 || d.Counts.Entries != 4 {
		t.Errorf("manifest %+v", d)
	}
	if out, err := p.Pull(t.Context(), src); err != nil || out.Changed {
		t.Errorf("again: %+v, %v", out, err)
	}
}

// Where the deltas do not lead to the newest version, or do not fit what is
// loaded, the whole is fetched.
func TestCollectionIsFetchedWholeWhereTheDeltasDoNotServe(t *testing.T) {
	good := delta("MOD", person("b", "Benno"))
	for name, deltas := range map[string]map[string]string{
		"too old":                 {third: good},
		"not yet there":           {first: "", second: good},
		"none":                    {},
		"not JSON":                {first: "", third: "<html>"},
		"cut off":                 {first: "", third: good[:20]},
		"an unknown operation":    {first: "", third: delta("TURN", person("b", "Benno"))},
		"a change of nothing":     {first: "", third: delta("MOD", person("q", "Quentin"))},
		"a removal of nothing":    {first: "", third: delta("DEL", `{"id":"q"}`)},
		"an addition of what is":  {first: "", third: delta("ADD", person("b", "Benno"))},
		"a change after removal":  {first: "", second: delta("DEL", `{"id":"b"}`), third: good},
		"an address of no server": {first: "", third: ""},
	} {
		t.Run(name, func(t *testing.T) {
			pub, p := newPublisher(t), newPuller(t)
			p.Fetcher.Attempts = 1
			src := pub.version(first, nil, person("a", "Alba"), person("b", "Bruno"))
			if _, err := p.Pull(t.Context(), src); err != nil {
				t.Fatal(err)
			}
			pub.version(third, deltas, person("b", "Benno"), person("e", "Enno"))
			if name == "an address of no server" {
				pub.put("/latest/sanctions/delta.json", `{"versions":{"`+first+`":"x","`+third+`":"http://127.0.0.1:1/x"}}`)
			}
			out, err := p.Pull(t.Context(), src)
			if err != nil || out.Delta || !out.Changed {
				t.Fatalf("%+v, %v", out, err)
			}
			if got, want := loadedNames(t, p), "b Benno, e Enno"; got != want {
				t.Errorf("loaded %s; want %s", got, want)
			}
		})
	}
}

// A list that somebody loaded by hand meanwhile is not what the deltas go out
// from.
func TestDeltasAreNotAppliedToAnotherList(t *testing.T) {
	pub, p := newPublisher(t), newPuller(t)
	src := pub.version(first, nil, person("a", "Alba"), person("b", "Bruno"))
	if _, err := p.Pull(t.Context(), src); err != nil {
		t.Fatal(err)
	}
	other := newPublisher(t)
	q := *p
	if _, err := q.Pull(t.Context(), other.version("20261101120000-own", nil, person("b", "Bruno"), person("o", "Otto"))); err != nil {
		t.Fatal(err)
	}
	pub.version(second, map[string]string{first: "", second: delta("MOD", person("b", "Benno"))}, person("a", "Alba"), person("b", "Benno"))
	if out, err := p.Pull(t.Context(), src); err != nil || out.Delta {
		t.Errorf("%+v, %v", out, err)
	}
	if got, want := loadedNames(t, p), "a Alba, b Benno"; got != want {
		t.Errorf("loaded %s; want %s", got, want)
	}
}
