package cli

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"
)

// envLarge, set to 1, makes the next test use a file of OFAC's size.
const envLarge = "DECIBAN_LARGE"

// Adding a list needs a fraction of the memory that its entities would take: an
// advanced XML of 120 MB less than 300 MB, at its peak and with everything, to
// the index. Without DECIBAN_LARGE=1 a fifth of it is added, within bounds to
// match: the model, the readers' tables and what the collector leaves lying take
// some 150 MB of that, whatever the list.
func TestAddingALargeListTakesLittleMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("adds a large file; -short leaves it out")
	}
	size, limit := 24<<20, 230
	if os.Getenv(envLarge) == "1" {
		size, limit = 120<<20, 300
	}
	dir := t.TempDir()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(dir, "deciban") // TestMain tells by the name what it is to be
	if err := os.Symlink(exe, program); err != nil {
		t.Fatal(err)
	}
	list := filepath.Join(dir, "sdn_advanced.xml")
	parties := writeAdvanced(t, list, size)
	for _, round := range []string{"the first time", "in place of itself"} {
		cmd := exec.Command(program, "--data", filepath.Join(dir, "data"), "lists", "add", list)
		out, peak, err := watched(cmd)
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		if want := grouped(parties) + " entries"; !strings.Contains(out, want) {
			t.Errorf("%s: not %s:\n%s", round, want, out)
		}
		t.Logf("%s: %d MB at the peak", round, peak)
		if peak > limit || peak == 0 {
			t.Errorf("%s: %d MB at the peak, over %d", round, peak, limit)
		}
	}
}

// watched runs a command and returns the most memory that it held, in MB. The
// system's own account of a child includes what its parent held when it began, so
// that the command is asked while it runs.
func watched(cmd *exec.Cmd) (out string, peak int, err error) {
	var text strings.Builder
	cmd.Stdout, cmd.Stderr = &text, &text
	if err := cmd.Start(); err != nil {
		return "", 0, err
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	path := filepath.Join("/proc", strconv.Itoa(cmd.Process.Pid), "status")
	for {
		select {
		case err := <-done:
			return text.String(), peak, err
		case <-time.After(10 * time.Millisecond):
			status, _ := os.ReadFile(path) // it may have ended meanwhile
			if _, rest, ok := strings.Cut(string(status), "VmHWM:"); ok {
				kb := 0
				if _, err := fmt.Sscanf(rest, "%d kB", &kb); err == nil && strings.Contains(string(status), "Name:\tdeciban\n") {
					peak = max(peak, kb>>10)
				}
			}
		}
	}
}

var ownNumber = regexp.MustCompile(`\b(ID|FixedRef|IdentityID|From-ProfileID|To-ProfileID|ProfileID|SanctionsEntryID|LocationID|NamePartGroupID)="(\d+)"`)

// writeAdvanced writes the fixture of the advanced XML again and again, each time
// with other numbers and names, and returns the number of parties.
func writeAdvanced(t *testing.T, path string, size int) (parties int) {
	t.Helper()
	a, err := txtar.ParseFile(filepath.Join("..", "lists", "testdata", "ofac-advanced.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	text := string(a.Files[0].Data)
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriterSize(f, 1<<20)
	at := strings.Index(text, "<Locations>")
	head, body := text[:at], text[at:]
	times := size / len(body)
	fmt.Fprint(w, head)
	for _, section := range []string{"Locations", "IDRegDocuments", "DistinctParties", "ProfileRelationships", "SanctionsEntries"} {
		_, rest, _ := strings.Cut(body, "<"+section+">")
		records, _, ok := strings.Cut(rest, "</"+section+">")
		if !ok {
			t.Fatalf("the fixture has no %s", section)
		}
		fmt.Fprintf(w, "<%s>", section)
		for k := range times {
			numbered := ownNumber.ReplaceAllStringFunc(records, func(attr string) string {
				m := ownNumber.FindStringSubmatch(attr)
				n, _ := strconv.Atoi(m[2])
				return fmt.Sprintf("%s=\"%d\"", m[1], n+k*10_000)
			})
			_, err = strings.NewReplacer(
				"A1234567", fmt.Sprintf("A%07d", k), "149w62rY42aZBox8fGcmqNsXUzSStKeq8C", fmt.Sprintf("149w62rY42aZBox8fGcm%014d", k),
				">EXAMPLE<", ">"+madeUp(k*104_729)+"<", "EXAMPLE SHIPPING", madeUp(k*7919)+" SHIPPING", "EXAMPLE STAR", madeUp(k*31)+" STAR",
				"POKAZOV", madeUp(k*13), "Petrovich", madeUp(k*17),
			).WriteString(w, numbered)
			if err != nil {
				t.Fatal(err)
			}
		}
		fmt.Fprintf(w, "</%s>\n", section)
		if section == "DistinctParties" {
			parties = times * strings.Count(records, "<DistinctParty ")
		}
	}
	fmt.Fprint(w, "</Sanctions>\n")
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return parties
}
