package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// version is set at release by the linker (-X).
var version = ""

type versionCmd struct {
	JSON bool `name:"json" help:"Print one JSON document."`
}

func (versionCmd) Help() string {
	return `Every answer names the model that it was weighed with; this prints the model of this program.

Example:
  deciban version`
}

func (cmd *versionCmd) Run(a *app) error {
	doc := struct {
		Version  string `json:"version"`
		Model    string `json:"model"`
		Go       string `json:"go"`
		Platform string `json:"platform"`
	}{programVersion(), modelVersion(), runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH}
	if cmd.JSON {
		return writeJSON(a.out, doc)
	}
	_, err := fmt.Fprintf(a.out, "deciban %s\nmodel %s\n%s %s\n", doc.Version, doc.Model, doc.Go, doc.Platform)
	return err
}

// programVersion is the release, else what the module system knows.
func programVersion() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "(development)"
}
