package fix

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Disk is the real file system.
type Disk struct{}

func (Disk) Lstat(path string) (Info, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return Info{}, err
	}
	out := Info{Mode: info.Mode(), Size: info.Size(), Names: 1, Owner: -1, Group: -1, Modified: info.ModTime()}
	identify(path, info, &out)
	return out, nil
}

func (Disk) Real(path string) (string, error)     { return filepath.EvalSymlinks(path) }
func (Disk) Readlink(path string) (string, error) { return os.Readlink(path) }

func (Disk) ReadFile(path string, limit int64) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	data, err := io.ReadAll(io.LimitReader(file, limit+1))
	if err == nil && int64(len(data)) > limit {
		return nil, &fs.PathError{Op: "read", Path: path, Err: ErrTooLarge}
	}
	return data, err
}

func (Disk) ReadDir(path string) ([]string, error) {
	entries, err := os.ReadDir(path)
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names, err
}

func (Disk) Open(path string) (Reader, error) { return os.Open(path) }

func (Disk) Writable(path string) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return file.Close()
}

func (Disk) Create(path string, mode fs.FileMode) (Writer, error) {
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
}

func (Disk) Append(path string) (Writer, error) {
	return os.OpenFile(path, os.O_WRONLY|os.O_APPEND|noFollow, 0)
}

func (Disk) Truncate(path string, size int64) error       { return os.Truncate(path, size) }
func (Disk) Rename(from, to string) error                 { return os.Rename(from, to) }
func (Disk) Exchange(one, other string) error             { return exchange(one, other) }
func (Disk) Symlink(target, path string) error            { return os.Symlink(target, path) }
func (Disk) Remove(path string) error                     { return os.Remove(path) }
func (Disk) Mkdir(path string, mode fs.FileMode) error    { return os.Mkdir(path, mode) }
func (Disk) Chmod(path string, mode fs.FileMode) error    { return os.Chmod(path, mode) }
func (Disk) Chown(path string, owner, group int) error    { return os.Lchown(path, owner, group) }
func (Disk) SyncDir(path string) error                    { return syncDir(path) }
func (Disk) Lock(path string) (release func(), err error) { return lockFile(path) }

func (Disk) SyncFile(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrPermission) {
		file, err = os.Open(path) // enough outside of Windows
	}
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}
