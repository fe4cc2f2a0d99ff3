package pull

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"deciban/internal/catalog"
	"deciban/internal/catalog/durable"
)

// Status is what is remembered of the pulls of a dataset.
type Status struct {
	Dataset string `json:"dataset"`
	// CheckedAt is when the publisher last confirmed what is loaded, by sending
	// it or by saying that nothing changed.
	CheckedAt time.Time `json:"checkedAt"`
	// Object is the version that was confirmed, as the manifest names it.
	Object string `json:"object,omitempty"`
	// Program read it; another version may read the same files better.
	Program string `json:"program,omitempty"`
	// Version is what an OpenSanctions index calls it; "" for other lists.
	Version string `json:"version,omitempty"`
	// Files are those that it was read from.
	Files []FileStatus `json:"files,omitempty"`
	// Failure says why the last pull failed, "" if it did not, and FailedAt
	// when; Failures counts those since the last success.
	Failure  string    `json:"failure,omitempty"`
	FailedAt time.Time `json:"failedAt"`
	Failures int       `json:"failures,omitempty"`
	// Check is the hash of the rest.
	Check string `json:"check"`
}

// FileStatus is one file as the publisher sent it.
type FileStatus struct {
	URL string `json:"url"`
	validators
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

func (s Status) check() (string, error) {
	s.Check = ""
	b, err := json.Marshal(s)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), nil
}

func statusPath(dir, dataset string) string {
	return filepath.Join(dir, "pull", dataset, "status.json")
}

// ReadStatus returns what is remembered of a dataset's pulls in the data folder
// dir; nothing, if it was never pulled. A damaged status is an error; what is
// lost with it is only the time of the last check.
func ReadStatus(fsys durable.FS, dir, dataset string) (*Status, error) {
	path := statusPath(dir, dataset)
	b, err := fsys.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return &Status{Dataset: dataset}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("status of pulls: %w", err)
	}
	return parseStatus(path, dataset, b)
}

func parseStatus(path, dataset string, b []byte) (*Status, error) {
	var s Status
	if err := json.Unmarshal(b, &s); err != nil {
		return nil, fmt.Errorf("status of pulls %s: %w: %w", path, catalog.ErrDamaged, err)
	}
	own, err := json.Marshal(s) // JSON forgives much, such as the case of a key
	if err == nil && !bytes.Equal(append(own, '\n'), b) {
		return nil, fmt.Errorf("status of pulls %s: %w: it is not as it was written", path, catalog.ErrDamaged)
	}
	if want, err := s.check(); err != nil || want != s.Check || s.Dataset != dataset {
		return nil, fmt.Errorf("status of pulls %s: %w: its check does not fit its content", path, catalog.ErrDamaged)
	}
	return &s, nil
}

func (s *Status) write(fsys durable.FS, dir string) error {
	var err error
	if s.Check, err = s.check(); err != nil {
		return err
	}
	b, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return durable.WriteBytes(fsys, statusPath(dir, s.Dataset), append(b, '\n'))
}

// Freshness says how old a loaded list is.
type Freshness struct {
	Dataset string `json:"dataset"`
	// Since is the moment at which the list was last known to be the
	// publisher's newest.
	Since time.Time `json:"since"`
	// Limit is the age from which on it is stale, in whole seconds; 0 is never.
	Limit int64 `json:"limitSeconds"`
	// Stale is true if it is older than its limit.
	Stale bool `json:"stale"`
	// CheckedAt is when it was last pulled; zero if never.
	CheckedAt time.Time `json:"checkedAt,omitzero"`
	// Failure is why the last pull failed, and FailedAt when.
	Failure  string    `json:"failure,omitempty"`
	FailedAt time.Time `json:"failedAt,omitzero"`
}

// Freshness works out how old each dataset of a snapshot is. A list that was
// pulled is as old as the last pull that found it to be the newest. A list that
// was added by hand is as old as its own date, or if it has none as its loading:
// nobody asked the publisher.
func (s *Sources) Freshness(fsys durable.FS, dir string, snap *catalog.Snapshot, now time.Time) []Freshness {
	var all []Freshness
	for _, d := range snap.Manifest.Datasets {
		src, _ := s.Source(d.Name)
		f := Freshness{Dataset: d.Name, Since: snap.Change.Loaded[d.Name], Limit: int64(src.MaxAge / time.Second)}
		if day, err := time.Parse(time.DateOnly, d.PublishedOn); err == nil && day.Before(f.Since) {
			f.Since = day
		}
		st, err := ReadStatus(fsys, dir, d.Name)
		switch {
		case err != nil:
			f.Failure = err.Error()
		default:
			f.Failure, f.FailedAt = st.Failure, st.FailedAt
			if st.Object == d.Object {
				f.Since, f.CheckedAt = st.CheckedAt, st.CheckedAt
			}
		}
		f.Stale = src.MaxAge > 0 && now.Sub(f.Since) > src.MaxAge
		all = append(all, f)
	}
	return all
}
