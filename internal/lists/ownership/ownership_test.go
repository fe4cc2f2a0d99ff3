package ownership

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"deciban/internal/entity"
)

// owns makes Ownership entities of lines "owner asset percentage".
func owns(t testing.TB, lines string) []*entity.Entity {
	t.Helper()
	s, _ := entity.SchemaOf("Ownership")
	var out []*entity.Entity
	for line := range strings.Lines(lines) {
		f := strings.SplitN(strings.TrimSpace(line), " ", 3)
		if len(f) < 2 {
			continue
		}
		e := &entity.Entity{ID: fmt.Sprintf("link-%d", len(out)), Schema: s}
		e.Add(entity.Statement{Prop: "owner", Value: f[0]})
		e.Add(entity.Statement{Prop: "asset", Value: f[1]})
		if len(f) == 3 {
			share, former := strings.CutSuffix(f[2], " former")
			e.Add(entity.Statement{Prop: "percentage", Value: share})
			if former {
				e.Add(entity.Statement{Prop: "status", Value: "former"})
			}
		}
		out = append(out, e)
	}
	return out
}

func isListed(id string) bool { return strings.HasPrefix(id, "L") }

func text(all []Owned) string {
	var parts []string
	for _, o := range all {
		parts = append(parts, fmt.Sprintf("%s %s via %s", o.ID, o.Share, strings.Join(o.Path, ">")))
	}
	return strings.Join(parts, "; ")
}

func TestHalfOwnedPartiesAreFoundWithTheirPath(t *testing.T) {
	for name, tt := range map[string]struct{ lines, want string }{
		"exactly half":                       {"L1 a 50", "a 50 % via L1>a"},
		"just under half":                    {"L1 a 49.99", ""},
		"two listed owners add up":           {"L1 a 25 %\nL2 a 25", "a 50 % via L1>a"},
		"an owner who is not listed":         {"L1 a 49\nx a 51", ""},
		"through a half-owned party":         {"L1 a 50\na b 50", "a 50 % via L1>a; b 50 % via L1>a>b"},
		"through a party owned by less":      {"L1 a 40\na b 100", ""},
		"direct and indirect stakes add up":  {"L1 a 50\nL2 b 25\na b 25", "a 50 % via L1>a; b 50 % via L2>b"},
		"the same stake told twice is one":   {"L1 a 30\nL1 a 25", ""},
		"a ring of owners":                   {"a b 100\nb a 100", ""},
		"a ring with a listed owner":         {"a b 60\nb a 40\nL1 a 50", "a 50 % via L1>a; b 60 % via L1>a>b"},
		"a party that owns itself":           {"L1 a 40\na a 60", ""},
		"no percentage":                      {"L1 a", ""},
		"a former stake":                     {"L1 a 100 former", ""},
		"a listed party is not found itself": {"L1 L2 100", ""},
		"a range counts by its least":        {"L1 a 25-50", ""},
		"a limit from above says nothing":    {"L1 a under 75", ""},
	} {
		if got := text(Rule(owns(t, tt.lines), isListed)); got != tt.want {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}

func TestTheOrderOfLinksChangesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var lines strings.Builder
		for range 30 {
			fmt.Fprintf(&lines, "%s%d n%d %d\n", []string{"L", "n", "n"}[r.IntN(3)], r.IntN(8), r.IntN(8), 10+r.IntN(60))
		}
		es := owns(t, lines.String())
		want := text(Rule(es, isListed))
		r.Shuffle(len(es), func(i, j int) { es[i], es[j] = es[j], es[i] })
		for i := range es { // ids go with the order of the file
			es[i].ID = fmt.Sprintf("other-%d", i)
		}
		if got := text(Rule(es, isListed)); got != want {
			t.Fatalf("got %q, want %q of\n%s", got, want, lines.String())
		}
	}
}

func FuzzShare(f *testing.F) {
	for _, s := range []string{"51", "50-75 %", "more than 25%", "33,3", "<50", "1000", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if h, ok := Share(s); h < 0 || h > 10000 || !ok && h != 0 {
			t.Errorf("%q became %d, %v", s, h, ok)
		}
	})
}
