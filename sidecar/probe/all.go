package probe

import "slices"

// All is the table of probes.
var All = slices.Concat(base, deeper)
