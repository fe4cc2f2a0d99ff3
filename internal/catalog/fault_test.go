package catalog

import (
	"errors"
	"fmt"
	"reflect"
	"testing"

	"deciban/internal/catalog/durable/faulty"
)

// After a fault at any operation the former snapshot or the new one is whole,
// never anything else, and the next writer succeeds and clears up.
func TestFaultAtEveryOperation(t *testing.T) {
	oldWant := []string{"kept 0", "old 0", "old 1"}
	newWant := []string{"kept 0", "new 0", "new 1", "new 2"}
	for _, dead := range []bool{false, true} {
		for _, half := range []bool{false, true} {
			t.Run(fmt.Sprintf("dead=%v,half=%v", dead, half), func(t *testing.T) {
				ops := 0
				for n := 1; ; n++ {
					c := testCatalog(t)
					c.fsys = faulty.Unsynced{}
					mustAdd(t, c, version(t, "ofac", "kept", 1), version(t, "un", "old", 2))
					disk := &faulty.Disk{FailAt: n, Dead: dead, Half: half}
					c.fsys = disk
					_, err := c.Add(t.Context(), version(t, "un", "new", 3))
					c.fsys = faulty.Unsynced{}
					got := captions(t, c)
					if disk.Count < n {
						if err != nil || !reflect.DeepEqual(got, newWant) {
							t.Fatalf("without a fault: %q, %v", got, err)
						}
						break
					}
					ops = n
					if err != nil && !errors.Is(err, faulty.ErrInjected) {
						t.Errorf("operation %d: unexpected error %v", n, err)
					}
					isNew := reflect.DeepEqual(got, newWant)
					switch {
					case err == nil && !isNew:
						t.Errorf("operation %d failed, Add did not say so, and the new list is not in force: %q", n, got)
					case !isNew && !reflect.DeepEqual(got, oldWant):
						t.Errorf("operation %d: neither the old lists nor the new: %q", n, got)
					}
					mustAdd(t, c, version(t, "un", "new", 3))
					if got := captions(t, c); !reflect.DeepEqual(got, newWant) {
						t.Errorf("operation %d, then again: %q", n, got)
					}
					if left := leftovers(t, c); len(left) > 0 {
						t.Errorf("operation %d, then again: left over %q", n, left)
					}
				}
				if ops < 15 {
					t.Errorf("only %d operations were seen to fail", ops)
				}
			})
		}
	}
}

// The first list of all meets the same faults.
func TestFaultAtEveryOperationOfTheFirstAdd(t *testing.T) {
	for n := 1; ; n++ {
		c := testCatalog(t)
		disk := &faulty.Disk{FailAt: n, Dead: true}
		c.fsys = disk
		_, err := c.Add(t.Context(), version(t, "un", "new", 2))
		c.fsys = faulty.Unsynced{}
		got := captions(t, c)
		if disk.Count < n {
			break
		}
		if len(got) != 0 && len(got) != 2 || err == nil && len(got) == 0 {
			t.Errorf("operation %d: %q, %v", n, got, err)
		}
	}
}

func leftovers(t *testing.T, c *Catalog) []string {
	t.Helper()
	left, err := faulty.Leftovers(c.Dir())
	if err != nil {
		t.Fatal(err)
	}
	return left
}
