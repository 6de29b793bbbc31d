package probe

import (
	"io/fs"
	"path/filepath"

	"golang.org/x/sys/windows"
)

// FileSystem tells whether a path lies on a share or on a drive that stands for one.
func (Machine) FileSystem(path string) (kind string, remote bool, err error) {
	root, err := windows.UTF16PtrFromString(filepath.VolumeName(path) + `\`)
	if err != nil {
		return "", false, &fs.PathError{Op: "drive type", Path: path, Err: err}
	}
	switch windows.GetDriveType(root) {
	case windows.DRIVE_REMOTE:
		return "network drive", true, nil
	case windows.DRIVE_NO_ROOT_DIR, windows.DRIVE_UNKNOWN:
		return "", false, nil
	}
	return "local drive", false, nil
}
