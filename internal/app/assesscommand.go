package app

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/term"

	"aantoonbaar/internal/audit/workfile"
	"aantoonbaar/internal/config"
	"aantoonbaar/internal/fault"
)

// assessCommands are for an assessor on a machine of their own. What happens at
// the organisation's site happens on its pages, by somebody who signed in.
type assessCommands struct {
	Import takeIn  `cmd:"" help:"Make a folder of an assessment that was taken along from an organisation's site."`
	Open   openIt  `cmd:"" help:"Work on it: serve its pages on this machine alone, without a network, and print the link to begin with."`
	Export takeOut `cmd:"" help:"Write the results to a file, for the page of the assessment on the organisation's site to take in."`
}

// A phrase is how a command gets a passphrase.
type phrase struct {
	PassphraseFile string `name:"passphrase-file" placeholder:"FILE" help:"File with the passphrase on its first line. Without it the command asks."`
}

// read returns the passphrase; a new one is asked for twice.
func (p phrase) read(t *terminal, isNew bool) (string, error) {
	if p.PassphraseFile != "" {
		f, err := os.Open(p.PassphraseFile)
		if err != nil {
			return "", err
		}
		defer f.Close()
		line, err := bufio.NewReader(f).ReadString('\n')
		if line == "" && err != nil {
			return "", fmt.Errorf("read passphrase: %w", err)
		}
		return strings.TrimRight(line, "\r\n"), nil
	}
	first, err := ask(t, "Passphrase: ")
	if err != nil || !isNew {
		return first, err
	}
	again, err := ask(t, "Once more: ")
	if err == nil && again != first {
		err = errors.New("the two passphrases differ; nothing was written")
	}
	return first, err
}

// ask reads a line from the terminal without showing it.
func ask(t *terminal, prompt string) (string, error) {
	fmt.Fprint(t.out, prompt)
	line, err := term.ReadPassword(int(os.Stdin.Fd()))
	fmt.Fprintln(t.out)
	if err != nil {
		return "", fmt.Errorf("ask for the passphrase: this is no terminal; use --passphrase-file: %w", err)
	}
	return string(line), nil
}

// within is the configuration of a folder: of the settings of a site none holds
// that would make a connection.
func within(c config.Config, folder string) config.Config {
	return config.Config{
		Database: filepath.Join(folder, "aantoonbaar.db"), Data: folder,
		Listen: c.Listen, Address: c.Address, Zone: c.Zone, Chromium: c.Chromium,
	}
}

type takeIn struct {
	phrase
	File   string `arg:"" type:"existingfile" help:"The file that you took along."`
	Folder string `arg:"" help:"The folder to make. It may not be there yet."`
}

// Run makes the folder, or leaves nothing.
func (i *takeIn) Run(ctx context.Context, c *config.Config, t *terminal) (err error) {
	if err := needNothing(i.Folder); err != nil {
		return err
	}
	passphrase, err := i.read(t, false)
	if err != nil {
		return err
	}
	file, err := os.Open(i.File)
	if err != nil {
		return err
	}
	defer file.Close()
	half, err := os.MkdirTemp(filepath.Dir(filepath.Clean(i.Folder)), ".half-")
	if err != nil {
		return err
	}
	m, err := i.fill(ctx, within(*c, half), t, file, passphrase)
	if err == nil {
		err = settle(half, i.Folder)
	}
	if err != nil {
		return errors.Join(err, os.RemoveAll(half))
	}
	fmt.Fprintf(t.out, "%s of %s, as it stood after %d entries of its journal, is in %s.\nWork on it: aantoonbaar assess open %s\nThe folder is not encrypted: keep it on an encrypted disk, and delete it when the work is done.\n", m.Taking.ID, m.Organisation, m.Taking.Size, i.Folder, i.Folder)
	return nil
}

func (*takeIn) fill(ctx context.Context, c config.Config, t *terminal, file *os.File, passphrase string) (m workfile.Manifest, err error) {
	a, err := Open(ctx, c, time.Now, t.log) //nolint:forbidigo // here time enters the program
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	return a.TakeIn(ctx, file, passphrase)
}

// opened opens the program on a folder that takeIn made.
func opened(ctx context.Context, c config.Config, folder string, t *terminal) (*App, error) {
	c = within(c, folder)
	if _, err := os.Stat(c.Database); err != nil { // to open makes what is not there
		return nil, errors.Join(errNothingTaken, err)
	}
	a, err := Open(ctx, c, time.Now, t.log) //nolint:forbidigo // here time enters the program
	if err == nil && a.away == nil {
		err = errors.Join(errNothingTaken, a.Close())
	}
	return a, err
}

type openIt struct {
	Folder string `arg:"" type:"existingdir" help:"The folder that import made."`
}

// Run serves the folder until it is told to stop.
func (o *openIt) Run(ctx context.Context, c *config.Config, t *terminal) (err error) {
	host, _, err := net.SplitHostPort(c.Listen)
	if ip := net.ParseIP(host); err != nil || host != "localhost" && !ip.IsLoopback() {
		return fmt.Errorf("an assessment that was taken along is served on this machine alone: --listen %s is not, use 127.0.0.1 and a port", c.Listen)
	}
	a, err := opened(ctx, *c, o.Folder, t)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	link, err := a.WayIn(ctx)
	if err != nil {
		return err
	}
	return a.Serve(ctx, func(string) {
		fmt.Fprintf(t.out, "\nOpen this link in your browser; it works once:\n%s\nStop with Ctrl+C. What you fill in is stored at once.\n", link)
	})
}

type takeOut struct {
	phrase
	Folder string `arg:"" type:"existingdir" help:"The folder that import made."`
	File   string `arg:"" help:"The file to write. One that is there already is kept, and the command refused."`
}

// Run writes the results.
func (e *takeOut) Run(ctx context.Context, c *config.Config, t *terminal) (err error) {
	a, err := opened(ctx, *c, e.Folder, t)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	r, err := a.Audit.Results(ctx, a.away.actor(), a.away.Work.ID)
	if err != nil {
		return err
	}
	passphrase, err := e.read(t, true)
	if err != nil {
		return err
	}
	var weak fault.Checker
	workfile.CheckPassphrase(&weak, "passphrase", passphrase)
	if err := weak.Fault("workfile.weak-passphrase"); err != nil {
		return err
	}
	if err := writeNew(e.File, func(w io.Writer) error { return workfile.WriteResults(w, passphrase, r) }); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "%d verdicts and %d findings are in %s.\nBring it back on the page of the assessment, on the organisation's site.\n", len(r.Verdicts), len(r.Findings), e.File)
	return nil
}
