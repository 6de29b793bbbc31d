package fix

import "syscall"

// noXattr is the answer for an attribute that is not there.
const noXattr = syscall.ENODATA
