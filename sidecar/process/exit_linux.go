package process

import (
	"context"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// WatchExit tells once how a process ended and then closes the channel; it closes it without a word when ctx ends first. The
// error is [ErrGone] if the process has ended already. Watching costs neither time nor a thread.
func WatchExit(ctx context.Context, id ID) (<-chan Exit, error) {
	fd, err := unix.PidfdOpen(id.PID, 0)
	switch err {
	case nil:
	case unix.ESRCH, unix.EINVAL: // the id of a thread, or of nothing
		return nil, ErrGone
	default: // Linux before 5.3, or a filter of system calls
		return watchByLooking(ctx, id)
	}
	// From here on the descriptor means one process for ever; was it ours when it was opened?
	if e, err := (Machine{}).Look(id.PID); err != nil || e.ID() != id || e.Zombie {
		_ = unix.Close(fd)
		return nil, ErrGone
	}
	if err := unix.SetNonblock(fd, true); err != nil {
		_ = unix.Close(fd)
		return nil, os.NewSyscallError("fcntl", err)
	}
	file := os.NewFile(uintptr(fd), "pidfd") // nonblocking: waited for by the runtime's poller
	raw, err := file.SyscallConn()
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	out := make(chan Exit, 1)
	release := context.AfterFunc(ctx, func() { _ = file.Close() })
	go func() {
		defer close(out)
		defer func() { _ = recover() }()
		defer func() { _ = file.Close() }()
		defer release()
		err := raw.Read(func(fd uintptr) bool { return readable(int(fd)) })
		if err != nil || ctx.Err() != nil {
			return
		}
		out <- exitOf(raw, id)
	}()
	return out, nil
}

func readable(fd int) bool {
	poll := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}
	n, err := unix.Poll(poll, 0)
	return n > 0 && err == nil
}

// exitOf asks for the exit status. While nobody has waited for the process it stands in /proc, for the eyes of its own user, and
// is 0 for others'; afterwards Linux 6.15 and later keep it with the descriptor.
func exitOf(raw syscall.RawConn, id ID) Exit {
	if e, status, ok := (Machine{}).stat(id.PID); ok && e.ID() == id && e.Zombie && (status != 0 || ownerOf(Machine{}.file(id.PID, "")) == os.Geteuid()) {
		return waitStatus(status)
	}
	exit := Exit{Code: -1}
	_ = raw.Control(func(fd uintptr) {
		info := unix.PidfdInfo{Mask: unix.PIDFD_INFO_EXIT}
		if unix.IoctlPidfdInfo(int(fd), &info) == nil && info.Mask&unix.PIDFD_INFO_EXIT != 0 {
			exit = waitStatus(int(info.Exit_code))
		}
	})
	return exit
}

// ownerOf is the user that owns a file; -1 if nobody can tell.
func ownerOf(path string) int {
	var st unix.Stat_t
	if unix.Stat(path, &st) != nil {
		return -1
	}
	return int(st.Uid)
}
