package lint

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
)

const module = "deciban"

// rooms are the packages below internal in the order of the way through the
// house: each knows only the rooms before it. A room's own folders belong to it.
// The root package, the library, stands where it may be used: by the doors.
var rooms = []string{
	"entity", "sample", "lists", "catalog", "pull", "names", "weigh", "index", "screen", "evaluate", "watch", "reporting",
	library, "casework", "store", "server", "cli", command,
}

// folders are the order inside a room whose own folders are a way too; "" is the
// room's own package, which puts those before it together.
var folders = map[string][]string{
	"reporting": {"text", "lexicon", "dates", "places", "ingest", "mentions", "claims", "incidents", "relations", "", "archive", "export", "page"},
}

const (
	library = "" // the root package
	command = "cmd"
)

// testRooms are for tests alone.
var testRooms = []string{"testkit", "lint"}

// A ban keeps a package out of the house, or in one room.
type ban struct {
	// path is the import's path, with all below it.
	path string
	// except names the rooms that may import it.
	except []string
	// tests says whether tests may.
	tests  bool
	reason string
}

var bans = []ban{
	{"C", nil, false, "the program builds with CGO_ENABLED=0 for every platform"},
	{"unsafe", []string{"index"}, false, "bytes from a file are read with bounds checks; only the mapped index may look closer"},
	{"log", nil, true, "it writes what it likes where it likes: log/slog, from the doors only"},
	{"log/slog", []string{"server", "cli", command}, false, "a room returns its errors and does not log them; names that were screened must reach no log"},
	{"math/rand", nil, false, "same subject, same answer; where chance is wanted, math/rand/v2 with a seed that the caller gives"},
	{"net/http", []string{"pull", "reporting", "server", "cli", "testkit"}, true, "screening reaches no network"},
	{"os/exec", []string{"cli", "testkit"}, true, "the program starts no other programs"},
	{"database/sql", []string{"store"}, true, "only the store knows that there is a database"},
	{"testing", []string{"testkit"}, true, "it adds flags to the program"},
	{"io/ioutil", nil, false, "io and os have all that it had"},
	{"reflect", []string{"lint"}, true, "what a value is must be plain from the code; encoding/json is all the reflection that is needed"},
	{"github.com/pkg/errors", nil, false, "errors and fmt.Errorf with %w do it"},
	{"github.com/stretchr/testify", nil, false, "tests compare with == and google/go-cmp, and say what they wanted"},
	{"github.com/antzucaro/matchr", nil, false, "GPL"},
	{"github.com/jdkato/prose", nil, false, "unmaintained since 2020"},
	{"github.com/mattn/go-sqlite3", nil, false, "needs a C compiler: modernc.org/sqlite"},
}

var importRules = []rule{
	{
		name:    "each room knows only the rooms before it",
		objects: importsAgainstTheWay,
		broken:  tree{"internal/names/a.go": "package names\n\nimport \"deciban/internal/screen\"\n", "internal/screen/a.go": "package screen\n\nimport \"deciban/internal/names\"\n"},
		want:    "internal/names/a.go:3: ",
	},
	{
		name:    "each folder of a room whose folders have an order knows only those before it",
		objects: importsAgainstTheOrderOfFolders,
		broken:  tree{"internal/reporting/text/a.go": "package text\n\nimport \"deciban/internal/reporting/claims\"\n", "internal/reporting/claims/a.go": "package claims\n\nimport \"deciban/internal/reporting/text\"\n"},
		want:    "internal/reporting/text/a.go:3: ",
	},
	{
		name:    "every package below internal is a room of the design",
		objects: unknownRooms,
		broken:  tree{"internal/attic/a.go": "package attic\n"},
		want:    "internal/attic: ",
	},
	{
		name:    "banned packages stay out",
		objects: bannedImports,
		broken:  tree{"internal/names/a.go": "package names\n\nimport \"net/http\"\n", "internal/names/a_test.go": "package names\n\nimport \"net/http\"\n"},
		want:    "internal/names/a.go:3: ",
	},
}

// roomOf returns the room of a package's folder; ok is false where it is none.
func roomOf(dir string) (room string, ok bool) {
	first, rest, _ := strings.Cut(dir, "/")
	switch first {
	case ".":
		return library, true
	case "cmd":
		return command, true
	case "internal":
		room, _, _ = strings.Cut(rest, "/")
		return room, true
	}
	return "", false
}

// eachImport calls f for each import of each Go file that belongs to a room.
func eachImport(tr tree, f func(p, room, imported, place string)) {
	for _, p := range tr.goFiles() {
		room, ok := roomOf(path.Dir(p))
		if !ok || inTestdata(p) {
			continue
		}
		fset, file, err := tr.parse(p)
		if err != nil {
			continue // the compiler says it better
		}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err == nil {
				f(p, room, imported, at(fset, spec.Pos(), ""))
			}
		}
	}
}

func importsAgainstTheWay(tr tree) []string {
	var objections []string
	eachImport(tr, func(p, room, imported, place string) {
		dir, own := strings.CutPrefix(imported, module+"/")
		if imported == module {
			dir, own = ".", true
		}
		to, ok := roomOf(dir)
		test := strings.HasSuffix(p, "_test.go")
		switch {
		case !own || !ok || to == room:
		case slices.Contains(testRooms, to) && !test:
			objections = append(objections, place+fmt.Sprintf("%q is for tests alone", imported))
		case slices.Contains(testRooms, to) || slices.Contains(testRooms, room):
		case slices.Index(rooms, to) > slices.Index(rooms, room) && !(test && room == library):
			objections = append(objections, place+fmt.Sprintf("%q comes later on the way through the house", imported))
		}
	})
	return objections
}

func importsAgainstTheOrderOfFolders(tr tree) []string {
	var objections []string
	eachImport(tr, func(p, room, imported, place string) {
		order, ok := folders[room]
		rest, own := strings.CutPrefix(imported, module+"/internal/"+room)
		if !ok || !own || rest != "" && rest[0] != '/' {
			return
		}
		folder := func(rest string) int {
			name, _, _ := strings.Cut(strings.TrimPrefix(rest, "/"), "/")
			return slices.Index(order, name)
		}
		to, from := folder(rest), folder(strings.TrimPrefix(path.Dir(p), "internal/"+room))
		switch {
		case to < 0 || from < 0:
			objections = append(objections, place+fmt.Sprintf("%q or its importer has no place in folders[%q]", imported, room))
		case to > from:
			objections = append(objections, place+fmt.Sprintf("%q comes later in the order of folders[%q]", imported, room))
		}
	})
	return objections
}

func unknownRooms(tr tree) []string {
	var objections []string
	for _, p := range tr.goFiles() {
		room, ok := roomOf(path.Dir(p))
		o := fmt.Sprintf("internal/%s: no room of the design; if it should be one, it has a place in rooms", room)
		if ok && !slices.Contains(rooms, room) && !slices.Contains(testRooms, room) && !slices.Contains(objections, o) {
			objections = append(objections, o)
		}
	}
	return objections
}

func bannedImports(tr tree) []string {
	var objections []string
	eachImport(tr, func(p, room, imported, place string) {
		for _, b := range bans {
			if imported != b.path && !(strings.Contains(b.path, ".") && strings.HasPrefix(imported, b.path+"/")) {
				continue
			}
			if !slices.Contains(b.except, room) && !(b.tests && strings.HasSuffix(p, "_test.go")) {
				objections = append(objections, place+fmt.Sprintf("%q is banned here: %s", imported, b.reason))
			}
		}
	})
	return objections
}
