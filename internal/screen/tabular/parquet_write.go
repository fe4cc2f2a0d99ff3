package tabular

import (
	"io"

	"deciban/internal/screen/parquet"
)

// NewParquetWriter writes results as Parquet, compressed with zstd. All columns
// may lack values but "row".
func NewParquetWriter(w io.Writer) (Writer, error) {
	var columns []parquet.Column
	for i, c := range new(Result).cells() {
		columns = append(columns, parquet.Column{Name: Columns[i], Kind: c.kind, Optional: i > 0})
	}
	out, err := parquet.NewWriter(w, columns)
	return parquetWriter{out}, err
}

type parquetWriter struct{ *parquet.Writer }

func (p parquetWriter) Write(rows []Result) error {
	var row [len(Columns)]parquet.Cell
	for i := range rows {
		for k, c := range rows[i].cells() {
			row[k] = c.Cell
		}
		if err := p.Append(row[:]); err != nil {
			return err
		}
	}
	return nil
}
