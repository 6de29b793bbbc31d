package probe

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"golang.org/x/sys/windows"
)

// Writable opens the directory itself for writing and closes it: the system checks the access list and nothing is
// created. The answer for a directory that may not be written is false without an error.
func (Machine) Writable(dir string) (bool, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return false, err
	}
	if !info.IsDir() {
		return false, &fs.PathError{Op: "write", Path: dir, Err: syscall.ENOTDIR}
	}
	name, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return false, &fs.PathError{Op: "write", Path: dir, Err: err}
	}
	const share = windows.FILE_SHARE_READ | windows.FILE_SHARE_WRITE | windows.FILE_SHARE_DELETE
	h, err := windows.CreateFile(name, windows.GENERIC_WRITE, share, nil, windows.OPEN_EXISTING, windows.FILE_FLAG_BACKUP_SEMANTICS, 0)
	switch {
	case err == nil:
		return true, windows.CloseHandle(h)
	case errors.Is(err, windows.ERROR_ACCESS_DENIED), errors.Is(err, windows.ERROR_WRITE_PROTECT):
		return false, nil
	}
	return false, &fs.PathError{Op: "write", Path: dir, Err: err}
}

var executableExtensions = []string{".exe", ".com", ".bat", ".cmd"}

// Executable reports a regular file with an extension that the system starts.
func (Machine) Executable(path string) (bool, error) {
	info, err := os.Stat(path)
	if err != nil {
		return false, err
	}
	return info.Mode().IsRegular() && slices.Contains(executableExtensions, strings.ToLower(filepath.Ext(path))), nil
}

// Owner is unknown: owners are no numbers here.
func (Machine) Owner(fs.FileInfo) int { return -1 }

// Disk asks the volume of a path what this user may still use.
func (Machine) Disk(path string) (freeBytes, freeInodes int64, readOnly bool, err error) {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return -1, -1, false, &fs.PathError{Op: "disk", Path: path, Err: err}
	}
	var free uint64
	if err := windows.GetDiskFreeSpaceEx(name, &free, nil, nil); err != nil {
		return -1, -1, false, &fs.PathError{Op: "disk", Path: path, Err: err}
	}
	if root, err := windows.UTF16PtrFromString(filepath.VolumeName(path) + `\`); err == nil {
		var flags uint32
		if windows.GetVolumeInformation(root, nil, 0, nil, nil, &flags, nil, 0) == nil {
			readOnly = flags&windows.FILE_READ_ONLY_VOLUME != 0
		}
	}
	return int64(min(free, math.MaxInt64)), -1, readOnly, nil
}

// systemRelease is the version with its build number: "Windows 10.0.22631".
func systemRelease() string {
	v := windows.RtlGetVersion()
	return fmt.Sprintf("Windows %d.%d.%d", v.MajorVersion, v.MinorVersion, v.BuildNumber)
}
