//go:build !linux

package process

import "context"

// Waits tells nothing here: neither macOS nor Windows shows it without special rights.
func (m Machine) Waits(context.Context, int) Waiting { return unknownWait() }
