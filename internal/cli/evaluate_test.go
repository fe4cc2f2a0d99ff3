package cli

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"deciban/internal/evaluate"
	"deciban/internal/testkit"
	"deciban/internal/weigh"
)

// every keeps each n-th line of a file in another file.
func every(t *testing.T, n int, from, to string) {
	t.Helper()
	text, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	i := 0
	for line := range bytes.Lines(text) {
		if i++; i%n == 0 {
			out.Write(line)
		}
	}
	if err := os.WriteFile(to, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// evaluateJSON runs evaluate and returns its report.
func evaluateJSON(t *testing.T, args ...string) map[string]json.RawMessage {
	t.Helper()
	var out, errs bytes.Buffer
	if code := Run(t.Context(), append([]string{"evaluate", "--json"}, args...), Streams{In: strings.NewReader(""), Out: &out, Err: &errs}); code != 0 {
		t.Fatalf("evaluate %q: exit code %d: %s", args, code, errs.String())
	}
	var doc map[string]json.RawMessage
	if err := json.Unmarshal(out.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

var (
	scoredGroup = regexp.MustCompile(`(?m)^(\S.*?) +n= *(\d+) `)
	scoredValue = regexp.MustCompile(`recall at [0-9.]+%: ([0-9.]+)`)
)

// TestRecallIsThatOfTheSharedScorer compares every group at every rate with
// score.py, on the same results, with and without --top1.
func TestRecallIsThatOfTheSharedScorer(t *testing.T) {
	if testing.Short() {
		t.Skip("screens a thousand subjects, which the full run does")
	}
	set := testkit.Shared(t, "evaluation", "dev", "watchlist")
	scorer := testkit.Shared(t, "evaluation", "score.py")
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("needs python3, which runs score.py")
	}
	dir := t.TempDir()
	pos, neg, out := filepath.Join(dir, "p.jsonl"), filepath.Join(dir, "n.jsonl"), filepath.Join(dir, "out.jsonl")
	every(t, 20, filepath.Join(set, "positives.jsonl"), pos)
	every(t, 100, filepath.Join(set, "negatives.jsonl"), neg)
	for _, top1 := range []bool{false, true} {
		args := []string{"--list", filepath.Join(set, "lists", "us_ofac_sdn"), "--list", filepath.Join(set, "lists", "un_sc_sanctions", "consolidated.xml"),
			"--positives", pos, "--negatives", neg, "--worst", "0", "--out", out}
		score := []string{scorer, pos, neg, out}
		if top1 {
			args, score = append(args, "--top1"), append(score, "--top1")
		}
		var scores struct {
			Groups []struct {
				Name   string
				N      int
				Recall []float64
			}
		}
		if err := json.Unmarshal(evaluateJSON(t, args...)["scores"], &scores); err != nil {
			t.Fatal(err)
		}
		theirs, err := exec.Command(python, score...).CombinedOutput()
		if err != nil {
			t.Fatalf("score.py: %v\n%s", err, theirs)
		}
		var want, got []string
		for _, line := range strings.Split(string(theirs), "\n") {
			g := scoredGroup.FindStringSubmatch(line)
			if g == nil {
				continue
			}
			row := g[1] + " " + g[2]
			for _, v := range scoredValue.FindAllStringSubmatch(line, -1) {
				row += " " + v[1]
			}
			want = append(want, row)
		}
		for _, g := range scores.Groups {
			row := g.Name + " " + strconv.Itoa(g.N)
			for _, v := range g.Recall {
				row += " " + strconv.FormatFloat(v, 'f', 3, 64)
			}
			got = append(got, row)
		}
		slices.Sort(want)
		slices.Sort(got)
		if len(want) < 5 || !slices.Equal(got, want) {
			t.Errorf("top1 %v: evaluate says\n%s\nand score.py\n%s", top1, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// TestPairsAreScoredAsByTheSharedScorer does the same for score_pairs.py.
func TestPairsAreScoredAsByTheSharedScorer(t *testing.T) {
	file := testkit.Shared(t, "evaluation", "dev", "pairs", "names.csv")
	scorer := testkit.Shared(t, "evaluation", "score_pairs.py")
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("needs python3, which runs score_pairs.py")
	}
	in, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	var ours []struct {
		Group    string
		N        int
		AUC, F1  float64
		OtherAUC float64
		OtherF1  float64
	}
	if err := json.Unmarshal(evaluateJSON(t, "--pairs", file)["pairs"], &ours); err != nil {
		t.Fatal(err)
	}
	results := filepath.Join(t.TempDir(), "results.jsonl")
	writePairResults(t, in, results)
	theirs, err := exec.Command(python, scorer, file, results).CombinedOutput()
	if err != nil {
		t.Fatalf("score_pairs.py: %v\n%s", err, theirs)
	}
	line := regexp.MustCompile(`(?m)^(\S.*?) +n= *(\d+) +AUC ([0-9.]+) \(logic-v2 ([0-9.]+)\) +best F1 ([0-9.]+) at \S+ \(logic-v2 ([0-9.]+)\)`)
	want := map[string]string{}
	for _, m := range line.FindAllStringSubmatch(string(theirs), -1) {
		want[m[1]] = strings.Join(m[2:], " ")
	}
	f3 := func(v float64) string { return strconv.FormatFloat(v, 'f', 3, 64) }
	for _, p := range ours {
		got := strings.Join([]string{strconv.Itoa(p.N), f3(p.AUC), f3(p.OtherAUC), f3(p.F1), f3(p.OtherF1)}, " ")
		if got != want[p.Group] {
			t.Errorf("%s: evaluate says %s, score_pairs.py %s", p.Group, got, want[p.Group])
		}
	}
	if len(want) < 5 || len(ours) != len(want) {
		t.Errorf("%d groups, score_pairs.py has %d", len(ours), len(want))
	}
}

// writePairResults weighs each pair and writes what score_pairs.py reads.
func writePairResults(t *testing.T, in io.Reader, path string) {
	t.Helper()
	pairs, err := evaluate.ReadPairs(in)
	if err != nil {
		t.Fatal(err)
	}
	if err := evaluate.WeighPairs(t.Context(), weigh.Default(), pairs); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	for _, p := range pairs {
		line, err := json.Marshal(map[string]any{"id": p.ID, "decibans": p.Weight})
		if err != nil {
			t.Fatal(err)
		}
		out.Write(append(line, '\n'))
	}
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}
