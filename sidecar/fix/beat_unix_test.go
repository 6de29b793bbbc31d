//go:build unix

package fix

import "io/fs"

// beatingFiles is the disk, with a beat before everything that changes it.
type beatingFiles struct {
	Disk
	beat func()
}

func (f beatingFiles) Create(path string, mode fs.FileMode) (Writer, error) {
	f.beat()
	w, err := f.Disk.Create(path, mode)
	return beatingWriter{w, f.beat}, err
}

func (f beatingFiles) Append(path string) (Writer, error) {
	f.beat()
	w, err := f.Disk.Append(path)
	return beatingWriter{w, f.beat}, err
}

func (f beatingFiles) Truncate(path string, size int64) error {
	f.beat()
	return f.Disk.Truncate(path, size)
}

func (f beatingFiles) Rename(from, to string) error {
	f.beat()
	return f.Disk.Rename(from, to)
}

func (f beatingFiles) Exchange(one, other string) error {
	f.beat()
	return f.Disk.Exchange(one, other)
}

func (f beatingFiles) Symlink(target, path string) error {
	f.beat()
	return f.Disk.Symlink(target, path)
}

func (f beatingFiles) Remove(path string) error {
	f.beat()
	return f.Disk.Remove(path)
}

func (f beatingFiles) Mkdir(path string, mode fs.FileMode) error {
	f.beat()
	return f.Disk.Mkdir(path, mode)
}

func (f beatingFiles) Chmod(path string, mode fs.FileMode) error {
	f.beat()
	return f.Disk.Chmod(path, mode)
}

func (f beatingFiles) SyncDir(path string) error {
	f.beat()
	return f.Disk.SyncDir(path)
}

type beatingWriter struct {
	Writer
	beat func()
}

func (w beatingWriter) Write(data []byte) (int, error) {
	w.beat()
	return w.Writer.Write(data)
}

func (w beatingWriter) Sync() error {
	w.beat()
	return w.Writer.Sync()
}
