// Package cli is the command line: one file a command, over the same screening that the library and the server use.
//
// A command is a struct whose fields are its flags and arguments, and whose Run
// method does the work. Results go to standard output; notices and errors go to
// standard error. Exit codes are those of the Exit constants; the reasons are
// in docs/decisions/0005-cli.md.
package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/alecthomas/kong"

	"deciban/internal/lists/source"
	"deciban/internal/screen"
)

// The exit codes.
const (
	ExitOK = 0
	// ExitError is for everything that went wrong, wrong usage included.
	ExitError = 1
	// ExitMatch says that screen found a match above the threshold.
	ExitMatch = 3
	// ExitInterrupted is what a shell reports for a program that was ended by
	// an interrupt: 128 and the number of SIGINT.
	ExitInterrupted = 130
)

// Streams are the program's standard streams.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
}

// root is the command line as a whole.
type root struct {
	Data   string `help:"Folder that holds the loaded lists; the default is the place for application data of the system." placeholder:"DIR" env:"DECIBAN_DATA"`
	Sample bool   `help:"Use the built-in sample list, whatever is loaded."`

	Screen    screenCmd    `cmd:"" help:"Screen one subject: who on the lists might it be, how sure is that, and why."`
	Batch     batchCmd     `cmd:"" help:"Screen many subjects from a file or a pipe."`
	Compare   compareCmd   `cmd:"" help:"Weigh two names or two entities against each other."`
	Show      showCmd      `cmd:"" help:"Show an entry with every statement and where it comes from."`
	Lists     listsCmd     `cmd:"" help:"Show, add and remove lists."`
	Evaluate  evaluateCmd  `cmd:"" help:"Measure recall, false alerts and calibration on subjects of whom you know the truth."`
	Calibrate calibrateCmd `cmd:"" help:"Learn from your own customers which threshold keeps a budget of false alerts."`
	Case      caseCmd      `cmd:"" help:"Keep cases: alerts on a subject, what reports say, what was decided and why."`
	Watch     watchCmd     `cmd:"" help:"Watch a portfolio of subjects: which matches are new after lists changed."`
	Places    placesCmd    `cmd:"" help:"Load and look up the places by which reports are put on a map."`
	Incidents incidentsCmd `cmd:"" help:"Measure how incidents are read, on texts of which you know the truth."`
	Read      readCmd      `cmd:"" help:"Read news texts: who is mentioned, who says what, what happened."`
	Reports   reportsCmd   `cmd:"" help:"Show what the texts that were read say, and decide on mentions."`
	Serve     serveCmd     `cmd:"" help:"Answer over HTTP: pages for people, an API for programs."`
	Bench     benchCmd     `cmd:"" help:"Measure speed, memory and growth on this machine."`
	Model     modelCmd     `cmd:"" help:"Print the tables that every weight is computed from."`
	Version   versionCmd   `cmd:"" help:"Print the version of the program and of its model."`
}

// app is what a command works with.
type app struct {
	ctx  context.Context
	root *root
	in   io.Reader
	out  *bufio.Writer
	// screen tells what standard output can show, notes the same of standard
	// error.
	screen, notes terminal
	err           io.Writer
	// stale are the lists of the answer that are older than their limit.
	stale []staleList
}

// notice tells the user something that is not a result.
func (a *app) notice(format string, args ...any) {
	fmt.Fprintf(a.err, "deciban: "+format+"\n", args...)
}

// exitCode is an outcome that is no error but has a code of its own.
type exitCode int

func (c exitCode) Error() string { return fmt.Sprintf("exit code %d", int(c)) }

// parsed ends parsing after --help, which kong signals by calling Exit.
type parsed struct{ code int }

// Run parses args, which are without the program's name, runs the command, and
// returns the exit code. It stops early if ctx is cancelled.
func Run(ctx context.Context, args []string, s Streams) (code int) {
	a := &app{
		ctx: ctx, root: &root{}, in: s.In, out: bufio.NewWriter(s.Out), err: s.Err,
		screen: newTerminal(s.Out), notes: newTerminal(s.Err),
	}
	defer func() {
		switch p := recover().(type) {
		case nil:
		case parsed:
			code = p.code
			if err := a.out.Flush(); err != nil {
				code = ExitError
			}
		default:
			panic(p)
		}
	}()
	err := a.run(args)
	if flushErr := a.out.Flush(); err == nil || errors.As(err, new(exitCode)) {
		if flushErr != nil {
			err = fmt.Errorf("write results: %w", flushErr)
		}
	}
	var own exitCode
	switch {
	case err == nil:
		return ExitOK
	case errors.As(err, &own):
		return int(own)
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		a.notice("interrupted")
		return ExitInterrupted
	}
	for i, line := range strings.Split(printable(err.Error()), "\n") {
		if i == 0 {
			a.notice("%s", line)
			continue
		}
		fmt.Fprintf(a.err, "         %s\n", line)
	}
	return ExitError
}

func (a *app) run(args []string) error {
	parser, err := kong.New(a.root,
		kong.Name("deciban"),
		kong.Description("Deciban tells who a subject might be, how sure one can be, and why."),
		kong.Writers(a.out, a.err),
		kong.Exit(func(code int) { panic(parsed{code}) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.WithHyphenPrefixedParameters(true),
		kong.Vars{"schemata": strings.Join(subjectSchemata, ", "), "idkinds": idKindNames(), "threshold": fmt.Sprint(screen.DefaultThreshold.Decibans())},
	)
	if err != nil {
		panic("BUG: the command line's structs: " + err.Error())
	}
	// The parser would replace what is not UTF-8, and another name be screened
	// than was given.
	for _, arg := range args {
		if !utf8.ValidString(arg) {
			return fmt.Errorf("argument %q is not valid UTF-8", source.Shorten(arg, 60))
		}
	}
	k, err := parser.Parse(args)
	if err != nil {
		return fmt.Errorf("%w (see deciban --help)", err)
	}
	return k.Run(a)
}
