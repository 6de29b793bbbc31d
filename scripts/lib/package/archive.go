package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// packed is a file on its way into an archive.
type packed struct {
	name string
	mode os.FileMode
	data []byte
}

// writeArchive packs files into one folder of a .tar.gz or .zip. Order, times, modes and owners are fixed: what is packed decides
// the bytes, and neither the clock nor the umask of whoever packs.
func writeArchive(out, folder string, files []string, at time.Time) error {
	var list []packed
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		list = append(list, packed{path.Join(folder, filepath.Base(file)), modeOf(filepath.Base(file)), data})
	}
	slices.SortFunc(list, func(a, b packed) int { return strings.Compare(a.name, b.name) })
	var buffer bytes.Buffer
	var err error
	switch {
	case strings.HasSuffix(out, ".tar.gz"):
		err = writeTar(&buffer, folder, list, at)
	case strings.HasSuffix(out, ".zip"):
		err = writeZip(&buffer, list, at)
	default:
		err = fmt.Errorf("%s is neither .tar.gz nor .zip", out)
	}
	if err != nil {
		return err
	}
	return os.WriteFile(out, buffer.Bytes(), 0o644)
}

// modeOf is what the file of a package may do, by its name: the sidecar alone is a program.
func modeOf(base string) os.FileMode {
	if base == "govitals" || base == "govitals.exe" {
		return 0o755
	}
	return 0o644
}

func writeTar(to *bytes.Buffer, folder string, list []packed, at time.Time) error {
	zipped, err := gzip.NewWriterLevel(to, gzip.BestCompression)
	if err != nil {
		return err
	}
	w := tar.NewWriter(zipped)
	if err := w.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: folder + "/", Mode: 0o755, ModTime: at, Format: tar.FormatUSTAR}); err != nil {
		return err
	}
	for _, f := range list {
		header := &tar.Header{Typeflag: tar.TypeReg, Name: f.name, Mode: int64(f.mode), Size: int64(len(f.data)), ModTime: at, Format: tar.FormatUSTAR}
		if err := w.WriteHeader(header); err != nil {
			return err
		}
		if _, err := w.Write(f.data); err != nil {
			return err
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	return zipped.Close()
}

func writeZip(to *bytes.Buffer, list []packed, at time.Time) error {
	w := zip.NewWriter(to)
	for _, f := range list {
		header := &zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: at}
		header.SetMode(f.mode)
		entry, err := w.CreateHeader(header)
		if err != nil {
			return err
		}
		if _, err := entry.Write(f.data); err != nil {
			return err
		}
	}
	return w.Close()
}
