package fix

// endOrphans has nothing to do: the job object of a command ends it with its starter.
func endOrphans(string, int, uint64) error { return nil }
