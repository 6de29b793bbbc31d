package process

import (
	"context"

	"golang.org/x/sys/windows"
)

// WatchExit tells once how a process ended and then closes the channel; it closes it without a word when ctx ends first. The
// error is [ErrGone] if the process has ended already. Each watch holds a thread that sleeps. Windows knows no signals: one
// program that ends another chooses the exit code.
func WatchExit(ctx context.Context, id ID) (<-chan Exit, error) {
	h, err := windows.OpenProcess(windows.SYNCHRONIZE|windows.PROCESS_QUERY_LIMITED_INFORMATION, false, uint32(id.PID))
	if err != nil {
		if Alive(id) { // another user's
			return watchByLooking(ctx, id)
		}
		return nil, ErrGone
	}
	wake, err := windows.CreateEvent(nil, 1, 0, nil)
	if err != nil || createdAt(h) != id.Started || ended(h) {
		_ = windows.CloseHandle(h)
		if err == nil {
			_, err = windows.CloseHandle(wake), ErrGone
		}
		return nil, err
	}
	out := make(chan Exit, 1)
	released := make(chan struct{})
	release := context.AfterFunc(ctx, func() {
		defer close(released)
		_ = windows.SetEvent(wake)
	})
	go func() {
		defer close(out)
		defer func() { _ = recover() }()
		defer func() {
			if !release() {
				<-released // it still uses the event
			}
			_ = windows.CloseHandle(wake)
			_ = windows.CloseHandle(h)
		}()
		first, err := windows.WaitForMultipleObjects([]windows.Handle{h, wake}, false, windows.INFINITE)
		if err != nil || first != windows.WAIT_OBJECT_0 {
			return
		}
		var code uint32
		if windows.GetExitCodeProcess(h, &code) != nil {
			out <- Exit{Code: -1}
			return
		}
		out <- Exit{Code: int(code), Known: true}
	}()
	return out, nil
}
