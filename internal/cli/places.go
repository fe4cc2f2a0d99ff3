package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"deciban/internal/pull"
	"deciban/internal/reporting/places"
	"deciban/internal/reporting/text"
)

type placesCmd struct {
	Pull placesPullCmd `cmd:"" help:"Download a gazetteer of GeoNames."`
	Find placesFindCmd `cmd:"" help:"Say which places a text names."`
}

// gazetteerFile is its name in the folder of the lists.
const gazetteerFile = "cities15000.zip"

// mostGazetteer bounds the download: cities15000 has 3 MB, cities500 14 MB.
const mostGazetteer = 64 << 20

type placesPullCmd struct {
	From    string `help:"Another address, of a mirror or of another file of the same form, such as cities5000.zip. HTTPS, or this machine." placeholder:"URL" default:"https://download.geonames.org/export/dump/cities15000.zip"`
	Contact string `help:"Whom the publisher can write to; sent with the request." placeholder:"ADDRESS" env:"DECIBAN_CONTACT"`
	JSON    bool   `name:"json" help:"Print one JSON document."`
}

func (placesPullCmd) Help() string {
	return `Downloads the towns of 15,000 people and more that GeoNames publishes (https://www.geonames.org, CC BY
4.0), so that reports can be put on a map. Without it only countries, capitals and large cities are
known. The file is checked before it takes the place of the one before.

Exit code: 0 loaded, 1 not; the file before stays in use.

Examples:
  deciban places pull
  deciban places pull --from https://mirror.example.org/geonames/cities5000.zip`
}

// pulledPlaces is what places pull prints with --json.
type pulledPlaces struct {
	Places int    `json:"places"`
	SHA256 string `json:"sha256"`
	From   string `json:"from"`
	Credit string `json:"credit"`
}

func (cmd *placesPullCmd) Run(a *app) error {
	p, err := a.puller(cmd.Contact)
	if err != nil {
		return err
	}
	dir, err := a.dataDir()
	if err != nil {
		return err
	}
	g, sum, err := fetchPlaces(a, p.Fetcher, cmd.From, filepath.Join(dir, "places"))
	if err != nil {
		return err
	}
	const credit = "GeoNames, https://www.geonames.org, CC BY 4.0"
	if cmd.JSON {
		return writeJSON(a.out, pulledPlaces{g.Len(), sum, cmd.From, credit})
	}
	fmt.Fprintf(a.out, "%s places loaded\nPlaces: %s\n", grouped(g.Len()), credit)
	return nil
}

// fetchPlaces downloads a gazetteer under a name of its own, reads it, and only
// then puts it in the place of the one before.
func fetchPlaces(a *app, f *pull.Fetcher, address, dir string) (*places.Gazetteer, string, error) {
	path, sum, err := f.Download(a.ctx, address, dir, "new-"+gazetteerFile, mostGazetteer)
	if err != nil {
		return nil, "", err
	}
	g, err := places.Open(path)
	if err != nil {
		return nil, "", errors.Join(err, os.Remove(path))
	}
	if err := os.Rename(path, filepath.Join(dir, gazetteerFile)); err != nil {
		return nil, "", fmt.Errorf("put the gazetteer in its place: %w", err)
	}
	return g, sum, nil
}

// gazetteer returns the places that are loaded, or those that are built in.
func (a *app) gazetteer() (*places.Gazetteer, error) {
	dir, err := a.dataDir()
	if err != nil {
		return nil, err
	}
	g, err := places.Open(filepath.Join(dir, "places", gazetteerFile))
	if errors.Is(err, fs.ErrNotExist) {
		return places.Builtin(), nil
	}
	return g, err
}

type placesFindCmd struct {
	Text string `arg:"" help:"A text."`
	JSON bool   `name:"json" help:"Print one JSON document."`
}

func (placesFindCmd) Help() string {
	return `Says which places a text names, with the number that GeoNames knows them by. Of several places of one
name that one is meant whose country the text names, or else the largest.

Examples:
  deciban places find 'A bomb exploded in San Miguel, El Salvador.'`
}

// foundPlace is a line of what places find prints.
type foundPlace struct {
	Start      int     `json:"start"`
	End        int     `json:"end"`
	Text       string  `json:"text"`
	ID         string  `json:"id"`
	Name       string  `json:"name"`
	Kind       string  `json:"kind"`
	Country    string  `json:"country"`
	Lat        float64 `json:"lat"`
	Lon        float64 `json:"lon"`
	Population int64   `json:"population"`
}

func (cmd *placesFindCmd) Run(a *app) error {
	g, err := a.gazetteer()
	if err != nil {
		return err
	}
	f := places.Finder{Gazetteer: g}
	found := []foundPlace{}
	for _, m := range f.Find(text.Cut(cmd.Text)) {
		p := m.Place
		found = append(found, foundPlace{m.Start, m.End, cmd.Text[m.Start:m.End], p.ID, p.Name, p.Kind.String(), p.Country, p.Lat, p.Lon, p.Population})
	}
	if cmd.JSON {
		return writeJSON(a.out, found)
	}
	for _, p := range found {
		fmt.Fprintf(a.out, "%s: %s, %s (%s, %s; %.4f, %.4f)\n", oneLine(p.Text), p.Name, p.Country, p.Kind, p.ID, p.Lat, p.Lon)
	}
	return nil
}
