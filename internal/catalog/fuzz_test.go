package catalog

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"testing"
)

// Whatever the bytes of a journal, it is refused as damaged or it is a chain
// that holds: another line fits behind it.
func FuzzJournal(f *testing.F) {
	one := Change{Snapshot: "ab"}
	check, err := one.check("")
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(`{"snapshot":"ab","at":"0001-01-01T00:00:00Z","loaded":null,"check":"` + check + `"}` + "\n"))
	f.Add([]byte("{}\n{}\n"))
	f.Add([]byte("{\n"))
	f.Add([]byte(nil))
	f.Fuzz(func(t *testing.T, b []byte) {
		changes, err := parseJournal(b)
		if err != nil {
			if !errors.Is(err, ErrDamaged) {
				t.Errorf("another error than damage: %v", err)
			}
			return
		}
		c := testCatalog(t)
		if err := os.MkdirAll(c.Dir(), 0o700); err != nil {
			t.Fatal(err)
		}
		if _, err := c.appendChange(changes, Change{Snapshot: "next"}); err != nil {
			t.Fatal(err)
		}
		again, err := c.History(t.Context())
		if err != nil || len(again) != len(changes)+1 {
			t.Errorf("with another line: %d of %d, %v", len(again), len(changes)+1, err)
		}
	})
}

// Whatever the bytes of a manifest, it is refused or it is one that can be
// written and read again.
func FuzzManifest(f *testing.F) {
	whole, _, err := (&Manifest{Format: 1, Datasets: []Dataset{{Name: "un", Sources: []Source{{File: "un.xml"}}, Object: "ab"}}}).encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add([]byte(`{"format":2,"new":true}`))
	f.Add([]byte(`{"format":1,"unknown":true}`))
	f.Add([]byte(`{"format":-1}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := decodeManifest(b, "some other hash"); !errors.Is(err, ErrDamaged) {
			t.Errorf("wrong hash: %v", err)
		}
		sum := sha256.Sum256(b)
		m, err := decodeManifest(b, hex.EncodeToString(sum[:]))
		if err != nil {
			if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNewerFormat) {
				t.Errorf("another error than damage: %v", err)
			}
			return
		}
		again, id, err := m.encode()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := decodeManifest(again, id); err != nil {
			t.Errorf("not readable when written again: %v", err)
		}
	})
}

// Whatever the bytes of an object, they are not taken for what they are not.
func FuzzObject(f *testing.F) {
	c, err := Open(f.TempDir())
	if err != nil {
		f.Fatal(err)
	}
	if err := os.MkdirAll(c.path("objects"), 0o700); err != nil {
		f.Fatal(err)
	}
	empty := sha256.Sum256(nil)
	f.Add([]byte("\x28\xb5\x2f\xfd\x00\x00\x01\x00\x00"))
	f.Add([]byte(nil))
	f.Add(bytes.Repeat([]byte("\x28\xb5\x2f\xfd"), 9))
	f.Fuzz(func(t *testing.T, b []byte) {
		name := "ab"
		if err := os.WriteFile(c.path("objects", name), b, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := c.verifyObject(t.Context(), name); !errors.Is(err, ErrDamaged) {
			t.Errorf("not refused: %v", err)
		}
		// The hash of nothing may only be had by nothing.
		name = hex.EncodeToString(empty[:])
		if err := os.WriteFile(c.path("objects", name), b, 0o600); err != nil {
			t.Fatal(err)
		}
		lines := 0
		if err := c.readObject(t.Context(), name, func([]byte) error { lines++; return nil }); err == nil && lines > 0 {
			t.Errorf("%d lines with the hash of nothing", lines)
		}
	})
}
