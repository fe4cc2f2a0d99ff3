package reporting

import (
	"slices"
	"testing"
)

// Who is tied to an incident, and how, by what is said beside it.
func TestTiesFromClaims(t *testing.T) {
	const blast = "A bombing in Kandahar on Friday killed 12 people. "
	for _, c := range []struct {
		said string
		want []string
	}{
		{"Officials said the Velkor Brigade was behind the attack.", []string{"Velkor Brigade accused"}},
		{"The Velkor Brigade said it was not behind the attack.", []string{"Velkor Brigade denied"}},
		{"The Velkor Brigade denied involvement.", []string{"Velkor Brigade denied"}},
		{"The Velkor Brigade denied that it had set off the bomb.", []string{"Velkor Brigade denied"}},
		{"The Velkor Brigade said it had nothing to do with the attack.", []string{"Velkor Brigade denied"}},
		{"The Velkor Brigade said it carried out the attack.", []string{"Velkor Brigade claimed"}},
		{"Police said the Velkor Brigade had carried out the attack.", []string{"Velkor Brigade accused"}},
		{"The Halvern Liberation Front claimed the attack, but the government accused the Velkor Brigade.", []string{"Halvern Liberation Front claimed", "Velkor Brigade accused"}},
		{"The Velkor Brigade claimed responsibility. The Velkor Brigade denied involvement.", []string{"Velkor Brigade claimed", "Velkor Brigade denied"}},
		{"Suspicions quickly fell on the Velkor Brigade.", []string{"Velkor Brigade suspected"}},
		{"Police suspect the Velkor Brigade.", []string{"Velkor Brigade suspected"}},
		{"The Velkor Brigade is believed to be behind the bombing in Kandahar.", []string{"Velkor Brigade suspected"}},
		{"The mayor blamed the Velkor Brigade.", []string{"Velkor Brigade accused"}},
		{"Suspicion fell on the Velkor Brigade, and the mayor fled.", []string{"Velkor Brigade suspected"}},
		{"The mayor accused the Velkor Brigade of planning it.", []string{"Velkor Brigade accused"}},
		// Nobody is tied to it by these.
		{"Suspicion fell on the Velkor Brigade branch of the town.", nil},
		{"The mayor accused the Velkor Brigade of greed.", nil},
		{"The Velkor Brigade is believed to be weak.", nil},
		{"Snow fell on the Velkor Brigade.", nil},
		{"No group has claimed responsibility.", nil},
		{"The Velkor Brigade condemned the attack.", nil},
		{"The Velkor Brigade denied the request of the mayor.", nil},
		{"Officials said the Velkor Brigade was not behind the attack.", nil},
		{"A man denied involvement.", nil},
		// Nor by what is said elsewhere.
		{"The market was shut. The river rose. It rained. The Velkor Brigade denied involvement.", nil},
	} {
		r := read(t, blast+c.said)[0]
		if len(r.Incidents) != 1 {
			t.Errorf("%s: %d incidents", c.said, len(r.Incidents))
			continue
		}
		var got []string
		for _, a := range r.Incidents[0].Perpetrators {
			got = append(got, a.Text+" "+a.Tie)
		}
		slices.Sort(got)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.said, got, c.want)
		}
		checkOffsets(t, r)
	}
}
