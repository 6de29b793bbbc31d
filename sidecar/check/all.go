package check

import "slices"

// All is the table of checks, causes before consequences: the order of a report.
var All = slices.Concat(machine, workspace)
