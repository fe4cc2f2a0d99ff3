package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"deciban/internal/reporting/incidents"
	"deciban/internal/reporting/text"
)

type incidentsCmd struct {
	File string `arg:"" help:"Texts as JSON lines with docid and doctext (or text), as the key files of the Message Understanding Conferences are kept."`
	JSON bool   `name:"json" help:"Print JSON lines, the form that score_incidents.py reads."`
}

func (incidentsCmd) Help() string {
	return `Reads texts as the task of MUC-4 has it: only acts of terrorism that are told as recent and specific, with
a type and five roles, each filled with words of the text. For reading reports use the library or
"deciban read"; this is for measuring. What the file knows of the truth is not looked at.

Examples:
  deciban incidents ../shared/reporting/incidents/dev.json --json > results.jsonl
  python3 ../shared/evaluation/score_incidents.py ../shared/reporting/incidents/dev.json results.jsonl`
}

// incidentsJSON is a line that incidents prints with --json.
type incidentsJSON struct {
	DocID     string               `json:"docid"`
	Templates []incidents.Template `json:"templates"`
}

// longestText bounds a line of texts.
const longestText = 16 << 20

func (cmd *incidentsCmd) Run(a *app) error {
	f, err := os.Open(cmd.File)
	if err != nil {
		return fmt.Errorf("open texts: %w", err)
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, longestText)
	var r incidents.Reader
	var d text.Doc
	enc := json.NewEncoder(a.out)
	enc.SetEscapeHTML(false)
	n := 0
	for sc.Scan() {
		n++
		if len(bytes.TrimSpace(sc.Bytes())) == 0 {
			continue
		}
		var t struct{ DocID, DocText, Text string }
		if err := json.Unmarshal(sc.Bytes(), &t); err != nil {
			return fmt.Errorf("read texts %q: line %d: %w", cmd.File, n, err)
		}
		if t.DocText == "" {
			t.DocText = t.Text
		}
		if t.DocID == "" || t.DocText == "" {
			return fmt.Errorf("read texts %q: line %d: docid %q: no docid, or neither doctext nor text", cmd.File, n, t.DocID)
		}
		if err := a.ctx.Err(); err != nil {
			return err
		}
		d.Cut(t.DocText)
		found := incidentsJSON{t.DocID, r.MUC(&d)}
		if cmd.JSON {
			if err := enc.Encode(found); err != nil {
				return err
			}
			continue
		}
		for i := range found.Templates {
			fmt.Fprintf(a.out, "%s: %s\n", oneLine(t.DocID), oneLine(templateText(&found.Templates[i])))
		}
	}
	if err := sc.Err(); err != nil {
		return fmt.Errorf("read texts %q: line %d: %w", cmd.File, n+1, err)
	}
	return nil
}

func templateText(t *incidents.Template) string {
	var b strings.Builder
	b.WriteString(t.Type)
	for _, x := range []struct {
		name    string
		fillers [][]string
	}{{"by", t.PerpInd}, {"of", t.PerpOrg}, {"victim", t.Victim}, {"target", t.Target}, {"weapon", t.Weapon}} {
		for _, f := range x.fillers {
			fmt.Fprintf(&b, ", %s %q", x.name, f[0])
		}
	}
	return b.String()
}
