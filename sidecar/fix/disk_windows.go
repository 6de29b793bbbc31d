package fix

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/windows"
)

// noFollow: Windows lets nobody but an administrator make links unless the user turned developer mode on.
const noFollow = 0

func isNoSpace(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL) || errors.Is(err, windows.ERROR_DISK_QUOTA_EXCEEDED)
}

func isReadOnly(err error) bool {
	return errors.Is(err, windows.ERROR_WRITE_PROTECT) || errors.Is(err, windows.ERROR_SHARING_VIOLATION)
}

// identify asks for the volume and the index of a file, which os.FileInfo hides.
func identify(path string, info fs.FileInfo, out *Info) {
	if info.Mode()&fs.ModeSymlink != 0 {
		return
	}
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return
	}
	share := uint32(windows.FILE_SHARE_READ | windows.FILE_SHARE_WRITE | windows.FILE_SHARE_DELETE)
	handle, err := windows.CreateFile(name, 0, share, nil, windows.OPEN_EXISTING, windows.FILE_FLAG_BACKUP_SEMANTICS|windows.FILE_FLAG_OPEN_REPARSE_POINT, 0)
	if err != nil {
		return
	}
	defer func() { _ = windows.CloseHandle(handle) }()
	var by windows.ByHandleFileInformation
	if windows.GetFileInformationByHandle(handle, &by) == nil {
		out.Device, out.Names = uint64(by.VolumeSerialNumber), uint64(by.NumberOfLinks)
		out.File = uint64(by.FileIndexHigh)<<32 | uint64(by.FileIndexLow)
	}
}

// syncDir has nothing to do: NTFS keeps names in its own journal, and a directory cannot be opened for writing.
func syncDir(string) error { return nil }

// lockFile takes the kernel's lock, which cannot outlive its process and so is never stale.
func lockFile(path string) (func(), error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	flags := uint32(windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY)
	if err := windows.LockFileEx(windows.Handle(file.Fd()), flags, 0, 1, 0, &windows.Overlapped{}); err != nil {
		_ = file.Close()
		if errors.Is(err, windows.ERROR_LOCK_VIOLATION) || errors.Is(err, windows.ERROR_IO_PENDING) {
			err = ErrLocked
		}
		return nil, err
	}
	return func() { _ = file.Close() }, nil
}

var errNoXattr = &Error{Code: Unsupported, Text: "this system has no extended attributes"}

func (Disk) Xattr(string, string) ([]byte, bool, error) { return nil, false, errNoXattr }
func (Disk) SetXattr(string, string, []byte) error      { return errNoXattr }
func (Disk) RemoveXattr(string, string) error           { return errNoXattr }
