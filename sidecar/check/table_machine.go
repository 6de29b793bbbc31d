package check

// machine is the part of the table about Go itself, its environment and its caches.
var machine = []*Check{
	GoMissing,
	GoUnrunnable,
	GoHangs,
	GoNoisy,
	GorootInvalid,
	GorootMismatch,
	GorootPinned,
	GoflagsInvalid,
	Go111moduleOff,
	CrossTarget,
	GoVersionRequired,
	CacheUnusable,
	TmpdirUnusable,
}
