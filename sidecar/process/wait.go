package process

import "github.com/govitals/govitals/sidecar/health"

// Waiting is what a process waits for. On says more where it is known: a remote address, the name of a child, the path of a lock,
// where in the kernel.
type Waiting struct {
	For health.Wait
	On  health.Value
}

func unknownWait() Waiting {
	return Waiting{For: health.WaitUnknown, On: health.Value{Class: health.ClassText}}
}
