package deciban_test

import (
	"context"
	"fmt"
	"log"

	"deciban"
)

func Example() {
	// OpenSample needs no set-up; Open reads the lists that were loaded.
	s, err := deciban.OpenSample()
	if err != nil {
		log.Fatal(err)
	}
	res, err := s.Screen(context.Background(), deciban.Subject{
		Schema: "Person",
		Properties: map[string][]string{
			"name":        {"Aiman al-Zawahri"},
			"birthDate":   {"1951"},
			"nationality": {"eg"},
		},
	}, deciban.Options{Min: deciban.DefaultThreshold, Limit: 1})
	if err != nil {
		log.Fatal(err)
	}
	for _, m := range res.Matches {
		fmt.Println(m.Entry.ID, m.Entry.Caption, m.Programmes)
		var sum deciban.Weight
		for _, e := range m.Evidence {
			sum += e.Weight
		}
		fmt.Println("the evidence is the total:", sum == m.Weight)
	}
	// Output:
	// un-QDi.006 Aiman Muhammed Rabi al-Zawahiri [Al-Qaida]
	// the evidence is the total: true
}

func ExampleCompare() {
	name := func(n string) deciban.Subject {
		return deciban.Subject{Schema: "Person", Properties: map[string][]string{"name": {n}}}
	}
	same, err := deciban.Compare(name("Usama bin Ladin"), name("Osama bin Laden"))
	if err != nil {
		log.Fatal(err)
	}
	other, err := deciban.Compare(name("Usama bin Ladin"), name("Angela Merkel"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(same.Weight > deciban.DefaultThreshold, other.Weight < 0)
	// Output: true true
}

func ExampleScreener_Entries() {
	s, err := deciban.OpenSample()
	if err != nil {
		log.Fatal(err)
	}
	for _, e := range s.Entries("un-QDi.006") {
		fmt.Println(e.Caption, e.Values("birthDate"))
		for _, st := range e.Statements {
			if st.Property == "birthDate" {
				fmt.Println("from", st.File)
			}
		}
	}
	// Output:
	// Aiman Muhammed Rabi al-Zawahiri [1951-06-19]
	// from sample.ftm.json
}

func ExampleValueError() {
	s, err := deciban.OpenSample()
	if err != nil {
		log.Fatal(err)
	}
	_, err = s.Screen(context.Background(), deciban.Subject{
		Properties: map[string][]string{"name": {"Aiman al-Zawahri"}, "nationality": {"Atlantis"}},
	}, deciban.Options{})
	fmt.Println(err)
	// Output: nationality "Atlantis": is no known country, or could be several
}
