// Command train builds the model file that is embedded in the binary from the data in ../shared, bit for bit the same each time.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	shared := flag.String("shared", "../shared", "the folder of training data")
	namesOut := flag.String("names", "internal/names/data", "where the names room's data files go")
	out := flag.String("out", "internal/weigh/model.txt.gz", "the model file")
	only := flag.String("only", "", "stop after this step: resources")
	flag.Parse()
	if err := run(*shared, *namesOut, *out, *only); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(shared, namesOut, out, only string) error {
	if err := writeResources(shared, namesOut); err != nil {
		return fmt.Errorf("resources: %w", err)
	}
	if only == "resources" {
		return nil
	}
	return train(shared, out)
}
