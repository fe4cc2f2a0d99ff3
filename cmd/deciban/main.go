// Command deciban screens people, organisations, vessels and aircraft against published lists; see deciban --help.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"deciban/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// A second signal ends the program at once.
	context.AfterFunc(ctx, stop)
	os.Exit(cli.Run(ctx, os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}))
}
