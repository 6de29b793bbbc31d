package probe

import "golang.org/x/sys/unix"

// noAttribute is what the system answers for an attribute that is not there.
const noAttribute = unix.ENODATA
