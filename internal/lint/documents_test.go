package lint

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// changeTags begin each line of the changelog, so that an operator can see at a
// glance what needs care.
var changeTags = []string{"[CHANGE]", "[FEATURE]", "[PERF]", "[BUGFIX]", "[SECURITY]"}

var documentRules = []rule{
	{
		name:    "every dependency has a reason and a licence",
		objects: unlistedDependencies,
		broken:  tree{"go.mod": "require (\n\texample.org/a v1.0.0\n\texample.org/b v1.0.0 // indirect\n)\n", "cmd/a.go": "package a\n\nimport \"example.org/a/b\"\n"},
		want:    "example.org/a",
	},
	{
		name:    "the changelog tells operators what is new",
		objects: untoldChanges,
		broken:  tree{"CHANGELOG.md": "# Changelog\n\n## Unreleased\n\n- [FEATURE] It runs.\n- Something else.\n"},
		want:    "CHANGELOG.md:6: ",
	},
	{
		name:    "links between documents lead somewhere",
		objects: deadLinks,
		broken:  tree{"docs/a.md": "[there](b.md#x), [gone](../c.md), [out](https://example.org)\n", "docs/b.md": ""},
		want:    "../c.md",
	},
	{
		name:    "make targets that documents name are there",
		objects: missingTargets,
		broken:  tree{"Makefile": "check: test ## all\n", "README.md": "Run `make check`, then `make gold`.\n"},
		want:    "make gold",
	},
}

func untoldChanges(tr tree) []string {
	text := tr["CHANGELOG.md"]
	if !strings.Contains(text, "\n## Unreleased\n") {
		return []string{"CHANGELOG.md: no section for what is unreleased"}
	}
	var objections []string
	n := 0
	for line := range strings.Lines(text) {
		n++
		entry, ok := strings.CutPrefix(line, "- ")
		if ok && !slices.ContainsFunc(changeTags, func(tag string) bool { return strings.HasPrefix(entry, tag+" ") }) {
			objections = append(objections, fmt.Sprintf("CHANGELOG.md:%d: begins with none of %s", n, strings.Join(changeTags, " ")))
		}
	}
	return objections
}

// link finds the target of a Markdown link.
var link = regexp.MustCompile(`\]\(([^)\s]+)\)`)

func deadLinks(tr tree) []string {
	var objections []string
	for _, p := range tr.paths() {
		if path.Ext(p) != ".md" {
			continue
		}
		for _, m := range link.FindAllStringSubmatch(tr[p], -1) {
			to, _, _ := strings.Cut(m[1], "#")
			if to == "" || strings.Contains(to, "://") || strings.HasPrefix(to, "mailto:") {
				continue
			}
			to = path.Join(path.Dir(p), to)
			there := slices.ContainsFunc(tr.paths(), func(q string) bool { return q == to || strings.HasPrefix(q, to+"/") })
			if !there {
				objections = append(objections, fmt.Sprintf("%s: links to %s, which is not there", p, m[1]))
			}
		}
	}
	return objections
}

// makeCommand finds a call of make in a document's code.
var makeCommand = regexp.MustCompile("(?m)(?:^|`|\\$ )make ([a-z]+)")

func missingTargets(tr tree) []string {
	var objections []string
	for _, p := range tr.paths() {
		if path.Ext(p) != ".md" {
			continue
		}
		for _, m := range makeCommand.FindAllStringSubmatch(tr[p], -1) {
			if !regexp.MustCompile(`(?m)^` + m[1] + `:`).MatchString(tr["Makefile"]) {
				objections = append(objections, fmt.Sprintf("%s: the Makefile has no target for make %s", p, m[1]))
			}
		}
	}
	return objections
}
