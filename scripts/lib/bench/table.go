package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"text/tabwriter"
)

// row is one line of the table; a row without a goal only informs.
type row struct {
	name, value, goal string
	met               bool
}

func (r row) verdict() string {
	switch {
	case r.goal == "":
		return ""
	case r.met:
		return "met"
	default:
		return "missed"
	}
}

// sizeRows weighs what is shipped. The bundle needs Node to be built and may be absent.
func sizeRows(sidecar, bundle string) ([]row, error) {
	binary, err := os.Stat(sidecar)
	if err != nil {
		return nil, err
	}
	rows := []row{{"sidecar binary", megabytes(int(binary.Size())), "< 10 MB", binary.Size() < 10_000_000}}
	script, err := os.Stat(bundle)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, err
	default:
		rows = append(rows, row{"extension bundle", fmt.Sprintf("%.0f kB", float64(script.Size())/1e3), "< 100 kB", script.Size() < 100_000})
	}
	return rows, nil
}

func megabytes(bytes int) string { return fmt.Sprintf("%.1f MB", float64(bytes)/1e6) }

func print(out io.Writer, title string, rows []row, markdown bool) error {
	if markdown {
		fmt.Fprintf(out, "%s\n\n| what | measured | goal | |\n| --- | --- | --- | --- |\n", title)
		for _, r := range rows {
			fmt.Fprintf(out, "| %s | %s | %s | %s |\n", r.name, r.value, r.goal, r.verdict())
		}
		return nil
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "%s\n", title)
	for _, r := range rows {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", r.name, r.value, r.goal, r.verdict())
	}
	return w.Flush()
}
