package screen

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"deciban/internal/entity"
	"deciban/internal/sample"
	"deciban/internal/weigh"
)

// strangers draws subjects that are hard for an index: names of entries with
// slips of the pen, parts joined, split, left out, exchanged or taken from
// others, initials, dates that nearly agree, numbers of other entries.
type strangers struct {
	r        *rand.Rand
	entities []*entity.Entity
}

func (s *strangers) any(props ...string) string {
	for range 50 {
		e := s.entities[s.r.IntN(len(s.entities))]
		if v := e.Values(props[s.r.IntN(len(props))]); len(v) > 0 {
			return v[s.r.IntN(len(v))]
		}
	}
	return "Ali"
}

// others are words that agree with words of entries otherwise than by the letters:
// short forms of names, what means the same in other languages, other scripts,
// legal forms, numbers.
var others = strings.Fields(`Bill William Bob Robert Alex Sasha Aleksandr Misha Mikhail Bank Banque Banco Банк Company Compagnie Компания
	Trading International Limited Ltd LLC ООО GmbH 1 2 12 II Dr Haji Mullah bin al abu de von محمد علي حسن عبدالله Владимир Иван Мухаммед
	金 正恩 김정은 イワン Παπαδόπουλος`)

func (s *strangers) name() string {
	words := strings.Fields(s.any("name", "alias", "weakAlias"))
	if s.r.IntN(5) == 0 {
		words[s.r.IntN(len(words))] = others[s.r.IntN(len(others))]
	}
	if s.r.IntN(5) == 0 {
		words = append(words, others[s.r.IntN(len(others))])
	}
	if s.r.IntN(12) == 0 && len(words) > 2 {
		// The initials as one word.
		var initials []rune
		for _, w := range words {
			initials = append(initials, []rune(w)[0])
		}
		words = append([]string{string(initials)}, words[len(words)-s.r.IntN(2):]...)
	}
	if s.r.IntN(3) == 0 {
		words = append(words, strings.Fields(s.any("name", "alias"))...)
	}
	for range s.r.IntN(4) {
		i := s.r.IntN(len(words))
		switch w := []rune(words[i]); s.r.IntN(8) {
		case 0:
			s.r.Shuffle(len(words), func(a, b int) { words[a], words[b] = words[b], words[a] })
		case 1:
			if len(words) > 1 {
				words = append(words[:i:i], words[i+1:]...)
			}
		case 2:
			if i > 0 {
				words[i-1] += words[i]
				words = append(words[:i:i], words[i+1:]...)
			}
		case 3:
			words[i] = string(w[:1])
		case 4:
			k := s.r.IntN(len(w))
			words[i] = string(w[:k]) + " " + string(w[k:])
			words = strings.Fields(strings.Join(words, " "))
		default:
			k := s.r.IntN(len(w))
			words[i] = string(w[:k]) + []string{"", "a", "e", "h", "kh", "u", "z"}[s.r.IntN(7)] + string(w[min(k+s.r.IntN(2), len(w)):])
			words = strings.Fields(strings.Join(words, " "))
		}
		if len(words) == 0 {
			return "A"
		}
	}
	return strings.Join(words, " ")
}

func (s *strangers) subject(t *testing.T) *entity.Entity {
	schema := []string{"Person", "Person", "Organization", "Vessel", "LegalEntity"}[s.r.IntN(5)]
	props := map[string][]string{}
	for range 1 + s.r.IntN(5)/3 {
		props["name"] = append(props["name"], s.name())
	}
	if s.r.IntN(6) == 0 {
		props["weakAlias"] = []string{s.name()}
	}
	if schema == "Person" && s.r.IntN(2) == 0 {
		d := []byte(s.any("birthDate"))
		if d[0] < '0' || d[0] > '9' {
			d = []byte("1960-05-17")
		}
		if len(d) == 10 && s.r.IntN(2) == 0 {
			i := []int{2, 3, 5, 6, 8, 9}[s.r.IntN(6)]
			d[i] = byte('0' + s.r.IntN(10))
		}
		props["birthDate"] = []string{string(d)}
	}
	if s.r.IntN(4) == 0 {
		props["country"] = []string{s.any("country", "nationality")}
	}
	if schema == "Person" && s.r.IntN(8) == 0 {
		props["passportNumber"] = []string{s.any("passportNumber", "idNumber")}
		props["birthPlace"] = []string{s.any("birthPlace")}
		props["gender"] = []string{"male"}
	}
	if s.r.IntN(8) == 0 {
		props["email"] = []string{s.any("email")}
		props["address"] = []string{s.any("address")}
	}
	e, err := NewSubject(schema, props)
	for err != nil {
		if len(props) == 1 {
			e, err = NewSubject(schema, map[string][]string{"name": {"Ali Hassan"}})
			if err != nil {
				t.Fatal(err)
			}
			break
		}
		for p := range props {
			if p != "name" {
				delete(props, p)
			}
		}
		e, err = NewSubject(schema, props)
	}
	return e
}

func answers1(r *Result) string {
	var b strings.Builder
	for _, m := range r.Matches {
		fmt.Fprintln(&b, m.Entry.ID, m.Entry.Datasets, m.Weight, m.Probability, m.Evidence)
	}
	return b.String()
}

// sameAnswers fails where the two searchers differ, and returns the number of
// matches.
func sameAnswers(t *testing.T, scan, index Searcher, subject *entity.Entity, opt Options) int {
	t.Helper()
	a, err := scan.Search(t.Context(), subject, opt)
	if err != nil {
		t.Fatal(err)
	}
	b, err := index.Search(t.Context(), subject, opt)
	if err != nil {
		t.Fatal(err)
	}
	if x, y := answers1(a), answers1(b); x != y {
		line, _ := entity.EncodeStatements(subject)
		t.Errorf("%s, from %v, at most %d:\nscan:\n%sindex:\n%s", line, opt.Min, opt.Limit, x, y)
	}
	return len(a.Matches)
}

var manyOptions = []Options{
	{Min: -1 << 20}, {Min: 0, Limit: 2}, {Min: 1000, Explain: true}, {Min: 2000, Limit: 1, Explain: true}, {Min: 3500, Explain: true}, {Min: 6000},
}

// The index answers as the scan does, whatever the subject, the threshold, the
// number of workers, and the changes of the lists.
func TestIndexAnswersAsTheScanDoes(t *testing.T) {
	all, err := sample.Entities()
	if err != nil {
		t.Fatal(err)
	}
	model := weigh.Default()
	r := rand.New(rand.NewPCG(4, 7))
	each, least := 400, int64(1000)
	if testing.Short() { // for the race detector, under which each takes ten times as long
		each, least = 100, 250
	}
	for change, workers := range []int{1, 16, 16} {
		entities := all
		if change > 0 {
			// Some entries leave the list, others stand on it twice.
			entities = nil
			for _, e := range all {
				for range []int{0, 1, 1, 1, 2}[r.IntN(5)] {
					entities = append(entities, e)
				}
			}
			entities = uniqueIDs(entities)
		}
		scan, index := NewScan(model, "s", entities), NewIndexed(model, "s", entities)
		path := filepath.Join(t.TempDir(), "index")
		if err := WriteIndex(t.Context(), path, model, "s", passing(entities)); err != nil {
			t.Fatal(err)
		}
		file, err := OpenIndex(path, model, "s")
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		draw := strangers{r, entities}
		type query struct {
			entity *entity.Entity
			least  weigh.Weight // of -20 to 80
		}
		subjects := make(chan query)
		var running sync.WaitGroup
		var found atomic.Int64
		for range workers {
			running.Go(func() {
				for q := range subjects {
					for _, opt := range append([]Options{{Min: q.least, Limit: 20}}, manyOptions...) {
						found.Add(int64(sameAnswers(t, scan, index, q.entity, opt)))
						sameAnswers(t, index, file, q.entity, opt)
					}
				}
			})
		}
		for range each {
			subjects <- query{draw.subject(t), weigh.Weight(r.IntN(10001) - 2000)}
		}
		close(subjects)
		running.Wait()
		if found.Load() < least {
			t.Errorf("only %d matches: the subjects prove nothing", found.Load())
		}
	}
}

// uniqueIDs gives entities that stand there again another dataset.
func uniqueIDs(es []*entity.Entity) []*entity.Entity {
	seen := map[string]bool{}
	var out []*entity.Entity
	for _, e := range es {
		if seen[e.ID] {
			again := *e
			again.Datasets = []string{"zz_again"}
			e = &again
		}
		seen[e.ID] = true
		out = append(out, e)
	}
	return out
}

func TestIndexOfNothingFindsNothing(t *testing.T) {
	ix := NewIndexed(weigh.Default(), "s", nil)
	e, err := NewSubject("", map[string][]string{"name": {"Ali Hassan"}, "birthDate": {"1960"}})
	if err != nil {
		t.Fatal(err)
	}
	res, err := ix.Search(t.Context(), e, Options{Min: -1 << 20})
	if err != nil || len(res.Matches) != 0 {
		t.Errorf("%v, %v", res, err)
	}
}
