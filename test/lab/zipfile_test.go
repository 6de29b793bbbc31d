//go:build unix

package lab

import (
	"bytes"
	"io"
	"io/fs"
	"time"

	"golang.org/x/tools/txtar"
)

// zipped shows a txtar file to the module zip writer.
type zipped struct{ f txtar.File }

func (z zipped) Path() string                 { return z.f.Name }
func (z zipped) Lstat() (fs.FileInfo, error)  { return z, nil }
func (z zipped) Open() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(z.f.Data)), nil }

func (z zipped) Name() string       { return z.f.Name }
func (z zipped) Size() int64        { return int64(len(z.f.Data)) }
func (z zipped) Mode() fs.FileMode  { return 0o644 }
func (z zipped) ModTime() time.Time { return time.Time{} }
func (z zipped) IsDir() bool        { return false }
func (z zipped) Sys() any           { return nil }
