package child

import "golang.org/x/sys/windows"

// becomeReaper: Windows gives orphans no new parent; the job object holds them.
func becomeReaper() {}

func reaper() bool { return false }

// refusesToDie: nothing of the kind is asked for.
func refusesToDie(error) bool { return false }

func childless() bool { return false }

func reap(table) int { return 0 }

func orphanTest() func(Proc) bool { return func(Proc) bool { return false } }

// stop ends one process, unless its id became another's meanwhile. There is only the hard way.
func stop(p Proc, _ bool) {
	h, err := windows.OpenProcess(windows.PROCESS_TERMINATE|windows.PROCESS_QUERY_LIMITED_INFORMATION, false, uint32(p.PID))
	if err != nil {
		return
	}
	defer windows.CloseHandle(h)
	if createdAt(h) == p.Started {
		_ = windows.TerminateProcess(h, 1)
	}
}
