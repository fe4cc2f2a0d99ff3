package pull

import (
	"encoding/json"
	"fmt"
	"net/url"
)

// index is the part of an OpenSanctions index.json that says what to download.
type index struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	// DeltaURL is the address of the index of a delta feed; it may be "".
	DeltaURL  string `json:"delta_url"`
	Resources []struct {
		Name     string `json:"name"`
		URL      string `json:"url"`
		Checksum string `json:"checksum"`
		Size     int64  `json:"size"`
	} `json:"resources"`
}

// entitiesFile is the resource that holds the entities, one a line.
const entitiesFile = "entities.ftm.json"

// maxIndex is far above the size of the largest index, some 300 kB.
const maxIndex = 16 << 20

// parseIndex returns the request for the entities that an index names, and the
// request for the deltas that lead to them. at is the index's own address, to
// which a relative one belongs.
func parseIndex(b []byte, at string) (request, feed, error) {
	var ix index
	if err := json.Unmarshal(b, &ix); err != nil {
		return request{}, feed{}, fmt.Errorf("index %s: not the JSON of an index: %w", shown(at), err)
	}
	r, err := ix.entities(at)
	if err != nil {
		return request{}, feed{}, err
	}
	fd := feed{version: ix.Version}
	if base, err := url.Parse(at); err == nil && ix.DeltaURL != "" {
		if to, err := base.Parse(ix.DeltaURL); err == nil {
			fd.url = to.String()
		}
	}
	return r, fd, nil
}

// entities returns the request for the entities.
func (ix *index) entities(at string) (request, error) {
	for _, r := range ix.Resources {
		if r.Name != entitiesFile {
			continue
		}
		base, err := url.Parse(at)
		if err != nil {
			return request{}, err
		}
		to, err := base.Parse(r.URL)
		if err != nil || r.URL == "" {
			return request{}, fmt.Errorf("index %s: the address of %s is %q", shown(at), r.Name, r.URL)
		}
		if n := len(r.Checksum); n != 0 && n != 40 && n != 64 {
			return request{}, fmt.Errorf("index %s: the checksum of %s is %q, neither SHA-1 nor SHA-256", shown(at), r.Name, r.Checksum)
		}
		if r.Size < 0 {
			return request{}, fmt.Errorf("index %s: the size of %s is %d", shown(at), r.Name, r.Size)
		}
		return request{url: to.String(), name: entitiesFile, checksum: r.Checksum, size: r.Size}, nil
	}
	return request{}, fmt.Errorf("index %s: names no %s", shown(at), entitiesFile)
}
