package screen

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"deciban/internal/screen/tabular"
)

// ResultForm is the form of a file of results.
type ResultForm struct {
	// Table is "jsonl", "csv", "xlsx" or "parquet".
	Table string
	// Packing is "gzip", "zstd" or "".
	Packing string
}

// ResultFormOf tells the form from a file's name: .csv, .xlsx and .parquet; all
// others are JSON lines. .gz and .zst (or .zstd) behind it compress.
func ResultFormOf(name string) (ResultForm, error) {
	f := ResultForm{Table: "jsonl"}
	name = strings.ToLower(filepath.Base(name))
	ext := filepath.Ext(name)
	switch ext {
	case ".gz":
		f.Packing = "gzip"
	case ".zst", ".zstd":
		f.Packing = "zstd"
	}
	if f.Packing != "" {
		ext = filepath.Ext(strings.TrimSuffix(name, ext))
	}
	switch ext {
	case ".csv", ".xlsx", ".parquet":
		f.Table = ext[1:]
	}
	if f.Packing != "" && !f.Streams() {
		return f, fmt.Errorf("%s: %s is compressed in itself: leave %s away", name, f.Table, filepath.Ext(name))
	}
	return f, nil
}

// Streams tells whether the form is written row by row, so that the rows that
// are done can be read before the end.
func (f ResultForm) Streams() bool { return f.Table == "jsonl" || f.Table == "csv" }

// PackedResults compresses results on their way to where nobody can go back,
// such as a pipe.
type PackedResults struct{ packer *tabular.Compressor }

// NewPackedResults writes to w; packing is "gzip" or "zstd".
func NewPackedResults(w io.Writer, packing string) (*PackedResults, error) {
	z, err := tabular.NewCompressor(packing, w)
	return &PackedResults{z}, err
}

// Write takes lines.
func (p *PackedResults) Write(b []byte) (int, error) { return p.packer.Write(b) }

// Mark ends a frame where the one of a file would end.
func (p *PackedResults) Mark(at BatchMark) error {
	if at.Rows%frameRows != 0 {
		return nil
	}
	return p.packer.EndFrame()
}

// Close ends the last frame.
func (p *PackedResults) Close() error { return p.packer.EndFrame() }
