package report

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/govitals/govitals/sidecar/health"
)

// Largest is the size of a report that is still read, unpacked, in bytes: usual ones have a tenth of a megabyte, and a file of a
// gigabyte must be refused before it is in memory.
const Largest = 32 << 20

// ErrLarge is the answer to more than Largest.
var ErrLarge = fmt.Errorf("it is larger than %d MB: no report is", Largest>>20)

var errCut = errors.New("it ends in the middle: the file was cut off")

// made is who writes reports; a JSON file of another program is none.
const made = "govitals"

// Read reads one report that `check --format json` wrote, as Unpack finds it. Errors are half sentences about the file, for
// the person who gave it.
func Read(in io.Reader) (Document, error) {
	var d Document
	content := []byte(nil)
	text, err := Unpack(in)
	if err == nil {
		content, err = io.ReadAll(io.LimitReader(text, Largest+1))
	}
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return d, errCut
	case errors.Is(err, gzip.ErrChecksum):
		return d, fmt.Errorf("the gzip file is damaged: %w", err)
	case err != nil:
		return d, err
	case len(content) > Largest:
		return d, ErrLarge
	}
	return d, parse(content, &d)
}

func parse(content []byte, d *Document) error {
	decoder := json.NewDecoder(bytes.NewReader(content))
	switch err := decoder.Decode(d); {
	case errors.Is(err, io.EOF):
		return errors.New("it is empty")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errCut
	case err != nil:
		if newer := Suits(d.Schema, d.Tool.Name); newer != nil && d.Tool.Name != "" {
			return newer
		}
		return fmt.Errorf("it is no report%s: %w", otherFace(content), err)
	}
	if err := Suits(d.Schema, d.Tool.Name); err != nil {
		return err
	}
	if d.Snapshot != nil && d.Snapshot.Schema > health.SnapshotSchema {
		return fmt.Errorf("it was written by a newer govitals (snapshot schema %d; this one reads %d)", d.Snapshot.Schema, health.SnapshotSchema)
	}
	var more json.RawMessage
	switch err := decoder.Decode(&more); {
	case err == nil:
		return errors.New("it holds more than one report: 'govitals triage' reads many")
	case !errors.Is(err, io.EOF):
		return fmt.Errorf("something stands behind the report: %w", err)
	}
	return nil
}

// Suits says why a JSON object is no report that this program reads; nil if it is one.
func Suits(schema int, tool string) error {
	switch {
	case schema == 0 || tool != made:
		return errors.New("it is no report of 'govitals check --format json'")
	case schema > Schema:
		return fmt.Errorf("it was written by a newer govitals (schema %d; this one reads %d)", schema, Schema)
	case schema < 0:
		return fmt.Errorf("there is no schema %d", schema)
	}
	return nil
}

// otherFace names a face of the report that people send instead of the JSON.
func otherFace(content []byte) string {
	switch content = bytes.TrimSpace(content); {
	case bytes.HasPrefix(content, []byte("<!DOCTYPE")), bytes.HasPrefix(content, []byte("<html")):
		return " as JSON but a page"
	case bytes.HasPrefix(content, []byte("## ")):
		return " as JSON but one as Markdown"
	}
	return ""
}
