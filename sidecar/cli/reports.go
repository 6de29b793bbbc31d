package cli

import (
	"fmt"
	"io"
	"os"

	"github.com/govitals/govitals/sidecar/report"
)

// standardInput stands for the program's own input where a file's name is wanted.
const standardInput = "-"

// readReport reads a report that `check --format json` wrote; "-" is standard input. Errors name the file.
func (a *app) readReport(file string) (report.Document, error) {
	if file == standardInput {
		d, err := report.Read(a.In)
		if err != nil {
			return d, fmt.Errorf("standard input: %w", err)
		}
		return d, nil
	}
	f, err := openRegular(file)
	if err != nil {
		return report.Document{}, err
	}
	defer f.Close()
	d, err := report.Read(f)
	if err != nil {
		return d, fmt.Errorf("%s: %w", file, err)
	}
	return d, nil
}

// openRegular refuses folders by name: reading one fails with words that nobody understands.
func openRegular(file string) (io.ReadCloser, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		f.Close()
		return nil, fmt.Errorf("%s is a folder", file)
	}
	return f, nil
}
