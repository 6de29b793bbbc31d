package history

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Clear removes everything that is kept, also what was put aside. Nothing to remove is no error.
func (s Store) Clear() error {
	if s.Dir == "" {
		return errors.New("there is no state directory")
	}
	for _, name := range []string{fileName, keptName} {
		if err := os.Remove(filepath.Join(s.Dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// write replaces the file all or nothing, for this user alone.
func (s Store) write(content []byte) (err error) {
	f, err := os.CreateTemp(s.Dir, "."+fileName+"-*") // 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync() // else a crash of the machine may leave an empty file under the good name
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), filepath.Join(s.Dir, fileName))
}

// Times of the lock: windows of one editor write one after the other. A lock that old was left by a program that was killed.
const (
	lockTries = 40
	lockPause = 25 * time.Millisecond
	lockStale = 10 * time.Second
)

// lock keeps other windows from writing between our read and our write, which would lose their moment.
func (s Store) lock() (unlock func(), err error) {
	if s.Dir == "" {
		return nil, errors.New("there is no state directory")
	}
	if err := os.MkdirAll(s.Dir, 0o700); err != nil {
		return nil, err
	}
	path := filepath.Join(s.Dir, lockName)
	for range lockTries {
		f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err == nil {
			return func() { _ = os.Remove(path) }, f.Close()
		}
		if !errors.Is(err, fs.ErrExist) && !errors.Is(err, fs.ErrPermission) { // Windows denies what is just being removed
			return nil, err
		}
		if info, err := os.Stat(path); err == nil && time.Since(info.ModTime()).Abs() > lockStale { // of tomorrow: the clock was set back
			_ = os.Remove(path)
			continue
		}
		time.Sleep(lockPause)
	}
	return nil, fmt.Errorf("%s is held by another program", path)
}
