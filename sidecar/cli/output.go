package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/govitals/govitals/sidecar/doctor"
	"github.com/govitals/govitals/sidecar/report"
)

// output are the flags that say where a result goes, and how.
type output struct{ format, file, privacy string }

func (o *output) flags(c *cobra.Command, formats []string) {
	f := c.Flags()
	f.StringVar(&o.format, "format", formats[0], "format of the result: "+strings.Join(formats, ", "))
	f.StringVarP(&o.file, "output", "o", "", "write the result to `FILE` instead of standard output, all or nothing")
	f.StringVar(&o.privacy, "privacy", "", "full, or share: names of people, hosts and private modules are replaced\n(default: full for text on a terminal, share for every file, pipe and other format;\nsecrets are in neither)")
}

func (o output) validate(formats []string) error {
	if !slices.Contains(formats, o.format) {
		return usage("there is no format %q (there are: %s)", o.format, strings.Join(formats, ", "))
	}
	if o.privacy != "" && o.privacy != string(report.PrivacyFull) && o.privacy != string(report.PrivacyShare) {
		return usage("--privacy is full or share, not %q", o.privacy)
	}
	if !o.toFile() {
		return nil
	}
	// Better now than after half a minute of looking.
	info, err := os.Stat(o.file)
	if err == nil && info.IsDir() {
		return usage("-o: %s is a folder", o.file)
	}
	if _, err := os.Stat(filepath.Dir(o.file)); err != nil {
		return usage("-o: %v", err)
	}
	return nil
}

func (o output) toFile() bool { return o.file != "" && o.file != "-" }

// privacyFor is what may be shown: everything only to the person at the terminal.
func (o output) privacyFor(a *app) report.Privacy {
	switch {
	case o.privacy != "":
		return report.Privacy(o.privacy)
	case o.format == "text" && !o.toFile() && isTerminal(a.Out):
		return report.PrivacyFull
	}
	return report.PrivacyShare
}

// write renders for the place the result goes to, and puts it there.
func (a *app) write(o output, render func(screen) (string, error)) error {
	if !o.toFile() {
		text, err := render(a.screen(a.Out))
		if err != nil {
			return exit{doctor.ExitNoDiagnosis, err.Error()}
		}
		if _, err := a.Out.WriteString(text); err != nil {
			return exit{doctor.ExitNoDiagnosis, a.doctor.Say.Say("the result could not be written: %v", err)}
		}
		return nil
	}
	text, err := render(screen{say: a.doctor.Say})
	if err == nil {
		err = replaceFile(o.file, text)
	}
	if err != nil {
		return exit{doctor.ExitNoDiagnosis, a.doctor.Say.Say("the result could not be written: %v", err)}
	}
	return nil
}

// replaceFile writes a file all or nothing, so that nobody ever reads half a report: a temporary file beside it takes its
// place. What is no regular file (/dev/null, a pipe) is written to as it is.
func replaceFile(file, content string) error {
	return replaceWith(file, func(out io.Writer) error {
		_, err := io.WriteString(out, content)
		return err
	})
}

// replaceWith does it for what is written bit by bit.
func replaceWith(file string, write func(io.Writer) error) (err error) {
	if real, err := filepath.EvalSymlinks(file); err == nil {
		file = real
	}
	mode := fs.FileMode(0o666)
	if info, err := os.Stat(file); err == nil {
		if !info.Mode().IsRegular() {
			return writeThrough(file, write)
		}
		mode = info.Mode().Perm()
	}
	temporary := filepath.Join(filepath.Dir(file), fmt.Sprintf(".%s.%d.tmp", filepath.Base(file), os.Getpid()))
	f, err := os.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(temporary))
		}
	}()
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(temporary, file)
}

func writeThrough(file string, write func(io.Writer) error) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}
