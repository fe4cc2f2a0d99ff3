package incidents

import (
	"strings"
	"testing"

	"deciban/internal/reporting/text"
)

// Each rule of the lexicon has a sentence that it must read as its file says.
func TestRulesReadTheirExamples(t *testing.T) {
	var r Reader
	seen := map[int]bool{}
	for _, x := range loaded().rules {
		for _, ex := range x.examples {
			if seen[ex.line] {
				continue
			}
			seen[ex.line] = true
			r.scan(text.Cut(ex.text), 19900101)
			got := map[string][]string{}
			for i := range r.evs {
				e := &r.evs[i]
				for _, f := range r.refs[e.first:e.last] {
					for name, role := range roleNames {
						if role == f.role {
							n := &r.nps[f.np]
							s := strings.ToLower(r.doc.Text(n.first, n.last))
							got[name] = append(got[name], s)
							if n.person() {
								got[name] = append(got[name], r.fullName(f.np))
							}
							got[name] = append(got[name], r.withOf(f.np), r.orgText(n))
						}
					}
				}
			}
			if len(r.evs) == 0 && len(ex.want) > 0 {
				t.Errorf("incident_rules.txt:%d: %q announces nothing", ex.line, ex.text)
			}
			for k, v := range ex.want {
				ok := false
				for _, g := range got[k] {
					ok = ok || g == v || strings.HasPrefix(v, g+" ") && strings.Contains(strings.ToLower(ex.text), v)
				}
				if !ok {
					t.Errorf("incident_rules.txt:%d: %q: %s is %q, want %q", ex.line, ex.text, k, got[k], v)
				}
			}
		}
	}
}
