package ftm

import (
	"os"
	"strings"
	"testing"

	"deciban/internal/testkit"
)

func TestARealDeltaFeedIsRead(t *testing.T) {
	text, err := os.ReadFile(testkit.Shared(t, "lists", "ftm", "delta_index.json"))
	if err != nil {
		t.Fatal(err)
	}
	versions, err := ParseDeltaIndex(text)
	if err != nil || len(versions) != 5 || versions[0].Name != "20240527134702-zbn" || versions[4].Name != "20240528134729-3iv" {
		t.Errorf("versions %v, error %v", versions, err)
	}
	f, err := os.Open(testkit.Shared(t, "lists", "ftm", "t2_all_deltas.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	ops := map[string]int{}
	if err := ReadDelta(f, func(c Change) error {
		ops[c.Op]++
		if c.ID == "" || (c.Entity == nil) != (c.Op == "DEL") {
			t.Errorf("change %+v", c)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if ops["ADD"]+ops["MOD"]+ops["DEL"] == 0 {
		t.Errorf("no change was read")
	}
	t.Log(ops)
}

func TestWrongDeltasNameTheChange(t *testing.T) {
	for _, second := range []string{"{", `{"op":"TURN","entity":{"id":"a"}}`, `{"op":"DEL","entity":{}}`, `{"op":"ADD","entity":{"id":"a"}}`} {
		err := ReadDelta(strings.NewReader(`{"op":"DEL","entity":{"id":"a"}}`+second), func(Change) error { return nil })
		if err == nil || !strings.Contains(err.Error(), "change 2") {
			t.Errorf("%q: error %v", second, err)
		}
	}
}

func FuzzReadDelta(f *testing.F) {
	f.Add(`{"op":"ADD","entity":{"id":"a","schema":"Person","properties":{"name":["x"]}}}`)
	f.Add(`{"op":"DEL","entity":{"id":"a"}}`)
	f.Fuzz(func(t *testing.T, text string) {
		_ = ReadDelta(strings.NewReader(text), func(c Change) error {
			if c.ID == "" {
				t.Error("a change of nothing")
			}
			return nil
		})
	})
}
