package process

import (
	"context"
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// wakeIdent names the event that ends a wait whose context has ended.
const wakeIdent = 1

// WatchExit tells once how a process ended and then closes the channel; it closes it without a word when ctx ends first. The
// error is [ErrGone] if the process has ended already. Each watch holds a thread that sleeps.
func WatchExit(ctx context.Context, id ID) (<-chan Exit, error) {
	queue, err := unix.Kqueue()
	if err != nil {
		return watchByLooking(ctx, id)
	}
	unix.CloseOnExec(queue)
	if err := subscribe(queue, id.PID); err != nil {
		_ = unix.Close(queue)
		if errors.Is(err, unix.ESRCH) {
			return nil, ErrGone
		}
		return nil, os.NewSyscallError("kevent", err)
	}
	// The subscription is for one process for ever; was it ours when it began?
	if !Alive(id) {
		_ = unix.Close(queue)
		return nil, ErrGone
	}
	out := make(chan Exit, 1)
	released := make(chan struct{})
	release := context.AfterFunc(ctx, func() {
		defer close(released)
		wake := unix.Kevent_t{Ident: wakeIdent, Filter: unix.EVFILT_USER, Fflags: unix.NOTE_TRIGGER}
		_, _ = unix.Kevent(queue, []unix.Kevent_t{wake}, nil, nil)
	})
	go func() {
		defer close(out)
		defer func() { _ = recover() }()
		defer func() {
			if !release() {
				<-released // it still uses the queue
			}
			_ = unix.Close(queue)
		}()
		await(queue, out)
	}()
	return out, nil
}

// subscribe asks for the end of a process. Its status is told to its parent and to root alone (XNU filt_procattach).
func subscribe(queue, pid int) error {
	events := []unix.Kevent_t{{Ident: wakeIdent, Filter: unix.EVFILT_USER, Flags: unix.EV_ADD | unix.EV_CLEAR}}
	if _, err := unix.Kevent(queue, events, nil, nil); err != nil {
		return err
	}
	exit := unix.Kevent_t{Ident: uint64(pid), Filter: unix.EVFILT_PROC, Flags: unix.EV_ADD | unix.EV_ONESHOT, Fflags: unix.NOTE_EXIT | unix.NOTE_EXITSTATUS}
	_, err := unix.Kevent(queue, []unix.Kevent_t{exit}, nil, nil)
	if errors.Is(err, unix.EACCES) {
		exit.Fflags = unix.NOTE_EXIT
		_, err = unix.Kevent(queue, []unix.Kevent_t{exit}, nil, nil)
	}
	return err
}

func await(queue int, out chan<- Exit) {
	var got [2]unix.Kevent_t
	for {
		n, err := unix.Kevent(queue, nil, got[:], nil)
		if errors.Is(err, unix.EINTR) {
			continue
		}
		if err != nil {
			return
		}
		for _, e := range got[:n] {
			switch {
			case e.Filter == unix.EVFILT_PROC && e.Fflags&unix.NOTE_EXITSTATUS != 0:
				out <- waitStatus(int(e.Data))
				return
			case e.Filter == unix.EVFILT_PROC:
				out <- Exit{Code: -1}
				return
			}
		}
		if n > 0 {
			return // woken
		}
	}
}
